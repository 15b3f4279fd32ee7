// Changes to many records at once: the jobs, and what each record had before, for their undo.
import { and, asc, desc, eq, gt, inArray, lt, type SQL, sql } from "drizzle-orm";
import type { Database, TeamDb } from "../../client";
import { bulkEdits, bulkUndos } from "../../schema/views";
import { guard, insertRows, type Statement, toStatement } from "../../statements";

export type Bulk = typeof bulkEdits.$inferSelect;
export type BulkUndo = Omit<typeof bulkUndos.$inferSelect, "teamId">;

const one = (teamId: string, id: string) => and(eq(bulkEdits.teamId, teamId), eq(bulkEdits.id, id));

export function insertBulk({ db, teamId }: TeamDb, bulk: Omit<Bulk, "teamId">): Statement {
  return toStatement(db.insert(bulkEdits).values({ ...bulk, teamId }));
}

/** What a member was still to get goes to somebody else. */
export function repointBulks({ teamId }: TeamDb, fromId: string, toId: string): Statement {
  const change = sql`json_set(${bulkEdits.change}, '$.value', ${toId})`;
  return toStatement(
    sql`UPDATE ${bulkEdits} SET member_id = ${toId}, change = ${change} WHERE ${bulkEdits.teamId} = ${teamId} AND ${bulkEdits.state} = 'running'
        AND ${bulkEdits.change} ->> 'passedOn' AND ${bulkEdits.change} ->> 'value' = ${fromId}`,
  );
}

export async function findBulk({ db, teamId }: TeamDb, id: string): Promise<Bulk | null> {
  return (await db.select().from(bulkEdits).where(one(teamId, id)).get()) ?? null;
}

/** Moves a job on. Raises, in a batch, where somebody else has moved it since it was read. */
export function moveBulk({ db, teamId }: TeamDb, bulk: Bulk, changes: Partial<Bulk>, now: number): Statement[] {
  const same = sql`SELECT 1 FROM ${bulkEdits} WHERE ${bulkEdits.teamId} = ${teamId} AND ${bulkEdits.id} = ${bulk.id}
    AND ${bulkEdits.changedAt} = ${bulk.changedAt} AND ${bulkEdits.state} = ${bulk.state}`;
  const changedAt = Math.max(now, bulk.changedAt + 1);
  return [
    guard(teamId, sql`EXISTS (${same})`),
    toStatement(
      db
        .update(bulkEdits)
        .set({ ...changes, changedAt })
        .where(one(teamId, bulk.id)),
    ),
  ];
}

/** Jobs of all teams in some states that nobody has moved since: for what was missed, and for what is over. */
export async function listBulks(db: Database, states: Bulk["state"][], before: number, limit: number): Promise<Bulk[]> {
  const some = and(inArray(bulkEdits.state, states), lt(bulkEdits.changedAt, before));
  return db.select().from(bulkEdits).where(some).orderBy(asc(bulkEdits.changedAt)).limit(limit).all();
}

/** How many jobs of a team are under way: at most `limit`. */
export async function countOpenBulks({ db, teamId }: TeamDb, limit: number): Promise<number> {
  const open = and(eq(bulkEdits.teamId, teamId), inArray(bulkEdits.state, ["running", "undoing"]));
  return (await db.select({ id: bulkEdits.id }).from(bulkEdits).where(open).orderBy(desc(bulkEdits.id)).limit(limit).all()).length;
}

export function insertUndos({ teamId }: TeamDb, undos: BulkUndo[]): Statement[] {
  return undos.length === 0
    ? []
    : insertRows(
        bulkUndos,
        undos.map((undo) => ({ teamId, ...undo })),
      );
}

/** What records had before a change, after one of them in the order of their ids. */
export async function listUndos({ db, teamId }: TeamDb, bulkId: string, after: string, limit: number): Promise<BulkUndo[]> {
  const some = and(eq(bulkUndos.teamId, teamId), eq(bulkUndos.bulkId, bulkId), gt(bulkUndos.recordId, after));
  return db.select().from(bulkUndos).where(some).orderBy(asc(bulkUndos.recordId)).limit(limit).all();
}

/** Removes up to `limit` of what a job could have undone. Gives back how many went. */
export function removeUndos({ teamId }: TeamDb, bulkId: string, limit: number): Statement {
  const some: SQL = sql`SELECT record_id FROM ${bulkUndos} WHERE ${bulkUndos.teamId} = ${teamId} AND ${bulkUndos.bulkId} = ${bulkId} LIMIT ${limit}`;
  return toStatement(
    sql`DELETE FROM ${bulkUndos} WHERE ${bulkUndos.teamId} = ${teamId} AND ${bulkUndos.bulkId} = ${bulkId} AND ${bulkUndos.recordId} IN (${some}) RETURNING 1`,
  );
}

export function removeBulk({ db, teamId }: TeamDb, id: string): Statement {
  return toStatement(db.delete(bulkEdits).where(one(teamId, id)));
}

/** Forgets what one record had before any change. The team's jobs of the last day are few. */
export function forgetInBulks({ db, teamId }: TeamDb, recordId: string): Statement[] {
  const jobs = sql`SELECT ${bulkEdits.id} FROM ${bulkEdits} WHERE ${bulkEdits.teamId} = ${teamId}`;
  const undos = and(eq(bulkUndos.teamId, teamId), sql`${bulkUndos.bulkId} IN (${jobs})`, eq(bulkUndos.recordId, recordId));
  // Its place stays, since how far a job has come is counted in places.
  const without = sql`(SELECT json_group_array(CASE WHEN value = ${recordId} THEN '' ELSE value END) FROM json_each(${bulkEdits.ids}))`;
  const named = and(eq(bulkEdits.teamId, teamId), sql`${bulkEdits.ids} IS NOT NULL`);
  return [toStatement(db.delete(bulkUndos).where(undos)), toStatement(db.update(bulkEdits).set({ ids: without }).where(named))];
}

/** Forgets what was in a custom field before changes of it. */
export function forgetFieldInBulks({ db, teamId }: TeamDb, field: string): Statement[] {
  const jobs = sql`SELECT ${bulkEdits.id} FROM ${bulkEdits} WHERE ${bulkEdits.teamId} = ${teamId} AND ${bulkEdits.change} ->> 'field' = ${field}`;
  return [
    toStatement(db.delete(bulkUndos).where(and(eq(bulkUndos.teamId, teamId), sql`${bulkUndos.bulkId} IN (${jobs})`))),
    toStatement(db.delete(bulkEdits).where(and(eq(bulkEdits.teamId, teamId), sql`${bulkEdits.change} ->> 'field' = ${field}`))),
  ];
}
