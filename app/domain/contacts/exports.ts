// Everything about every contact, to take away: a stream of CSV, page by page, so that size does not matter. Free, always.

import { listWholeContacts } from "~/db/queries/contactLists";
import type { Contact } from "~/db/queries/contacts";
import { writeAll } from "~/db/statements";
import { recordAct } from "../core/auditLog";
import type { TeamContext } from "../core/context";
import { toCsv } from "../core/csv";
import { assertCan, can } from "../core/permissions";
import { phoneText } from "../core/phones";
import { streamOf } from "../core/streams";
import { openCustomBook } from "../fields/book";
import { valueCell } from "../fields/kinds";
import { spread } from "../records/columns";
import { allOfList, everything, isEverything, type ListAsked } from "../records/listing";
import { readWholeTimelines } from "../records/notes";
import { contacts } from "./card";
import { ADDRESSES, contactColumns, EMAILS, PHONES } from "./exportColumns";
import { namesOf, readTags } from "./tags";

const PAGE_ROWS = 500;

/** The first line of the CSV. */
export const contactsHead = toCsv([contactColumns]);

const LIST = " ::: ";

interface Exported {
  contact: Contact;
  tags: string[];
  /** The name of who looks after it. */
  owner: string;
  /** Oldest first. */
  notes: string[];
}

/** A contact with its tags by name and its notes, as a row of the CSV. Our importer reads it back as it was. */
export function toContactRow({ contact, tags, owner, notes }: Exported, defaultCountry: string): string[] {
  const { firstName, lastName, company, title, status, birthday, website } = contact;
  return [
    ...[firstName, lastName, company, title, status, birthday, website, tags.join(LIST), owner],
    ...spread(
      contact.emails.map(({ label, value }) => [label, value]),
      EMAILS,
      2,
    ),
    ...spread(
      contact.phones.map((phone) => [phone.label, phoneText(phone, defaultCountry)]),
      PHONES,
      2,
    ),
    ...spread(
      contact.addresses.map(({ label, street, city, region, postcode, country }) => [label, street, city, region, postcode, country]),
      ADDRESSES,
      6,
    ),
    notes.join(LIST),
  ];
}

/** Page by page: all of them oldest first, or those of a filter as the list has them. */
async function* pagesOf(ctx: TeamContext, asked: ListAsked): AsyncGenerator<Contact[]> {
  if (!isEverything(asked)) return yield* allOfList(ctx, contacts, asked, PAGE_ROWS) as AsyncGenerator<never>;
  for (let after = 0; ; ) {
    const page = await listWholeContacts(ctx.teamDb, after, PAGE_ROWS);
    if (page.length > 0) yield page;
    if (page.length < PAGE_ROWS) return;
    after = page.at(-1)?.seq ?? after;
  }
}

/**
 * The team's listed contacts as CSV, all or those of a filter, without those in the trash, with a column for each custom field. Sensitive ones only where `sensitive` asks for them and
 * the member sees them; the audit log says so.
 */
export async function exportContacts(
  ctx: TeamContext,
  sensitive = false,
  asked: ListAsked = everything,
): Promise<ReadableStream<Uint8Array>> {
  assertCan(ctx, "record.export");
  const tagNames = new Map((await readTags(ctx)).map(({ id, name }) => [id, name]));
  const book = await openCustomBook(ctx, contacts.noun);
  const isWanted = (field: { sensitive: boolean }) => !field.sensitive || (sensitive && can(ctx, "field.sensitive"));
  const fields = book.fields.filter(isWanted);
  const act = recordAct(ctx, {
    act: "contacts.exported",
    teamId: ctx.team.id,
    subjectId: ctx.team.id,
    detail: { fields: "sensitive" },
  });
  if (fields.some((field) => field.sensitive)) await writeAll(ctx.db, [act]);
  const members = await book.members();
  async function* parts() {
    yield `\uFEFF${toCsv([[...contactColumns, ...fields.map(({ name }) => name)]])}\r\n`;
    for await (const page of pagesOf(ctx, asked)) {
      const timelines = await readWholeTimelines(
        ctx,
        page.map(({ id }) => id),
      );
      const rows = page.map(async (contact) => {
        const values =
          fields.length === 0
            ? []
            : (await book.open(contact)).filter(isWanted).map((field) => valueCell(field, field.value ?? "", members));
        const notes = (timelines.get(contact.id) ?? []).flatMap(({ kind, body }) => (kind === "note" ? [body] : []));
        return [
          ...toContactRow(
            { contact, tags: namesOf(contact.tagIds, tagNames), owner: members[contact.ownerId] ?? "", notes },
            ctx.team.defaultCountry,
          ),
          ...values,
        ];
      });
      if (page.length > 0) yield `${toCsv(await Promise.all(rows))}\r\n`;
    }
  }
  return streamOf(parts());
}
