// The handles to D1, and the one place that decides which database a team lives in: today there is one.
import { drizzle } from "drizzle-orm/d1";
import * as accounts from "./schema/accounts";
import * as archives from "./schema/archives";
import * as billing from "./schema/billing";
import * as contacts from "./schema/contacts";
import * as imports from "./schema/imports";
import * as mails from "./schema/mails";
import * as operations from "./schema/operations";
import * as purchases from "./schema/purchases";
import * as purges from "./schema/purges";
import * as receipts from "./schema/receipts";
import * as rights from "./schema/rights";
import * as support from "./schema/support";
import * as teams from "./schema/teams";
import * as timeline from "./schema/timeline";

const schema = {
  ...accounts,
  ...archives,
  ...billing,
  ...contacts,
  ...imports,
  ...mails,
  ...operations,
  ...purchases,
  ...purges,
  ...receipts,
  ...rights,
  ...support,
  ...teams,
  ...timeline,
};

export function openDatabase(d1: D1Database) {
  return drizzle(d1, { schema, casing: "snake_case" });
}

export type Database = ReturnType<typeof openDatabase>;

/** A team's own view of its database. Every team query takes one, and scopes itself to `teamId`. */
export interface TeamDb {
  db: Database;
  teamId: string;
}

export function openTeamDb(db: Database, teamId: string): TeamDb {
  return { db, teamId };
}

/** A write as text and values, to be put in a batch or handed to the ledger. */
export interface Statement {
  sql: string;
  params: (string | number | null)[];
}

/** A Drizzle query as a statement. */
export function toStatement(query: { toSQL(): { sql: string; params: unknown[] } }): Statement {
  const { sql, params } = query.toSQL();
  return { sql, params: params as Statement["params"] };
}

/** Sends writes as one batch: all of them land, or none. Returns how many rows each gave back, by RETURNING, or else changed. */
export async function writeAll(db: Database, statements: Statement[]): Promise<number[]> {
  // D1 takes an empty batch for an error.
  if (statements.length === 0) return [];
  const results = await db.$client.batch(statements.map(({ sql, params }) => db.$client.prepare(sql).bind(...params)));
  // D1 counts the search index's own rows as changes too: where the number matters, the statement says RETURNING.
  return results.map((result, n) => (statements[n]?.sql.includes("RETURNING") ? result.results.length : result.meta.changes));
}
