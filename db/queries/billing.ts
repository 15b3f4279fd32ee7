// How a team pays: the saved card and auto top-up, credits given, promo codes, the daily heads of ledgers.
import { and, desc, eq, gt, isNull, lt, or } from "drizzle-orm";
import type { Database, TeamDb } from "../client";
import { billing, grants, ledgerHeads, promoCodes } from "../schema/billing";
import { type Statement, toStatement } from "../statements";

export type Billing = typeof billing.$inferSelect;
export type GivenGrant = typeof grants.$inferSelect;
export type PromoCode = typeof promoCodes.$inferSelect;
export type LedgerHead = typeof ledgerHeads.$inferSelect;

export async function findBilling({ db, teamId }: TeamDb): Promise<Billing | null> {
  return (await db.select().from(billing).where(eq(billing.teamId, teamId)).get()) ?? null;
}

export function insertBilling({ db, teamId }: TeamDb, row: Omit<Billing, "teamId">): Statement {
  return toStatement(
    db
      .insert(billing)
      .values({ ...row, teamId })
      .onConflictDoNothing(),
  );
}

export function updateBilling({ db, teamId }: TeamDb, changes: Partial<Billing>): Statement {
  return toStatement(db.update(billing).set(changes).where(eq(billing.teamId, teamId)));
}

/**
 * Claims the one attempt at a time. Nothing changes when another is under way, when auto top-up is off or pausing, or when the month's
 * cap would be passed; `sinceId` is the beginning of every ULID of this month or later.
 */
export function claimAttempt(
  { teamId }: TeamDb,
  attemptId: string,
  now: number,
  month: { amountCents: number; sinceId: string },
): Statement {
  return {
    sql: `UPDATE billing SET attempt_id = ?1, attempt_at = ?2 WHERE team_id = ?3 AND attempt_id IS NULL AND top_up = 'on'
          AND (paused_until IS NULL OR paused_until <= ?2)
          AND ?4 + (SELECT coalesce(SUM(amount_cents), 0) FROM purchases WHERE team_id = ?3 AND id >= ?5 AND kind = 'auto'
                    AND state IN ('open', 'waiting', 'confirm', 'paid')) <= monthly_cap_cents
          RETURNING attempt_id`,
    params: [attemptId, now, teamId, month.amountCents, month.sinceId],
  };
}

/** Notes that the low-balance alert is sent; changes nothing where it was already. */
export function claimAlert({ teamId }: TeamDb, now: number): Statement {
  return { sql: "UPDATE billing SET alerted_at = ? WHERE team_id = ? AND alerted_at IS NULL RETURNING team_id", params: [now, teamId] };
}

/** Ends an attempt that led to its purchase's end; the next one may begin. */
export function releaseAttempt({ teamId }: TeamDb, purchaseId: string): Statement {
  return {
    sql: "UPDATE billing SET attempt_id = NULL, attempt_at = NULL WHERE team_id = ? AND attempt_id = ?",
    params: [teamId, purchaseId],
  };
}

/** Money was taken back: no card is charged by itself until the owner turns it on again. */
export function freezeTopUp({ teamId }: TeamDb): Statement {
  return { sql: "UPDATE billing SET top_up = 'frozen' WHERE team_id = ? AND top_up = 'on'", params: [teamId] };
}

/** Teams whose auto top-up or alert somebody should look after, by id. */
export async function listWatched(db: Database, afterId: string, limit: number): Promise<string[]> {
  const watched = and(gt(billing.teamId, afterId), or(eq(billing.topUp, "on"), gt(billing.alertBelow, 0)));
  const rows = await db.select({ teamId: billing.teamId }).from(billing).where(watched).orderBy(billing.teamId).limit(limit).all();
  return rows.map(({ teamId }) => teamId);
}

export function insertGrant({ db, teamId }: TeamDb, grant: Omit<GivenGrant, "teamId" | "grantedAt">): Statement {
  return toStatement(db.insert(grants).values({ ...grant, teamId, grantedAt: null }));
}

export async function findGrant({ db, teamId }: TeamDb, id: string): Promise<GivenGrant | null> {
  return (
    (await db
      .select()
      .from(grants)
      .where(and(eq(grants.teamId, teamId), eq(grants.id, id)))
      .get()) ?? null
  );
}

export function endGrant({ teamId }: TeamDb, id: string, now: number): Statement {
  return { sql: "UPDATE grants SET granted_at = ? WHERE team_id = ? AND id = ?", params: [now, teamId, id] };
}

/** Grants whose lot is not known to be there, older than `before`. */
export async function listOpenGrants(db: Database, before: number, limit: number): Promise<GivenGrant[]> {
  const open = and(isNull(grants.grantedAt), lt(grants.at, before));
  return db.select().from(grants).where(open).orderBy(grants.at).limit(limit).all();
}

export async function listGrants({ db, teamId }: TeamDb, limit: number): Promise<GivenGrant[]> {
  return db.select().from(grants).where(eq(grants.teamId, teamId)).orderBy(desc(grants.id)).limit(limit).all();
}

export function insertPromoCode(db: Database, code: PromoCode): Statement {
  return toStatement(db.insert(promoCodes).values(code));
}

export async function findPromoCode(db: Database, code: string): Promise<PromoCode | null> {
  return (await db.select().from(promoCodes).where(eq(promoCodes.code, code)).get()) ?? null;
}

export async function listPromoCodes(db: Database, limit: number): Promise<PromoCode[]> {
  return db.select().from(promoCodes).orderBy(desc(promoCodes.createdAt)).limit(limit).all();
}

/** Counts one redemption; raises when the code's last day or last redemption has passed. */
export function countRedemption(code: string, now: number): Statement {
  return {
    sql: `UPDATE promo_codes SET redemptions = CASE WHEN redemptions < redemptions_max AND ends_at > ? THEN redemptions + 1 END WHERE code = ?`,
    params: [now, code],
  };
}

export function insertHead({ db, teamId }: TeamDb, head: Omit<LedgerHead, "teamId">): Statement {
  return toStatement(
    db
      .insert(ledgerHeads)
      .values({ ...head, teamId })
      .onConflictDoNothing(),
  );
}

/** The newest heads, newest first. */
export async function listHeads({ db, teamId }: TeamDb, limit: number): Promise<LedgerHead[]> {
  return db.select().from(ledgerHeads).where(eq(ledgerHeads.teamId, teamId)).orderBy(desc(ledgerHeads.day)).limit(limit).all();
}
