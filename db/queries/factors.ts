// What people sign in with besides a password: an authenticator app for each person, the codes that stand in for it, and passkeys, of which the public
// halves are kept.
import { and, asc, eq, lt, sql } from "drizzle-orm";
import type { Database } from "../client";
import { passkeys, recoveryCodes, secondFactors } from "../schema/accounts";
import { guard, insertRows, type Statement, toStatement } from "../statements";
import { updateUser } from "./accounts";

export type Passkey = typeof passkeys.$inferSelect;
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

export async function findPasskey(db: Database, id: string): Promise<Passkey | null> {
  return (await db.select().from(passkeys).where(eq(passkeys.id, id)).get()) ?? null;
}

/** Somebody's passkeys, the oldest first: at most `limit`. */
export async function listPasskeys(db: Database, userId: string, limit: number): Promise<Passkey[]> {
  return db.select().from(passkeys).where(eq(passkeys.userId, userId)).orderBy(asc(passkeys.createdAt)).limit(limit).all();
}

/** Keeps a passkey, unless its owner has `most` already or somebody has it. Gives back whether it did. */
export function insertPasskey(passkey: Passkey, most: number): Statement {
  const { id, userId, publicKey, counter, transports, device, createdAt, usedAt } = passkey;
  const values = sql`${id}, ${userId}, ${publicKey}, ${counter}, ${JSON.stringify(transports)}, ${device}, ${createdAt}, ${usedAt}`;
  const count = sql`SELECT COUNT(*) FROM ${passkeys} WHERE ${passkeys.userId} = ${userId}`;
  return toStatement(
    sql`INSERT INTO ${passkeys} (id, user_id, public_key, counter, transports, device, created_at, used_at)
        SELECT ${values} WHERE (${count}) < ${most} ON CONFLICT DO NOTHING RETURNING 1`,
  );
}

export function usePasskey(db: Database, id: string, counter: number, usedAt: number): Statement {
  return toStatement(db.update(passkeys).set({ counter, usedAt }).where(eq(passkeys.id, id)));
}

export function removePasskey(db: Database, userId: string, id: string): Statement {
  const own = and(eq(passkeys.userId, userId), eq(passkeys.id, id));
  return toStatement(db.delete(passkeys).where(own).returning({ id: passkeys.id }));
}

export function removePasskeys(db: Database, userId: string): Statement {
  return toStatement(db.delete(passkeys).where(eq(passkeys.userId, userId)));
}
