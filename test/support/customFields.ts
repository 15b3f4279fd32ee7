// A team with fields of its own, and a contact that has something in them.
import { ulid } from "ulidx";
import { expect } from "vitest";
import { contacts } from "~/app/domain/contacts/card";
import { addContact, readContact, readContacts } from "~/app/domain/contacts/contacts";
import type { TeamContext } from "~/app/domain/core/context";
import { openCustomBook } from "~/app/domain/fields/book";
import { addCustomField, readCustomFields } from "~/app/domain/fields/customFields";
import { again, contactInput, newPerson } from "./app";
import { everything } from "./planted";

export const asAgent = (ctx: TeamContext): TeamContext => ({ ...ctx, member: { ...ctx.member, role: "agent" } });

/** A team with an open and a sensitive field, and a contact with something in both. */
export async function withFields(mark = ulid().slice(-8)) {
  const person = await newPerson({ credits: 20 });
  const ctx = await again(person);
  expect(await addCustomField(ctx, contacts, { name: "Shoe size", sensitive: false })).toEqual({ kind: "done" });
  expect(await addCustomField({ ...ctx, now: ctx.now + 1 }, contacts, { name: "Allergies", sensitive: true })).toEqual({ kind: "done" });
  const [open, sensitive] = (await readCustomFields(ctx, contacts.noun)).map(({ id }) => id) as [string, string];
  const id = ulid();
  const custom = { [open]: `Size${mark}`, [sensitive]: `Nuts${mark}` };
  await addContact(ctx, contactInput({ custom }), id, 1);
  return { person, id, open, sensitive, mark };
}

export async function valuesOf(ctx: TeamContext, id: string) {
  const contact = await readContact(ctx, id);
  if (!contact) throw new Error("There is no such contact.");
  return Object.fromEntries((await (await openCustomBook(ctx, contacts.noun)).open(contact)).map(({ name, value }) => [name, value]));
}

export const search = async (ctx: TeamContext, words: string) =>
  (await readContacts(ctx, { ...everything, search: words })).contacts.map(({ id }) => id);
