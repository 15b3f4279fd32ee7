import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { ArrowDown, ArrowUp, Lock } from "lucide-react";
import * as z from "zod";
import { FieldForm } from "../../components/fields/FieldForm";
import { capital } from "../../components/records/cardView";
import { AskFirst } from "../../components/ui/AskFirst";
import { Button, ButtonLink } from "../../components/ui/Button";
import { PostForm } from "../../components/ui/PostForm";
import { Card, CardHead, Chip, Empty, PageHead } from "../../components/ui/parts";
import { can } from "../../domain/core/permissions";
import { addCustomField, CUSTOM_FIELDS_MAX, dropCustomField, moveCustomField, readCustomFields } from "../../domain/fields/customFields";
import { kindWords } from "../../domain/fields/kinds";
import { findNoun, nouns } from "../../domain/modules";
import { readPosted } from "../../web/body.server";
import { readForm, typedIn } from "../../web/form.server";
import { requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { PostedField, refusedField } from "../../web/records/fields.server";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction = () => [{ title: "Custom fields - Farthing" }];

/** The noun whose fields this is about: the one that the address names, or else the first. */
function nounOf(request: Request) {
  const of = findNoun(new URL(request.url).searchParams.get("of") ?? "") ?? nouns[0];
  if (!of) throw new Error("There are no nouns.");
  return of;
}

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const of = nounOf(args.request);
  const fields = await readCustomFields(member, of.noun);
  const asked = new URL(args.request.url).searchParams.get("remove");
  return json({
    of: { noun: of.noun, words: of.words },
    nouns: nouns.map(({ noun, words }) => ({ noun, many: words.many })),
    fields: fields.map((field) => ({ ...field, kindWords: kindWords[field.kind] })),
    kinds: kindWords,
    most: CUSTOM_FIELDS_MAX,
    settles: can(member, "field.change"),
    removing: fields.find(({ id }) => id === asked) ?? null,
  });
}

const Id = z.string().min(1).max(40);
const Input = z.discriminatedUnion("intent", [
  PostedField.extend({ intent: z.literal("add") }),
  z.object({ intent: z.enum(["up", "down", "remove"]), id: Id }),
]);

export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args);
  const of = nounOf(args.request);
  const form = await readPosted(args.request, Input);
  const read = readForm(Input, form);
  if (!("data" in read)) return json(read, { status: 400 });
  const { data } = read;
  const here = paths.customFields({ of: of.noun });
  const outcome =
    data.intent === "add"
      ? await addCustomField(member, of, data)
      : data.intent === "remove"
        ? await dropCustomField(member, data.id)
        : await moveCustomField(member, of.noun, data.id, data.intent === "up");
  if (outcome.kind !== "done") {
    const { answer, status } = refusedField(outcome, typedIn(form));
    return json(answer, { status });
  }
  const added = `Added. It now appears on every ${of.words.one}’s form.`;
  const text = { add: added, remove: "Removed.", up: "Moved up.", down: "Moved down." }[data.intent];
  return redirectWith(member, here, { text, tone: "good" });
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;
type Line = Data["fields"][number];
type Answer = { wrong: Record<string, string>; typed: Record<string, string> } | undefined;

/** Whose fields: a tab for each noun. */
function Nouns({ of, nouns }: Pick<Data, "of" | "nouns">) {
  return (
    <nav aria-label="Fields of" className="mb-4 flex flex-wrap gap-1">
      {nouns.map(({ noun, many }) => (
        <Link
          key={noun}
          to={paths.customFields({ of: noun })}
          aria-current={noun === of.noun ? "page" : undefined}
          className={`rounded-md px-3 py-1.5 ${noun === of.noun ? "bg-sunken font-[550]" : "text-ink-2 hover:bg-sunken"}`}
        >
          {capital(many)}
        </Link>
      ))}
    </nav>
  );
}

function Removing({ field, of }: { field: { id: string; name: string }; of: Data["of"] }) {
  const act = "Remove the field and its contents";
  const back = paths.customFields({ of: of.noun });
  return (
    <AskFirst id={field.id} title={`Remove ${field.name}?`} intent="remove" act={act} back={back} backWords="Keep it">
      Its contents are erased from every {of.words.one}, for good. This can’t be undone. Archives and uploaded files that include it are
      deleted after a week.
    </AskFirst>
  );
}

