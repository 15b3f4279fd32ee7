// Reads and writes of people: users, one-time tokens, acceptances, attempts, welcomes. No team is in sight here.
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { Database } from "../client";
import { acceptances, attempts, sessions, tokens, users, welcomes } from "../schema/accounts";
import { type Statement, toStatement } from "../statements";

export type User = typeof users.$inferSelect;
export type Token = typeof tokens.$inferSelect;
export const accountTables = { users, sessions };

export async function findUserByEmail(db: Database, email: string): Promise<User | null> {
  return (await db.select().from(users).where(eq(users.email, email)).get()) ?? null;
}

export async function findUser(db: Database, id: string): Promise<User | null> {
  return (await db.select().from(users).where(eq(users.id, id)).get()) ?? null;
}

export function insertUser(db: Database, user: User): Statement {
  return toStatement(db.insert(users).values(user));
}

export function updateUser(db: Database, id: string, changes: Partial<Omit<User, "id" | "createdAt">>): Statement {
  return toStatement(db.update(users).set(changes).where(eq(users.id, id)));
}

export function insertToken(db: Database, token: Omit<Token, "usedAt">): Statement {
  return toStatement(db.insert(tokens).values({ ...token, usedAt: null }));
}

/** A token that can still be used at `now`. */
export async function findToken(db: Database, hash: string, purpose: Token["purpose"], now: number): Promise<Token | null> {
  const usable = and(eq(tokens.hash, hash), eq(tokens.purpose, purpose), isNull(tokens.usedAt), gt(tokens.expiresAt, now));
  return (await db.select().from(tokens).where(usable).get()) ?? null;
}

/** Marks a token used; the row changes only for the first of two that try at once. */
export async function spendToken(db: Database, hash: string, now: number): Promise<boolean> {
  const used = await db
    .update(tokens)
    .set({ usedAt: now })
    .where(and(eq(tokens.hash, hash), isNull(tokens.usedAt)))
    .run();
  return used.meta.changes === 1;
}

/** Uses up every link that a person still has: after a changed address or password none of them stands for what it did. */
export function spendEveryToken(userId: string, now: number): Statement {
  return { sql: "UPDATE tokens SET used_at = ? WHERE user_id = ? AND used_at IS NULL", params: [now, userId] };
}

/** Uses up every link of a kind that a person still has. */
export function spendTokens(userId: string, purpose: Token["purpose"], now: number): Statement {
  return { sql: "UPDATE tokens SET used_at = ? WHERE user_id = ? AND purpose = ? AND used_at IS NULL", params: [now, userId, purpose] };
}

export function insertAcceptance(db: Database, acceptance: typeof acceptances.$inferInsert): Statement {
  return toStatement(db.insert(acceptances).values(acceptance).onConflictDoNothing());
}

export async function listAcceptances(db: Database, userId: string) {
  return db.select().from(acceptances).where(eq(acceptances.userId, userId)).limit(200).all();
}

/** Counts one more attempt under a key and says how many there were in its window. */
export async function countAttempt(db: Database, key: string, now: number, windowMs: number): Promise<number> {
  const fresh = { count: 1, windowEndsAt: now + windowMs };
  const over = sql`${attempts.windowEndsAt} <= ${now}`;
  const row = await db
    .insert(attempts)
    .values({ key, ...fresh })
    .onConflictDoUpdate({
      target: attempts.key,
      set: {
        count: sql`CASE WHEN ${over} THEN 1 ELSE ${attempts.count} + 1 END`,
        windowEndsAt: sql`CASE WHEN ${over} THEN ${fresh.windowEndsAt} ELSE ${attempts.windowEndsAt} END`,
      },
    })
    .returning({ count: attempts.count })
    .get();
  return row.count;
}

/** Notes that an address has its welcome credits and says which team they are for: the first that asked. */
export async function claimWelcome(db: Database, hash: string, teamId: string, at: number): Promise<string> {
  await db.insert(welcomes).values({ hash, teamId, at }).onConflictDoNothing().run();
  const row = await db.select({ teamId: welcomes.teamId }).from(welcomes).where(eq(welcomes.hash, hash)).get();
  return row?.teamId ?? "";
}

/** Removes what is worthless: sessions and tokens that are over, windows that have ended. */
export function removeStaleAccess(now: number): Statement[] {
  return [
    { sql: "DELETE FROM sessions WHERE expires_at < ?", params: [Math.floor(now / 1000)] },
    { sql: "DELETE FROM tokens WHERE expires_at < ?", params: [now] },
    { sql: "DELETE FROM attempts WHERE window_ends_at < ?", params: [now] },
  ];
}
