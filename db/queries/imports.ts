// Imports: where each stands, its chunks, and the guarded step from one chunk to the next.
import { and, desc, eq, lt, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Database, TeamDb } from "../client";
import { type ImportState, imports } from "../schema/imports";
import { timeline } from "../schema/timeline";
import { listed, type Statement, toStatement } from "../statements";
import { isFree, type Reference } from "./records/merges";
import type { NounTable } from "./records/records";

export type Import = typeof imports.$inferSelect;

export async function insertImport({ db, teamId }: TeamDb, row: Omit<Import, "teamId">): Promise<void> {
  await db
    .insert(imports)
    .values({ ...row, teamId })
    .run();
}

export async function findImport({ db, teamId }: TeamDb, id: string): Promise<Import | null> {
  return (
    (await db
      .select()
      .from(imports)
      .where(and(eq(imports.teamId, teamId), eq(imports.id, id)))
      .get()) ?? null
  );
}

export async function listImports({ db, teamId }: TeamDb, limit: number): Promise<Import[]> {
  return db.select().from(imports).where(eq(imports.teamId, teamId)).orderBy(desc(imports.id)).limit(limit).all();
}

/** Changes an import that is in one of these states, and where asked at this attempt. False when it was in another: somebody else moved it on. */
export async function moveImport(
  { db, teamId }: TeamDb,
  id: string,
  from: ImportState[],
  changes: Partial<Import>,
  attempt?: number,
): Promise<boolean> {
  const states = from.map(() => "?").join(", ");
  const query = toStatement(
    db
      .update(imports)
      .set(changes)
      .where(and(eq(imports.teamId, teamId), eq(imports.id, id))),
  );
  const found = await db.$client
    .prepare(`${query.sql} AND state IN (${states})${attempt === undefined ? "" : " AND attempt = ?"}`)
    .bind(...query.params, ...from, ...(attempt === undefined ? [] : [attempt]))
    .run();
  return found.meta.changes === 1;
}

/** Imports at work that nobody has touched since `before`: their job was lost or crashed. */
export async function listStaleImports(db: Database, before: number, limit: number): Promise<{ teamId: string; id: string }[]> {
  const found: { teamId: string; id: string }[] = [];
  for (const state of ["checking", "running", "undoing"] as const) {
    const stale = and(eq(imports.state, state), lt(imports.changedAt, before));
    found.push(...(await db.select({ teamId: imports.teamId, id: imports.id }).from(imports).where(stale).limit(limit).all()));
  }
  return found;
}

export interface ChunkStep {
  importId: string;
  cursor: number;
  /** As the row had it when its rows were read. */
  attempt: number;
  /** Where the next chunk begins. */
  nextCursor: number;
  imported: number;
  knownLate: number;
  at: number;
}

/** Moves the cursor on; raises unless the import is running, still at `cursor`, and was not restarted. Goes into the chunk's own batch. */
export function advanceImport({ teamId }: TeamDb, step: ChunkStep): Statement {
  return {
    sql: `UPDATE imports SET cursor = CASE WHEN cursor = ? AND attempt = ? AND state = 'running' THEN ? END, attempt = 0,
          imported = imported + ?, known_late = known_late + ?, changed_at = ? WHERE team_id = ? AND id = ?`,
    params: [step.cursor, step.attempt, step.nextCursor, step.imported, step.knownLate, step.at, teamId, step.importId],
  };
}

/** Where the rows of an import went. */
export interface Imported {
  table: NounTable;
  /** The column that says which import brought a record. */
  by: SQLiteColumn;
  /** What may have come to name its records since: those that are named stay. */
  refs: Reference[];
  /** The writes that remove records for good, by seq, and keep the books of it. */
  remove(teamDb: TeamDb, seqs: number[]): Statement[];
}

/** Notes which records a chunk made, so that its undo finds just these. Behind the records' own insert. */
export function insertChunk(
  { teamId }: TeamDb,
  { table }: Pick<Imported, "table">,
  chunk: { importId: string; cursor: number; key: string; firstId: string; lastId: string; contacts: number },
): Statement {
  const seqOf = (id: string) => sql`(SELECT ${table.seq} FROM ${table} WHERE ${table.teamId} = ${teamId} AND ${table.id} = ${id})`;
  const { importId, cursor, key, firstId, lastId, contacts } = chunk;
  return toStatement(sql`INSERT INTO import_chunks (team_id, import_id, cursor, key, seq_first, seq_last, contacts)
    VALUES (${teamId}, ${importId}, ${cursor}, ${key}, ${seqOf(firstId)}, ${seqOf(lastId)}, ${contacts})`);
}

