// What those who run the deployment look at: runs of checks, dead letters, the audit log.
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const checkKinds = ["ledgers", "reconciliation", "restore"] as const;

export const checks = sqliteTable(
  "checks",
  {
    id: text().primaryKey(),
    kind: text({ enum: checkKinds }).notNull(),
    startedAt: integer().notNull(),
    /** NULL while it runs, or when it never came to its end. */
    finishedAt: integer(),
    looked: integer().notNull(),
    /** Plain sentences. */
    findings: text({ mode: "json" }).$type<string[]>().notNull(),
    repaired: text({ mode: "json" }).$type<string[]>().notNull(),
  },
  (table) => [index("checks_kind").on(table.kind, table.id), index("checks_started").on(table.startedAt)],
);

/** Jobs that failed for good. Ids only, as in the queue. */
export const deadLetters = sqliteTable(
  "dead_letters",
  {
    id: text().primaryKey(),
    kind: text().notNull(),
    body: text().notNull(),
    receivedAt: integer().notNull(),
    /** When somebody tried it again, or set it aside. */
    resolvedAt: integer(),
  },
  (table) => [index("dead_letters_open").on(table.resolvedAt, table.id), index("dead_letters_received").on(table.receivedAt)],
);

/** Who did what, appended and never changed. Ids only: names are joined when shown. */
export const auditLog = sqliteTable(
  "audit_log",
  {
    id: text().primaryKey(),
    teamId: text(),
    actorId: text().notNull(),
    /** `goodwill.given`, `purchase.refunded`, ... */
    act: text().notNull(),
    subjectId: text().notNull(),
    /** Numbers and reasons, never a person's data. */
    detail: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [index("audit_log_team").on(table.teamId, table.id)],
);
