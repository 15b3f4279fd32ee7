// Merges of two records of a noun: what is moved from one to the other, and what its undo reads for 30 days.
import { and, desc, eq, gt, inArray, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { TeamDb } from "../../client";
import { merges } from "../../schema/records";
import { timeline } from "../../schema/timeline";
import { guard, listed, type Statement, toStatement } from "../../statements";
import { isListed, type NounTable } from "./records";
import { visible } from "./sight";

export type Merge = typeof merges.$inferSelect;

/** Records of another noun that name one of this. */
export interface Reference {
  noun: string;
  table: NounTable;
  /** The column with the id. */
  on: SQLiteColumn;
  /** The key of that column in the table. */
  key: string;
}

/** Whether a record names one of this. `> ''` says nothing more, and lets the index be used that holds no others. */
export function names(teamId: string, { table, on }: Pick<Reference, "table" | "on">, id: string | SQLiteColumn): SQL {
  return sql`(${table.teamId} = ${teamId} AND ${on} = ${id} AND ${on} > '')`;
}

/** Ids of records that name one, at most `limit`. */
export async function listReferring({ db, teamId }: TeamDb, ref: Reference, id: string, limit: number): Promise<string[]> {
  const { table } = ref;
  return (
    await db
      .select({ id: table.id })
      .from(table)
      .where(names(teamId, ref, id))
      .limit(limit)
      .all()
  ).map((row) => String(row.id));
}

/** The newest listed records that name one, by id: at most `limit`. */
export async function listBelonging(teamDb: TeamDb, ref: Reference, id: string, limit: number): Promise<string[]> {
  const { db, teamId } = teamDb;
  const { table } = ref;
  const theirs = and(names(teamId, ref, id), isListed(table), visible(teamDb, table));
  return (await db.select({ id: table.id }).from(table).where(theirs).orderBy(desc(table.seq)).limit(limit).all()).map((row) =>
    String(row.id),
  );
}

/** Lets records name `to` that still name `from`; `says`: what else of them follows. */
export function moveReferring(
  { db, teamId }: TeamDb,
  { table, on, key }: Reference,
  { ids, from, to, says }: { ids: string[]; from: string; to: string; says: object },
): Statement {
  const theirs = and(eq(table.teamId, teamId), inArray(table.id, listed(ids)), eq(on, from));
  return toStatement(
    db
      .update(table)
      .set({ ...says, [key]: to } as never)
      .where(theirs),
  );
}

/** Ids of a record's timeline, at most `limit`. */
export async function listTimelineIds({ db, teamId }: TeamDb, recordId: string, limit: number): Promise<string[]> {
  const mine = and(eq(timeline.teamId, teamId), eq(timeline.recordId, recordId));
  return (await db.select({ id: timeline.id }).from(timeline).where(mine).limit(limit).all()).map(({ id }) => id);
}

export function moveTimeline({ db, teamId }: TeamDb, ids: string[], from: string, to: string): Statement {
  const lines = and(eq(timeline.teamId, teamId), eq(timeline.recordId, from), inArray(timeline.id, listed(ids)));
  return toStatement(db.update(timeline).set({ recordId: to }).where(lines));
}

/** Raises unless a record has just so many lines of timeline. */
export function requireTimeline({ teamId }: TeamDb, recordId: string, count: number): Statement {
  const lines = sql`SELECT COUNT(*) FROM ${timeline} WHERE ${timeline.teamId} = ${teamId} AND ${timeline.recordId} = ${recordId}`;
  return guard(teamId, sql`(${lines}) = ${count}`);
}

/** Raises unless just so many records name one. */
export function requireReferring({ teamId }: TeamDb, ref: Reference, id: string, count: number): Statement {
  return guard(teamId, sql`(SELECT COUNT(*) FROM ${ref.table} WHERE ${names(teamId, ref, id)}) = ${count}`);
}

/** Whether nothing names a row of a table. */
export function isFree(teamId: string, { id }: NounTable, refs: Pick<Reference, "table" | "on">[]): SQL {
  const named = refs.map((ref) => sql`EXISTS (SELECT 1 FROM ${ref.table} WHERE ${names(teamId, ref, id)})`);
  return named.length === 0 ? sql`true` : sql`NOT (${sql.join(named, sql` OR `)})`;
}

export function insertMerge({ db, teamId }: TeamDb, merge: Omit<Merge, "teamId">): Statement {
  return toStatement(db.insert(merges).values({ ...merge, teamId }));
}

/** A merge of a noun that was done after a moment. */
export async function findMerge({ db, teamId }: TeamDb, noun: string, id: string, since: number): Promise<Merge | null> {
  const mine = and(eq(merges.teamId, teamId), eq(merges.id, id), eq(merges.noun, noun), gt(merges.at, since));
  return (await db.select().from(merges).where(mine).get()) ?? null;
}

/** Takes a merge away; raises where it is gone already, so that no undo is done twice. */
export function takeMerge({ db, teamId }: TeamDb, id: string): Statement[] {
  const mine = and(eq(merges.teamId, teamId), eq(merges.id, id));
  return [
    guard(teamId, sql`EXISTS (SELECT 1 FROM ${merges} WHERE ${merges.teamId} = ${teamId} AND ${merges.id} = ${id})`),
    toStatement(db.delete(merges).where(mine)),
  ];
}

/** Takes what was in a custom field out of the merges that can still be undone. */
export function forgetInMerges({ db, teamId }: TeamDb, noun: string, fieldId: string): Statement {
  const places = ["before", "after", "gone"].map((row) => sql`${`$.${row}.customValues."${fieldId}"`}`);
  const rows = sql`json_remove(${merges.rows}, ${sql.join(places, sql`, `)})`;
  return toStatement(
    db
      .update(merges)
      .set({ rows })
      .where(and(eq(merges.teamId, teamId), eq(merges.noun, noun))),
  );
}
