// Changes to many records as tests make them: begun, worked on until they are over, undone.
import { ulid } from "ulidx";
import { type BulkChange, beginBulk, readBulk, undoBulk, type Which } from "~/app/domain/bulk/bulk";
import { runBulk } from "~/app/domain/bulk/bulkRun";
import { toNewContact } from "~/app/domain/contacts/contactInput";
import { cards } from "~/app/domain/modules";
import type { Noun } from "~/app/domain/records/card";
import { everything, readList, readListFields } from "~/app/domain/records/listing";
import { insertContacts } from "~/db/queries/contacts";
import { writeAll } from "~/db/statements";
import { again, contactInput, newContext, type Person } from "./app";
import { addExample, newMark } from "./records";

/** All that a list shows. */
export const all: Which = { search: "", filter: [], also: [], narrowed: null };

/** So many records of a noun, of contacts every other one a lead. */
export async function addMany(person: Person, noun: Noun, count: number): Promise<string[]> {
  const ctx = await again(person);
  const card = cards.find((one) => one.noun === noun.noun);
  if (card) return (await Promise.all(Array.from({ length: count }, () => addExample(ctx, card, newMark())))).map(({ id }) => id);
  const made = Array.from({ length: count }, (_, n) =>
    toNewContact(contactInput({ firstName: `N${n}`, status: n % 2 ? "lead" : "prospect" }), {
      id: ulid(),
      tagIds: [],
      defaultCountry: "",
      timeline: [],
    }),
  );
  await writeAll(ctx.db, insertContacts(ctx.teamDb, made, ctx.member.id, ctx.now));
  return made.map(({ row }) => row.id);
}

/** Begins a change and works on it until it is over. */
export async function change(
  person: Person,
  noun: Noun,
  what: BulkChange,
  which: { ids: string[] } | { all: Which } = { all },
): Promise<string> {
  const begun = await beginBulk(await again(person), noun, what, which);
  if (begun.kind !== "begun") throw new Error(begun.kind);
  await work(person, begun.bulkId);
  return begun.bulkId;
}

/** Works on a change until it is over. */
export async function work(person: Person, bulkId: string): Promise<void> {
  for (let n = 0; n < 50; n++) {
    await runBulk(await newContext(), person.teamId, bulkId);
    const bulk = await readBulk(await again(person), bulkId);
    if (bulk?.state !== "running" && bulk?.state !== "undoing") return;
  }
}

/** Undoes a change, and says whether it could be. */
export async function undo(person: Person, bulkId: string): Promise<boolean> {
  const begun = await undoBulk(await again(person), bulkId);
  await work(person, bulkId);
  return begun;
}

/** What each record has in a field, by id. */
export async function valuesOf(person: Person, noun: Noun, field: string): Promise<Record<string, unknown>> {
  const ctx = await again(person);
  const fields = await readListFields(ctx, noun);
  const { rows } = await readList(ctx, noun, fields, { ...everything, after: null, pageSize: 2_000 });
  const of = fields.find(({ name }) => name === field)?.of;
  return Object.fromEntries(rows.map((row) => [row.id, of?.(row)]));
}
