// Notes and the rest of a record's timeline. A note's text is encrypted before it leaves this file.

import { refuseUndo } from "~/db/queries/receipts";
import { findNoun } from "~/db/queries/records/records";
import {
  findTimeline,
  insertTimeline,
  listTimeline,
  listTimelines,
  markChanged,
  removeTimeline,
  requireListed,
  type TimelineEntry,
  touchContacted,
  updateTimelineBody,
} from "~/db/queries/records/timeline";
import { writeAll } from "~/db/statements";
import { type ChargeOutcome, charge, undoCharge } from "../core/charge";
import type { TeamContext } from "../core/context";
import { openVault } from "../core/encryption";
import { newId } from "../core/ids";
import { allowFreeRow } from "../core/limits";
import { assertCan } from "../core/permissions";
import { undoWindow } from "../core/prices";
import type { RecordRef } from "./card";

/** Characters of one note, written, edited or imported. */
export const NOTE_MAX = 20_000;

/** What is asked for when a note is written. `key` becomes its id. */
export interface NoteAsked {
  text: string;
  key: string;
  shownCredits: number;
}

/** Writes a note on a record for its price. Refused when the record is gone or on no list. */
export async function addNote(ctx: TeamContext, { of, id }: RecordRef, { text, key, shownCredits }: NoteAsked): Promise<ChargeOutcome> {
  if (text.length > NOTE_MAX) return { kind: "refused", repeat: false };
  const vault = await openVault(ctx, ctx.team.id);
  const body = await vault.seal(key, text);
  if (!(await findNoun(ctx.teamDb, of.table, id))) return { kind: "refused", repeat: false };
  const entry = { recordId: id, id: key, kind: "note", memberId: ctx.member.id, body, at: ctx.now } as const;
  // Looked for again inside the batch: its undo may have taken the record away meanwhile.
  const statements = [requireListed(ctx.teamDb, of.table, id), insertTimeline(ctx.teamDb, entry)];
  return charge(ctx, { action: "note.add", key, subjectId: id, input: { contactId: id, text }, shownCredits, statements });
}

/** Takes back a note written within the last minute; gives the credit back. */
export async function undoAddNote(ctx: TeamContext, { of, id }: RecordRef, noteId: string) {
  assertCan(ctx, "record.add");
  const seen = await findNoun(ctx.teamDb, of.table, id);
  const note = seen && (await findTimeline(ctx.teamDb, id, noteId));
  // A key of something else, or of a note that is gone: nothing could be taken back, so no credit may come back.
  const statements = note?.kind === "note" ? removeTimeline(ctx.teamDb, of.table, id, noteId) : [refuseUndo(ctx.teamDb, noteId)];
  return undoCharge(ctx, noteId, statements, undoWindow.actionMs);
}

/** Changes a note. False when it is gone, or the text is longer than a note may be. */
export async function editNote(ctx: TeamContext, { of, id }: RecordRef, noteId: string, text: string): Promise<boolean> {
  assertCan(ctx, "record.change");
  if (text.length > NOTE_MAX || !(await findNoun(ctx.teamDb, of.table, id))) return false;
  const entry = await findTimeline(ctx.teamDb, id, noteId);
  if (entry?.kind !== "note") return false;
  const vault = await openVault(ctx, ctx.team.id);
  await writeAll(ctx.db, [
    updateTimelineBody(ctx.teamDb, id, noteId, await vault.seal(noteId, text)),
    markChanged(ctx.teamDb, of.table, id, ctx.now),
  ]);
  return true;
}

export async function removeNote(ctx: TeamContext, { of, id }: RecordRef, noteId: string): Promise<boolean> {
  assertCan(ctx, "record.change");
  if (!(await findNoun(ctx.teamDb, of.table, id))) return false;
  const entry = await findTimeline(ctx.teamDb, id, noteId);
  if (!entry || !["note", ...contactKinds].includes(entry.kind)) return false;
  await writeAll(ctx.db, [...removeTimeline(ctx.teamDb, of.table, id, noteId), markChanged(ctx.teamDb, of.table, id, ctx.now)]);
  return true;
}

export const contactKinds = ["call", "meeting", "mail"] as const;

/** Notes down that there was a call, a meeting or a mail; moves last-contacted on. Free: nothing is created or sent. Returns the entry's id; null where the record is on no list. */
export async function logContacted(ctx: TeamContext, { of, id }: RecordRef, kind: (typeof contactKinds)[number]): Promise<string | null> {
  assertCan(ctx, "record.change");
  const found = await findNoun(ctx.teamDb, of.table, id);
  if (!found?.listed || !(await allowFreeRow(ctx))) return null;
  const entryId = newId(ctx.now);
  const entry = { recordId: id, id: entryId, kind, memberId: ctx.member.id, body: "", at: ctx.now };
  await writeAll(ctx.db, [insertTimeline(ctx.teamDb, entry), ...touchContacted(ctx.teamDb, of.table, id, ctx.now)]);
  return entryId;
}

/** Who is behind an entry, for those who take it away: the author that came with an archive, a member, or nobody who is here. */
export function writerOf({ author, memberId }: Pick<TimelineEntry, "author" | "memberId">, members: Record<string, string>): string {
  return author ?? members[memberId] ?? "a former member";
}

/** The whole timelines of some records, oldest first, notes opened; by record id. */
export async function readWholeTimelines(ctx: TeamContext, recordIds: string[]): Promise<Map<string, TimelineEntry[]>> {
  const opened = await openEntries(ctx, await listTimelines(ctx.teamDb, recordIds));
  const byRecord = new Map<string, TimelineEntry[]>(recordIds.map((id) => [id, []]));
  for (const entry of opened) byRecord.get(entry.recordId)?.push(entry);
  return byRecord;
}

async function openEntries(ctx: TeamContext, entries: TimelineEntry[]): Promise<TimelineEntry[]> {
  const vault = entries.some((entry) => entry.body !== "") ? await openVault(ctx, ctx.team.id) : null;
  return Promise.all(entries.map(async (entry) => ({ ...entry, body: vault && entry.body ? await vault.open(entry.id, entry.body) : "" })));
}

export const TIMELINE_PAGE = 50;

/** Where a page ended, as it stands in an address; null for anything else. */
function readPlace(text: string | null): { at: number; id: string } | null {
  const [, at = "", id = ""] = /^(\d{1,15})\.(\w{1,40})$/.exec(text ?? "") ?? [];
  return id === "" ? null : { at: Number(at), id };
}

/** A page of the timeline, newest first, notes opened. */
export async function readTimeline(
  ctx: TeamContext,
  recordId: string,
  before: string | null,
): Promise<{ entries: TimelineEntry[]; next: string | null }> {
  const rows = await listTimeline(ctx.teamDb, recordId, readPlace(before), TIMELINE_PAGE + 1);
  const page = rows.slice(0, TIMELINE_PAGE);
  const last = page.at(-1);
  return { entries: await openEntries(ctx, page), next: rows.length > TIMELINE_PAGE && last ? `${last.at}.${last.id}` : null };
}
