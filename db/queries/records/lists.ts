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
import { isNarrowed, seenWords, slices, visible } from "./sight";

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
interface From {
  by: SQLiteColumn;
  source: SQL;
  some: SQL | undefined;
  order: SQL;
  /** Where they are several parts, they are merged as they are read. */
  parts: (SQL | undefined)[];
  /** The same order, of the parts' own columns. */
  merging: SQL;
  /** What is seen, where what is hidden is read as well, and passed over. */
  seen?: SQL;
}

/** By the words of the search index; null where a list is not asked for by any. */
function fromIndex(teamDb: TeamDb, { table, noun }: Listed, query: PageQuery, isFaceted: boolean): From | null {
  const { after, groups, sort, from, within } = query;
  // Who is away is in no search: it has none of their words.
  if (from !== "lists") return null;
  // The index has its words in the order of arrival: for another one, the list is walked.
  const facets = isFaceted && !sort ? facetsOf(groups) : null;
  // What a group looks after lies together only there.
  const always = !sort && !within && !slices(teamDb, table).exact;
  const expression = searchExpression(teamDb.teamId, seenWords(teamDb, table), { typed: query.search, facets, always });
  if (!expression) return null;
  const { join, on, matched, order } = searched(noun, table.seq, { expression, before: after?.seq ?? null });
  const some = and(matched, eq(table.teamId, teamDb.teamId), isListed(table), within ?? undefined);
  return { by: table.seq, source: sql`${join}${table}${on}`, some, order, parts: [visible(teamDb, table)], merging: sql`` };
}

/** By the values of a custom field. */
function fromValues(teamDb: TeamDb, table: NounTable, { after, within }: PageQuery, { by, down, fieldId }: Sort): From {
  const [sign, way] = down ? [sql`<`, sql`DESC`] : [sql`>`, sql`ASC`];
  const behind = after ? sql`(${by}, ${fieldValues.seq}) ${sign} (${after.key}, ${after.seq})` : undefined;
  const ofField = and(eq(fieldValues.teamId, teamDb.teamId), eq(fieldValues.fieldId, fieldId ?? ""));
  const some = and(ofField, behind, eq(table.teamId, teamDb.teamId), isListed(table), within ?? undefined);
  const source = sql`${fieldValues} CROSS JOIN ${table} ON ${table.seq} = ${fieldValues.seq}`;
  return { by, source, some, order: sql`${by} ${way}, ${fieldValues.seq} ${way}`, ...among(teamDb, table) };
}

/** What is seen, among what isn't where a role narrows it: then both are read. */
function among(teamDb: TeamDb, table: NounTable): Pick<From, "parts" | "seen" | "merging"> {
  const seen = visible(teamDb, table);
  return isNarrowed(teamDb, table) ? { parts: [undefined], seen, merging: sql`` } : { parts: [seen], merging: sql`` };
}

function listFrom(teamDb: TeamDb, listed: Listed, query: PageQuery, isFaceted: boolean): From {
  const { table } = listed;
  const { after, sort, from, within } = query;
  const indexed = fromIndex(teamDb, listed, query, isFaceted);
  if (indexed) return indexed;
  if (from === "lists" && sort?.fieldId) return fromValues(teamDb, table, query, sort);
  const { by, down } = orderOf(table, query, false);
  const [sign, way] = down ? [sql`<`, sql`DESC`] : [sql`>`, sql`ASC`];
  const arrival = by === table.seq;
  const beyond = arrival ? sql`${by} ${sign} ${after?.seq}` : sql`(${by}, ${table.seq}) ${sign} (${after?.key}, ${after?.seq})`;
  const some = and(eq(table.teamId, teamDb.teamId), placeOf(table, from), within ?? undefined, after ? beyond : undefined);
  const order = arrival ? sql`${by} ${way}` : sql`${by} ${way}, ${table.seq} ${way}`;
  const place = { by, source: sql`${table}`, some, order };
  // What is narrowed by an index of its own, as contacts of a company, is few: it is looked through.
  if (within || from === "restricted") return { ...place, ...among(teamDb, table) };
  const { parts, exact } = slices(teamDb, table);
  return {
    ...place,
    parts,
    merging: arrival ? sql`place ${way}` : sql`place ${way}, seq ${way}`,
    seen: exact ? undefined : visible(teamDb, table),
  };
}

/** Records from a place on, with the columns that are asked for, in order: each part comes so by its index. */
function ordered({ source, some, order, merging, by, parts }: From, shown: SQL, also?: SQL): SQL {
  const rows = parts.map((part) => sql`SELECT ${shown}, ${by} AS place FROM ${source} WHERE ${and(some, part, also)}`);
  return sql`${sql.join(rows, sql` UNION ALL `)} ORDER BY ${rows.length === 1 ? order : merging}`;
}

export interface Listed {
  table: NounTable;
  noun: string;
}

const nameOf = ({ name, keyAsName }: SQLiteColumn, key: string) => (keyAsName ? toSnakeCase(key) : name);

export async function listPage<Row extends { seq: number }>(teamDb: TeamDb, listed: Listed, query: PageQuery): Promise<Page<Row>> {
  const { db } = teamDb;
  const { table } = listed;
  const limit = query.pageSize + 1;
  const where = matching(query.groups);
  // What is narrowed by an index of its own, as contacts of a company, is few: it is looked through.
  const isFaceted = where !== null && !query.within && (await isWorkedOut(teamDb, table));
  const from = listFrom(teamDb, listed, query, isFaceted);
  const known = isFaceted && query.sort === null && query.from === "lists" && isKnown(query.groups);
  const looks = from.seen !== undefined || (where !== null && !known);
  const columns = columnsOf(table);
  const shown = sql.join(
    columns.map(([, column]) => sql`${column}`),
    sql`, `,
  );
  // Under the table's own name, so that conditions say the same inside and outside. What is looked through comes in its order, row by row, and only
  // until the page is full.
  const text = looks
    ? sql`SELECT ${shown}, place FROM (${ordered(from, sql`${table}.*`)} LIMIT ${LOOKED_MAX}) AS ${table} WHERE ${and(from.seen, where ?? undefined)} LIMIT ${limit}`
    : sql`${ordered(from, shown, where ?? undefined)} LIMIT ${limit}`;
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
async function stoppedAt(teamDb: TeamDb, listed: Listed, query: PageQuery, isFaceted: boolean): Promise<Place | null> {
  const from = listFrom(teamDb, listed, query, isFaceted);
  const text = sql`${ordered(from, sql`${listed.table.seq} AS seq`)} LIMIT 1 OFFSET ${LOOKED_MAX - 1}`;
  const { sql: prepared, params } = toStatement(text);
  const last = await teamDb.db.$client
    .prepare(prepared)
    .bind(...params)
    .first<{ seq: number; place: string | number }>();
  return last && { key: last.place, seq: last.seq };
}
