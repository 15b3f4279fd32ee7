// Budgets: at most so many credits a day or month for one member, API key or action. The ledger keeps, checks and counts them, in the same
// step as the hold; here is who may set them, and how they read.
import * as z from "zod";
import type { BudgetView } from "~/workers/ledger/contract";
import type { TeamContext } from "../core/context";
import { momentWords } from "../core/dates";
import { can, type NotAllowed, notAllowed } from "../core/permissions";
import { type Action, actions, actionWords } from "../core/prices";
import { readMemberNames } from "../teams/members";

export const BudgetInput = z.object({
  /** `member:01J...` or `action:note.add`. */
  target: z.string().regex(/^(member|action):.+$/, "Choose who or what it is for"),
  period: z.enum(["day", "month"]),
  most: z.coerce.number("How many credits?").int("Whole credits only").min(0, "Can’t be below zero").max(10_000_000, "At most 10,000,000"),
});
export type BudgetInput = z.infer<typeof BudgetInput>;

export interface BudgetLine extends BudgetView {
  name: string;
}

/** Whom and what a budget can be for, by name. */
export async function budgetTargets(ctx: TeamContext): Promise<{ value: string; name: string }[]> {
  const members = Object.entries(await readMemberNames(ctx)).map(([id, name]) => ({ value: `member:${id}`, name }));
  return [...members, ...actions.map((action) => ({ value: `action:${action}`, name: actionWords[action].name }))];
}

/** The team's budgets with what is used of them, or null when the ledger cannot be reached. */
export async function readBudgets(ctx: TeamContext): Promise<BudgetLine[] | null> {
  const views = await ctx
    .ledger(ctx.team.id)
    .budgets(ctx.team.timeZone)
    .catch(() => null);
  const names = new Map((await budgetTargets(ctx)).map(({ value, name }) => [value, name]));
  return views?.map((view) => ({ ...view, name: names.get(`${view.scope}:${view.scopeId}`) ?? "Former member" })) ?? null;
}

/** Sets a budget, or takes it away with `most: null`. `missing`: the team has no such target. */
export async function setBudget(
  ctx: TeamContext,
  input: Omit<BudgetInput, "most"> & { most: number | null },
): Promise<{ kind: "done" } | { kind: "missing" } | NotAllowed> {
  if (!can(ctx, "budget.set")) return notAllowed("budget.set");
  const [scope = "", scopeId = ""] = input.target.split(/:(.*)/);
  const known = (await budgetTargets(ctx)).some(({ value }) => value === input.target);
  // One that is there already can always be taken away, also when its member has left.
  if (input.most !== null && !known) return { kind: "missing" };
  await ctx.ledger(ctx.team.id).setBudget({ scope: scope as "member" | "action", scopeId, period: input.period, most: input.most });
  return { kind: "done" };
}

/** What a person reads when a budget says no. */
export function cappedWords(ctx: TeamContext, { budget, needed }: { budget: BudgetView; needed: number }): string {
  const whose =
    budget.scope === "action" ? `The team’s budget for “${actionWords[budget.scopeId as Action]?.name ?? "this"}”` : "Your budget";
  const left = Math.max(0, budget.most - budget.used - budget.held);
  const day = momentWords(budget.resetsAt, ctx.team.timeZone);
  const raise = can(ctx, "budget.set") ? "you can raise it in the team’s budgets" : "the team’s owner can raise it";
  const amount = `${budget.most.toLocaleString("en")} ${budget.most === 1 ? "credit" : "credits"} a ${budget.period}`;
  return `${whose} is ${amount}. ${left.toLocaleString("en")} left, and this needs ${needed.toLocaleString("en")}. It resets on ${day}; ${raise}.`;
}
