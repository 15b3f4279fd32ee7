// What a person can do with contacts: add, find, edit, trash, restore, tag, undo.

import { removeUnused } from "~/db/queries/companies";
import { type ContactListQuery, type ContactPage, listContacts, listContactsById, listSeqs } from "~/db/queries/contactLists";
import { type Statement, unlessChanged, writeAll } from "~/db/statements";
import { assertCan } from "../core/permissions";

export { type ContactListQuery, type ContactSort, contactSorts, type ListedContact } from "~/db/queries/contactLists";
export type { Contact } from "~/db/queries/contacts";

import {
  type Contact,
  type ContactRow,
  findContact,
  insertContacts,
  listByHandles,
  removeFreshContact,
  updateContact,
} from "~/db/queries/contacts";
import { restoreContact, trashContacts } from "~/db/queries/contactsAway";
import { refuseUndo } from "~/db/queries/receipts";
import { insertTimeline } from "~/db/queries/records/timeline";
import { linkCompanies } from "../companies/linking";
import { type ChargeOutcome, charge, undoCharge } from "../core/charge";
import type { TeamContext } from "../core/context";
import { newId } from "../core/ids";
import { allowFreeRow } from "../core/limits";
import { phoneHandle, toPhone } from "../core/phones";
import { undoWindow } from "../core/prices";
import { fillCustom, type InvalidFields } from "../fields/book";
import { ownerOfNew, refuseOwner } from "../records/owners";
import { contacts } from "./card";
import { type ContactInput, tagNames, toNewContact, toWritten, wordsOf } from "./contactInput";
import { ensureTags } from "./tags";

/** As many as a page shows. */
const TAGGED_AT_ONCE = 200;

/** Adds a contact for its price. `key` becomes the contact's id, so a repeat finds what the first post made. */
export async function addContact(
  ctx: TeamContext,
  input: ContactInput,
  key: string,
  shownCredits: number,
): Promise<ChargeOutcome | InvalidFields> {
  const filled = await fillCustom(ctx, contacts.noun, { id: key, customValues: {} }, input.custom);
  const stranger = await refuseOwner(ctx, input.ownerId, null);
  if (stranger) return withOwner(filled, stranger);
  if (filled.kind === "invalid") return filled;
  const { customValues } = filled;
  const ownerId = input.ownerId || ownerOfNew(ctx.teamDb, contacts.table);
  const tags = await ensureTags(ctx, tagNames(input.tags));
  const tagIds = tagNames(input.tags).flatMap((name) => tags.get(name.toLowerCase()) ?? []);
  const timeline = [{ id: newId(ctx.now), kind: "added", body: "" }];
  const added = toNewContact({ ...input, ownerId }, { id: key, tagIds, defaultCountry: ctx.team.defaultCountry, timeline, customValues });
  const statements = [...insertContacts(ctx.teamDb, [added], ctx.member.id, ctx.now), ...linkCompanies(ctx, [added.row], key)];
  return charge(ctx, { action: "contact.add", key, subjectId: key, input, shownCredits, statements });
}

/** What is wrong with a form, and with its owner. */
const withOwner = (filled: { kind: "filled" } | InvalidFields, ownerId: string): InvalidFields => ({
  kind: "invalid",
  fields: { ...(filled.kind === "invalid" && filled.fields), ownerId },
});

/** Takes back a contact added within the last minute and unchanged since; gives the credit back. */
export async function undoAddContact(ctx: TeamContext, contactId: string) {
  assertCan(ctx, "record.add");
  const contact = await findContact(ctx.teamDb, contactId);
  // A key of something else, or of a contact that is gone: nothing could be taken back, so no credit may come back.
  const statements = contact
    ? [...removeFreshContact(ctx.teamDb, contact), removeUnused(ctx.teamDb, { madeWith: contactId })]
    : [refuseUndo(ctx.teamDb, contactId)];
  return undoCharge(ctx, contactId, statements, undoWindow.actionMs);
}

export async function readContact(ctx: TeamContext, contactId: string): Promise<Contact | null> {
  return findContact(ctx.teamDb, contactId);
}

export async function readContacts(ctx: TeamContext, query: ContactListQuery): Promise<ContactPage> {
  return listContacts(ctx.teamDb, query);
}

export type EditOutcome = { kind: "done" } | { kind: "missing" } | { kind: "changed"; contact: Contact } | InvalidFields;

/** What somebody saw of a contact when they began to change it. */
export interface Seen {
  changedAt: number;
  /** The name of its company, which may have been renamed or merged since. */
  company?: string;
}