function Marks({ field }: { field: Line }) {
  return (
    <>
      {field.required ? <Chip>required</Chip> : null}
      {field.indexed ? <Chip>{field.indexedUpTo === null ? "sorts lists" : "getting ready to sort"}</Chip> : null}
      {field.sensitive ? (
        <Chip>
          <Lock size={12} aria-hidden="true" className="mr-1 inline-block" />
          sensitive
        </Chip>
      ) : null}
    </>
  );
}

function FieldLine({ field, settles, first, last, of }: { field: Line; settles: boolean; first: boolean; last: boolean; of: Data["of"] }) {
  const { id, name } = field;
  return (
    <li className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2 last:border-0">
      <span className="mr-auto min-w-0">
        <span className="block font-[550] break-words">{name}</span>
        <span className="block text-xs text-ink-3">
          {field.kindWords}
          {field.currency ? ` in ${field.currency}` : ""}
          {field.choices.length > 0 ? `: ${field.choices.slice(0, 5).join(", ")}${field.choices.length > 5 ? "…" : ""}` : ""}
        </span>
      </span>
      <Marks field={field} />
      {settles ? (
        <PostForm className="flex items-center gap-1">
          <input type="hidden" name="id" value={id} />
          <Button kind="bare" name="intent" value="up" aria-label={`Move ${name} up`} disabled={first}>
            <ArrowUp size={16} aria-hidden="true" />
          </Button>
          <Button kind="bare" name="intent" value="down" aria-label={`Move ${name} down`} disabled={last}>
            <ArrowDown size={16} aria-hidden="true" />
          </Button>
          <ButtonLink kind="bare" to={paths.customField(id)} aria-label={`Edit ${name}`}>
            Edit
          </ButtonLink>
          <ButtonLink kind="bare" to={paths.customFields({ of: of.noun, remove: id })} aria-label={`Remove ${name}`}>
            Remove
          </ButtonLink>
        </PostForm>
      ) : null}
    </li>
  );
}

const everything = { choices: true, currency: true, preset: true, sensitive: true, indexed: false };

/** The fields of a noun, or what they would be good for. */
function Fields({ of, fields, settles }: Pick<Data, "of" | "fields" | "settles">) {
  const words = `Add what your team wants to know about its ${of.words.many}: a customer number, a budget, a renewal date.`;
  if (fields.length === 0) return <Empty title="No custom fields yet" words={words} />;
  return (
    <ul>
      {fields.map((field, n) => (
        <FieldLine key={field.id} field={field} settles={settles} first={n === 0} last={n === fields.length - 1} of={of} />
      ))}
    </ul>
  );
}

function AddField({ id, kinds, answer }: { id: string; kinds: Data["kinds"]; answer: Answer }) {
  return (
    <Card>
      <CardHead title="Add a field" />
      <FieldForm key={id} typed={answer?.typed ?? {}} wrong={answer?.wrong ?? {}} kinds={kinds} ask={everything}>
        <Button kind="go" name="intent" value="add">
          Add the field
        </Button>
      </FieldForm>
    </Card>
  );
}

export default function CustomFields() {
  const { of, nouns, fields, kinds, most, settles, removing } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as Answer;
  const hasSensitive = fields.some(({ sensitive }) => sensitive);
  return (
    <>
      <PageHead title="Custom fields" />
      <Nouns of={of} nouns={nouns} />
      {removing && settles ? <Removing field={removing} of={of} /> : null}
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_340px]">
        <div className="grid gap-3">
          <Card>
            <Fields of={of} fields={fields} settles={settles} />
          </Card>
          {hasSensitive && settles && of.noun === "contact" ? (
            <p className="text-ink-2">
              <a href={paths.exported({ with: "sensitive" })} download className="underline underline-offset-3">
                Export contacts with sensitive fields
              </a>
              . The audit log records who did.
            </p>
          ) : null}
        </div>
        {settles && fields.length < most ? <AddField id={`${of.noun}${fields.length}`} kinds={kinds} answer={answer} /> : null}
        {settles ? null : <p className="text-ink-2">Only owners and managers can change these fields.</p>}
      </div>
    </>
  );
}
