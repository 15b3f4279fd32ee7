// Whether a priced action happened. The referee between D1 and the ledger, and the usage record. See docs/decisions/0002.
import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const receipts = sqliteTable(
  "receipts",
  {
    teamId: text().notNull(),
    key: text().notNull(),
    state: text({ enum: ["done", "void", "undone"] }).notNull(),
    /** Raised to fence off an undo that is still under way when the ledger gives it up. */
    attempt: integer().notNull(),
    /** The team's epoch at the time; NULL, and so an error, when the team is not active. */
    epoch: integer().notNull(),
    action: text().notNull(),
    credits: integer().notNull(),
    creditsBack: integer().notNull(),
    memberId: text().notNull(),
    subjectId: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.key] })],
);
