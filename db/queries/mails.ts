// The outbox.
import { and, asc, desc, eq, inArray, isNotNull, lte, notInArray, type SQL, sql } from "drizzle-orm";
import type { Database } from "../client";
import { mails, suppressions } from "../schema/mails";
import { type Statement, toStatement } from "../statements";

export type Mail = typeof mails.$inferSelect;

export function insertMail(db: Database, mail: Omit<Mail, "attempts" | "sentAt" | "failedAt">): Statement {
  return toStatement(db.insert(mails).values({ ...mail, attempts: 0, sentAt: null, failedAt: null }));
}

export async function findMail(db: Database, id: string): Promise<Mail | null> {
  return (await db.select().from(mails).where(eq(mails.id, id)).get()) ?? null;
}

/** Mails whose time has come: those of some templates first, then the others, each the longest due first. */
export async function listDueMailIds(db: Database, now: number, { first, limit }: { first: string[]; limit: number }): Promise<string[]> {
  const list = (which: SQL | undefined, most: number) =>
    db
      .select({ id: mails.id })
      .from(mails)
      .where(and(lte(mails.dueAt, now), which))
      .orderBy(asc(mails.dueAt))
      .limit(most)
      .all();
  const ahead = await list(inArray(mails.template, first), limit);
  const others = ahead.length < limit ? await list(notInArray(mails.template, first), limit - ahead.length) : [];
  return [...ahead, ...others].map(({ id }) => id);
}

/** Tries a mail at another time, without counting a try. */
export async function postponeMail(db: Database, id: string, dueAt: number): Promise<void> {
  await db.update(mails).set({ dueAt }).where(eq(mails.id, id)).run();
}

/** Tries a mail that was given up once more, if what it said is still kept. */
export function retryMail(db: Database, id: string, now: number): Statement {
  return toStatement(
    db
      .update(mails)
      .set({ dueAt: now, failedAt: null, attempts: 0 })
      .where(and(eq(mails.id, id), isNotNull(mails.failedAt), sql`${mails.props} <> '{}'`)),
  );
}

/** Ends a mail, or says when to try it next. What it said is dropped once it is sent: links in it are secrets. */
export async function updateMail(
  db: Database,
  id: string,
  changes: { dueAt: number | null; sentAt?: number; failedAt?: number },
): Promise<void> {
  const over = changes.sentAt === undefined ? {} : { props: {} };
  await db
    .update(mails)
    .set({ ...changes, ...over, attempts: sql`${mails.attempts} + 1` })
    .where(eq(mails.id, id))
    .run();
}

/** Ends a mail that is not wanted any more: it is neither sent nor failed, and forgets what it said. */
export async function dropMail(db: Database, id: string): Promise<void> {
  await db.update(mails).set({ dueAt: null, props: {} }).where(eq(mails.id, id)).run();
}

/** What was sent to an address, newest first, without what it said. */
export async function listMailsTo(db: Database, recipient: string, limit: number) {
  const columns = { id: mails.id, template: mails.template, createdAt: mails.createdAt, sentAt: mails.sentAt, failedAt: mails.failedAt };
  return db.select(columns).from(mails).where(eq(mails.recipient, recipient)).orderBy(desc(mails.createdAt)).limit(limit).all();
}

export function suppress(db: Database, row: typeof suppressions.$inferInsert): Statement {
  return toStatement(db.insert(suppressions).values(row).onConflictDoNothing());
}

export async function findSuppression(db: Database, hash: string): Promise<typeof suppressions.$inferSelect | null> {
  return (await db.select().from(suppressions).where(eq(suppressions.hash, hash)).get()) ?? null;
}

export function liftSuppression(db: Database, hash: string): Statement {
  return toStatement(db.delete(suppressions).where(eq(suppressions.hash, hash)));
}

export async function removeMail(db: Database, id: string): Promise<void> {
  await db.delete(mails).where(eq(mails.id, id)).run();
}
