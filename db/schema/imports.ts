// An import from its upload to its undo. The rows themselves are staged in R2; here is where it stands.
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** mapping -> checking -> checked -> running <-> short, stopped -> done -> undoing -> undone; failed from anywhere. */
export const importStates = [
  "mapping",
  "checking",
  "checked",
  "running",
  "short",
  "stopped",
  "done",
  "undoing",
  "undone",
  "failed",
] as const;
export type ImportState = (typeof importStates)[number];

export const imports = sqliteTable(
  "imports",
  {
    teamId: text().notNull(),
    id: text().notNull(),
    memberId: text().notNull(),
    /** What its rows become. */
    noun: text().notNull().default("contact"),
    fileName: text().notNull(),
    source: text().notNull(),
    encoding: text().notNull(),
    delimiter: text().notNull(),
    columns: text({ mode: "json" }).$type<string[]>().notNull(),
    /** Empty: samples lie sealed beside the rows. The column stays, because migrations only add. */
    samples: text({ mode: "json" }).$type<never[]>().notNull(),
    mapping: text({ mode: "json" }).$type<string[]>().notNull(),
    state: text({ enum: importStates }).notNull(),
    rowsTotal: integer().notNull(),
    /** Rows looked at by the dry run. */
    rowsChecked: integer().notNull(),
    newTotal: integer().notNull(),
    knownTotal: integer().notNull(),
    knownByEmail: integer().notNull(),
    refusedTotal: integer().notNull(),
    /** Index of the next new row to import; moves in the chunk's own batch, behind a guard. */
    cursor: integer().notNull(),
    /** How often the chunk at the cursor was tried; part of its key. */
    attempt: integer().notNull(),
    /** Never import past this new row: "import the first 49". */
    stopAt: integer().notNull(),
    /** Contacts really written, and rows that turned out known only in the run. */
    imported: integer().notNull(),
    knownLate: integer().notNull(),
    takenBack: integer().notNull(),
    tagId: text(),
    /** Rows with an unreadable e-mail come in without it, instead of being refused. */
    lenient: integer({ mode: "boolean" }).notNull(),
    problem: text(),
    createdAt: integer().notNull(),
    changedAt: integer().notNull(),
    finishedAt: integer(),
    /** When the uploaded file and what was staged from it were removed. */
    filesGoneAt: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.id] }),
    index("imports_state").on(table.state, table.changedAt),
    index("imports_files").on(table.changedAt).where(sql`files_gone_at is null`),
  ],
);

/** One row for each chunk that was charged, so that the undo knows its keys. */
export const importChunks = sqliteTable(
  "import_chunks",
  {
    teamId: text().notNull(),
    importId: text().notNull(),
    cursor: integer().notNull(),
    key: text().notNull(),
    /** The contacts it made have these and all numbers between. */
    seqFirst: integer().notNull(),
    seqLast: integer().notNull(),
    contacts: integer().notNull(),
    undoneAt: integer(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.importId, table.cursor] })],
);
