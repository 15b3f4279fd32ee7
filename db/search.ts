// The full-text index, in the one place that writes its SQL by hand: Drizzle knows no virtual tables. What is typed is never an operator of it.
import { type SQL, sql } from "drizzle-orm";
import removeAccents from "remove-accents";

/** The word that stands for a team in the search index. */
export function searchTeam(teamId: string): string {
  return `t${teamId.toLowerCase()}`;
}

/** What was typed as an FTS5 expression, or null when there is no word in it. Nothing typed can be an operator. */
export function searchExpression(teamId: string, typed: string): string | null {
  const words = removeAccents(typed.normalize("NFKC")).match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  if (words.length === 0) return null;
  const prefixes = words.slice(0, 8).map((word) => `words : "${word}" *`);
  return [`team : ${searchTeam(teamId)}`, ...prefixes].join(" AND ");
}

/** The newest row ids of a noun's index that match an expression, below `before` where there is one: a subselect of so many rows at most. */
export function searchRows(noun: string, expression: string, before: number | null, limit: number): SQL {
  const index = sql.identifier(`${noun}_search`);
  const older = before === null ? sql`` : sql`AND rowid < ${before}`;
  return sql`(SELECT rowid FROM ${index} WHERE ${index} MATCH ${expression} ${older} ORDER BY rowid DESC LIMIT ${limit})`;
}
