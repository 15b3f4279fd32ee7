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

/** The words that stand in its place on a record that is private: its owner's, and one that all of those have. */
const searchPrivate = (teamId: string, memberId: string) => `p${teamId.toLowerCase()}${memberId.toLowerCase()}`;
const searchAnyPrivate = (teamId: string) => `q${teamId.toLowerCase()}`;

/** Whose records are searched: `whose`: words of members, null for everybody's; `memberId`: who finds of what is private only what is theirs, null for all of it. */
export interface SearchScope {
  whose: string[] | null;
  memberId: string | null;
}

const scopeWords = (teamId: string, { whose, memberId }: SearchScope): string => {
  const open = whose ? `(${searchTeam(teamId)} AND ${either(whose)})` : searchTeam(teamId);
  return either([open, memberId === null ? searchAnyPrivate(teamId) : searchPrivate(teamId, memberId)]);
};

/**
 * What a list is searched by, as an FTS5 expression: words as typed, and groups of facets, of which one has to be there whole. Null when neither says
 * anything, unless `always`.
 */
export function searchExpression(
  teamId: string,
  scope: SearchScope,
  { typed, facets, always }: { typed: string; facets: string[][][] | null; always: boolean },
): string | null {
  const words = typedWords(typed);
  if (words.length === 0 && !facets && !always) return null;
  // Facets are words of ours, of letters and digits.
  const groups = facets?.map((sets) => `(${sets.map((set) => either(set)).join(" AND ")})`) ?? [];
  return [`team : ${scopeWords(teamId, scope)}`, ...(groups.length > 0 ? [`team : ${either(groups)}`] : []), ...words].join(" AND ");
}

/** What the index has of whose a record is, worked out of its row where that is written: the same as above. */
export const TEAM_WORD =
  "(CASE WHEN is_private THEN 'p' || lower(team_id) || lower(owner_id) || ' q' || lower(team_id) ELSE 't' || lower(team_id) END)";

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
