// Reads of the journal: the statement, newest first, and what was spent on each day. Changes nothing.
import type { DaySpent, Entry, StatementPage } from "./contract";

const PAGE_MAX = 500;

/** Entries before `before`, newest first. */
export function readStatement(sql: SqlStorage, query: { before?: number; limit: number }): StatementPage {
  const limit = Math.min(query.limit, PAGE_MAX);
  const before = query.before ?? Number.MAX_SAFE_INTEGER;
  const rows = sql.exec("SELECT * FROM entries WHERE seq < ? ORDER BY seq DESC LIMIT ?", before, limit + 1).toArray() as unknown as Entry[];
  const entries = rows.slice(0, limit);
  return { entries, next: rows.length > limit ? (entries.at(-1)?.seq ?? null) : null };
}

/** Credits spent on each UTC day since `sinceMs`, undone ones taken off. Walks back from the newest entry and stops at `sinceMs`. */
export function readSpentByDay(sql: SqlStorage, sinceMs: number): DaySpent[] {
  const spent = new Map<string, number>();
  for (const row of sql.exec("SELECT at, kind, credits FROM entries ORDER BY seq DESC")) {
    const at = Number(row.at);
    if (at < sinceMs) break;
    if (row.kind !== "charge" && row.kind !== "undo") continue;
    const day = new Date(at).toISOString().slice(0, 10);
    const credits = Number(row.credits) * (row.kind === "charge" ? 1 : -1);
    spent.set(day, (spent.get(day) ?? 0) + credits);
  }
  return Array.from(spent, ([day, credits]) => ({ day, credits })).reverse();
}
