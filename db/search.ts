// The full-text index, in the one place that writes its SQL by hand: Drizzle knows no virtual tables. What is typed is never an operator of it.
import { type SQLWrapper, sql } from "drizzle-orm";
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

/** A noun's index before its table: what it matches, below a row id where one is given, and the newest first. */
export function searched(noun: string, seq: SQLWrapper, { expression, before }: { expression: string; before: number | null }) {
  const index = sql.identifier(`${noun}_search`);
  const older = before === null ? sql`` : sql` AND ${index}.rowid < ${before}`;
  return {
    join: sql`${index} CROSS JOIN `,
    on: sql` ON ${seq} = ${index}.rowid`,
    matched: sql`${index} MATCH ${expression}${older}`,
    order: sql`${index}.rowid DESC`,
  };
}
