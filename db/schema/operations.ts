// What those who run the deployment look at: runs of checks and of the cron, dead letters, messages to everybody, the audit log.
import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const checkKinds = ["ledgers", "reconciliation", "restore", "keys"] as const;

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
    /** Shown to the team from this moment on: where the law forbids to tell before. NULL for at once. */
    visibleFrom: integer(),
  },
  (table) => [index("audit_log_team").on(table.teamId, table.id)],
);

/** The last run of each job of the cron. */
export const cronRuns = sqliteTable("cron_runs", {
  name: text().primaryKey(),
  startedAt: integer().notNull(),
  finishedAt: integer().notNull(),
  /** How many things it did. */
  done: integer().notNull(),
  /** Why the last run failed, without anybody's data. */
  problem: text(),
  /** Failed runs in a row. */
  failures: integer().notNull(),
});

export const broadcastKinds = ["policy", "service", "product"] as const;

/** One message to many, mailed person by person: `afterId` is who was last. */
export const broadcasts = sqliteTable(
  "broadcasts",
  {
    /** For a policy: `policy:privacy:2026-11-22`. */
    id: text().primaryKey(),
    kind: text({ enum: broadcastKinds }).notNull(),
    title: text().notNull(),
    body: text().notNull(),
    afterId: text().notNull(),
    mailed: integer().notNull(),
    createdBy: text().notNull(),
    createdAt: integer().notNull(),
    finishedAt: integer(),
  },
  (table) => [index("broadcasts_open").on(table.createdAt).where(sql`finished_at is null`)],
);
