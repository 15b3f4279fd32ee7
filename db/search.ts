// The full-text index, in the one place that writes its SQL by hand: Drizzle knows no virtual tables. What is typed is never an operator of it.
import { type SQLWrapper, sql } from "drizzle-orm";
import removeAccents from "remove-accents";

/** The word that stands for a team in the search index. */
export function searchTeam(teamId: string): string {
  return `t${teamId.toLowerCase()}`;
}

/** What was typed as the words of an FTS5 expression. Nothing typed can be an operator. */
function typedWords(typed: string): string[] {
  const words = removeAccents(typed.normalize("NFKC")).match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return words.slice(0, 8).map((word) => `words : "${word}" *`);
}

const either = (parts: string[]) => `(${parts.join(" OR ")})`;

/** What a list is searched by, as an FTS5 expression: words as typed, and groups of facets, of which one has to be there whole. Null when neither says anything. */
export function searchExpression(teamId: string, typed: string, facets: string[][][] | null = null): string | null {
  const words = typedWords(typed);
  if (words.length === 0 && !facets) return null;
  // Facets are words of ours, of letters and digits.
  const groups = facets?.map((sets) => `(${sets.map((set) => either(set)).join(" AND ")})`) ?? [];
  return [`team : ${searchTeam(teamId)}`, ...(groups.length > 0 ? [`team : ${either(groups)}`] : []), ...words].join(" AND ");
}

/** A noun's index before its table: what it matches, below a row id where one is given, and the newest first. */
export function searched(noun: string, seq: SQLWrapper, { expression, before }: { expression: string; before: number | null }) {
  const index = sql.identifier(`${noun}_search`);
  // D1 sends numbers as floating ones, and the index begins at a row id only where it is a whole one: else it walks there from the newest.
  const older = before === null ? sql`` : sql` AND ${index}.rowid < CAST(${before} AS INTEGER)`;
  return {
    join: sql`${index} CROSS JOIN `,
    on: sql` ON ${seq} = ${index}.rowid`,
    matched: sql`${index} MATCH ${expression}${older}`,
    order: sql`${index}.rowid DESC`,
  };
}
