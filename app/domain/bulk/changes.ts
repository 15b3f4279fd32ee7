// One change of one field, for a record of any noun: what it has there now, and the writes that give it another. The same for the change and its undo.
import type * as z from "zod";
import { removeUnused } from "~/db/queries/companies";
import { listContactsById } from "~/db/queries/contactLists";
import { type Contact, updateContact } from "~/db/queries/contacts";
import { restoreContact, trashContacts } from "~/db/queries/contactsAway";
import { listById, moveToTrash, type RecordRow, requireSame, updateRecord } from "~/db/queries/records/records";
import type { Statement } from "~/db/statements";
import { type Company, companies } from "../companies/card";
import { linkCompanies } from "../companies/linking";
import { type ContactChanges, ContactInput, toWritten, wordsOf } from "../contacts/contactInput";
import type { TeamContext } from "../core/context";
import { customName } from "../fields/book";
import { findCard } from "../modules";
import { type Card, foundBy, type Noun } from "../records/card";

/** A record as a change reads it. */
export interface Changeable {
  seq: number;
  id: string;
  changedAt: number;
  trashedAt: number;
  isPrivate: boolean;
  ownerId: string;
  customValues: Contact["customValues"];
}

/** The records of some ids, whole, in the order of their arrival. */
export async function readChangeable(ctx: TeamContext, noun: Noun, ids: string[]): Promise<Changeable[]> {
  const card = findCard(noun.plural);
  return card ? listById<RecordRow>(ctx.teamDb, card.table, ids) : listContactsById(ctx.teamDb, ids);
}

const customId = (field: string) => (field.startsWith(customName("")) ? field.slice(customName("").length) : null);

/** What a record has in a field, as it is kept for an undo. */
export function valueNow(record: Changeable, field: string): unknown {
  const id = customId(field);
  if (id !== null) return record.customValues[id] ?? null;
  const contact = record as unknown as Contact;
  if (field === "tags") return contact.tagIds;
  if (field === "company") return { name: contact.company, id: contact.companyId };
  return (record as unknown as Record<string, unknown>)[field];
}

export const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** When a record changes that was as it was read. */
export const changedAtOf = (record: Changeable, now: number) => Math.max(now, record.changedAt + 1);

function withCustom(record: Changeable, field: string, value: unknown): Contact["customValues"] {
  const id = customId(field);
  if (id === null) return record.customValues;
  const { [id]: _before, ...others } = record.customValues;
  return value === null || value === "" ? others : { ...others, [id]: value as string };
}

/** A value of a field as what is changed of a contact. */
function asChanges(contact: Contact, field: string, value: unknown): ContactChanges {
  if (customId(field) !== null) return { customValues: withCustom(contact, field, value) };
  if (field !== "company") return { [field === "tags" ? "tagIds" : field]: value };
  const { name, id } = value as { name: string; id?: string | null };
  return { company: name, companyId: id ?? null };
}

function changeContact(ctx: TeamContext, contact: Contact, field: string, value: unknown): Statement[] {
  const { id } = contact;
  const after = toWritten(contact, asChanges(contact, field, value));
  const links = field === "company" && after.row.companyId === null ? linkCompanies(ctx, [after.row], id) : [];
  // One that was made for it before goes, where nobody uses it.
  const left = field === "company" && contact.companyId ? [removeUnused(ctx.teamDb, { id: contact.companyId })] : [];
  return [...updateContact(ctx.teamDb, contact, after, ctx.now), ...links, ...left];
}

function changeRecord(ctx: TeamContext, card: Card, row: RecordRow, field: string, value: unknown): Statement[] {
  const input = { ...card.toInput(row), ...(customId(field) === null ? { [field]: value } : {}) };
  const columns = { ...card.toColumns(input, { defaultCountry: "" }), customValues: withCustom(row, field, value) };
  const changes = { ...columns, ...foundBy(card, { ...row, ...columns }) };
  return [requireSame(ctx.teamDb, card.table, row), updateRecord(ctx.teamDb, card.table, row, changes, ctx.now)];
}

/** What a noun's form takes, field by field. */
export const inputOf = (noun: Noun): z.ZodObject => findCard(noun.plural)?.input ?? ContactInput;

/** Lets what contacts are to have again be the company as it is called now; one that is gone is found, or made, by its name. */
export async function asCompaniesAre(ctx: TeamContext, back: { before: unknown }[]): Promise<void> {
  const ids = back.map(({ before }) => (before as { id: string | null }).id ?? "").filter(Boolean);
  const there = new Map((await listById<Company>(ctx.teamDb, companies.table, ids)).map((company) => [company.id, company.name]));
  for (const one of back) {
    const { name, id } = one.before as { name: string; id: string | null };
    const now = id ? there.get(id) : undefined;
    one.before = now === undefined ? { name } : { name: now, id };
  }
}

/** The writes that give a record another value in a field. They raise where it is not as it was read. */
export function changeValue(ctx: TeamContext, noun: Noun, record: Changeable, field: string, value: unknown): Statement[] {
  const card = findCard(noun.plural);
  return card ? changeRecord(ctx, card, record as RecordRow, field, value) : changeContact(ctx, record as unknown as Contact, field, value);
}

/** The writes that put records into the trash, those that are not there yet. */
export function trashing(ctx: TeamContext, noun: Noun, records: Changeable[]): Statement[] {
  const card = findCard(noun.plural);
  const ids = records.map(({ id }) => id);
  if (records.length === 0) return [];
  return card
    ? [moveToTrash(ctx.teamDb, card.table, ids, ctx.now, ctx.now)]
    : trashContacts(
        ctx.teamDb,
        records.map(({ seq }) => seq),
        ctx.now,
      );
}

/** The writes that take records out of the trash. They raise where one is not as it was read. */
export function restoring(ctx: TeamContext, noun: Noun, records: Changeable[]): Statement[] {
  const card = findCard(noun.plural);
  const ids = records.map(({ id }) => id);
  if (records.length === 0) return [];
  if (card) return [moveToTrash(ctx.teamDb, card.table, ids, 0, ctx.now)];
  return records.flatMap((record) => {
    const contact = record as unknown as Contact;
    return restoreContact(ctx.teamDb, contact, wordsOf(contact), ctx.now);
  });
}