/** Changes a contact. Free. `changed` when somebody else saved it since the form was opened: nothing is overwritten unseen. */
export async function editContact(ctx: TeamContext, contactId: string, typed: ContactInput, seen: Seen): Promise<EditOutcome> {
  assertCan(ctx, "record.change");
  const before = await findContact(ctx.teamDb, contactId);
  if (!before) return { kind: "missing" };
  if (before.changedAt !== seen.changedAt) return { kind: "changed", contact: before };
  const filled = await fillCustom(ctx, contacts.noun, before, typed.custom);
  const stranger = await refuseOwner(ctx, typed.ownerId, before);
  if (stranger) return withOwner(filled, stranger);
  if (filled.kind === "invalid") return filled;
  const { customValues } = filled;
  // Who left the company as they saw it, leaves it as it is now.
  const input = typed.company === seen.company ? { ...typed, company: before.company } : typed;
  const tags = await ensureTags(ctx, tagNames(input.tags));
  const tagIds = tagNames(input.tags).flatMap((name) => tags.get(name.toLowerCase()) ?? []);
  const { importId } = before;
  const companyId = input.company === before.company ? before.companyId : null;
  const making = { id: contactId, tagIds, defaultCountry: ctx.team.defaultCountry, importId, timeline: [], customValues, companyId };
  const after = toNewContact(input, making);
  const links = after.row.companyId === null ? await relink(ctx, after.row, before.companyId) : [];
  const line = { recordId: contactId, id: newId(ctx.now), kind: "edited", memberId: ctx.member.id, body: "", at: ctx.now } as const;
  try {
    await writeAll(ctx.db, [...updateContact(ctx.teamDb, before, after, ctx.now), ...links, insertTimeline(ctx.teamDb, line)]);
  } catch (error) {
    // Somebody saved between our reading and our writing: the guard raised, and nothing of ours was written.
    const now = await findContact(ctx.teamDb, contactId);
    if (!now) return { kind: "missing" };
    if (now.changedAt !== before.changedAt) return { kind: "changed", contact: now };
    throw error;
  }
  return { kind: "done" };
}

/** The writes that give a changed contact its company. One that is made like this is bounded as all that is free; one that was made for it before goes, where nobody uses it. */
async function relink(ctx: TeamContext, row: ContactRow, beforeId: string | null): Promise<Statement[]> {
  const linked = linkCompanies(ctx, [row], row.id, await allowFreeRow(ctx));
  return [...linked, ...(beforeId ? [removeUnused(ctx.teamDb, { id: beforeId })] : [])];
}

/** Moves contacts to the trash, where they stay 30 days. Free. Ids that are not the team's change nothing. */
export async function trashContactsById(ctx: TeamContext, contactIds: string[]): Promise<number> {
  assertCan(ctx, "record.trash");
  const seqs = await listSeqs(ctx.teamDb, contactIds);
  if (seqs.length === 0) return 0;
  const changed = await writeAll(ctx.db, trashContacts(ctx.teamDb, seqs, ctx.now));
  return changed.at(-1) ?? 0;
}

/** Takes contacts out of the trash. Free. Returns how many came back. */
export async function restoreContactsById(ctx: TeamContext, contactIds: string[]): Promise<number> {
  assertCan(ctx, "record.trash");
  let restored = 0;
  for (const contactId of contactIds.slice(0, 200)) {
    const contact = await findContact(ctx.teamDb, contactId);
    if (!contact || contact.trashedAt === 0) continue;
    if (await unlessChanged(() => writeAll(ctx.db, restoreContact(ctx.teamDb, contact, wordsOf(contact), ctx.now)))) restored++;
  }
  return restored;
}

/** Gives a tag, made if it is new, to contacts. Free. Returns how many got it. */
export async function tagContactsById(ctx: TeamContext, contactIds: string[], tagName: string, attempts = 5): Promise<number> {
  assertCan(ctx, "record.change");
  const [name] = tagNames(tagName);
  const tagId = name ? (await ensureTags(ctx, [name])).get(name.toLowerCase()) : undefined;
  const untagged = (await listContactsById(ctx.teamDb, contactIds.slice(0, TAGGED_AT_ONCE))).filter(
    (contact) => contact.restrictedAt === 0 && tagId !== undefined && !contact.tagIds.includes(tagId),
  );
  if (!tagId || untagged.length === 0) return 0;
  const writes = untagged.flatMap((contact) =>
    updateContact(ctx.teamDb, contact, toWritten(contact, { tagIds: [...contact.tagIds, tagId] }), ctx.now),
  );
  // Where somebody changes one of them in the same moment, all are looked at anew.
  if (await unlessChanged(() => writeAll(ctx.db, writes))) return untagged.length;
  return attempts > 1 ? tagContactsById(ctx, contactIds, tagName, attempts - 1) : 0;
}

export interface Twin {
  contact: Contact;
  /** What both have. */
  kind: "email" | "phone";
  value: string;
}

/** Contacts that have one of these e-mails or phones already, trashed ones included, each once. At most five. */
export async function findTwins(ctx: TeamContext, typed: { emails: string[]; phones: string[] }, exceptId: string | null): Promise<Twin[]> {
  const emails = typed.emails.map((value) => ["email", value.trim().toLowerCase()] as ["email", string]);
  const phones = typed.phones.flatMap((value) => {
    const phone = toPhone("", value, ctx.team.defaultCountry);
    return phone.e164 ? [["phone", phoneHandle(phone)] as ["phone", string]] : [];
  });
  const handles: Contact["handles"] = [...emails, ...phones].filter(([, value]) => value !== "").slice(0, 40);
  if (handles.length === 0) return [];
  const found = await listByHandles(ctx.teamDb, handles, true);
  const twins = new Map<string, Twin>();
  for (const { kind, value, contactId } of found) {
    if (contactId === exceptId || twins.has(contactId) || twins.size === 5) continue;
    const contact = await findContact(ctx.teamDb, contactId);
    if (contact) twins.set(contactId, { contact, kind: kind as Twin["kind"], value });
  }
  return Array.from(twins.values());
}
