// How a team pays beside buying a pack: the saved card, auto top-up, alerts, credits given, promo codes, the daily head of its ledger.
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const topUpStates = ["off", "on", "frozen"] as const;

/** One row per team. No card number: Stripe's ids, the brand and the last four digits. */
export const billing = sqliteTable("billing", {
  teamId: text().primaryKey(),
  customerId: text(),
  paymentMethodId: text(),
  /** The session that was begun last to save a card: no other may. */
  setupSessionId: text(),
  cardBrand: text(),
  cardLast4: text(),
  /** `frozen`: a dispute took money back; the owner may turn it on again. */
  topUp: text({ enum: topUpStates }).notNull(),
  /** Below so many credits the pack is bought. */
  threshold: integer().notNull(),
  packCredits: integer().notNull(),
  monthlyCapCents: integer().notNull(),
  /** The purchase under way: one attempt at a time. */
  attemptId: text(),
  attemptAt: integer(),
  declines: integer().notNull(),
  pausedUntil: integer(),
  /** An alert by mail below so many credits; NULL for none. Sent once until the balance recovers. */
  alertBelow: integer(),
  alertedAt: integer(),
});

/** Credits given, not bought: the row comes first, then the lot of the same id. One without `grantedAt` is finished by the daily check. */
export const grants = sqliteTable(
  "grants",
  {
    teamId: text().notNull(),
    /** Also the lot's id: `promo:SPRING`, `goodwill:01J...`. */
    id: text().notNull(),
    source: text({ enum: ["promo", "goodwill"] }).notNull(),
    credits: integer().notNull(),
    expiresAt: integer(),
    memberId: text(),
    reason: text().notNull(),
    at: integer().notNull(),
    grantedAt: integer(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.id] }), index("grants_open").on(table.at).where(sql`granted_at is null`)],
);

export const promoCodes = sqliteTable("promo_codes", {
  code: text().primaryKey(),
  credits: integer().notNull(),
  /** How long the credits last after they were redeemed. */
  lotDays: integer().notNull(),
  /** Redeemable before this moment. */
  endsAt: integer().notNull(),
  redemptionsMax: integer().notNull(),
  redemptions: integer().notNull(),
  createdBy: text().notNull(),
  createdAt: integer().notNull(),
});

/** Where each ledger's chain stood at the end of a day, outside of the ledger: what a statement can be held against. */
export const ledgerHeads = sqliteTable(
  "ledger_heads",
  {
    teamId: text().notNull(),
    day: text().notNull(),
    seq: integer().notNull(),
    head: text().notNull(),
    balance: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.day] })],
);
