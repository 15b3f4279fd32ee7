import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Lock } from "lucide-react";
import * as z from "zod";
import { AskFirst } from "../../components/ui/AskFirst";
import { Button, ButtonLink } from "../../components/ui/Button";
import { Errors, inputLook, TextField } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { Card, CardHead, Chip, Empty, PageHead } from "../../components/ui/parts";
import {
  addCustomField,
  CUSTOM_FIELDS_MAX,
  CustomFieldName,
  changeCustomField,
  dropCustomField,
  readCustomFields,
} from "../../domain/contacts/customFields";
import { can, notAllowedWords } from "../../domain/core/permissions";
import { readPosted } from "../../web/body.server";
import { readForm } from "../../web/form.server";
import { requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Custom fields - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const fields = await readCustomFields(member);
  const asked = new URL(args.request.url).searchParams.get("remove");
  return json({
    fields,
    most: CUSTOM_FIELDS_MAX,
    settles: can(member, "field.change"),
    removing: fields.find(({ id }) => id === asked) ?? null,
  });
}

const Id = z.string().min(1).max(40);
const Input = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("add"), name: CustomFieldName, sensitive: z.literal("on").optional() }),
  z.object({ intent: z.literal("rename"), id: Id, name: CustomFieldName }),
  z.object({ intent: z.literal("remove"), id: Id }),
]);

const problems = {
  taken: "A field with this name already exists.",
  full: `A team can have at most ${CUSTOM_FIELDS_MAX} fields. Remove one first.`,
};

export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args);
  const read = readForm(Input, await readPosted(args.request, Input));
  if (!("data" in read)) return json(read, { status: 400 });
  const { data } = read;
  const outcome =
    data.intent === "add"
      ? await addCustomField(member, data.name, data.sensitive === "on")
      : data.intent === "rename"
        ? await changeCustomField(member, data.id, data.name)
        : await dropCustomField(member, data.id);
  if (outcome.kind !== "done") {
    const name = outcome.kind === "not-allowed" ? notAllowedWords(outcome) : problems[outcome.kind];
    return json({ wrong: { name }, typed: { ...data } as Record<string, string> }, { status: outcome.kind === "not-allowed" ? 403 : 409 });
  }
  const text = data.intent === "add" ? `Added. It now appears on every contact’s form.` : data.intent === "rename" ? "Saved." : "Removed.";
  return redirectWith(member, paths.customFields(), { text, tone: "good" });
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;
type Line = Data["fields"][number];
type Answer = { wrong: Record<string, string>; typed: Record<string, string> } | undefined;

function Removing({ field }: { field: Line }) {
  const act = "Remove the field and its contents";
  return (
    <AskFirst id={field.id} title={`Remove ${field.name}?`} intent="remove" act={act} back={paths.customFields()} backWords="Keep it">
      Its contents are erased from every contact, for good. This can’t be undone. Archives and uploaded files that include it are deleted
      after a week.
    </AskFirst>
  );
}

function FieldLine({ field, settles, answer }: { field: Line; settles: boolean; answer: Answer }) {
  const { id, name, sensitive } = field;
  const mark = sensitive ? (
    <Chip>
      <Lock size={12} aria-hidden="true" className="mr-1 inline-block" />
      sensitive
    </Chip>
  ) : null;
  if (!settles)
    return (
      <li className="flex items-center gap-3 border-b border-line px-4 py-3 last:border-0">
        <span className="mr-auto">{name}</span>
        {mark}
      </li>
    );
  const mine = answer?.typed.id === id ? answer : undefined;
  return (
    <li className="border-b border-line px-4 py-3 last:border-0">
      <PostForm className="flex flex-wrap items-center gap-2">
        <input type="hidden" name="id" value={id} />
        <input
          name="name"
          defaultValue={mine?.typed.name ?? name}
          aria-label={`Name of ${name}`}
          aria-invalid={mine ? true : undefined}
          aria-describedby={mine ? `field-${id}-error` : undefined}
          maxLength={40}
          required
          className={`${inputLook} min-w-40 flex-1 max-md:basis-full`}
        />
        {mark}
        <Button name="intent" value="rename" aria-label={`Save ${name}`}>
          Save
        </Button>
        <ButtonLink kind="bare" to={paths.customFields({ remove: id })} aria-label={`Remove ${name}`}>
          Remove
        </ButtonLink>
      </PostForm>
      <Errors id={`field-${id}-error`} errors={mine?.wrong.name ? [mine.wrong.name] : undefined} />
    </li>
  );
}

function AddField({ answer }: { answer: Answer }) {
  const mine = answer?.typed.id ? undefined : answer;
  return (
    <Card>
      <CardHead title="Add a field" />
      <PostForm className="grid gap-3 p-4">
        <TextField
          name="name"
          label="Name"
          required
          maxLength={40}
          autoComplete="off"
          defaultValue={mine?.typed.name}
          error={mine?.wrong.name}
          placeholder="Customer number"
        />
        <label className="flex items-start gap-2">
          <input type="checkbox" name="sensitive" defaultChecked={mine?.typed.sensitive === "on"} className="mt-0.5 size-4 accent-accent" />
          <span>
            Sensitive
            <span className="block text-xs text-ink-3">
              Encrypted under your team’s own key. Only owners and managers see it, no search finds it, and exports leave it out unless you
              ask for it. You can’t change this later.
            </span>
          </span>
        </label>
        <div>
          <Button kind="go" name="intent" value="add">
            Add the field
          </Button>
        </div>
      </PostForm>
    </Card>
  );
}

export default function CustomFields() {
  const { fields, most, settles, removing } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as Answer;
  const hasSensitive = fields.some(({ sensitive }) => sensitive);
  return (
    <>
      <PageHead title="Custom fields" />
      {removing && settles ? <Removing field={removing} /> : null}
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_320px]">
        <div className="grid gap-3">
          <Card>
            {fields.length === 0 ? (
              <Empty
                title="No custom fields yet"
                words="Add what your team wants to know about its contacts: a customer number, an allergy, a shoe size."
              />
            ) : (
              <ul>
                {fields.map((field) => (
                  <FieldLine key={field.id} field={field} settles={settles} answer={answer} />
                ))}
              </ul>
            )}
          </Card>
          {hasSensitive && settles ? (
            <p className="text-ink-2">
              <a href={paths.exported({ with: "sensitive" })} download className="underline underline-offset-3">
                Export contacts with sensitive fields
              </a>
              . The audit log records who did.
            </p>
          ) : null}
        </div>
        {settles && fields.length < most ? <AddField key={fields.length} answer={answer} /> : null}
        {settles ? null : <p className="text-ink-2">Only owners and managers can change these fields.</p>}
      </div>
    </>
  );
}
