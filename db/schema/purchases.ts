// Packs bought, what Stripe told us, and forms that wait for somebody to come back from paying.
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const purchaseStates = ["open", "waiting", "paid", "failed", "expired"] as const;

export const purchases = sqliteTable(
  "purchases",
  {
    teamId: text().notNull(),
    id: text().notNull(),
    memberId: text().notNull(),
    credits: integer().notNull(),
    amountCents: integer().notNull(),
    currency: text().notNull(),
    state: text({ enum: purchaseStates }).notNull(),
    sessionId: text(),
    paymentId: text(),
    receiptUrl: text(),
    cardBrand: text(),
    cardLast4: text(),
    draftId: text(),
    createdAt: integer().notNull(),
    paidAt: integer(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.id] })],
);

export const paymentEvents = sqliteTable(
  "payment_events",
  {
    id: text().primaryKey(),
    type: text().notNull(),
    objectId: text().notNull(),
    body: text().notNull(),
    receivedAt: integer().notNull(),
    /** Set only after the ledger has it. */
    processedAt: integer(),
    /** What was done with it, in a word: topped-up, noted, not-ours, unknown. */
    result: text(),
  },
  (table) => [index("payment_events_open").on(table.processedAt, table.receivedAt)],
);

export const drafts = sqliteTable(
  "drafts",
  {
    teamId: text().notNull(),
    id: text().notNull(),
    memberId: text().notNull(),
    path: text().notNull(),
    body: text().notNull(),
    createdAt: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.id] }), index("drafts_created").on(table.createdAt)],
);
