// Reads of the journal: the statement, where it stood at a moment, what was spent on what. Changes nothing.
import type { DaySpent, Entry, Standing, StatementPage, StatementQuery, Usage } from "./contract";
import { rowsOf } from "./rows";

const PAGE_MAX = 500;

/** Entries newest first, by when, action and member. */
export function readStatement(sql: SqlStorage, query: StatementQuery): StatementPage {
  const limit = Math.min(query.limit, PAGE_MAX);
  const before = Math.min(query.before ?? Number.MAX_SAFE_INTEGER, query.to === undefined ? Number.MAX_SAFE_INTEGER : seqAt(sql, query.to));
  const from = query.from === undefined ? 1 : seqAt(sql, query.from);
  const rows = Array.from(
    rowsOf<Entry>(
      sql.exec(
        `SELECT * FROM entries WHERE seq >= ?1 AND seq < ?2 AND (?3 IS NULL OR action = ?3) AND (?4 IS NULL OR memberId = ?4)
       ORDER BY seq DESC LIMIT ?5`,
        from,
        before,
        query.action ?? null,
        query.memberId ?? null,
        limit + 1,
      ),
    ),
  );
  const entries = rows.slice(0, limit);
  return { entries, next: rows.length > limit ? (entries.at(-1)?.seq ?? null) : null };
}

/** The number of the first entry at or after a moment. Entries are in order of time, so it is found by halving. */
function seqAt(sql: SqlStorage, at: number): number {
  let low = 1;
  let high = Number(sql.exec("SELECT coalesce(MAX(seq), 0) + 1 AS next FROM entries").one().next);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (Number(sql.exec("SELECT at FROM entries WHERE seq = ?", middle).one().at) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where the journal stood just before a moment: its last entry till then. */
export function readStanding(sql: SqlStorage, at: number): Standing {
  const [entry] = sql.exec("SELECT seq, balance, hash FROM entries WHERE seq = ?", seqAt(sql, at) - 1).toArray();
  return entry ? { seq: Number(entry.seq), balance: Number(entry.balance), head: String(entry.hash) } : { seq: 0, balance: 0, head: "" };
}

/** Entries since a moment, newest first. */
export function* readSince(sql: SqlStorage, sinceMs: number): Generator<Entry> {
  for (const entry of rowsOf<Entry>(sql.exec("SELECT * FROM entries ORDER BY seq DESC"))) {
    if (entry.at < sinceMs) return;
    yield entry;
  }
}

/** What was spent from a moment to another, by action and member; an undo counts where it was booked. The most first. */
export function readUsage(sql: SqlStorage, from: number, to: number): Usage[] {
  return Array.from(
    rowsOf<Usage>(
      sql.exec(
        `SELECT action, memberId, SUM(CASE kind WHEN 'charge' THEN credits ELSE -credits END) AS credits,
              COUNT(DISTINCT CASE kind WHEN 'charge' THEN key END) - COUNT(DISTINCT CASE kind WHEN 'undo' THEN key END) AS actions
       FROM entries WHERE seq >= ? AND seq < ? AND kind IN ('charge', 'undo') GROUP BY action, memberId ORDER BY credits DESC`,
        seqAt(sql, from),
        seqAt(sql, to),
      ),
    ),
  );
}

/** Credits spent on each UTC day since `sinceMs`, undone ones taken off. */
export function readSpentByDay(sql: SqlStorage, sinceMs: number): DaySpent[] {
  const spent = new Map<string, number>();
  for (const { at, kind, credits } of readSince(sql, sinceMs)) {
    if (kind !== "charge" && kind !== "undo") continue;
    const day = new Date(at).toISOString().slice(0, 10);
    spent.set(day, (spent.get(day) ?? 0) + (kind === "charge" ? credits : -credits));
  }
  return Array.from(spent, ([day, credits]) => ({ day, credits })).reverse();
}
