// Writes as data: a statement is text and values, put in a batch or handed to the ledger. What every writer shares.
import { getTableColumns, type InferInsertModel, type SQL, sql } from "drizzle-orm";
import { toSnakeCase } from "drizzle-orm/casing";
import { SQLiteAsyncDialect, type SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database } from "./client";

/** A write as text and values, to be put in a batch or handed to the ledger. */
export interface Statement {
  sql: string;
  params: (string | number | null)[];
}

const dialect = new SQLiteAsyncDialect({ casing: "snake_case" });

/** A Drizzle query, of its builder or of its `sql` tag, as a statement. */
export function toStatement(query: SQL | { toSQL(): { sql: string; params: unknown[] } }): Statement {
  const { sql: text, params } = "toSQL" in query ? query.toSQL() : dialect.sqlToQuery(query);
  return { sql: text, params: params as Statement["params"] };
}

/** Sends writes as one batch: all of them land, or none. Returns how many rows each gave back, by RETURNING, or else changed. */
export async function writeAll(db: Database, statements: Statement[]): Promise<number[]> {
  // D1 takes an empty batch for an error.
  if (statements.length === 0) return [];
  const results = await db.$client.batch(statements.map(({ sql, params }) => db.$client.prepare(sql).bind(...params)));
  // D1 counts the search index's own rows as changes too: where the number matters, the statement says RETURNING.
  return results.map((result, n) => (/\bRETURNING\b/i.test(statements[n]?.sql ?? "") ? result.results.length : result.meta.changes));
}

/** Values as the right side of an IN: one JSON parameter, however many they are. */
export const listed = (values: (string | number)[]): SQL => sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;

const PARAMETER_BYTES_MAX = 1_400_000;

/** JSON arrays that each fit one parameter of D1, which is 2 MB at most. */
export function inPieces(items: unknown[]): string[] {
  const pieces: string[][] = [[]];
  let bytes = 0;
  for (const item of items) {
    const json = JSON.stringify(item);
    const size = new TextEncoder().encode(json).length + 1;
    if (bytes + size > PARAMETER_BYTES_MAX && bytes > 0) {
      pieces.push([]);
      bytes = 0;
    }
    pieces.at(-1)?.push(json);
    bytes += size;
  }
  return pieces.filter((piece) => piece.length > 0).map((piece) => `[${piece.join(",")}]`);
}

/** Adds rows, which all have the same columns, as one JSON parameter. `unless`: rows of it are passed over, each as `j.value`. */
export function insertRows<Table extends SQLiteTable>(table: Table, rows: InferInsertModel<Table>[], unless?: SQL): Statement[] {
  const [first = {}] = rows;
  const columns = Object.entries(getTableColumns(table)).filter(([key]) => key in first);
  const names = columns.map(([key, { name, keyAsName }]) => sql.identifier(keyAsName ? toSnakeCase(key) : name));
  // The keys are those of the schema: nothing typed gets into the text.
  const values = columns.map(([key, { dataType }]) => sql.raw(`j.value ${dataType === "json" ? "->" : "->>"} '${key}'`));
  const wanted = unless ? sql`NOT ${unless}` : sql`true`;
  return inPieces(rows).map((piece) =>
    toStatement(
      sql`INSERT INTO ${table} (${sql.join(names, sql`, `)}) SELECT ${sql.join(values, sql`, `)} FROM json_each(${piece}) AS j WHERE ${wanted}`,
    ),
  );
}

/** Raises unless a condition holds, so that a batch with it writes all or nothing. */
export function guard(teamId: string, condition: SQL): Statement {
  return toStatement(sql`INSERT INTO counters (team_id, noun, value) SELECT ${teamId}, 'guard', NULL WHERE NOT (${condition})`);
}

/** False where a guard in a batch raised, because somebody changed a record meanwhile: nothing was written. */
export async function unlessChanged(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (/NOT NULL constraint failed: (contacts.changed_at|counters.value)/.test(String(error))) return false;
    throw error;
  }
}
