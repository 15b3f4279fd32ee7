// What the tables of all nouns have, as far as queries need it.
import { getTableName, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";

/** What the tables of all nouns have, contacts too. */
export type NounTable = SQLiteTable &
  Record<
    "seq" | "teamId" | "id" | "changedAt" | "createdAt" | "trashedAt" | "sortName" | "customValues" | "facets" | "ownerId" | "isPrivate",
    SQLiteColumn
  > & {
    restrictedAt?: SQLiteColumn;
    lastContactedAt?: SQLiteColumn;
  };
/** What the tables of cards have. */
export type RecordTable = NounTable & Record<"words" | "handles" | "madeWith", SQLiteColumn>;

/** What the database calls a table. */
export const tableName = (table: NounTable): string => getTableName(table);

/** Whether a row is on the lists: neither in the trash nor restricted. */
export function isListed({ trashedAt, restrictedAt }: NounTable): SQL {
  return restrictedAt ? sql`(${trashedAt} = 0 AND ${restrictedAt} = 0)` : sql`${trashedAt} = 0`;
}
