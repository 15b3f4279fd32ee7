// Everything about every contact, to take away: a stream of CSV, page by page, so that size does not matter. Free, always.
import Papa from "papaparse";
import { writeAll } from "~/db/client";
import { listWholeContacts } from "~/db/queries/contactLists";
import type { Contact } from "~/db/queries/contacts";
import { recordAct } from "./auditLog";
import type { TeamContext } from "./context";
import { type CustomField, openCustomBook, seesSensitive } from "./customFields";
import { addressColumns, contactColumns, EMAILS, PHONES } from "./exportColumns";
import { streamOf } from "./streams";
import { namesOf, readTags } from "./tags";

const PAGE_ROWS = 500;

/** The first line of the CSV. */
export const contactsHead = Papa.unparse([contactColumns]);

/** More than fit the columns share the last one, in Google's ` ::: ` list. */
function spread(items: { label: string; value: string }[], count: number): string[] {
  return Array.from({ length: count }, (_, n) => {
    const here = n === count - 1 ? items.slice(n) : items.slice(n, n + 1);
    return [here.map(({ label }) => label).join(" ::: "), here.map(({ value }) => value).join(" ::: ")];
  }).flat();
}

/** A contact with its tags by name, as a row of the CSV. */
export function toContactRow(contact: Contact, tags: string[]): string[] {
  const { firstName, lastName, company, title, status, birthday, website } = contact;
  const labels = tags.join(" ::: ");
  const phones = contact.phones.map(({ label, value, e164 }) => ({ label, value: e164 ?? value }));
  const [first] = contact.addresses;
  const place = first ? [first.label, first.street, first.city, first.region, first.postcode, first.country] : addressColumns.map(() => "");
  return [
    firstName,
    lastName,
    company,
    title,
    status,
    birthday,
    website,
    labels,
    ...spread(contact.emails, EMAILS),
    ...spread(phones, PHONES),
    ...place,
  ];
}

/**
 * The team's listed contacts as CSV, oldest first, without those in the trash, with a column for each custom field. Sensitive ones only where `sensitive` asks for them and
 * the member sees them; the audit log says so.
 */
export async function exportContacts(ctx: TeamContext, sensitive = false): Promise<ReadableStream<Uint8Array>> {
  const tagNames = new Map((await readTags(ctx)).map(({ id, name }) => [id, name]));
  const book = await openCustomBook(ctx);
  const isWanted = (field: CustomField) => !field.sensitive || (sensitive && seesSensitive(ctx));
  const fields = book.fields.filter(isWanted);
  const act = recordAct(ctx, {
    act: "contacts.exported",
    teamId: ctx.team.id,
    subjectId: ctx.team.id,
    detail: { fields: "sensitive" },
  });
  if (fields.some((field) => field.sensitive)) await writeAll(ctx.db, [act]);
  async function* parts() {
    yield `\uFEFF${Papa.unparse([[...contactColumns, ...fields.map(({ name }) => name)]], { escapeFormulae: true })}\r\n`;
    for (let after = 0; ; ) {
      const page = await listWholeContacts(ctx.teamDb, after, PAGE_ROWS);
      const rows = page.map(async (contact) => {
        const values = fields.length === 0 ? [] : (await book.open(contact)).filter(isWanted).map(({ value }) => value ?? "");
        return [...toContactRow(contact, namesOf(contact.tagIds, tagNames)), ...values];
      });
      if (page.length > 0) yield `${Papa.unparse(await Promise.all(rows), { escapeFormulae: true })}\r\n`;
      if (page.length < PAGE_ROWS) return;
      after = page.at(-1)?.seq ?? after;
    }
  }
  return streamOf(parts());
}
