// The team's credits as a person reads them: what is left, what was spent on what, how long it lasts. The ledger is the only source.
import { listNames } from "~/db/queries/contactLists";
import type { Balance, Entry } from "~/workers/ledger/contract";
import type { TeamContext } from "./context";
import { readMemberNames } from "./members";
import { type Action, actionWords } from "./prices";

const DAY_MS = 24 * 60 * 60 * 1000;

/** What is left, or null when the ledger cannot be reached: the page then says so, and never shows a guess. */
export async function readBalance(ctx: TeamContext): Promise<Balance | null> {
  try {
    return await ctx.ledger(ctx.team.id).balance();
  } catch (error) {
    ctx.log({ at: "ledger.balance", teamId: ctx.team.id, problem: error instanceof Error ? error.name : "unknown" });
    return null;
  }
}

export interface StatementLine {
  seq: number;
  at: number;
  /** In words: "Contact added", "Undone: note", "Bought 200 credits". */
  what: string;
  subject: string | null;
  contactId: string | null;
  member: string | null;
  credits: number;
  balance: number;
  priceVersion: number | null;
}

function whatOf(entry: Entry): string {
  const action = entry.action ? actionWords[entry.action as Action] : null;
  if (entry.kind === "charge") return action?.past ?? "Action";
  if (entry.kind === "undo") return `Undone: ${action?.past.toLowerCase() ?? "action"}`;
  if (entry.kind === "expiry") return entry.lotId === "welcome" ? "Welcome credits expired" : "Credits expired";
  if (entry.lotId === "welcome") return "Welcome credits";
  return `Bought ${entry.credits} credits`;
}

/** Entries that belong to one charge become one line: a charge may come from two lots. */
function mergeEntries(entries: Entry[]): Entry[] {
  const merged: Entry[] = [];
  for (const entry of entries) {
    const last = merged.at(-1);
    // Newest first: the entry before in this list is the later one, so its balance is the one to show.
    if (last && last.key === entry.key && last.kind === entry.kind && last.at === entry.at) last.credits += entry.credits;
    else merged.push({ ...entry });
  }
  return merged;
}

/** A page of the statement, newest first, with the names as they are today. */
export async function readStatement(
  ctx: TeamContext,
  before: number | null,
  limit: number,
): Promise<{ lines: StatementLine[]; next: number | null }> {
  const page = await ctx.ledger(ctx.team.id).statement({ before: before ?? undefined, limit });
  const merged = mergeEntries(page.entries);
  const subjects = merged.flatMap(({ kind, subjectId, action }) =>
    (kind === "charge" || kind === "undo") && action !== "contact.import" && subjectId ? [subjectId] : [],
  );
  const [names, members] = await Promise.all([listNames(ctx.teamDb, Array.from(new Set(subjects))), readMemberNames(ctx)]);
  const lines = merged.map((entry) => {
    const subject = entry.subjectId ? (names.get(entry.subjectId) ?? null) : null;
    return {
      seq: entry.seq,
      at: entry.at,
      what: whatOf(entry),
      subject,
      contactId: subject ? entry.subjectId : null,
      member: entry.memberId ? (members[entry.memberId] ?? null) : null,
      credits: entry.kind === "charge" || entry.kind === "expiry" ? -entry.credits : entry.credits,
      balance: entry.balance,
      priceVersion: entry.priceVersion,
    };
  });
  return { lines, next: page.next };
}

export interface Spending {
  /** The last 30 days, oldest first, days without spending included. */
  days: { day: string; credits: number }[];
  thisMonth: number;
  /** Days that what is left lasts at the pace of the last 30 days; null when nothing was spent. */
  daysLeft: number | null;
}

/** What was spent lately and how long the rest lasts. */
export async function readSpending(ctx: TeamContext, free: number): Promise<Spending> {
  const since = ctx.now - 31 * DAY_MS;
  const spent = new Map((await ctx.ledger(ctx.team.id).spentByDay(since)).map(({ day, credits }) => [day, credits]));
  const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const days = Array.from({ length: 30 }, (_, n) => dayOf(ctx.now - (29 - n) * DAY_MS)).map((day) => ({
    day,
    credits: Math.max(0, spent.get(day) ?? 0),
  }));
  const month = dayOf(ctx.now).slice(0, 7);
  const thisMonth = Array.from(spent).reduce((sum, [day, credits]) => sum + (day.startsWith(month) ? credits : 0), 0);
  const total = days.reduce((sum, { credits }) => sum + credits, 0);
  return { days, thisMonth, daysLeft: total === 0 ? null : Math.floor(free / (total / 30)) };
}