export interface Chunk {
  cursor: number;
  key: string;
  seqFirst: number;
  seqLast: number;
  contacts: number;
}

/** Chunks that are not undone yet, newest first: what came last goes first. */
export async function listOpenChunks({ db, teamId }: TeamDb, importId: string, limit: number): Promise<Chunk[]> {
  const found = await db.$client
    .prepare(
      `SELECT cursor, key, seq_first AS seqFirst, seq_last AS seqLast, contacts FROM import_chunks
       WHERE team_id = ? AND import_id = ? AND undone_at IS NULL ORDER BY cursor DESC LIMIT ?`,
    )
    .bind(teamId, importId, limit)
    .all<Chunk>();
  return found.results;
}

/** Whether nobody has changed a record since its import, written about it, or come to belong to it: notes of the file itself have another author. */
function isUntouched(teamId: string, importId: string, { table, refs }: Pick<Imported, "table" | "refs">): SQL {
  const begun = sql`(SELECT ${imports.createdAt} FROM ${imports} WHERE ${imports.teamId} = ${teamId} AND ${imports.id} = ${importId})`;
  const written = sql`${timeline.kind} IN ('note', 'call', 'mail', 'meeting') AND ${timeline.author} IS NULL AND ${timeline.at} >= ${begun}`;
  const about = sql`${timeline.teamId} = ${teamId} AND ${timeline.recordId} = ${table.id}`;
  return sql`${table.changedAt} = ${table.createdAt} AND ${isFree(teamId, table, refs)} AND NOT EXISTS (SELECT 1 FROM ${timeline} WHERE ${about} AND ${written})`;
}

/** The records of a chunk that nobody touched since, those that an archive brought as trashed included: what its undo may take back. */
export async function listUntouched(
  { db, teamId }: TeamDb,
  importId: string,
  { seqFirst, seqLast }: Chunk,
  imported: Imported,
): Promise<number[]> {
  const { table, by } = imported;
  const mine = and(eq(table.teamId, teamId), eq(by, importId), sql`${table.seq} BETWEEN ${seqFirst} AND ${seqLast}`);
  const found = await db
    .select({ seq: table.seq })
    .from(table)
    .where(and(mine, isUntouched(teamId, importId, imported)))
    .all();
  return found.map(({ seq }) => Number(seq));
}

/**
 * Takes a chunk back: the records in `seqs`, which nobody has touched, go, the receipt says how many, the rest stay and stay charged.
 * The receipt's count comes first, so that everything after it works on the same records.
 */
export function undoChunk(
  teamDb: TeamDb,
  { importId, chunk, at }: { importId: string; chunk: Chunk; at: number },
  seqs: number[],
  imported: Imported,
): Statement[] {
  const { teamId } = teamDb;
  const { table } = imported;
  const theirs = sql`${table.seq} IN ${listed(seqs)}`;
  // An edit between the reading and this batch raises here: the undo is tried again with a fresh list.
  const touched = sql`(SELECT COUNT(*) FROM ${table} WHERE ${theirs} AND NOT (${isUntouched(teamId, importId, imported)}))`;
  return [
    toStatement(sql`UPDATE receipts SET credits_back = CASE WHEN ${touched} = 0 THEN credits * ${seqs.length} / ${chunk.contacts} END
      WHERE team_id = ${teamId} AND key = ${chunk.key}`),
    ...imported.remove(teamDb, seqs),
    {
      sql: "UPDATE imports SET taken_back = taken_back + ?, changed_at = ? WHERE team_id = ? AND id = ?",
      params: [seqs.length, at, teamId, importId],
    },
    {
      sql: "UPDATE import_chunks SET undone_at = ? WHERE team_id = ? AND import_id = ? AND cursor = ?",
      params: [at, teamId, importId, chunk.cursor],
    },
  ];
}
