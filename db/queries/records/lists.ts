// One page of a noun's list, whatever the noun: searched, filtered, sorted. Keyset pages, never counted. A filter looks at a bounded number of records,
// newest or first by the sort, so that the rarest match in the largest team costs no more than that; the page says where it stopped.
import { and, eq, getTableColumns, gt, type SQL, sql } from "drizzle-orm";
import { toSnakeCase } from "drizzle-orm/casing";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { TeamDb } from "../../client";
import { fieldValues } from "../../schema/fields";
import { searchExpression, searched } from "../../search";
import { toStatement } from "../../statements";
import { facetsOf, isKnown, matching, type Test } from "./filters";
import { isListed, type NounTable } from "./records";

/** As many records as a filter looks at for one page. */
export const LOOKED_MAX = 5_000;

export interface Place {
  key: string | number;
  seq: number;
}

/** What a list is sorted by: a column with an index of team, trash, column, seq. */
export interface Sort {
  by: SQLiteColumn;
  down: boolean;
  /** Of a custom field that lists can be sorted by: records without a value are left out. */
  fieldId?: string;
}

/** By the values of a custom field. */
export const byField = (fieldId: string, down: boolean): Sort => ({ by: fieldValues.value as unknown as SQLiteColumn, down, fieldId });

export interface PageQuery {
  /** Words as typed; each must begin a word of the record. A search is always newest first. */
  search: string;
  /** Null for newest first. */
  sort: Sort | null;
  /** `restricted`: those that are kept and not used. The trash and these are in the order in which they went there. */
  from: "lists" | "trash" | "restricted";
  /** What every record has to be, that an index finds. */
  within?: SQL | null;
  /** What is looked for among them: records that pass every test of one of the groups. */
  groups: Test[][];
  /** Where the page before ended. */
  after: Place | null;
  pageSize: number;
}

export interface Page<Row> {
  rows: Row[];
  next: Place | null;
  /** How many records were looked at, where a filter stopped before the end of the list. */
  lookedAt: number | null;
  /** What D1 says it read, for the bench and the tests. */
  rowsRead: number;
}

/** What a list does not show: what finds a record. */
const UNSEEN = ["handles", "words", "facets"];

function columnsOf(table: NounTable): [key: string, column: SQLiteColumn][] {
  return Object.entries(getTableColumns(table)).filter(([key]) => !UNSEEN.includes(key));
}

/** The order of a list: by a column, and by arrival among equals. */
function orderOf(table: NounTable, { sort, from }: PageQuery, searched: boolean): Sort {
  if (from === "trash") return { by: table.trashedAt, down: true };
  if (from === "restricted" && table.restrictedAt) return { by: table.restrictedAt, down: true };
  return searched || !sort ? { by: table.seq, down: true } : sort;
}

function placeOf(table: NounTable, from: PageQuery["from"]): SQL | undefined {
  if (from === "trash") return gt(table.trashedAt, 0);
  return from === "restricted" && table.restrictedAt ? gt(table.restrictedAt, 0) : isListed(table);
}

/** Where the records of a list from a place on come from, and in which order. */
function listFrom(teamId: string, { table, noun }: Listed, query: PageQuery, isFaceted: boolean) {
  const { after, groups, sort } = query;
  // The index has its words in the order of arrival: for another one, the list is walked.
  const facets = isFaceted && !sort ? facetsOf(groups) : null;
  // Who is away is in no search: it has none of their words.
  const expression = query.from === "lists" ? searchExpression(teamId, query.search, facets) : null;
  const { by, down } = orderOf(table, query, expression !== null);
  const mine = and(eq(table.teamId, teamId), placeOf(table, query.from), query.within ?? undefined);
  if (expression) {
    const { join, on, matched, order } = searched(noun, table.seq, { expression, before: after?.seq ?? null });
    return { by, source: sql`${join}${table}${on}`, some: and(matched, mine), order };
  }
  const fieldId = query.from === "lists" ? sort?.fieldId : undefined;
  const ofField = and(eq(fieldValues.teamId, teamId), fieldId ? eq(fieldValues.fieldId, fieldId) : undefined);
  const sign = down ? sql`<` : sql`>`;
  const way = down ? sql`DESC` : sql`ASC`;
  const arrival = by === table.seq;
  const beyond = arrival ? sql`${by} ${sign} ${after?.seq}` : sql`(${by}, ${table.seq}) ${sign} (${after?.key}, ${after?.seq})`;
  const order = arrival ? sql`${by} ${way}` : sql`${by} ${way}, ${table.seq} ${way}`;
  if (fieldId) {
    const behind = after ? sql`(${by}, ${fieldValues.seq}) ${sign} (${after.key}, ${after.seq})` : undefined;
    const source = sql`${fieldValues} CROSS JOIN ${table} ON ${table.seq} = ${fieldValues.seq}`;
    return { by, source, some: and(ofField, behind, mine), order: sql`${by} ${way}, ${fieldValues.seq} ${way}` };
  }
  return { by, source: sql`${table}`, some: and(mine, after ? beyond : undefined), order };
}

