// A team with something of everything in it, under words of its own, and a search for a text in every table and every file.

import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { contactRef } from "~/app/domain/contacts/card";
import { addContact, trashContactsById } from "~/app/domain/contacts/contacts";
import { uploadImport } from "~/app/domain/imports/imports";
import { addNote } from "~/app/domain/records/notes";
import { again, contactInput, newPerson, type Person } from "./app";
import { buy, happen, tell } from "./payments";

export const everything = { search: "", status: null, tagId: null, sort: "arrival", trashed: false, after: null, pageSize: 50 } as const;

/** The names of the tables of D1. */
export const tables = async () =>
  (
    await env.DB.prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '_cf%' AND name NOT LIKE 'd1_%'",
    ).all<{
      name: string;
    }>()
  ).results.map(({ name }) => name);

/** Every place where a text is found: tables with their rows as text, files by name and content. */
export async function placesOf(text: string): Promise<string[]> {
  const places: string[] = [];
  for (const table of (await tables()).filter((name) => !name.startsWith("contact_search"))) {
    const { results } = await env.DB.prepare(`SELECT * FROM ${table}`).all();
    if (results.some((row) => JSON.stringify(row).includes(text))) places.push(table);
  }
  for (const { key } of (await env.FILES.list()).objects) {
    const body = (await (await env.FILES.get(key))?.text()) ?? "";
    if (key.includes(text) || body.includes(text)) places.push(`files:${key.split("/")[0]}`);
  }
  return places;
}

/** A team with something of everything in it, each with words of its own. */
export async function settled(mark: string): Promise<Person> {
  const person = await newPerson({ verified: true, address: `${mark}@example.org` });
  const { paymentId } = await buy(person);
  const id = ulid();
  const input = contactInput({
    firstName: `First${mark}`,
    company: `Company${mark}`,
    emails: [{ label: "Work", value: `contact-${mark}@example.org` }],
    phones: [{ label: "", value: `call ${mark}` }],
    tags: `Tag${mark}`,
  });
  await addContact(await again(person), input, id, 1);
  await addNote(await again(person), contactRef(id), { text: `Note${mark}`, key: ulid(), shownCredits: 1 });
  const trashed = ulid();
  await addContact(await again(person), contactInput({ firstName: `Trashed${mark}` }), trashed, 1);
  await trashContactsById(await again(person), [trashed]);
  await uploadImport(await again(person), "book.csv", new TextEncoder().encode(`Name,Email\nRow${mark},row-${mark}@example.org\n`));
  await happen(paymentId, "refund", 70);
  await tell("charge.refunded", { paymentId });
  return person;
}
