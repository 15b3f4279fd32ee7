// Imports: where each stands, its chunks, and the guarded step from one chunk to the next.
import { and, desc, eq, lt } from "drizzle-orm";
import type { Database, TeamDb } from "../client";
import { type ImportState, imports } from "../schema/imports";
import { type Statement, toStatement } from "../statements";
import { removeContacts } from "./contacts";

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

/** Notes which contacts a chunk made, so that its undo finds just these. Behind the contacts' own insert. */
export function insertChunk(
  { teamId }: TeamDb,
  chunk: { importId: string; cursor: number; key: string; firstId: string; lastId: string; contacts: number },
): Statement {
  const seqOf = "(SELECT seq FROM contacts WHERE team_id = ?1 AND id = ";
  return {
    sql: `INSERT INTO import_chunks (team_id, import_id, cursor, key, seq_first, seq_last, contacts)
          VALUES (?1, ?2, ?3, ?4, ${seqOf}?5), ${seqOf}?6), ?7)`,
    params: [teamId, chunk.importId, chunk.cursor, chunk.key, chunk.firstId, chunk.lastId, chunk.contacts],
  };
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

/** The contacts of a chunk that nobody changed, trashed or wrote about since, those that an archive brought as trashed included: what its undo may take back. */
export async function listUnchanged({ db, teamId }: TeamDb, importId: string, chunk: Chunk): Promise<number[]> {
  const found = await db.$client
    .prepare(
      `SELECT seq FROM contacts WHERE team_id = ?1 AND import_id = ?2 AND seq BETWEEN ?3 AND ?4
       AND changed_at = created_at
       AND last_contacted_at < (SELECT created_at FROM imports WHERE team_id = ?1 AND id = ?2)`,
    )
    .bind(teamId, importId, chunk.seqFirst, chunk.seqLast)
    .all<{ seq: number }>();
  return found.results.map(({ seq }) => seq);
}

/**
 * Takes a chunk back: the contacts in `seqs` that are unchanged still go, the receipt says how many, the rest stay and stay charged.
 * The receipt's count comes first, so that everything after it works on the same contacts.
 */
export function undoChunk(teamDb: TeamDb, importId: string, chunk: Chunk, seqs: number[], at: number): Statement[] {
  const { teamId } = teamDb;
  const list = JSON.stringify(seqs);
  // An edit between the reading and this batch raises here: the undo is tried again with a fresh list.
  const changed =
    "SELECT COUNT(*) FROM json_each(?3) AS j CROSS JOIN contacts AS c ON c.seq = j.value WHERE c.changed_at <> c.created_at OR c.last_contacted_at >= (SELECT created_at FROM imports WHERE team_id = ?1 AND id = ?6)";
  return [
    {
      sql: `UPDATE receipts SET credits_back = CASE WHEN (${changed}) = 0 THEN credits * ?4 / ?5 END WHERE team_id = ?1 AND key = ?2`,
      params: [teamId, chunk.key, list, seqs.length, chunk.contacts, importId],
    },
    {
      sql: `UPDATE counters SET value = value - (SELECT COUNT(*) FROM json_each(?2) AS j CROSS JOIN contacts AS c ON c.seq = j.value
            WHERE c.trashed_at = 0 AND c.restricted_at = 0) WHERE team_id = ?1 AND noun = 'contacts'`,
      params: [teamId, list],
    },
    ...removeContacts(teamId, list),
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
