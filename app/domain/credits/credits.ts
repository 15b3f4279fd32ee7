// The team's credits: what is left, how fast they go, how long they last. The ledger is the only source.
import type { Balance, LedgerPort } from "~/workers/ledger/contract";
import type { Context, TeamContext } from "../core/context";
import { DAY_MS } from "../core/dates";
import { problemWords } from "../core/problems";

/** What is left, or null when the ledger cannot be reached: the page then says so, and never shows a guess. */
export async function readBalance(ctx: TeamContext): Promise<Balance | null> {
  try {
    return await ctx.ledger(ctx.team.id).balance();
  } catch (error) {
    ctx.log({ at: "ledger.balance", teamId: ctx.team.id, problem: problemWords(error) });
    return null;
  }
}

export interface Spending {
  /** The last 30 days, oldest first, days without spending included. */
  days: { day: string; credits: number }[];
  thisMonth: number;
  /** Days that what is left lasts at the pace of the last 30 days, imports left out; null when nothing was spent. */
  daysLeft: number | null;
}

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

async function lastDays(ledger: LedgerPort, now: number) {
  const spent = new Map((await ledger.spentByDay(now - 31 * DAY_MS)).map(({ day, credits }) => [day, credits]));
  const days = Array.from({ length: 30 }, (_, n) => dayOf(now - (29 - n) * DAY_MS)).map((day) => ({
    day,
    credits: Math.max(0, spent.get(day) ?? 0),
  }));
  return { spent, days };
}

const PACE_DAYS = 30;

/**
 * Days that `free` credits last at the pace of the last 30 days, or of as many as the team is there; null when nothing was spent. Imports are left out: one is done once, and
 * what it cost says nothing of the days to come.
 */
export async function forecastDays(ctx: Context & Pick<TeamContext, "team">, free: number): Promise<number | null> {
  const usage = await ctx.ledger(ctx.team.id).usage(ctx.now - PACE_DAYS * DAY_MS, ctx.now + 1);
  const total = usage.reduce((sum, { action, credits }) => sum + (action.endsWith(".import") ? 0 : credits), 0);
  const days = Math.min(PACE_DAYS, Math.max(1, (ctx.now - ctx.team.createdAt) / DAY_MS));
  return total <= 0 ? null : Math.max(0, Math.floor(free / (total / days)));
}

/** What was spent lately and how long the rest lasts. */
export async function readSpending(ctx: TeamContext, free: number): Promise<Spending> {
  const [{ spent, days }, daysLeft] = await Promise.all([lastDays(ctx.ledger(ctx.team.id), ctx.now), forecastDays(ctx, free)]);
  const month = dayOf(ctx.now).slice(0, 7);
  const thisMonth = Array.from(spent).reduce((sum, [day, credits]) => sum + (day.startsWith(month) ? credits : 0), 0);
  return { days, thisMonth, daysLeft };
}
