// Second factors: an authenticator app for each person, and the codes that stand in for it.
import { and, eq, lt, sql } from "drizzle-orm";
import type { Database } from "../client";
import { recoveryCodes, secondFactors } from "../schema/accounts";
import { guard, insertRows, type Statement, toStatement } from "../statements";
import { updateUser } from "./accounts";

export type SecondFactor = typeof secondFactors.$inferSelect;

export async function findSecond(db: Database, userId: string): Promise<SecondFactor | null> {
  return (await db.select().from(secondFactors).where(eq(secondFactors.userId, userId)).get()) ?? null;
}

/** Keeps a new app, unless one is in use. */
export function putSecond(db: Database, factor: SecondFactor): Statement {
  const { userId: _user, ...rest } = factor;
  return toStatement(
    db
      .insert(secondFactors)
      .values(factor)
      .onConflictDoUpdate({ target: secondFactors.userId, set: rest, setWhere: sql`${secondFactors.confirmedAt} IS NULL` }),
  );
}

/** Uses a code of the app: true only for the first of two that come with the same, and for none that is older than one used. */
export async function useStep(db: Database, userId: string, step: number): Promise<boolean> {
  const newer = and(eq(secondFactors.userId, userId), lt(secondFactors.usedStep, step));
  return (await db.update(secondFactors).set({ usedStep: step }).where(newer).run()).meta.changes === 1;
}

/** Raises in a batch where somebody has no app. */
export function requireSecondRow(userId: string): Statement {
  return guard("", sql`EXISTS (SELECT 1 FROM ${secondFactors} WHERE ${secondFactors.userId} = ${userId})`);
}

/** The app is in use: signing in asks for it from now on. */
export function confirmSecond(db: Database, userId: string, at: number): Statement[] {
  return [
    toStatement(db.update(secondFactors).set({ confirmedAt: at }).where(eq(secondFactors.userId, userId))),
    updateUser(db, userId, { secondSince: at }),
  ];
}

/** Puts new codes in the place of those that are left. */
export function replaceCodes(db: Database, userId: string, hashes: string[]): Statement[] {
  const rows = hashes.map((hash) => ({ userId, hash }));
  return [toStatement(db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId))), ...insertRows(recoveryCodes, rows)];
}

/** Uses a recovery code: true only for the first of two that come with it. */
export async function useCode(db: Database, userId: string, hash: string): Promise<boolean> {
  const one = and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.hash, hash));
  return (await db.delete(recoveryCodes).where(one).run()).meta.changes === 1;
}

/** How many are left: there are ten at most. */
export async function countCodes(db: Database, userId: string): Promise<number> {
  return (await db.select({ hash: recoveryCodes.hash }).from(recoveryCodes).where(eq(recoveryCodes.userId, userId)).limit(20).all()).length;
}

/** Takes the app and its codes away: signing in asks for the password alone. */
export function removeSecond(db: Database, userId: string): Statement[] {
  return [
    toStatement(db.delete(secondFactors).where(eq(secondFactors.userId, userId))),
    toStatement(db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId))),
    updateUser(db, userId, { secondSince: null }),
  ];
}
