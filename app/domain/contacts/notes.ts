// Notes and the rest of a contact's timeline. A note's text is encrypted before it leaves this file.
import { writeAll } from "~/db/client";
import { findContact } from "~/db/queries/contacts";
import { refuseUndo } from "~/db/queries/receipts";
import {
  findTimeline,
  insertTimeline,
  listTimeline,
  listTimelines,
  markChanged,
  removeTimeline,
  requireContact,
  type TimelineEntry,
  touchContact,
  updateTimelineBody,
} from "~/db/queries/timeline";
import { type ChargeOutcome, charge, undoCharge } from "../core/charge";
import type { TeamContext } from "../core/context";
import { openVault } from "../core/encryption";
import { newId } from "../core/ids";
import { allowFreeRow } from "../core/limits";
import { undoWindow } from "../core/prices";
import { NOTE_MAX } from "./contactInput";

/** Writes a note for its price. `key` becomes the note's id. Refused when the contact is gone or in the trash. */
export async function addNote(
  ctx: TeamContext,
  contactId: string,
  text: string,
  key: string,
  shownCredits: number,
): Promise<ChargeOutcome> {
  if (text.length > NOTE_MAX) return { kind: "refused", repeat: false };
  const vault = await openVault(ctx, ctx.team.id);
  const body = await vault.seal(key, text);
  if (!(await findContact(ctx.teamDb, contactId))) return { kind: "refused", repeat: false };
  const entry = { contactId, id: key, kind: "note", memberId: ctx.member.id, body, at: ctx.now } as const;
  // Looked for again inside the batch: its undo may have taken the contact away meanwhile.
  const statements = [requireContact(ctx.teamDb, contactId, key), insertTimeline(ctx.teamDb, entry)];
  return charge(ctx, { action: "note.add", key, subjectId: contactId, input: { contactId, text }, shownCredits, statements });
}

/** Takes back a note written within the last minute; gives the credit back. */
export async function undoAddNote(ctx: TeamContext, contactId: string, noteId: string) {
  const note = await findTimeline(ctx.teamDb, contactId, noteId);
  // A key of something else, or of a note that is gone: nothing could be taken back, so no credit may come back.
  const statements = note?.kind === "note" ? removeTimeline(ctx.teamDb, contactId, noteId) : [refuseUndo(ctx.teamDb, noteId)];
  return undoCharge(ctx, noteId, statements, undoWindow.actionMs);
}

/** Changes a note. False when it is gone, or the text is longer than a note may be. */
export async function editNote(ctx: TeamContext, contactId: string, noteId: string, text: string): Promise<boolean> {
  if (text.length > NOTE_MAX) return false;
  const entry = await findTimeline(ctx.teamDb, contactId, noteId);
  if (entry?.kind !== "note") return false;
  const vault = await openVault(ctx, ctx.team.id);
  await writeAll(ctx.db, [
    updateTimelineBody(ctx.teamDb, contactId, noteId, await vault.seal(noteId, text)),
    markChanged(ctx.teamDb, contactId, ctx.now),
  ]);
  return true;
}

export async function removeNote(ctx: TeamContext, contactId: string, noteId: string): Promise<boolean> {
  const entry = await findTimeline(ctx.teamDb, contactId, noteId);
  if (!entry || !["note", ...contactKinds].includes(entry.kind)) return false;
  await writeAll(ctx.db, [...removeTimeline(ctx.teamDb, contactId, noteId), markChanged(ctx.teamDb, contactId, ctx.now)]);
  return true;
}

export const contactKinds = ["call", "meeting", "mail"] as const;

/** Notes down that there was a call, a meeting or a mail; moves last-contacted on. Free: nothing is created or sent. Returns the entry's id; null where nobody may be called. */
export async function logContacted(ctx: TeamContext, contactId: string, kind: (typeof contactKinds)[number]): Promise<string | null> {
  const contact = await findContact(ctx.teamDb, contactId);
  if (!contact || contact.trashedAt > 0 || contact.restrictedAt > 0 || !(await allowFreeRow(ctx))) return null;
  const id = newId(ctx.now);
  const entry = { contactId, id, kind, memberId: ctx.member.id, body: "", at: ctx.now };
  await writeAll(ctx.db, [insertTimeline(ctx.teamDb, entry), touchContact(ctx.teamDb, contactId, ctx.now)]);
  return id;
}

/** Who is behind an entry, for those who take it away: the author that came with an archive, a member, or nobody who is here. */
export function writerOf({ author, memberId }: Pick<TimelineEntry, "author" | "memberId">, members: Record<string, string>): string {
  return author ?? members[memberId] ?? "a former member";
}

/** The whole timelines of some contacts, oldest first, notes opened; by contact id. */
export async function readWholeTimelines(ctx: TeamContext, contactIds: string[]): Promise<Map<string, TimelineEntry[]>> {
  const opened = await openEntries(ctx, await listTimelines(ctx.teamDb, contactIds));
  const byContact = new Map<string, TimelineEntry[]>(contactIds.map((id) => [id, []]));
  for (const entry of opened) byContact.get(entry.contactId)?.push(entry);
  return byContact;
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
  contactId: string,
  before: string | null,
): Promise<{ entries: TimelineEntry[]; next: string | null }> {
  const rows = await listTimeline(ctx.teamDb, contactId, readPlace(before), TIMELINE_PAGE + 1);
  const page = rows.slice(0, TIMELINE_PAGE);
  const last = page.at(-1);
  return { entries: await openEntries(ctx, page), next: rows.length > TIMELINE_PAGE && last ? `${last.at}.${last.id}` : null };
}
