import { type ActionFunctionArgs, redirect } from "@remix-run/cloudflare";
import * as z from "zod";
import { countWords } from "../../components/ui/words";
import { restoreContactsById, undoAddContact } from "../../domain/contacts/contacts";
import { findCard, findNoun } from "../../domain/modules";
import { undoAddRecord } from "../../domain/records/add";
import type { RecordRef } from "../../domain/records/card";
import { undoMerge } from "../../domain/records/merge";
import { removeNote, undoAddNote } from "../../domain/records/notes";
import { restoreRecords } from "../../domain/records/trash";
import { readPosted } from "../../web/body.server";
import { type MemberContext, requireMay, requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { PAGE_SIZE } from "../../web/records/listQuery.server";
import { costWords, redirectWith } from "../../web/reply.server";
import { undoKinds } from "../../web/toast.server";

const ULID = "[0-9A-HJKMNP-TV-Z]{26}";
const UndoInput = z.object({
  kind: z.enum(undoKinds),
  of: z.string().max(20),
  id: z.string().regex(new RegExp(`^${ULID}(,${ULID}){0,${PAGE_SIZE - 1}}$`)),
  recordId: z.ulid(),
});

export const loader = () => redirect(paths.contacts());

const needs = { trash: "record.trash", log: "record.change", add: "record.add", note: "record.add", merge: "record.merge" } as const;

const nothing = { text: "There is nothing to undo.", tone: "bad" } as const;

export async function action(args: ActionFunctionArgs) {
  const member = await requireMember(args);
  const asked = UndoInput.safeParse(Object.fromEntries(await readPosted(args.request, UndoInput)));
  const of = findNoun(asked.data?.of ?? "");
  if (!asked.success || !of) return redirectWith(member, paths.contacts(), nothing);
  const { kind, id, recordId } = asked.data;
  const ref = { of, id: recordId };
  const here = paths.record(of.plural, recordId);
  requireMay(member, needs[kind]);
  if (kind === "trash") return undoTrash(member, ref, id.split(","));
  if (kind === "log") {
    const gone = await removeNote(member, ref, id);
    return redirectWith(member, here, gone ? { text: "Undone.", tone: "good" } : nothing);
  }
  if (kind === "merge") return undoMerging(member, ref, id);
  return kind === "add" ? undoAdd(member, ref, id) : undoNote(member, ref, id);
}

async function undoTrash(member: MemberContext, { of, id }: RecordRef, ids: string[]) {
  const card = findCard(of.plural);
  const restored = await (card ? restoreRecords(member, card, ids) : restoreContactsById(member, ids));
  const to = ids.length > 1 || ids[0] !== id ? paths.records(of.plural) : paths.record(of.plural, id);
  return redirectWith(member, to, { text: `${countWords(restored, of.words.one, of.words.many)} restored.`, tone: "good" });
}

async function undoMerging(member: MemberContext, { of, id }: RecordRef, mergeId: string) {
  const card = findCard(of.plural);
  const outcome = card && (await undoMerge(member, card, mergeId));
  if (outcome?.kind !== "done") return redirectWith(member, paths.record(of.plural, id), nothing);
  return redirectWith(member, paths.record(of.plural, outcome.backId), { text: "The merge is undone: both are back.", tone: "good" });
}

async function undoAdd(member: MemberContext, { of, id }: RecordRef, key: string) {
  const card = findCard(of.plural);
  const outcome = await (card ? undoAddRecord(member, card, key) : undoAddContact(member, key));
  return tell(member, outcome, outcome.kind === "undone" ? paths.records(of.plural) : paths.record(of.plural, id));
}

async function undoNote(member: MemberContext, ref: RecordRef, noteId: string) {
  return tell(member, await undoAddNote(member, ref, noteId), paths.record(ref.of.plural, ref.id));
}

/** What became of an undo that gives credits back. */
async function tell(member: MemberContext, outcome: Awaited<ReturnType<typeof undoAddNote>>, to: string) {
  if (outcome.kind === "undone") {
    const text = `Undone. ${costWords(outcome.credits, outcome.balance).replace(",", " back,")}`;
    return redirectWith(member, to, { text, tone: "good" });
  }
  const why = {
    late: "It’s too late to undo: you have one minute. You can still move it to the trash.",
    refused: "It has been changed since, so it stays.",
    missing: "There is nothing to undo.",
    pending: "We’re still checking. Look again in a moment.",
    unreachable: "We can’t reach your credits right now. Try again in a moment.",
  }[outcome.kind];
  return redirectWith(member, to, { text: why, tone: "bad" });
}
