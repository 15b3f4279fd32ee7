// Records of any noun, through the columns that all of them have. Search index, handles and counters follow by triggers.
import { and, asc, eq, gt, inArray, lte, type SQL, sql } from "drizzle-orm";
import type { Database, TeamDb } from "../../client";
import type { CustomValues } from "../../schema/fields";
import type { Handle } from "../../schema/records";
import { recordHandles } from "../../schema/records";
import { timeline } from "../../schema/timeline";
import { guard, insertRows, listed, type Statement, toStatement } from "../../statements";
import { nextSeqs, scoped } from "./sight";
import { isListed, type NounTable, type RecordTable } from "./tables";

export { isListed, type NounTable, type RecordTable, tableName } from "./tables";

export interface RecordRow {
  seq: number;
  id: string;
  sortName: string;
  words: string;
  handles: Handle[];
  facets: string;
  customValues: CustomValues;
  createdAt: number;
  changedAt: number;
  trashedAt: number;
  ownerId: string;
  isPrivate: boolean;
}

/** Rows of whichever table was asked for: its own file says what is in them. */
const allOf = async <Row>(query: { all(): Promise<unknown[]> }) => (await query.all()) as Row[];

/** Whether a record of any noun is there, and on the lists. */
export async function findNoun(teamDb: TeamDb, table: NounTable, id: string): Promise<{ listed: boolean } | null> {
  const mine = and(scoped(teamDb, table), eq(table.id, id));
  const found = await teamDb.db
    .select({ listed: sql<number>`${isListed(table)}` })
    .from(table)
    .where(mine)
    .get();
  return found ? { listed: Boolean(found.listed) } : null;
}

/** Records by id, in the order of their arrival. */
export async function listById<Row extends RecordRow>(teamDb: TeamDb, table: RecordTable, ids: string[]): Promise<Row[]> {
  const some = and(scoped(teamDb, table), inArray(table.id, listed(ids)));
  return allOf(teamDb.db.select().from(table).where(some).orderBy(asc(table.seq)));
}

/** All records after a seq, those in the trash too, in the order of their arrival; or only those on the lists. */
export async function listAll<Row extends RecordRow>(
  teamDb: TeamDb,
  table: RecordTable,
  { after, limit, onLists }: { after: number; limit: number; onLists: boolean },
): Promise<Row[]> {
  const { db } = teamDb;
  const some = onLists ? inArray(table.seq, nextSeqs(teamDb, table, after, limit)) : and(scoped(teamDb, table), gt(table.seq, after));
  return allOf(db.select().from(table).where(some).orderBy(asc(table.seq)).limit(limit));
}

/** Whether a handle of a noun is one of these. */
function oneOf(teamId: string, noun: string, handles: Handle[]): SQL | undefined {
  const { kind, value } = recordHandles;
  const asked = sql`(SELECT value ->> 0, value ->> 1 FROM json_each(${JSON.stringify(handles)}))`;
  return and(eq(recordHandles.teamId, teamId), eq(recordHandles.noun, noun), sql`(${kind}, ${value}) IN ${asked}`);
}

/** Records on the lists or in the trash that have one of these handles, by what each shares; at most `limit`. */
export async function listByHandle(
  teamDb: TeamDb,
  { noun, table }: { noun: string; table: RecordTable },
  handles: Handle[],
  limit: number,
): Promise<{ kind: string; value: string; recordId: string }[]> {
  const { kind, value, recordId } = recordHandles;
  return teamDb.db
    .select({ kind, value, recordId })
    .from(recordHandles)
    .innerJoin(table, and(scoped(teamDb, table), eq(table.id, recordId)))
    .where(oneOf(teamDb.teamId, noun, handles))
    .limit(limit)
    .all();
}

/** Handles after a place that several listed records share, in their own order: what the page of duplicates shows. Walks the noun's handles. */
export async function listShared(
  teamDb: TeamDb,
  { noun, table }: { noun: string; table: RecordTable },
  after: Handle | null,
  limit: number,
) {
  const { kind, value, recordId } = recordHandles;
  const behind = after ? sql`(${kind}, ${value}) > (${after[0]}, ${after[1]})` : undefined;
  return teamDb.db
    .select({ kind, value })
    .from(recordHandles)
    .innerJoin(table, and(scoped(teamDb, table), eq(table.id, recordId), isListed(table)))
    .where(and(eq(recordHandles.teamId, teamDb.teamId), eq(recordHandles.noun, noun), behind))
    .groupBy(kind, value)
    .having(sql`COUNT(*) > 1`)
    .orderBy(kind, value)
    .limit(limit)
    .all();
}

/** The first listed records of each of some handles: at most `each` of one, since a name may be shared by thousands. */
export async function listSharing(teamDb: TeamDb, { noun, table }: { noun: string; table: RecordTable }, handles: Handle[], each: number) {
  const { kind, value, recordId } = recordHandles;
  const place = sql<number>`row_number() OVER (PARTITION BY ${kind}, ${value} ORDER BY ${recordId})`.as("place");
  const { db, teamId } = teamDb;
  const all = db
    .select({ kind, value, recordId, place })
    .from(recordHandles)
    .innerJoin(table, and(scoped(teamDb, table), eq(table.id, recordId), isListed(table)))
    .where(oneOf(teamId, noun, handles))
    .as("sharing");
  return db.select({ kind: all.kind, value: all.value, recordId: all.recordId }).from(all).where(lte(all.place, each)).all();
}

