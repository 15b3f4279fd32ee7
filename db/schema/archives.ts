// Archives: everything a team has, staged in object storage under its own key, to be taken away within a week.
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const archiveStates = ["building", "ready", "failed", "gone"] as const;

export const archives = sqliteTable(
  "archives",
  {
    teamId: text().notNull(),
    id: text().notNull(),
    memberId: text().notNull(),
    state: text({ enum: archiveStates }).notNull(),
    /** The noun whose records are being staged: each in turn, contacts last. */
    noun: text().notNull().default("contact"),
    /** Where the next piece of it begins: the record it comes after, and how many pieces there are. */
    afterSeq: integer().notNull(),
    pieces: integer().notNull(),
    contacts: integer().notNull(),
    contactsTotal: integer().notNull(),
    /** Whether sensitive fields are in it: only where it was asked for. */
    sensitive: integer({ mode: "boolean" }).notNull().default(false),
    /** Tries in a row that failed. */
    attempts: integer().notNull(),
    problem: text(),
    createdAt: integer().notNull(),
    changedAt: integer().notNull(),
    endsAt: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.id] }),
    index("archives_state").on(table.state, table.changedAt),
    index("archives_ends").on(table.state, table.endsAt),
  ],
);
