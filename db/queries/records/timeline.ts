// What happened with a record. A call, meeting or mail moves a contact's last-contacted on in the same batch; a note to oneself does not.
import { and, asc, desc, eq, inArray, lt, or, sql } from "drizzle-orm";
import type { TeamDb } from "../../client";
import { timeline } from "../../schema/timeline";
import { guard, listed, type Statement, toStatement } from "../../statements";
import { isListed, type NounTable } from "./records";
import { scoped } from "./sight";

export type TimelineEntry = typeof timeline.$inferSelect;

export function insertTimeline({ db, teamId }: TeamDb, entry: Omit<TimelineEntry, "teamId" | "author">): Statement {
  return toStatement(db.insert(timeline).values({ ...entry, teamId }));
}

/** Raises unless a record is there and on the lists: for an action that hangs on it. */
export function requireListed(teamDb: TeamDb, table: NounTable, recordId: string): Statement {
  const there = and(scoped(teamDb, table), eq(table.id, recordId), isListed(table));
  return guard(teamDb.teamId, sql`EXISTS (SELECT 1 FROM ${table} WHERE ${there})`);
}

const one = (table: NounTable, teamId: string, recordId: string) => and(eq(table.teamId, teamId), eq(table.id, recordId));

/** Moves last-contacted on, never back. A noun that does not count it is left as it is. */
export function touchContacted({ db, teamId }: TeamDb, table: NounTable, recordId: string, at: number): Statement[] {
  if (!table.lastContactedAt) return [];
  const lastContactedAt = sql`MAX(${table.lastContactedAt}, ${at})`;
  return [
    toStatement(
      db
        .update(table)
        .set({ lastContactedAt } as never)
        .where(one(table, teamId, recordId)),
    ),
  ];
}

/** Notes that a person changed something about a record, so that no undo takes it away unseen. */
export function markChanged({ db, teamId }: TeamDb, table: NounTable, recordId: string, now: number): Statement {
  const changedAt = sql`MAX(${table.changedAt} + 1, ${now})`;
  return toStatement(
    db
      .update(table)
      .set({ changedAt } as never)
      .where(one(table, teamId, recordId)),
  );
}

/** Every entry of some records, oldest first. */
export async function listTimelines({ db, teamId }: TeamDb, recordIds: string[]): Promise<TimelineEntry[]> {
  const mine = and(eq(timeline.teamId, teamId), inArray(timeline.recordId, listed(recordIds)));
  return db.select().from(timeline).where(mine).orderBy(asc(timeline.recordId), asc(timeline.at), asc(timeline.id)).all();
}

/**
 * Entries before `before`, newest first: by when they happened, which is not the order of their ids, since a note's was made when its form was opened. Without an index of its
 * own: a record's entries lie together, and are few.
 */
export async function listTimeline(
  { db, teamId }: TeamDb,
  recordId: string,
  before: Pick<TimelineEntry, "at" | "id"> | null,
  limit: number,
): Promise<TimelineEntry[]> {
  const older = before ? or(lt(timeline.at, before.at), and(eq(timeline.at, before.at), lt(timeline.id, before.id))) : undefined;
  const mine = and(eq(timeline.teamId, teamId), eq(timeline.recordId, recordId), older);
  return db.select().from(timeline).where(mine).orderBy(desc(timeline.at), desc(timeline.id)).limit(limit).all();
}

export async function findTimeline({ db, teamId }: TeamDb, recordId: string, id: string): Promise<TimelineEntry | null> {
  const mine = and(eq(timeline.teamId, teamId), eq(timeline.recordId, recordId), eq(timeline.id, id));
  return (await db.select().from(timeline).where(mine).get()) ?? null;
}

export function updateTimelineBody({ db, teamId }: TeamDb, recordId: string, id: string, body: string): Statement {
  const mine = and(eq(timeline.teamId, teamId), eq(timeline.recordId, recordId), eq(timeline.id, id));
  return toStatement(db.update(timeline).set({ body }).where(mine));
}

/** Removes one entry that nothing follows from. */
export function removeEntry({ db, teamId }: TeamDb, recordId: string, id: string): Statement {
  return toStatement(db.delete(timeline).where(and(eq(timeline.teamId, teamId), eq(timeline.recordId, recordId), eq(timeline.id, id))));
}

/** Removes one entry and works last-contacted out again from what is left. */
export function removeTimeline({ db, teamId }: TeamDb, table: NounTable, recordId: string, id: string): Statement[] {
  const ofRecord = and(eq(timeline.teamId, teamId), eq(timeline.recordId, recordId));
  const gone = removeEntry({ db, teamId }, recordId, id);
  if (!table.lastContactedAt) return [gone];
  const lastContactedAt = sql`coalesce((SELECT MAX(${timeline.at}) FROM ${timeline} WHERE ${ofRecord} AND ${timeline.kind} IN ('call', 'mail', 'meeting')), 0)`;
  return [
    gone,
    toStatement(
      db
        .update(table)
        .set({ lastContactedAt } as never)
        .where(one(table, teamId, recordId)),
    ),
  ];
}