export const insertRecords = insertRows as (table: RecordTable, rows: object[], unless?: SQL) => Statement[];

/** Raises unless a record is there and as it was read, before anything is written about it. */
export function requireSame({ teamId }: TeamDb, table: NounTable, { seq, changedAt }: Pick<RecordRow, "seq" | "changedAt">): Statement {
  return guard(
    teamId,
    sql`EXISTS (SELECT 1 FROM ${table} WHERE ${table.teamId} = ${teamId} AND ${table.seq} = ${seq} AND ${table.changedAt} = ${changedAt})`,
  );
}

/** Changes a record. changed_at only moves on, so two edits at once end with the later one whole, never with a mixture. */
export function updateRecord({ db, teamId }: TeamDb, table: RecordTable, before: RecordRow, changes: object, now: number): Statement {
  const changedAt = Math.max(now, before.changedAt + 1);
  const mine = and(eq(table.teamId, teamId), eq(table.seq, before.seq));
  return toStatement(
    db
      .update(table)
      .set({ ...changes, changedAt } as never)
      .where(mine),
  );
}

/** Lets a record be sorted and found by what is in it now. Raises when it is not as it was read; it does not count as changed by anybody. */
export function findRecordAnew(teamDb: TeamDb, table: RecordTable, before: RecordRow, found: object): Statement[] {
  const mine = and(eq(table.teamId, teamDb.teamId), eq(table.seq, before.seq));
  const { db } = teamDb;
  return [
    requireSame(teamDb, table, before),
    toStatement(
      db
        .update(table)
        .set(found as never)
        .where(mine),
    ),
  ];
}

/** Puts records into the trash, or takes them out where `trashedAt` is 0. Gives back whose place changed. */
export function moveToTrash(teamDb: TeamDb, table: RecordTable, ids: string[], trashedAt: number, now: number): Statement {
  const away = trashedAt === 0 ? sql`${table.trashedAt} > 0` : sql`${table.trashedAt} = 0`;
  // By row id, so that each is looked up, and the list is not walked.
  const theirs = sql`(SELECT ${table.seq} FROM json_each(${JSON.stringify(ids)}) AS j CROSS JOIN ${table} ON ${scoped(teamDb, table)} AND ${table.id} = j.value)`;
  const some = and(inArray(table.seq, theirs), sql`+${away}`);
  const changedAt = sql`MAX(${table.changedAt} + 1, ${now})`;
  return toStatement(
    teamDb.db
      .update(table)
      .set({ trashedAt, changedAt } as never)
      .where(some)
      .returning({ id: table.id }),
  );
}

/** Takes back a record just added; raises when it was changed, has more than its first line of timeline, or is not `isFree` by now. */
export function removeFresh(teamDb: TeamDb, table: RecordTable, row: RecordRow, isFree: SQL): Statement[] {
  const lines = sql`(SELECT COUNT(*) FROM ${timeline} WHERE ${timeline.teamId} = ${teamDb.teamId} AND ${timeline.recordId} = ${row.id})`;
  return [
    requireSame(teamDb, table, { seq: row.seq, changedAt: row.createdAt }),
    guard(teamDb.teamId, sql`${lines} = 1`),
    guard(teamDb.teamId, sql`EXISTS (SELECT 1 FROM ${table} WHERE ${table.seq} = ${row.seq} AND ${isFree})`),
    removeRecords(teamDb, table, [row.seq]),
  ];
}

/** Removes records for good; with them goes, by triggers, all that hangs on them. */
export function removeRecords({ db, teamId }: TeamDb, table: NounTable, seqs: number[]): Statement {
  return toStatement(db.delete(table).where(and(sql`+${table.teamId} = ${teamId}`, inArray(table.seq, listed(seqs)))));
}

/** Records of any team whose facets nobody has worked out yet. That index holds no others. */
export async function listUnfaceted<Row>(db: Database, table: NounTable, limit: number): Promise<Row[]> {
  return allOf<Row>(db.select().from(table).where(sql`${table.facets} = ''`).limit(limit));
}

/** Whether no record of any team has this seq: one that was removed may have had it. */
export async function isSeqFree({ db }: TeamDb, table: NounTable, seq: number): Promise<boolean> {
  return (await db.select({ seq: table.seq }).from(table).where(eq(table.seq, seq)).get()) === undefined;
}

/** The next records of a noun by seq, wherever they are. */
export async function listSomeSeqs({ db, teamId }: TeamDb, table: NounTable, limit: number): Promise<number[]> {
  const found = await db.select({ seq: table.seq }).from(table).where(eq(table.teamId, teamId)).limit(limit).all();
  return found.map(({ seq }) => Number(seq));
}

/** Records that went to the trash before a moment: at most `limit`, by seq. Who asked to be kept is kept. */
export async function listTrashedBefore({ db, teamId }: TeamDb, table: NounTable, before: number, limit: number): Promise<number[]> {
  const old = and(
    eq(table.teamId, teamId),
    // Private or not: said, so that the index is used.
    inArray(table.isPrivate, [0, 1]),
    sql`${table.trashedAt} BETWEEN 1 AND ${before - 1}`,
    table.restrictedAt ? eq(table.restrictedAt, 0) : undefined,
  );
  const found = await db.select({ seq: table.seq }).from(table).where(old).limit(limit).all();
  return found.map(({ seq }) => Number(seq));
}
