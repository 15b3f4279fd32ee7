// Which records a member sees, as conditions of a query: what is private to somebody else only as an owner of the team, and of a noun that their role
// narrows only the records of certain members. Every query of records by or for a member has one of these in it.
import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { TeamDb } from "../../client";
import { listed } from "../../statements";
import { isListed, type NounTable, tableName } from "./tables";

/** Whose records of a noun a member sees, by the name of its table; null for everybody's. */
const ownersIn = ({ sight }: TeamDb, name: string) => sight?.of[name] ?? sight?.others ?? null;
const ownersOf = (teamDb: TeamDb, table: NounTable) => ownersIn(teamDb, tableName(table));

/** Whether a member sees only what they look after themselves. */
const seesOwnOnly = ({ ids }: { ids: string[] }, memberId: string) => ids.every((id) => id === memberId);

/** What holds of every record that is seen; undefined where all are. */
export function visible(teamDb: TeamDb, table: NounTable): SQL | undefined {
  const { sight } = teamDb;
  if (!sight) return undefined;
  const own = eq(table.ownerId, sight.memberId);
  const owners = ownersOf(teamDb, table);
  if (!owners) return sql`(${table.isPrivate} = 0 OR ${own})`;
  if (seesOwnOnly(owners, sight.memberId)) return own;
  return sql`(${own} OR (${table.isPrivate} = 0 AND ${inArray(table.ownerId, listed(owners.ids))}))`;
}

/** The team's, and of these what is seen: what every query of records begins with. */
export const scoped = (teamDb: TeamDb, table: NounTable): SQL | undefined => and(eq(table.teamId, teamDb.teamId), visible(teamDb, table));

/**
 * What is seen as parts that each lie together in an index, in the order of a list: they are merged as they are read, so that what is hidden is not
 * read. `exact` is false where records of others are among them: of a group there are too many owners for a part each.
 */
export function slices(teamDb: TeamDb, table: NounTable): { parts: SQL[]; exact: boolean } {
  const { sight } = teamDb;
  const open = sql`${table.isPrivate} = 0`;
  if (!sight) return { parts: [open, sql`${table.isPrivate} = 1`], exact: true };
  // `<> ''` says nothing more, and lets the index be used that holds no others.
  const own = sql`${table.ownerId} = ${sight.memberId} AND ${table.ownerId} <> ''`;
  const hidden = sql`${own} AND ${table.isPrivate} = 1`;
  const owners = ownersOf(teamDb, table);
  const ownOnly = owners !== null && seesOwnOnly(owners, sight.memberId);
  return { parts: [ownOnly ? sql`${own} AND ${open}` : open, hidden], exact: owners === null || ownOnly };
}

/** What is seen, as the search index has it: records of the team, or of some members of it, and those that are private to whoever asks. */
export function seenWords(teamDb: TeamDb, table: NounTable): { whose: string[] | null; memberId: string | null } {
  return { whose: ownersOf(teamDb, table)?.words ?? null, memberId: teamDb.sight?.memberId ?? null };
}

/** Whether lists of a table are narrowed to certain members for whoever asks. */
export const isNarrowed = (teamDb: TeamDb, table: NounTable): boolean => ownersOf(teamDb, table) !== null;

/** The same by the name of the table, which is the noun's plural. */
export const isNarrowedIn = (teamDb: TeamDb, name: string): boolean => ownersIn(teamDb, name) !== null;

/** The seqs of the next records on the lists after one, oldest first: part by part, so that each comes in the order of its index. */
export function nextSeqs(teamDb: TeamDb, table: NounTable, after: number, limit: number): SQL {
  const seen = visible(teamDb, table);
  const rows = slices(teamDb, table).parts.map(
    (part) =>
      sql`SELECT ${table.seq} AS seq FROM ${table} WHERE ${and(eq(table.teamId, teamDb.teamId), part, seen, isListed(table), sql`${table.seq} > ${after}`)}`,
  );
  return sql`(SELECT seq FROM (${sql.join(rows, sql` UNION ALL `)} ORDER BY seq LIMIT ${limit}))`;
}
