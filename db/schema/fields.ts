// Custom fields: what a team keeps of a noun's records beyond what everybody keeps. Their values lie with the records.
import { sql } from "drizzle-orm";
import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** By the id of the field: as its kind writes it, or sealed where the field is sensitive. */
export type CustomValues = Record<string, string | { sealed: string }>;

export const fieldKinds = [
  "text",
  "longText",
  "number",
  "money",
  "date",
  "choice",
  "choices",
  "yesNo",
  "link",
  "email",
  "phone",
  "person",
] as const;
export type FieldKind = (typeof fieldKinds)[number];

export const customFields = sqliteTable(
  "custom_fields",
  {
    teamId: text().notNull(),
    id: text().notNull(),
    /** Of whose records. */
    noun: text().notNull().default("contact"),
    name: text().notNull(),
    /** What can be typed into it. Fixed when the field is made. */
    kind: text({ enum: fieldKinds }).notNull().default("text"),
    /** Sealed, not searched, and shown to owners and managers only. Fixed when the field is made. */
    sensitive: integer({ mode: "boolean" }).notNull(),
    /** Whether a form wants it filled in. */
    required: integer({ mode: "boolean" }).notNull().default(false),
    /** What the form says below it. */
    help: text().notNull().default(""),
    /** What the form of a new record begins with. */
    preset: text().notNull().default(""),
    /** What can be chosen. */
    choices: text({ mode: "json" }).$type<string[]>().notNull().default([]),
    /** Of a sum of money: `EUR`. */
    currency: text().notNull().default(""),
    /** Its place among the noun's fields; of equals the older comes first. */
    position: integer().notNull().default(0),
    /** Whether lists can be sorted by it: its values are in `field_values`, kept by triggers of the records' tables. */
    indexed: integer({ mode: "boolean" }).notNull().default(false),
    /** Up to which record its values have come there, or gone from there; null when there is nothing more to do. */
    indexedUpTo: integer(),
    /** Set when the field was removed: its values are going, record by record up to `sweptSeq`. */
    removedAt: integer(),
    sweptSeq: integer().notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.id] }),
    uniqueIndex("custom_fields_name").on(table.teamId, table.noun, sql`lower(name)`).where(sql`removed_at is null`),
    index("custom_fields_indexing").on(table.indexedUpTo).where(sql`indexed_up_to is not null`),
    index("custom_fields_removed").on(table.removedAt).where(sql`removed_at is not null`),
  ],
);

/** The values of fields that lists can be sorted by, in their order. Of a record `seq`, in the trash too. A number is one, a text in small letters. */
export const fieldValues = sqliteTable(
  "field_values",
  { teamId: text().notNull(), fieldId: text().notNull(), value: blob().notNull(), seq: integer().notNull() },
  (table) => [primaryKey({ columns: [table.teamId, table.fieldId, table.value, table.seq] })],
);
