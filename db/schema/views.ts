// Lists as a team keeps them: saved views of a noun's list, and what each member has made of them. A view is an address's query, kept under a name.
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const savedViews = sqliteTable(
  "saved_views",
  {
    teamId: text().notNull(),
    id: text().notNull(),
    noun: text().notNull(),
    /** Who made it, and may change it. */
    memberId: text().notNull(),
    name: text().notNull(),
    /** Whether the whole team has it. */
    shared: integer({ mode: "boolean" }).notNull().default(false),
    /** What the list shows: `search=...&filter=...&sort=...&columns=...`. */
    query: text().notNull(),
    createdAt: integer().notNull(),
    changedAt: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.id] })],
);

/** What a member has made of a view: in the sidebar, or what the noun's list begins with. */
export const viewMarks = sqliteTable(
  "view_marks",
  {
    teamId: text().notNull(),
    memberId: text().notNull(),
    viewId: text().notNull(),
    noun: text().notNull(),
    pinned: integer({ mode: "boolean" }).notNull().default(false),
    isDefault: integer({ mode: "boolean" }).notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.memberId, table.viewId] })],
);

/** One change to many records at once: what was done to which, in the background, and where it has come to. */
export const bulkEdits = sqliteTable(
  "bulk_edits",
  {
    teamId: text().notNull(),
    id: text().notNull(),
    noun: text().notNull(),
    memberId: text().notNull(),
    state: text({ enum: ["running", "done", "undoing", "undone", "failed"] }).notNull(),
    /** What is done to each. */
    change: text({ mode: "json" })
      .$type<{ field: string; act: "set" | "add" | "remove" | "trash"; value: string; passedOn?: true; privateTo?: string }>()
      .notNull(),
    /** Which: the query of the list; or ids, where they were ticked. */
    query: text().notNull(),
    ids: text({ mode: "json" }).$type<string[] | null>(),
    /** Where the list goes on. */
    cursor: text({ mode: "json" }).$type<{ key: string | number; seq: number } | null>(),
    changed: integer().notNull().default(0),
    passedOver: integer().notNull().default(0),
    takenBack: integer().notNull().default(0),
    createdAt: integer().notNull(),
    changedAt: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.id] }), index("bulk_edits_open").on(table.state, table.changedAt)],
);

/** What each record had before a change to many, until the change can no longer be undone. */
export const bulkUndos = sqliteTable(
  "bulk_undos",
  {
    teamId: text().notNull(),
    bulkId: text().notNull(),
    recordId: text().notNull(),
    /** Of the changed field; sealed where it is sensitive. */
    before: text({ mode: "json" }).$type<unknown>().notNull(),
    /** When the change was made to it: what was changed since stays. */
    changedAt: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.bulkId, table.recordId] })],
);
