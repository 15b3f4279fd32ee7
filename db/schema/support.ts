// Requests for help, with their history. They outlive a team: who wrote may write again.
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const ticketStates = ["open", "answered", "closed"] as const;
export const ticketTopics = ["help", "billing", "privacy", "fault"] as const;

export const tickets = sqliteTable(
  "tickets",
  {
    id: text().primaryKey(),
    /** Who wrote, where they were signed in. */
    userId: text(),
    teamId: text(),
    name: text().notNull(),
    email: text().notNull(),
    topic: text({ enum: ticketTopics }).notNull(),
    state: text({ enum: ticketStates }).notNull(),
    createdAt: integer().notNull(),
    changedAt: integer().notNull(),
    /** When the writer came by the link in a mail, or wrote signed in with a confirmed address. NULL: anybody may have typed it. */
    provenAt: integer(),
  },
  (table) => [
    index("tickets_state").on(table.state, table.changedAt),
    index("tickets_user").on(table.userId, table.id).where(sql`user_id is not null`),
    index("tickets_email").on(table.email),
    index("tickets_team").on(table.teamId).where(sql`team_id is not null`),
    index("tickets_changed").on(table.changedAt),
  ],
);

export const ticketMessages = sqliteTable(
  "ticket_messages",
  {
    ticketId: text().notNull(),
    id: text().notNull(),
    author: text({ enum: ["person", "support"] }).notNull(),
    body: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.ticketId, table.id] })],
);
