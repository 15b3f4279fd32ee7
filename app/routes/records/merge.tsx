import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { type Compared, MergeForm } from "../../components/records/MergeForm";
import { Button, ButtonLink } from "../../components/ui/Button";
import { inputLook } from "../../components/ui/Field";
import { Alert, Card, Empty, PageHead } from "../../components/ui/parts";
import { can, notAllowedWords } from "../../domain/core/permissions";
import { type CustomBook, openCustomBook } from "../../domain/fields/book";
import { readCustomFields } from "../../domain/fields/customFields";
import { valueText } from "../../domain/fields/kinds";
import type { Card as NounCard } from "../../domain/records/card";
import { findTwinRecords, type RecordRow, readRecord, readRecords } from "../../domain/records/list";
import { bothOf, type Choice, customChoice, mergeRecords } from "../../domain/records/merge";
import { readMemberNames } from "../../domain/teams/members";
import { readPosted } from "../../web/body.server";
import { notFound, requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { requireCard, valuesOf, viewCard } from "../../web/records/records.server";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `Merge ${data?.title ?? ""} - Farthing` }];

const SHOWN_MAX = 8;

/** Whether both values of a list fit into one record. */
function fitsBoth(card: NounCard, kept: RecordRow, other: RecordRow, { name, kind }: NounCard["fields"][number]): boolean {
  const both = kind === "phones" || kind === "addresses";
  const [one, two] = [valuesOf(card, kept)[name], valuesOf(card, other)[name]];
  return both && Array.isArray(one) && Array.isArray(two) && Boolean(card.input.shape[name]?.safeParse(bothOf<object>(one, two)).success);
}

/** A field of a record in a line of text. */
function textOf(card: NounCard, row: RecordRow, name: string, members: Record<string, string>): string {
  const value = valuesOf(card, row)[name] ?? "";
  if (typeof value === "string")
    return card.fields.some((field) => field.name === name && field.kind === "member") ? (members[value] ?? "") : value;
  return value
    .map((item) =>
      Object.values(item)
        .filter((part) => typeof part === "string" && part !== "")
        .join(" "),
    )
    .join("; ");
}

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const card = requireCard(args.request);
  if (!can(member, card.merge)) throw new Response(notAllowedWords({ act: card.merge }), { status: 403 });
  const query = new URL(args.request.url).searchParams;
  const [kept, gone, members, book] = await Promise.all([
    readRecord(member, card, args.params.id ?? ""),
    query.get("with") ? readRecord(member, card, query.get("with") ?? "") : null,
    readMemberNames(member),
    openCustomBook(member, card.noun),
  ]);
  if (!kept) throw notFound(`No such ${card.words.one}`);
  const other = gone && gone.id !== kept.id && gone.trashedAt === 0 ? gone : null;
  const compared: Compared[] = other
    ? card.fields.map((field) => {
        const { name, label } = field;
        const [one, two] = [textOf(card, kept, name, members), textOf(card, other, name, members)];
        return { name, label, kept: one, gone: two, isList: fitsBoth(card, kept, other, field) };
      })
    : [];
  if (other) compared.push(...(await compareCustom(book, kept, other, members)));
  const search = (query.get("search") ?? "").slice(0, 100);
  const found = other ? [] : await proposals(member, card, kept, search);
  return json({
    card: viewCard(card),
    id: kept.id,
    title: card.title(kept),
    other: other && { id: other.id, title: card.title(other) },
    compared,
    search,
    found: found.filter(({ id }) => id !== kept.id).map((row) => ({ id: row.id, title: card.title(row) })),
  });
}

/** The same of the team's own fields. */
async function compareCustom(book: CustomBook, kept: RecordRow, other: RecordRow, members: Record<string, string>): Promise<Compared[]> {
  const [mine, theirs] = await Promise.all([book.open(kept), book.open(other)]);
  return mine.map((field, n) => {
    const text = (value: string | null | undefined) => valueText(field, value ?? "", members);
    return { name: customChoice(field.id), label: field.name, kept: text(field.value), gone: text(theirs[n]?.value), isList: false };
  });
}

