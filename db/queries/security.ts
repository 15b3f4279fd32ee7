// Devices, the security log, what somebody chose about mail, and their nominee.
import { and, desc, eq, gt, lt, ne } from "drizzle-orm";
import type { Database, TeamDb } from "../client";
import { devices, mailChoices, nominees, securityLog, sessions } from "../schema/accounts";
import { members } from "../schema/teams";
import { type Statement, toStatement } from "../statements";

export type SecurityEvent = typeof securityLog.$inferSelect;
export type Nominee = typeof nominees.$inferSelect;

export async function markSeen(db: Database, sessionId: string, at: number): Promise<void> {
  await db.update(sessions).set({ seenAt: at }).where(eq(sessions.id, sessionId)).run();
}

export async function setSessionTeam(db: Database, sessionId: string, teamId: string): Promise<void> {
  await db.update(sessions).set({ teamId }).where(eq(sessions.id, sessionId)).run();
}

export async function setProven(db: Database, sessionId: string, provenAt: number): Promise<void> {
  await db.update(sessions).set({ provenAt }).where(eq(sessions.id, sessionId)).run();
}

export function insertSecurityEvent(db: Database, event: SecurityEvent): Statement {
  return toStatement(db.insert(securityLog).values(event));
}

/** What happened with somebody's ways in, newest first, before one of them. */
export async function listSecurityEvents(db: Database, userId: string, before: string | null, limit: number): Promise<SecurityEvent[]> {
  const mine = and(eq(securityLog.userId, userId), before === null ? undefined : lt(securityLog.id, before));
  return db.select().from(securityLog).where(mine).orderBy(desc(securityLog.id)).limit(limit).all();
}

/** Sessions that are alive, the newest first. */
export async function listSessions(db: Database, userId: string, now: number) {
  const alive = and(eq(sessions.userId, userId), gt(sessions.expiresAt, Math.floor(now / 1000)));
  return db.select().from(sessions).where(alive).orderBy(desc(sessions.createdAt)).limit(100).all();
}

/** Ends every session of somebody but one. */
export function removeOtherSessions(db: Database, userId: string, ownId: string): Statement {
  return toStatement(db.delete(sessions).where(and(eq(sessions.userId, userId), ne(sessions.id, ownId))));
}

export function removeSession(db: Database, userId: string, id: string): Statement {
  return toStatement(db.delete(sessions).where(and(eq(sessions.userId, userId), eq(sessions.id, id))));
}

/** The browsers somebody signed in with: at most 50, the latest first. */
export async function listDevices(db: Database, userId: string): Promise<{ hash: string; device: string; seenAt: number }[]> {
  const columns = { hash: devices.hash, device: devices.device, seenAt: devices.seenAt };
  return db.select(columns).from(devices).where(eq(devices.userId, userId)).orderBy(desc(devices.seenAt)).limit(50).all();
}

export function removeDevices(db: Database, userId: string): Statement {
  return toStatement(db.delete(devices).where(eq(devices.userId, userId)));
}

export function keepDevice(db: Database, row: typeof devices.$inferInsert): Statement {
  const { device, seenAt } = row;
  return toStatement(
    db
      .insert(devices)
      .values(row)
      .onConflictDoUpdate({ target: [devices.userId, devices.hash], set: { device, seenAt } }),
  );
}

export async function listMailChoices(db: Database, userId: string): Promise<{ kind: string; wanted: boolean }[]> {
  const columns = { kind: mailChoices.kind, wanted: mailChoices.wanted };
  return db.select(columns).from(mailChoices).where(eq(mailChoices.userId, userId)).limit(50).all();
}

/** The team's people who turned a kind of mail on. */
export async function listReaderIds({ db, teamId }: TeamDb, kind: string): Promise<Set<string>> {
  const on = and(eq(members.teamId, teamId), eq(mailChoices.kind, kind), eq(mailChoices.wanted, true));
  const query = db.select({ userId: members.userId }).from(members).innerJoin(mailChoices, eq(mailChoices.userId, members.userId));
  return new Set((await query.where(on).limit(200).all()).map(({ userId }) => userId));
}

export function setMailChoice(db: Database, row: typeof mailChoices.$inferInsert): Statement {
  const { wanted, at } = row;
  return toStatement(
    db
      .insert(mailChoices)
      .values(row)
      .onConflictDoUpdate({ target: [mailChoices.userId, mailChoices.kind], set: { wanted, at } }),
  );
}

export async function findNominee(db: Database, userId: string): Promise<Nominee | null> {
  return (await db.select().from(nominees).where(eq(nominees.userId, userId)).get()) ?? null;
}

export function putNominee(db: Database, row: Nominee): Statement {
  const { userId: _user, ...rest } = row;
  return toStatement(db.insert(nominees).values(row).onConflictDoUpdate({ target: nominees.userId, set: rest }));
}

export function removeNominee(db: Database, userId: string): Statement {
  return toStatement(db.delete(nominees).where(eq(nominees.userId, userId)));
}
