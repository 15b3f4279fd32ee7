// Teams and who belongs to them. The epoch moves on whenever a team is closed or reopened, so late writes fail their guard.
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

export const roleNames = ["owner", "manager", "agent", "viewer", "own"] as const;

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
    /** Since then, only members with a second factor are let in. */
    secondRequiredAt: integer(),
  },
  (table) => [index("teams_purge").on(table.purgeAt).where(sql`purge_at is not null`)],
);

export const members = sqliteTable(
  "members",
  {
    teamId: text().notNull(),
    id: text().notNull(),
    userId: text().notNull(),
    /** `own`: one that the team made, which `roleId` names. */
    role: text({ enum: roleNames }).notNull(),
    joinedAt: integer().notNull(),
    roleId: text(),
    /** Kept, with all that they did, and let in no more. */
    deactivatedAt: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.id] }),
    // Nobody joins a team twice, however often an invitation is used at once.
    uniqueIndex("members_user").on(table.userId, table.teamId),
  ],
);

/** Roles that a team made: a name, and what it allows. */
export const roles = sqliteTable(
  "roles",
  {
    teamId: text().notNull(),
    id: text().notNull(),
    name: text().notNull(),
    acts: text({ mode: "json" }).$type<string[]>().notNull(),
    createdAt: integer().notNull(),
    /** Whose records its members see, by noun; everybody's where a noun is absent. */
    sees: text({ mode: "json" }).$type<Record<string, "group" | "own">>().notNull().default({}),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.id] })],
);

/** Groups of a team: people who see each other's records where their role says so. */
export const groups = sqliteTable(
  "groups",
  { teamId: text().notNull(), id: text().notNull(), name: text().notNull(), createdAt: integer().notNull() },
  (table) => [primaryKey({ columns: [table.teamId, table.id] }), uniqueIndex("groups_name").on(table.teamId, sql`lower(name)`)],
);

export const groupMembers = sqliteTable(
  "group_members",
  { teamId: text().notNull(), memberId: text().notNull(), groupId: text().notNull() },
  (table) => [
    primaryKey({ columns: [table.teamId, table.memberId, table.groupId] }),
    index("group_members_group").on(table.teamId, table.groupId),
  ],
);

/** Whom a team has asked to join. The link in the mail proves the mailbox that it went to; only a keyed hash of it is kept. */
export const invitations = sqliteTable(
  "invitations",
  {
    teamId: text().notNull(),
    id: text().notNull(),
    email: text().notNull(),
    role: text({ enum: roleNames }).notNull(),
    roleId: text(),
    /** The member who asked. */
    memberId: text().notNull(),
    hash: text().notNull(),
    createdAt: integer().notNull(),
    expiresAt: integer().notNull(),
    /** The groups they come into. */
    groupIds: text({ mode: "json" }).$type<string[]>().notNull().default([]),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.id] }),
    uniqueIndex("invitations_hash").on(table.hash),
    uniqueIndex("invitations_email").on(table.teamId, table.email),
    index("invitations_for").on(table.email),
    index("invitations_end").on(table.expiresAt),
  ],
);

/** A team that its owner has offered to another member, who has yet to say yes: one at a time. */
export const handovers = sqliteTable("handovers", {
  teamId: text().primaryKey(),
  fromId: text().notNull(),
  toId: text().notNull(),
  at: integer().notNull(),
  expiresAt: integer().notNull(),
});

/** Numbers shown on lists and in the sidebar, kept in the same batch as what they count, so that nothing is ever counted. */
export const counters = sqliteTable(
  "counters",
  { teamId: text().notNull(), noun: text().notNull(), value: integer().notNull() },
  (table) => [primaryKey({ columns: [table.teamId, table.noun] })],
);
