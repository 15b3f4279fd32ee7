// Teams and who belongs to them. The epoch moves on whenever a team is closed or reopened, so late writes fail their guard.
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const teams = sqliteTable(
  "teams",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    defaultCountry: text().notNull(),
    timeZone: text().notNull(),
    epoch: integer().notNull(),
    deactivatedAt: integer(),
    /** When a deactivated team is purged; until then it can come back. */
    purgeAt: integer(),
    createdAt: integer().notNull(),
    businessName: text().notNull().default(""),
  },
  (table) => [index("teams_purge").on(table.purgeAt).where(sql`purge_at is not null`)],
);

export const members = sqliteTable(
  "members",
  {
    teamId: text().notNull(),
    id: text().notNull(),
    userId: text().notNull(),
    role: text({ enum: ["owner", "manager", "agent"] }).notNull(),
    joinedAt: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.id] }), index("members_user").on(table.userId)],
);

/** Numbers shown on lists and in the sidebar, kept in the same batch as what they count, so that nothing is ever counted. */
export const counters = sqliteTable(
  "counters",
  { teamId: text().notNull(), noun: text().notNull(), value: integer().notNull() },
  (table) => [primaryKey({ columns: [table.teamId, table.noun] })],
);
