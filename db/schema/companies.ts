// Companies: who contacts work for. A contact names its company by id; the name on the contact follows the company's.
import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Address, Phone } from "./contacts";
import { recordColumns } from "./records";

export const companies = sqliteTable(
  "companies",
  {
    ...recordColumns,
    name: text().notNull(),
    /** Without "www.": `aster.example`. */
    domain: text().notNull().default(""),
    phones: text({ mode: "json" }).$type<Phone[]>().notNull().default([]),
    addresses: text({ mode: "json" }).$type<Address[]>().notNull().default([]),
    /** Where the renaming of its contacts goes on: after which of them. Null when all of them have its name. */
    namedUpTo: integer(),
  },
  (table) => [
    uniqueIndex("companies_id").on(table.teamId, table.id),
    index("companies_unfaceted").on(table.teamId, table.seq).where(sql`facets = ''`),
    index("companies_by_arrival").on(table.teamId, table.isPrivate, table.trashedAt, table.seq),
    index("companies_owned_by_arrival")
      .on(table.teamId, table.ownerId, table.isPrivate, table.trashedAt, table.seq)
      .where(sql`owner_id <> ''`),
    index("companies_by_name").on(table.teamId, table.isPrivate, table.trashedAt, table.sortName, table.seq),
    index("companies_owned_by_name")
      .on(table.teamId, table.ownerId, table.isPrivate, table.trashedAt, table.sortName, table.seq)
      .where(sql`owner_id <> ''`),
    index("companies_made_with").on(table.teamId, table.madeWith).where(sql`made_with <> ''`),
    index("companies_renamed").on(table.namedUpTo).where(sql`named_up_to is not null`),
  ],
);
