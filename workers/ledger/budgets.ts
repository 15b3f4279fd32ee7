// Budgets as pure functions: whom a budget is for, when its period begins and ends, whether it allows one more charge.
import { TZDate } from "@date-fns/tz";
import { addDays, addMonths, startOfDay, startOfMonth } from "date-fns";
import type { Budget, BudgetPeriod, Entry } from "./contract";
import type { Hold } from "./rules";

/** What was spent under a budget in the period from `start` to `end`. */
export interface Used {
  start: number;
  end: number;
  used: number;
}

export function budgetId({ scope, scopeId, period }: Pick<Budget, "scope" | "scopeId" | "period">): string {
  return `${scope}:${scopeId}:${period}`;
}

/** The day or month around `now` in a time zone, as milliseconds since 1970; days of 23 and 25 hours included. */
export function periodAround(now: number, period: BudgetPeriod, timeZone: string): { start: number; end: number } {
  const here = new TZDate(now, timeZone);
  const start = period === "day" ? startOfDay(here) : startOfMonth(here);
  return { start: +start, end: +(period === "day" ? addDays(start, 1) : addMonths(start, 1)) };
}

/** Whether a charge counts towards a budget. Ids of members and of API keys are never the same, so both stand in `memberId`. */
export function isFor({ scope, scopeId }: Pick<Budget, "scope" | "scopeId">, charge: { action: string | null; memberId: string | null }) {
  return scopeId === (scope === "action" ? charge.action : charge.memberId);
}

/** Credits that open charges hold under a budget. */
export function heldUnder(budget: Budget, holds: Iterable<Hold>): number {
  let held = 0;
  for (const hold of holds) if (hold.purpose === "charge" && isFor(budget, hold)) held += hold.credits;
  return held;
}

/** Whether `credits` more stay within a budget. */
export function allows(budget: Budget, used: number, held: number, credits: number): boolean {
  return used + held + credits <= budget.most;
}

/** What the entries of a period add up to under a budget; an undo counts only when its charge is in the period too. Newest first, as they are read. */
export function sumUsed(budget: Budget, entries: Iterable<Pick<Entry, "kind" | "key" | "action" | "memberId" | "credits">>): number {
  const charged = new Map<string, number>();
  const undone = new Map<string, number>();
  for (const { kind, key, action, memberId, credits } of entries) {
    const sums = kind === "charge" ? charged : kind === "undo" ? undone : null;
    if (sums && isFor(budget, { action, memberId })) sums.set(key, (sums.get(key) ?? 0) + credits);
  }
  let used = 0;
  for (const [key, credits] of charged) used += credits - (undone.get(key) ?? 0);
  return used;
}
