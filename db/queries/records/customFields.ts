// A team's custom fields: few, so they are read whole. Their values lie with the records.
import { and, asc, eq, getTableColumns, gt, isNotNull, isNull, sql } from "drizzle-orm";
import type { Database, TeamDb } from "../../client";
import { customFields } from "../../schema/fields";
import { type Statement, toStatement } from "../../statements";
import type { NounTable } from "./records";

type Row = typeof customFields.$inferSelect;
export type CustomField = Omit<Row, "teamId" | "removedAt" | "sweptSeq">;
/** What makes a field: the rest is as it begins. */
export type MadeField = Omit<CustomField, "indexed" | "indexedUpTo">;
export type RemovedField = Pick<Row, "teamId" | "id" | "noun" | "sweptSeq">;

const { teamId: _team, removedAt: _removed, sweptSeq: _swept, ...columns } = getTableColumns(customFields);

const mine = (teamId: string, id: string) => and(eq(customFields.teamId, teamId), eq(customFields.id, id), isNull(customFields.removedAt));

/** Those of a noun, or of all, in their order. */
export async function listCustomFields({ db, teamId }: TeamDb, noun?: string): Promise<CustomField[]> {
  const live = and(eq(customFields.teamId, teamId), noun ? eq(customFields.noun, noun) : undefined, isNull(customFields.removedAt));
  return db.select(columns).from(customFields).where(live).orderBy(asc(customFields.position), asc(customFields.id)).all();
}

/** Raises when another field of the noun has the name. */
export function insertCustomField({ db, teamId }: TeamDb, field: MadeField): Statement {
  return toStatement(db.insert(customFields).values({ ...field, teamId }));
}

/** Raises when another field of the noun has the name. */
export function updateCustomField({ db, teamId }: TeamDb, id: string, changes: Partial<CustomField>): Statement {
  return toStatement(db.update(customFields).set(changes).where(mine(teamId, id)));
}

/** Puts fields in the order of these ids. */
export function orderCustomFields({ db, teamId }: TeamDb, ids: string[]): Statement {
  const position = sql`(SELECT key FROM json_each(${JSON.stringify(ids)}) WHERE value = ${customFields.id})`;
  const some = and(eq(customFields.teamId, teamId), sql`${customFields.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`);
  return toStatement(db.update(customFields).set({ position }).where(some));
}

/** Takes a field off every page; its values go with the sweep. */
export function removeCustomField({ db, teamId }: TeamDb, id: string, now: number): Statement {
  return toStatement(db.update(customFields).set({ removedAt: now }).where(mine(teamId, id)));
}

/** Removed fields of all teams whose values are still going. */
export async function listRemovedFields(db: Database, limit: number): Promise<RemovedField[]> {
  const { teamId, id, noun, sweptSeq } = customFields;
  return db
    .select({ teamId, id, noun, sweptSeq })
    .from(customFields)
    .where(isNotNull(customFields.removedAt))
    .orderBy(asc(customFields.removedAt))
    .limit(limit)
    .all();
}

/** Whole records of a noun after a seq, wherever they are, in order of arrival. */
export async function listHolders<Record>({ db, teamId }: TeamDb, table: NounTable, after: number, limit: number): Promise<Record[]> {
  const some = and(eq(table.teamId, teamId), gt(table.seq, after));
  return (await db.select().from(table).where(some).orderBy(asc(table.seq)).limit(limit).all()) as Record[];
}

/** Takes a field's value off one record. */
export function removeCustomValue({ db, teamId }: TeamDb, table: NounTable, seq: number, fieldId: string): Statement {
  const customValues = sql`json_remove(${table.customValues}, ${`$."${fieldId}"`})`;
  return toStatement(
    db
      .update(table)
      .set({ customValues } as never)
      .where(and(eq(table.teamId, teamId), eq(table.seq, seq))),
  );
}

/** How far the sweep of a removed field has come; at the end the field itself goes. */
export function advanceSweep({ db, teamId }: TeamDb, id: string, sweptSeq: number | null): Statement {
  const removed = and(eq(customFields.teamId, teamId), eq(customFields.id, id), isNotNull(customFields.removedAt));
  return toStatement(sweptSeq === null ? db.delete(customFields).where(removed) : db.update(customFields).set({ sweptSeq }).where(removed));
}

export type Indexing = Pick<Row, "teamId" | "id" | "noun" | "kind" | "indexed" | "indexedUpTo">;

/** Fields of all teams whose values are on their way into the order of lists, or out of it. */
export async function listIndexing(db: Database, limit: number): Promise<Indexing[]> {
  const { teamId, id, noun, kind, indexed, indexedUpTo } = customFields;
  return db.select({ teamId, id, noun, kind, indexed, indexedUpTo }).from(customFields).where(isNotNull(indexedUpTo)).limit(limit).all();
}

/** The last of the next so many records of a noun after a seq; null where there are fewer. */
export async function findPieceEnd({ db, teamId }: TeamDb, table: NounTable, after: number, count: number): Promise<number | null> {
  const some = and(eq(table.teamId, teamId), gt(table.seq, after));
  const last = await db
    .select({ seq: table.seq })
    .from(table)
    .where(some)
    .orderBy(asc(table.seq))
    .limit(1)
    .offset(count - 1)
    .get();
  return last ? Number(last.seq) : null;
}

/** Puts the values of records after a seq, up to another, where lists are sorted by them: as the triggers do. */
export function indexValues(
  { teamId }: TeamDb,
  table: NounTable,
  field: Pick<Row, "id" | "kind">,
  from: number,
  to: number | null,
): Statement {
  const at = sql`${table.customValues} ->> ${`$."${field.id}"`}`;
  const value = field.kind === "number" || field.kind === "money" ? sql`CAST(${at} AS REAL)` : sql`lower(${at})`;
  const end = to === null ? sql`` : sql` AND ${table.seq} <= ${to}`;
  return toStatement(
    sql`INSERT OR IGNORE INTO field_values (team_id, field_id, value, seq) SELECT ${teamId}, ${field.id}, ${value}, ${table.seq} FROM ${table}
        WHERE ${table.teamId} = ${teamId} AND ${table.seq} > ${from}${end} AND ${at} IS NOT NULL`,
  );
}

/** Takes up to `limit` values of a field out again. Gives back how many. */
export function unindexValues({ teamId }: TeamDb, fieldId: string, limit: number): Statement {
  const mine = sql`team_id = ${teamId} AND field_id = ${fieldId}`;
  return toStatement(
    sql`DELETE FROM field_values WHERE ${mine} AND (value, seq) IN (SELECT value, seq FROM field_values WHERE ${mine} LIMIT ${limit}) RETURNING 1`,
  );
}

/** How far the values of a field have come. */
export function advanceIndexing({ db, teamId }: TeamDb, id: string, indexedUpTo: number | null): Statement {
  return toStatement(db.update(customFields).set({ indexedUpTo }).where(mine(teamId, id)));
}
