// The register of what people ask about their own data, with due dates; and consents to share, which can be withdrawn.
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const rightsKinds = ["copy", "correction", "erasure", "restriction", "objection", "facebook", "nominee", "minor"] as const;
/** `unconfirmed` until who asks has shown that the address is theirs. */
export const rightsStates = ["unconfirmed", "open", "done", "refused"] as const;

export const rightsRequests = sqliteTable(
  "rights_requests",
  {
    id: text().primaryKey(),
    kind: text({ enum: rightsKinds }).notNull(),
    /** The request that this one passes on to a team which keeps the person as a contact. */
    parentId: text(),
    teamId: text(),
    /** Emptied when it ends. */
    name: text().notNull(),
    email: text().notNull(),
    details: text().notNull(),
    state: text({ enum: rightsStates }).notNull(),
    receivedAt: integer().notNull(),
    confirmedAt: integer(),
    dueAt: integer().notNull(),
    /** The last reminder that was sent: days before the due date. */
    reminded: integer(),
    endedAt: integer(),
    /** What was done, in our words and without a name. */
    outcome: text(),
  },
  (table) => [
    index("rights_open").on(table.dueAt).where(sql`ended_at is null`),
    index("rights_email").on(table.email).where(sql`ended_at is null`),
    index("rights_ended").on(table.endedAt).where(sql`ended_at is not null`),
    index("rights_team").on(table.teamId, table.id).where(sql`team_id is not null`),
    index("rights_parent").on(table.parentId).where(sql`parent_id is not null`),
  ],
);

export const consentPurposes = ["support-access"] as const;

export const consents = sqliteTable(
  "consents",
  {
    teamId: text().notNull(),
    id: text().notNull(),
    purpose: text({ enum: consentPurposes }).notNull(),
    givenBy: text().notNull(),
    givenAt: integer().notNull(),
    endsAt: integer().notNull(),
    withdrawnAt: integer(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.id] })],
);
