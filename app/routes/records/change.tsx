import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { Form, useActionData, useLoaderData, useSubmit } from "@remix-run/react";
import * as z from "zod";
import { Hidden } from "../../components/lists/Hidden";
import { type ListFieldView, without } from "../../components/lists/listView";
import { Button, ButtonLink } from "../../components/ui/Button";
import { Errors, inputLook } from "../../components/ui/Field";
import { PostForm } from "../../components/ui/PostForm";
import { Card, PageHead } from "../../components/ui/parts";
import { countWords } from "../../components/ui/words";
import { beginBulk, bulkNeeds, readBulk, TICKED_MAX, undoBulk } from "../../domain/bulk/bulk";
import { readListFields } from "../../domain/records/listing";
import { readMemberNames } from "../../domain/teams/members";
import { readPosted } from "../../web/body.server";
import { requireMay, requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { askedOf, readState, requireNoun, stateQuery, viewField } from "../../web/records/lists.server";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `Change ${data?.of.words.many ?? ""} - Farthing` }];

const idsOf = (url: URL) =>
  url.searchParams
    .getAll("id")
    .filter((id) => z.ulid().safeParse(id).success)
    .slice(0, TICKED_MAX);

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args, "record.bulk");
  const noun = requireNoun(args.request);
  const url = new URL(args.request.url);
  const [fields, members] = await Promise.all([readListFields(member, noun), readMemberNames(member)]);
  const changeable = fields.filter(({ bulk }) => bulk).map((field) => viewField(field, { members }));
  const asked = url.searchParams.get("field");
  return json({
    of: { noun: noun.noun, plural: noun.plural, words: noun.words },
    fields: changeable,
    field: changeable.find(({ name }) => name === asked) ?? null,
    trash: asked === "trash",
    ids: idsOf(url),
    all: url.searchParams.get("all") === "1",
    state: stateQuery(readState(noun, url, null)),
  });
}

const Input = z.object({
  intent: z.enum(["set", "add", "remove", "trash", "undo"]),
  field: z.string().max(60).default(""),
  bulk: z.string().max(40).default(""),
});

export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args, "record.bulk");
  const noun = requireNoun(args.request);
  const form = await readPosted(args.request, Input, "value");
  const read = Input.safeParse(Object.fromEntries(form));
  const url = new URL(args.request.url);
  const list = paths.records(noun.plural);
  if (!read.success) return json({ problem: "Choose what to change." }, { status: 400 });
  const { intent, field, bulk } = read.data;
  if (intent === "undo") {
    const found = await readBulk(member, bulk);
    for (const act of found ? bulkNeeds(found.change) : []) requireMay(member, act);
    if (await undoBulk(member, bulk)) return redirect(paths.records(noun.plural, { bulk, view: "all" }));
    return redirectWith(member, list, { text: "This change can no longer be undone.", tone: "bad" });
  }
  for (const act of bulkNeeds({ act: intent })) requireMay(member, act);
  const value = form
    .getAll("value")
    .map((one) => String(one).trim())
    .filter(Boolean)
    .join("\n");
  const ids = idsOf(url);
  const state = readState(noun, url, null);
  const { search, filter, also } = askedOf(state);
  const narrowed = state.narrow && { noun: state.narrow.by.noun, id: state.narrow.id };
  if (ids.length === 0 && url.searchParams.get("all") !== "1") return json({ problem: "Nothing is selected." }, { status: 400 });
  const which = ids.length > 0 ? { ids } : { all: { search, filter, also, narrowed } };
  const outcome = await beginBulk(member, noun, { field, act: intent, value }, which);
  if (outcome.kind === "wrong") return json({ problem: outcome.words }, { status: 400 });
  if (outcome.kind === "busy") return json({ problem: "Three changes are still under way. Wait for one of them to end." }, { status: 409 });
  return redirect(paths.records(noun.plural, { ...stateQuery(state), bulk: outcome.bulkId, edited: "1" }));
}

const choosable = ["choice", "choices", "status", "person", "yesNo"];

