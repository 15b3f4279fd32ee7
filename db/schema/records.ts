// What every record has, whatever its noun: its place in the lists, what finds it, when it changed. Beside it, how all nouns are found and merged.
// The database keeps these books itself: triggers of each record table fill the search index, the handles and the counters, and take them away.
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { CustomValues } from "./fields";
import { ownedColumns } from "./owned";

/** What finds a record that is there already: `["domain", "aster.example"]`. */
export type Handle = [kind: string, value: string];

/** The columns that every record table begins with. `seq` is the search index's row id and the order of arrival. */
export const recordColumns = {
  seq: integer().primaryKey(),
  teamId: text().notNull(),
  id: text().notNull(),
  /** What the list sorts by: the folded title. */
  sortName: text().notNull(),
  /** What the search finds it by, folded. */
  words: text().notNull(),
  handles: text({ mode: "json" }).$type<Handle[]>().notNull(),
  /** What it is looked up by exactly, as words of the search index; empty until they are worked out. */
  facets: text().notNull().default(""),
  createdAt: integer().notNull(),
  /** Equal to createdAt until a person changes anything; an undo takes back only what is unchanged. */
  changedAt: integer().notNull(),
  /** 0 while it is listed. */
  trashedAt: integer().notNull().default(0),
  /** The record or the import that it was made with; empty where it was made by itself. An undo of that takes it along. */
  madeWith: text().notNull().default(""),
  customValues: text({ mode: "json" }).$type<CustomValues>().notNull().default({}),
  ...ownedColumns,
};

/** Each handle of each record, those in the trash included. Kept by triggers. */
export const recordHandles = sqliteTable(
  "record_handles",
  {
    teamId: text().notNull(),
    noun: text().notNull(),
    kind: text().notNull(),
    value: text().notNull(),
    recordId: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.noun, table.kind, table.value, table.recordId] })],
);

/** A merge of two records of a noun, with what its undo needs: the two as they were, and what was moved from one to the other. */
export const merges = sqliteTable(
  "merges",
  {
    teamId: text().notNull(),
    id: text().notNull(),
    noun: text().notNull(),
    keptId: text().notNull(),
    goneId: text().notNull(),
    memberId: text().notNull(),
    /** The kept row before, the kept row after, the other row: each as it stood in its table. */
    rows: text({ mode: "json" }).$type<{ before: object; after: object; gone: object }>().notNull(),
    /** Ids of what was moved: by noun, and of the timeline. */
    moved: text({ mode: "json" }).$type<Record<string, string[]>>().notNull(),
    at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.id] }), index("merges_at").on(table.at)],
);
