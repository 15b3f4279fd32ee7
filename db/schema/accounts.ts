// People and their ways in: accounts, sessions, one-time tokens, what they accepted. Knows nothing of teams or credits.
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

export const users = sqliteTable(
  "users",
  {
    id: text().primaryKey(),
    email: text().notNull(),
    name: text().notNull(),
    passwordHash: text().notNull(),
    emailVerifiedAt: integer(),
    adultConfirmedAt: integer().notNull(),
    createdAt: integer().notNull(),
  },
  (table) => [
    uniqueIndex("users_email").on(table.email),
    index("users_unconfirmed").on(table.createdAt).where(sql`email_verified_at is null`),
  ],
);

export const sessions = sqliteTable("sessions", {
  id: text().primaryKey(),
  userId: text()
    .notNull()
    .references(() => users.id),
  expiresAt: integer().notNull(),
});

/** One-time links. Only a keyed hash of the token is kept, so a copy of this table opens nothing. */
export const tokens = sqliteTable("tokens", {
  hash: text().primaryKey(),
  userId: text()
    .notNull()
    .references(() => users.id),
  purpose: text({ enum: ["verify", "reset"] }).notNull(),
  expiresAt: integer().notNull(),
  usedAt: integer(),
});

export const acceptances = sqliteTable(
  "acceptances",
  { userId: text().notNull(), policy: text().notNull(), version: text().notNull(), acceptedAt: integer().notNull() },
  (table) => [primaryKey({ columns: [table.userId, table.policy, table.version] })],
);

/** Attempts by keyed hash of an address or IP within a window; rows are worthless once their window is over. */
export const attempts = sqliteTable("attempts", {
  key: text().primaryKey(),
  count: integer().notNull(),
  windowEndsAt: integer().notNull(),
});

/** Which addresses have had their welcome credits, as keyed hashes that outlive everything else about them. */
export const welcomes = sqliteTable("welcomes", {
  hash: text().primaryKey(),
  teamId: text().notNull(),
  at: integer().notNull(),
});