export interface Listed {
  table: NounTable;
  noun: string;
}

const nameOf = ({ name, keyAsName }: SQLiteColumn, key: string) => (keyAsName ? toSnakeCase(key) : name);

export async function listPage<Row extends { seq: number }>(teamDb: TeamDb, listed: Listed, query: PageQuery): Promise<Page<Row>> {
  const { db, teamId } = teamDb;
  const { table } = listed;
  const limit = query.pageSize + 1;
  const where = matching(query.groups);
  // What is narrowed by an index of its own, as contacts of a company, is few: it is looked through.
  const isFaceted = where !== null && !query.within && (await isWorkedOut(teamDb, table));
  const { source, some, order, by } = listFrom(teamId, listed, query, isFaceted);
  const looks = where !== null && !(isFaceted && query.sort === null && query.from === "lists" && isKnown(query.groups));
  const columns = columnsOf(table);
  const shown = sql.join(
    columns.map(([, column]) => sql`${column}`),
    sql`, `,
  );
  // Under the table's own name, so that conditions say the same inside and outside. What is looked through comes in its order, row by row, and only
  // until the page is full.
  const text = looks
    ? sql`SELECT ${shown}, place FROM (SELECT ${table}.*, ${by} AS place FROM ${source} WHERE ${some} ORDER BY ${order} LIMIT ${LOOKED_MAX}) AS ${table} WHERE ${where} LIMIT ${limit}`
    : sql`SELECT ${shown}, ${by} AS place FROM ${source} WHERE ${and(some, where ?? undefined)} ORDER BY ${order} LIMIT ${limit}`;
  const { sql: prepared, params } = toStatement(text);
  const found = await db.$client
    .prepare(prepared)
    .bind(...params)
    .all<Record<string, unknown>>();
  const all = found.results.map((raw) => {
    const values = columns.map(([key, column]) => {
      const value = raw[nameOf(column, key)];
      return [key, value === null ? null : column.mapFromDriverValue(value)];
    });
    return { row: Object.fromEntries(values) as Row, place: raw.place as string | number };
  });
  const shownRows = all.slice(0, query.pageSize);
  const rows = shownRows.map(({ row }) => row);
  const last = shownRows.at(-1);
  const rowsRead = found.meta.rows_read;
  if (all.length > query.pageSize && last) return { rows, next: { key: last.place, seq: last.row.seq }, lookedAt: null, rowsRead };
  const next = looks ? await stoppedAt(teamDb, listed, query, isFaceted) : null;
  return { rows, next, lookedAt: next ? LOOKED_MAX : null, rowsRead };
}

/** Whether the facets of all records of a team are in the index: those of before come there piece by piece. */
async function isWorkedOut({ db, teamId }: TeamDb, table: NounTable): Promise<boolean> {
  const left = and(eq(table.teamId, teamId), sql`${table.facets} = ''`);
  return (await db.select({ seq: table.seq }).from(table).where(left).limit(1).get()) === undefined;
}

/** The last record that a filter looked at, where there are more behind it. */
async function stoppedAt({ db, teamId }: TeamDb, listed: Listed, query: PageQuery, isFaceted: boolean): Promise<Place | null> {
  const { source, some, order, by } = listFrom(teamId, listed, query, isFaceted);
  const { table } = listed;
  const text = sql`SELECT ${by} AS key, ${table.seq} AS seq FROM ${source} WHERE ${some} ORDER BY ${order} LIMIT 1 OFFSET ${LOOKED_MAX - 1}`;
  const { sql: prepared, params } = toStatement(text);
  return db.$client
    .prepare(prepared)
    .bind(...params)
    .first<Place>();
}
