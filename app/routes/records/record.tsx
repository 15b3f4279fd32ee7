import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { Merge, Pencil, Trash2 } from "lucide-react";
import { NotDone } from "../../components/credits/Short";
import { NoteBox } from "../../components/records/NoteBox";
import { OwnerCard } from "../../components/records/OwnerCard";
import { RecordDetails, Related, type Shown } from "../../components/records/RecordDetails";
import { Timeline } from "../../components/records/Timeline";
import { Button, ButtonLink } from "../../components/ui/Button";
import { IfMay } from "../../components/ui/may";
import { PostForm } from "../../components/ui/PostForm";
import { Avatar } from "../../components/ui/parts";
import { can } from "../../domain/core/permissions";
import { formatPhone } from "../../domain/core/phones";
import { openCustomBook } from "../../domain/fields/book";
import { readRelated } from "../../domain/modules";
import type { Card } from "../../domain/records/card";
import { type RecordRow, readRecord } from "../../domain/records/list";
import { viewOwner } from "../../domain/records/owners";
import { restoreRecords, trashRecords } from "../../domain/records/trash";
import { readMemberNames } from "../../domain/teams/members";
import { readPosted } from "../../web/body.server";
import { notFound, requireMay, requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { viewValues } from "../../web/records/custom.server";
import { postPrivacy } from "../../web/records/owner.server";
import { requireCard, valuesOf, viewCard } from "../../web/records/records.server";
import { postToTimeline, timelineFields, viewTimeline } from "../../web/records/timeline.server";
import { redirectWith } from "../../web/reply.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ""} - Farthing` }];

/** What is in a record, as it is read: people by name, phones as they are called. */
function show(card: Card, row: RecordRow, members: Record<string, string>): Shown {
  const values = valuesOf(card, row);
  const shown = card.fields.map(({ name, kind }) => {
    const value = values[name] ?? "";
    if (kind === "member") return [name, members[String(value)] ?? ""];
    if (kind !== "phones") return [name, value];
    const phones = value as { label: string; value: string; e164?: string }[];
    return [name, phones.map((phone) => ({ label: phone.label, value: formatPhone(phone), e164: phone.e164 ?? null }))];
  });
  return Object.fromEntries(shown);
}

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const card = requireCard(args.request);
  const id = args.params.id ?? "";
  const query = new URL(args.request.url).searchParams;
  const names = readMemberNames(member);
  const [row, members, timeline, related, book] = await Promise.all([
    readRecord(member, card, id),
    names,
    viewTimeline(member, id, query, names),
    readRelated(member.teamDb, card, id),
    openCustomBook(member, card.noun),
  ]);
  if (!row) throw notFound(`No such ${card.words.one}`);
  return json({
    card: viewCard(card),
    id,
    title: card.title(row),
    shown: show(card, row, members),
    own: await viewValues(book, row),
    trashed: row.trashedAt > 0,
    owner: viewOwner(member, row, members),
    related: related.map(({ of, records, more }) => ({ plural: of.plural, words: of.words, records, more })),
    mayMerge: can(member, card.merge),
    ...timeline,
    now: member.now,
    timeZone: member.team.timeZone,
  });
}

export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args);
  const card = requireCard(args.request);
  const form = await readPosted(args.request, ...timelineFields);
  const id = args.params.id ?? "";
  const here = paths.record(card.plural, id);
  if (form.get("intent") === "trash") {
    requireMay(member, "record.trash");
    await trashRecords(member, card, [id]);
    const undo = { kind: "trash", of: card.noun, id, recordId: id } as const;
    return redirectWith(member, here, { text: "Moved to the trash for 30 days.", tone: "good", undo });
  }
  if (form.get("intent") === "restore") {
    requireMay(member, "record.trash");
    await restoreRecords(member, card, [id]);
    return redirectWith(member, here, { text: "Restored.", tone: "good" });
  }
  const ref = { of: card, id };
  return (await postPrivacy(member, ref, String(form.get("intent")))) ?? postToTimeline(member, args.request, ref, form);
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function Head({ card, id, title, trashed, mayMerge }: Pick<Data, "card" | "id" | "title" | "trashed" | "mayMerge">) {
  return (
    <div className="mb-4 flex flex-wrap items-center gap-3">
      <Avatar name={title} large />
      <h1 className="min-w-0 break-words md:mr-auto">{title}</h1>
      <div className="flex flex-wrap gap-2">
        <IfMay act="record.change">
          <ButtonLink to={paths.editRecord(card.plural, id)}>
            <Pencil size={16} aria-hidden="true" /> Edit
          </ButtonLink>
        </IfMay>
        {mayMerge && !trashed ? (
          <ButtonLink to={paths.mergeRecord(card.plural, id)}>
            <Merge size={16} aria-hidden="true" /> Merge
          </ButtonLink>
        ) : null}
        {trashed ? null : (
          <IfMay act="record.trash">
            <PostForm>
              <Button name="intent" value="trash" kind="bare" aria-label="Move to trash">
                <Trash2 size={16} aria-hidden="true" />
              </Button>
            </PostForm>
          </IfMay>
        )}
      </div>
    </div>
  );
}

function InTrash({ noun }: { noun: string }) {
  return (
    <PostForm className="mb-4 flex flex-wrap items-center gap-3 rounded-lg border border-warn bg-warn-wash px-3 py-2">
      <span className="mr-auto">This {noun} is in the trash. It will be removed for good after 30 days.</span>
      <IfMay act="record.trash">
        <Button name="intent" value="restore">
          Restore
        </Button>
      </IfMay>
    </PostForm>
  );
}

export default function RecordPage() {
  const data = useLoaderData<typeof loader>();
  const { card, id, title, shown, own, owner, trashed, related, entries, next, note, now, timeZone } = data;
  const answer = useActionData<typeof action>();
  return (
    <>
      <Head card={card} id={id} title={title} trashed={trashed} mayMerge={data.mayMerge} />
      {trashed ? <InTrash noun={card.words.one} /> : null}
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_320px]">
        <div className="grid min-w-0 gap-3">
          {trashed ? null : (
            <IfMay act="record.add">
              <NoteBox key={id} note={note} entries={entries} answer={answer ?? null} />
            </IfMay>
          )}
          <NotDone answer={answer ?? null} form="note" />
          <Timeline noun={card.noun} recordId={data.mayMerge ? id : undefined} entries={entries} now={now} timeZone={timeZone} />
          {next ? (
            <Link to={paths.record(card.plural, id, { before: next })} className="py-1 underline underline-offset-3">
              Earlier
            </Link>
          ) : null}
        </div>
        <aside className="grid min-w-0 gap-3">
          <RecordDetails card={card} id={id} shown={shown} own={own} />
          <OwnerCard owner={owner} noun={card.words.one} />
          {related.map((one) => (
            <Related key={one.plural} of={card} id={id} title={title} related={one} />
          ))}
        </aside>
      </div>
    </>
  );
}
