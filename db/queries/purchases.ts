// Packs bought, Stripe's events as they came, and drafts of forms that wait for a payment.
import { and, desc, eq, isNull, lt } from "drizzle-orm";
import type { Database, TeamDb } from "../client";
import { drafts, paymentEvents, purchases } from "../schema/purchases";
import { type Statement, toStatement } from "../statements";

export type Purchase = typeof purchases.$inferSelect;
export type Draft = typeof drafts.$inferSelect;
export type PaymentEvent = typeof paymentEvents.$inferSelect;

export function insertPurchase({ db, teamId }: TeamDb, purchase: Omit<typeof purchases.$inferInsert, "teamId">): Statement {
  return toStatement(db.insert(purchases).values({ ...purchase, teamId }));
}

/** The same, where there is none of this id yet. */
export function insertPurchaseOnce({ db, teamId }: TeamDb, purchase: Omit<typeof purchases.$inferInsert, "teamId">): Statement {
  return toStatement(
    db
      .insert(purchases)
      .values({ ...purchase, teamId })
      .onConflictDoNothing(),
  );
}

/** Purchases whose end Stripe has not told, begun since a moment: their sessions may have been paid long after they were made. */
export async function listUnsettled(db: Database, since: number, limit: number): Promise<{ teamId: string; sessionId: string }[]> {
  const found = await db.$client
    .prepare(
      `SELECT team_id AS teamId, session_id AS sessionId FROM purchases
       WHERE state in ('open', 'waiting', 'confirm') AND created_at >= ? AND session_id IS NOT NULL ORDER BY created_at LIMIT ?`,
    )
    .bind(since, limit)
    .all<{ teamId: string; sessionId: string }>();
  return found.results;
}

/** The purchase of an auto top-up, if its attempt was claimed in the same batch. */
export function insertTopUp(
  { teamId }: TeamDb,
  row: Pick<Purchase, "id" | "memberId" | "credits" | "amountCents" | "currency" | "createdAt" | "paymentMethodId">,
): Statement {
  return {
    sql: `INSERT INTO purchases (team_id, id, member_id, credits, amount_cents, currency, state, kind, created_at, payment_method_id)
          SELECT ?1, ?2, ?3, ?4, ?5, ?6, 'open', 'auto', ?7, ?8 WHERE EXISTS (SELECT 1 FROM billing WHERE team_id = ?1 AND attempt_id = ?2)`,
    params: [teamId, row.id, row.memberId, row.credits, row.amountCents, row.currency, row.createdAt, row.paymentMethodId],
  };
}

export async function findPurchase({ db, teamId }: TeamDb, id: string): Promise<Purchase | null> {
  const mine = and(eq(purchases.teamId, teamId), eq(purchases.id, id));
  return (await db.select().from(purchases).where(mine).get()) ?? null;
}

export async function listPurchases({ db, teamId }: TeamDb, beforeId: string | null, limit: number): Promise<Purchase[]> {
  const mine = and(eq(purchases.teamId, teamId), beforeId ? lt(purchases.id, beforeId) : undefined);
  return db.select().from(purchases).where(mine).orderBy(desc(purchases.id)).limit(limit).all();
}

/** What one member bought for a team, newest first: what a copy of their data has of it. */
export async function listPurchasesBy({ db, teamId }: TeamDb, memberId: string) {
  const { credits, amountCents, currency, state, kind, createdAt, paidAt, cardBrand, cardLast4, refundedCents, disputedCents } = purchases;
  const shown = { credits, amountCents, currency, state, kind, createdAt, paidAt, cardBrand, cardLast4, refundedCents, disputedCents };
  const theirs = and(eq(purchases.teamId, teamId), eq(purchases.memberId, memberId));
  return db.select(shown).from(purchases).where(theirs).orderBy(desc(purchases.id)).all();
}

export function updatePurchase({ db, teamId }: TeamDb, id: string, changes: Partial<Purchase>): Statement {
  return toStatement(
    db
      .update(purchases)
      .set(changes)
      .where(and(eq(purchases.teamId, teamId), eq(purchases.id, id))),
  );
}

/** Changes a purchase unless it shows a newer answer of Stripe's already. */
export function updateOlder(teamDb: TeamDb, id: string, ticket: number, changes: Partial<Purchase>): Statement {
  const { sql, params } = updatePurchase(teamDb, id, { ...changes, ticket });
  return { sql: `${sql} AND ticket < ?`, params: [...params, ticket] };
}

/** Changes a purchase that is not paid. */
export function updateUnpaid(teamDb: TeamDb, id: string, changes: Partial<Purchase>): Statement {
  const { sql, params } = updatePurchase(teamDb, id, changes);
  return { sql: `${sql} AND state <> 'paid'`, params };
}

/** Keeps an event as it came. An id that is known keeps what was kept first. */
export async function insertEvent(
  db: Database,
  event: Pick<PaymentEvent, "id" | "type" | "objectId" | "paymentId" | "body" | "receivedAt">,
): Promise<void> {
  await db
    .insert(paymentEvents)
    .values({ ...event, processedAt: null, result: null, teamId: null })
    .onConflictDoNothing()
    .run();
}

export async function endEvent(db: Database, id: string, end: Pick<PaymentEvent, "processedAt" | "result" | "teamId">): Promise<void> {
  await db.update(paymentEvents).set(end).where(eq(paymentEvents.id, id)).run();
}

export async function findEvent(db: Database, id: string): Promise<PaymentEvent | null> {
  return (await db.select().from(paymentEvents).where(eq(paymentEvents.id, id)).get()) ?? null;
}

/** Events that were kept and not processed yet, oldest first. */
export async function listOpenEventIds(db: Database, before: number, limit: number): Promise<string[]> {
  const open = and(isNull(paymentEvents.processedAt), lt(paymentEvents.receivedAt, before));
  const rows = await db
    .select({ id: paymentEvents.id })
    .from(paymentEvents)
    .where(open)
    .orderBy(paymentEvents.receivedAt)
    .limit(limit)
    .all();
  return rows.map(({ id }) => id);
}

export function insertDraft({ db, teamId }: TeamDb, draft: Omit<Draft, "teamId">): Statement {
  return toStatement(db.insert(drafts).values({ ...draft, teamId }));
}

/** Removes all of a team's drafts but the newest. */
export function keepNewestDrafts({ teamId }: TeamDb, most: number): Statement {
  const newest = "SELECT id FROM drafts WHERE team_id = ?1 ORDER BY id DESC LIMIT ?2";
  return { sql: `DELETE FROM drafts WHERE team_id = ?1 AND id NOT IN (${newest})`, params: [teamId, most] };
}

export async function findDraft({ db, teamId }: TeamDb, id: string, since: number): Promise<Draft | null> {
  const row = await db
    .select()
    .from(drafts)
    .where(and(eq(drafts.teamId, teamId), eq(drafts.id, id)))
    .get();
  return row && row.createdAt >= since ? row : null;
}

/** Removes what waits for one page of a team: drafts of a contact that is erased. A team has few, and none for longer than a day or two. */
export function removeDraftsAt({ teamId }: TeamDb, path: string): Statement {
  return { sql: "DELETE FROM drafts WHERE team_id = ? AND path = ?", params: [teamId, path] };
}

export function removeDraftsBefore(before: number): Statement {
  return { sql: "DELETE FROM drafts WHERE created_at < ?", params: [before] };
}
