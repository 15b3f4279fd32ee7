// Contacts, how to find one by e-mail or phone, their tags. `seq` is the full-text index's row id and the order of arrival.
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { CustomValues } from "./fields";
import { ownedColumns } from "./owned";

export interface Labelled {
  label: string;
  value: string;
}

export interface Phone extends Labelled {
  /** E.164 where the number could be read; absent where it is kept as typed. */
  e164?: string;
  /** Behind the number, where it has one: five people at one switchboard are five. */
  ext?: string;
}

export interface Address {
  label: string;
  street: string;
  city: string;
  region: string;
  postcode: string;
  country: string;
}

export const contactStatuses = ["lead", "prospect", "customer", "inactive"] as const;
export type ContactStatus = (typeof contactStatuses)[number];

export const contacts = sqliteTable(
  "contacts",
  {
    seq: integer().primaryKey(),
    teamId: text().notNull(),
    id: text().notNull(),
    firstName: text().notNull(),
    lastName: text().notNull(),
    /** The name of its company, which follows the company's own. */
    company: text().notNull(),
    /** Null where nobody has looked for a company of that name yet; empty where it belongs to none. */
    companyId: text(),
    title: text().notNull(),
    status: text({ enum: contactStatuses }).notNull(),
    emails: text({ mode: "json" }).$type<Labelled[]>().notNull(),
    phones: text({ mode: "json" }).$type<Phone[]>().notNull(),
    addresses: text({ mode: "json" }).$type<Address[]>().notNull(),
    tagIds: text({ mode: "json" }).$type<string[]>().notNull(),
    /** `1984-02-29`, or `--03-07` where the year is not known. */
    birthday: text().notNull(),
    website: text().notNull(),
    /** The rows that this contact has in contact_handles, so that an edit or an undo takes away just these. */
    handles: text({ mode: "json" }).$type<[kind: "email" | "phone" | "name", value: string][]>().notNull(),
    /** What it is looked up by exactly, as words of the search index; empty until they are worked out. */
    facets: text().notNull().default(""),
    /** What the list sorts by: folded last name, first name, or company, or e-mail. */
    sortName: text().notNull(),
    /** When there was last a note, call or mail; 0 for never. */
    lastContactedAt: integer().notNull(),
    createdAt: integer().notNull(),
    /** Equal to createdAt until a person changes anything; an undo takes back only what is unchanged. */
    changedAt: integer().notNull(),
    /** 0 while the contact is listed. */
    trashedAt: integer().notNull(),
    importId: text(),
    /** 0 unless kept and not used: on no list, in no search, no export. */
    restrictedAt: integer().notNull().default(0),
    customValues: text({ mode: "json" }).$type<CustomValues>().notNull().default({}),
    ...ownedColumns,
  },
  (table) => [
    uniqueIndex("contacts_id").on(table.teamId, table.id),
    index("contacts_unfaceted").on(table.teamId, table.seq).where(sql`facets = ''`),
    index("contacts_by_arrival").on(table.teamId, table.isPrivate, table.trashedAt, table.seq),
    index("contacts_owned_by_arrival")
      .on(table.teamId, table.ownerId, table.isPrivate, table.trashedAt, table.seq)
      .where(sql`owner_id <> ''`),
    index("contacts_by_name").on(table.teamId, table.isPrivate, table.trashedAt, table.sortName, table.seq),
    index("contacts_owned_by_name")
      .on(table.teamId, table.ownerId, table.isPrivate, table.trashedAt, table.sortName, table.seq)
      .where(sql`owner_id <> ''`),
    index("contacts_by_last_contacted").on(table.teamId, table.isPrivate, table.trashedAt, table.lastContactedAt, table.seq),
    index("contacts_owned_by_last_contacted")
      .on(table.teamId, table.ownerId, table.isPrivate, table.trashedAt, table.lastContactedAt, table.seq)
      .where(sql`owner_id <> ''`),
    index("contacts_restricted").on(table.teamId, table.restrictedAt, table.seq).where(sql`restricted_at > 0`),
    index("contacts_by_import").on(table.teamId, table.importId, table.seq).where(sql`import_id is not null`),
    index("contacts_by_company").on(table.teamId, table.companyId, table.seq).where(sql`company_id > ''`),
    index("contacts_unlinked").on(table.seq).where(sql`company_id is null and company <> ''`),
  ],
);

/** Each e-mail and phone of each contact, trashed ones included, to find duplicates. `name` only where a contact has neither. */
export const contactHandles = sqliteTable(
  "contact_handles",
  {
    teamId: text().notNull(),
    kind: text({ enum: ["email", "phone", "name"] }).notNull(),
    value: text().notNull(),
    contactId: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.kind, table.value, table.contactId] })],
);

export const tagColours = ["copper", "blue", "violet", "green", "amber", "red"] as const;
export type TagColour = (typeof tagColours)[number];

export const tags = sqliteTable(
  "tags",
  {
    teamId: text().notNull(),
    id: text().notNull(),
    name: text().notNull(),
    colour: text({ enum: tagColours }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.id] }), uniqueIndex("tags_name").on(table.teamId, sql`lower(name)`)],
);

export const contactTags = sqliteTable(
  "contact_tags",
  { teamId: text().notNull(), tagId: text().notNull(), contactId: text().notNull() },
  (table) => [primaryKey({ columns: [table.teamId, table.tagId, table.contactId] })],
);

/** Keyed hashes of the e-mails and phones of people who were erased, so that the next import does not bring them back. */
export const doNotImport = sqliteTable(
  "do_not_import",
  { teamId: text().notNull(), hash: text().notNull(), at: integer().notNull() },
  (table) => [primaryKey({ columns: [table.teamId, table.hash] })],
);