/** Whom it may be merged with: what a search finds, else what shares something with it. */
async function proposals(member: Awaited<ReturnType<typeof requireMember>>, card: NounCard, kept: RecordRow, search: string) {
  if (search === "") return (await findTwinRecords(member, card, card.toInput(kept), kept.id)).filter(({ trashedAt }) => trashedAt === 0);
  return (await readRecords(member, card, { search, sort: "arrival", trashed: false, after: null, pageSize: SHOWN_MAX + 1 })).rows;
}

const choiceOf = (value: FormDataEntryValue | null): Choice => (value === "gone" || value === "both" ? value : "kept");

export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args);
  const card = requireCard(args.request);
  const own = (await readCustomFields(member, card.noun)).map(({ id }) => customChoice(id));
  const names = [...card.fields.map(({ name }) => name), ...own];
  const form = await readPosted(args.request, "with", ...names.map((name) => `choose-${name}`));
  const keptId = args.params.id ?? "";
  const choices = Object.fromEntries(names.map((name) => [name, choiceOf(form.get(`choose-${name}`))]));
  const outcome = await mergeRecords(member, card, { keptId, goneId: String(form.get("with") ?? ""), choices });
  if (outcome.kind === "not-allowed") return json({ problem: notAllowedWords(outcome) }, { status: 403 });
  if (outcome.kind === "missing") return json({ problem: "One of the two is gone or in the trash. Nothing was merged." }, { status: 409 });
  if (outcome.kind === "changed") return json({ problem: "Someone just changed one of the two. Look again and merge." }, { status: 409 });
  if (outcome.kind === "private") {
    const problem = "One of the two is private. Make it visible to the team on its page, then merge.";
    return json({ problem }, { status: 409 });
  }
  if (outcome.kind === "too-long") {
    const field = card.fields.find(({ name }) => name === outcome.field)?.label ?? outcome.field;
    return json(
      { problem: `${field}: both together are more than one ${card.words.one} can have. Choose one of the two.` },
      { status: 409 },
    );
  }
  if (outcome.kind === "too-many") {
    const problem = `More than ${outcome.most.toLocaleString("en")} records belong to the one that would go. Merge in the other direction.`;
    return json({ problem }, { status: 409 });
  }
  const undo = { kind: "merge", of: card.noun, id: outcome.mergeId, recordId: keptId } as const;
  return redirectWith(member, paths.record(card.plural, keptId), { text: "Merged. You can undo it for 30 days.", tone: "good", undo });
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function Choose({ card, id, search, found }: Pick<Data, "card" | "id" | "search" | "found">) {
  return (
    <Card className="max-w-xl">
      <Form className="flex gap-2 p-4">
        <input
          name="search"
          type="search"
          defaultValue={search}
          aria-label={`Find the other ${card.words.one}`}
          placeholder={`Find the other ${card.words.one}`}
          className={inputLook}
        />
        <Button>Find</Button>
      </Form>
      {found.length === 0 ? (
        <Empty
          title={search ? "Nothing found" : `No similar ${card.words.many}`}
          words={`Find the ${card.words.one} that this one should be merged with.`}
        />
      ) : (
        <ul className="border-t border-line py-1">
          {found.map((other) => (
            <li key={other.id}>
              <Link to={paths.mergeRecord(card.plural, id, { with: other.id })} className="block truncate px-4 py-2 hover:bg-sunken">
                {other.title}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

export default function MergeRecords() {
  const { card, id, title, other, compared, search, found } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHead title={other ? `Merge ${other.title} into ${title}` : `Merge ${title} with another ${card.words.one}`}>
        <ButtonLink to={paths.record(card.plural, id)}>Cancel</ButtonLink>
      </PageHead>
      {answer ? (
        <div className="mb-4 max-w-xl">
          <Alert title={answer.problem} />
        </div>
      ) : null}
      {other ? (
        <MergeForm noun={card.words.one} title={title} other={other} compared={compared} />
      ) : (
        <Choose card={card} id={id} search={search} found={found} />
      )}
    </>
  );
}
