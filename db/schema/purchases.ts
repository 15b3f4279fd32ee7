// Packs bought, what Stripe told us, and forms that wait for somebody to come back from paying.
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** `confirm`: an auto top-up whose bank wants its customer. */
export const purchaseStates = ["open", "waiting", "confirm", "paid", "failed", "expired"] as const;

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
    /** Bought on Stripe's page, or by auto top-up with the saved card. */
    kind: text({ enum: ["pack", "auto"] })
      .notNull()
      .default("pack"),
    /** The saved card that an auto top-up charges. */
    paymentMethodId: text(),
    /** Of the newest answer of Stripe's that this row shows; an older one changes nothing. */
    ticket: integer().notNull().default(0),
    /** Money that went back: by refunds that live, and by disputes. */
    refundedCents: integer().notNull().default(0),
    disputedCents: integer().notNull().default(0),
    /** Stripe's word on the newest dispute: needs_response, under_review, won, lost, warning_...; NULL for none. */
    disputeState: text(),
    /** As given on Stripe's page, for the receipt. */
    buyerName: text(),
    buyerTaxId: text(),
    /** Credits of it that were spent before they could be taken back. */
    debt: integer().notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.id] }),
    index("purchases_created").on(table.createdAt),
    index("purchases_unsettled").on(table.createdAt).where(sql`state in ('open', 'waiting', 'confirm')`),
    index("purchases_disputed").on(table.disputeState).where(sql`dispute_state is not null`),
  ],
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
    /** What was done with it, in a word: applied, noted, seen, not-ours, team-gone, unknown. */
    result: text(),
    /** The payment intent that it is about, where it says so. */
    paymentId: text(),
    teamId: text(),
  },
  (table) => [
    index("payment_events_open").on(table.processedAt, table.receivedAt),
    index("payment_events_received").on(table.receivedAt),
    index("payment_events_team").on(table.teamId).where(sql`body <> ''`),
    index("payment_events_bodies").on(table.receivedAt).where(sql`body <> ''`),
  ],
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
