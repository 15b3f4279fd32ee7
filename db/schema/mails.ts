// The outbox: a mail is a row written with its cause, and sent later by the queue with the row's id as idempotency key.
import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const mails = sqliteTable(
  "mails",
  {
    id: text().primaryKey(),
    teamId: text(),
    recipient: text().notNull(),
    template: text().notNull(),
    props: text({ mode: "json" }).$type<Record<string, string | number>>().notNull(),
    attempts: integer().notNull(),
    /** When to try next; NULL once it is sent or given up. */
    dueAt: integer(),
    sentAt: integer(),
    failedAt: integer(),
    createdAt: integer().notNull(),
  },
  (table) => [
    index("mails_created").on(table.createdAt),
    index("mails_team").on(table.teamId),
    index("mails_recipient").on(table.recipient),
    index("mails_due").on(table.dueAt),
    index("mails_waiting").on(table.template, table.dueAt).where(sql`due_at is not null`),
    index("mails_failed").on(table.failedAt).where(sql`failed_at is not null`),
  ],
);

/** Addresses that refused mail or complained, as keyed hashes: nothing more is sent there. */
export const suppressions = sqliteTable(
  "suppressions",
  { hash: text().primaryKey(), reason: text({ enum: ["bounce", "complaint"] }).notNull(), at: integer().notNull() },
  (table) => [index("suppressions_at").on(table.at)],
);
