// The outbox.
import { and, asc, eq, isNotNull, lte, sql } from "drizzle-orm";
import { type Database, type Statement, toStatement } from "../client";
import { mails } from "../schema/mails";

export type Mail = typeof mails.$inferSelect;

export function insertMail(db: Database, mail: Omit<Mail, "attempts" | "sentAt" | "failedAt">): Statement {
  return toStatement(db.insert(mails).values({ ...mail, attempts: 0, sentAt: null, failedAt: null }));
}

export async function findMail(db: Database, id: string): Promise<Mail | null> {
  return (await db.select().from(mails).where(eq(mails.id, id)).get()) ?? null;
}

/** Mails whose time has come, the longest due first. */
export async function listDueMailIds(db: Database, now: number, limit: number): Promise<string[]> {
  const rows = await db.select({ id: mails.id }).from(mails).where(lte(mails.dueAt, now)).orderBy(asc(mails.dueAt)).limit(limit).all();
  return rows.map(({ id }) => id);
}

/** Tries a mail that was given up once more. */
export function retryMail(db: Database, id: string, now: number): Statement {
  return toStatement(
    db
      .update(mails)
      .set({ dueAt: now, failedAt: null, attempts: 0 })
      .where(and(eq(mails.id, id), isNotNull(mails.failedAt))),
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

export async function removeMail(db: Database, id: string): Promise<void> {
  await db.delete(mails).where(eq(mails.id, id)).run();
}
