// Everything about every contact, to take away: a stream of CSV, page by page, so that size does not matter. Free, always.
import Papa from "papaparse";
import { listWholeContacts } from "~/db/queries/contactLists";
import type { Contact } from "~/db/queries/contacts";
import type { TeamContext } from "./context";
import { streamOf } from "./streams";
import { namesOf, readTags } from "./tags";

const EMAILS = 3;
const PHONES = 3;
const PAGE_ROWS = 500;

const many = (noun: string, count: number) =>
  Array.from({ length: count }, (_, n) => [`${noun} ${n + 1} - Label`, `${noun} ${n + 1} - Value`]).flat();
const address = ["Label", "Street", "City", "Region", "Postal Code", "Country"].map((part) => `Address 1 - ${part}`);
/** Google's names, so that the file can be read by what people use, our own importer included. */
const columns = [
  "First Name",
  "Last Name",
  "Organization Name",
  "Organization Title",
  "Status",
  "Birthday",
  "Website",
  "Labels",
  ...many("E-mail", EMAILS),
  ...many("Phone", PHONES),
  ...address,
];

/** The first line of the CSV. */
export const contactsHead = Papa.unparse([columns]);

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
  const place = first ? [first.label, first.street, first.city, first.region, first.postcode, first.country] : address.map(() => "");
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

/** The team's listed contacts as CSV, oldest first, without those in the trash. */
export async function exportContacts(ctx: TeamContext): Promise<ReadableStream<Uint8Array>> {
  const tagNames = new Map((await readTags(ctx)).map(({ id, name }) => [id, name]));
  async function* parts() {
    yield `\uFEFF${contactsHead}\r\n`;
    for (let after = 0; ; ) {
      const page = await listWholeContacts(ctx.teamDb, after, PAGE_ROWS);
      const rows = page.map((contact) => toContactRow(contact, namesOf(contact.tagIds, tagNames)));
      if (page.length > 0) yield `${Papa.unparse(rows, { escapeFormulae: true })}\r\n`;
      if (page.length < PAGE_ROWS) return;
      after = page.at(-1)?.seq ?? after;
    }
  }
  return streamOf(parts());
}