/** What the field is to have, for all of them. */
function Value({ field }: { field: ListFieldView }) {
  const { kind, options, label } = field;
  if (kind === "tags")
    return (
      <>
        <input id="value" name="value" list="values" autoComplete="off" maxLength={40} className={inputLook} />
        <datalist id="values">
          {options.map(([id, name]) => (
            <option key={id} value={name} />
          ))}
        </datalist>
      </>
    );
  if (kind === "choices")
    return (
      <span className="flex flex-wrap gap-x-4">
        {options.map(([value, words]) => (
          <label key={value} className="flex min-h-8 items-center gap-2">
            <input type="checkbox" name="value" value={value} className="size-4 accent-accent" />
            {words}
          </label>
        ))}
      </span>
    );
  if (choosable.includes(kind))
    return (
      <select id="value" name="value" className={inputLook}>
        {kind === "status" ? null : <option value="">{kind === "person" ? "Nobody" : "Not set"}</option>}
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    );
  if (kind === "longText") return <textarea id="value" name="value" rows={3} aria-label={label} className={`${inputLook} py-2`} />;
  return <input id="value" name="value" type={kind === "date" ? "date" : "text"} autoComplete="off" className={inputLook} />;
}

function Removals({ field }: { field: ListFieldView }) {
  if (field.options.length === 0) return null;
  return (
    <PostForm className="grid gap-3 border-t border-line p-4">
      <input type="hidden" name="field" value={field.name} />
      <label className="grid gap-1 text-xs text-ink-2">
        Remove a tag
        <select name="value" className={inputLook}>
          {field.options.map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <div>
        <Button name="intent" value="remove">
          Remove it
        </Button>
      </div>
    </PostForm>
  );
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

/** Chooses the field. A form of its own, so that it works before JavaScript. */
function ChooseField({
  fields,
  field,
  trash,
  ids,
  chosen,
}: Pick<Data, "fields" | "field" | "trash" | "ids"> & { chosen: [string, string][] }) {
  const submit = useSubmit();
  return (
    <Form className="grid gap-1 p-4" onChange={(event) => submit(event.currentTarget, { replace: true })}>
      <Hidden state={chosen} />
      {ids.map((id) => (
        <input key={id} type="hidden" name="id" value={id} />
      ))}
      <label htmlFor="field" className="text-xs text-ink-2">
        What to change
      </label>
      <span className="flex gap-2">
        <select id="field" name="field" defaultValue={trash ? "trash" : (field?.name ?? "")} className={inputLook}>
          <option value="">Choose a field…</option>
          {fields.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
          <option value="trash">Move to trash</option>
        </select>
        <noscript>
          <Button>Choose</Button>
        </noscript>
      </span>
    </Form>
  );
}

interface AskProps {
  many: string;
  problem: string | undefined;
}

function Trash({ many, problem }: AskProps) {
  return (
    <PostForm className="grid gap-3 border-t border-line p-4">
      <p className="text-ink-2">They stay in the trash for 30 days. You can undo this for a day.</p>
      <Errors id="change-error" errors={problem ? [problem] : undefined} />
      <div>
        <Button name="intent" value="trash" kind="bad">
          Move {many} to the trash
        </Button>
      </div>
    </PostForm>
  );
}

function SetValue({ field, many, problem }: AskProps & { field: ListFieldView }) {
  const isTags = field.kind === "tags";
  return (
    <PostForm key={field.name} className="grid gap-3 border-t border-line p-4">
      <input type="hidden" name="field" value={field.name} />
      <div className="grid gap-1">
        <label htmlFor="value" className="text-xs text-ink-2">
          {isTags ? "Add a tag" : field.label}
        </label>
        <Value field={field} />
        {isTags || field.kind === "status" ? null : (
          <p className="text-xs text-ink-3">Leave it empty to clear the field. A required field can’t be cleared.</p>
        )}
      </div>
      <Errors id="change-error" errors={problem ? [problem] : undefined} />
      <div>
        <Button kind="go" name="intent" value={isTags ? "add" : "set"}>
          Change {many}
        </Button>
      </div>
    </PostForm>
  );
}

export default function ChangeRecords() {
  const { of, fields, field, trash, ids, all, state } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const many = all ? `all ${of.words.many} in this list` : countWords(ids.length, of.words.one, of.words.many);
  const chosen: [string, string][] = all ? [["all", "1"], ...without(state)] : [];
  return (
    <>
      <PageHead title={`Change ${many}`}>
        <ButtonLink to={paths.records(of.plural, state)}>Cancel</ButtonLink>
      </PageHead>
      <Card className="max-w-xl">
        <ChooseField fields={fields} field={field} trash={trash} ids={ids} chosen={chosen} />
        {trash ? <Trash many={many} problem={answer?.problem} /> : null}
        {field ? <SetValue field={field} many={many} problem={answer?.problem} /> : null}
        {field?.kind === "tags" ? <Removals field={field} /> : null}
      </Card>
      <p className="mt-3 text-ink-2">Free. You can undo it for a day; what someone changes in the meantime stays.</p>
    </>
  );
}
