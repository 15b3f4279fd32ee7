// What outlives a team: the report of its purge, and totals of usage that name nobody.
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** One row per purged team. No personal data: counts by table, the closing balance and the head of its chain. */
export const purges = sqliteTable(
  "purges",
  {
    teamId: text().primaryKey(),
    startedAt: integer().notNull(),
    /** NULL until every step is done. */
    finishedAt: integer(),
    /** Rows and files removed, by table. */
    counts: text({ mode: "json" }).$type<Record<string, number>>().notNull(),
    finalBalance: integer(),
    chainHead: text(),
    chainSeq: integer(),
    attempts: integer().notNull(),
    problem: text(),
  },
  (table) => [index("purges_open").on(table.finishedAt, table.startedAt)],
);

/** How much was done of what on which day, over all purged teams together. */
export const usageTotals = sqliteTable(
  "usage_totals",
  { day: text().notNull(), action: text().notNull(), actions: integer().notNull(), credits: integer().notNull() },
  (table) => [primaryKey({ columns: [table.day, table.action] })],
);

/** How much was done of what on which day by how many teams together: what is looked at of usage. No team, member or contact. */
export const usageDays = sqliteTable(
  "usage_days",
  {
    day: text().notNull(),
    action: text().notNull(),
    actions: integer().notNull(),
    credits: integer().notNull(),
    teams: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.action] })],
);
