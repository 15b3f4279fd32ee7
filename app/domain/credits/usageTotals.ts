// How much Farthing is used: only as totals over all teams together, and only where they are enough that no total is about anybody.

import { listUsageDays, putUsageDay, type UsageDay } from "~/db/queries/receipts";
import { writeAll } from "~/db/statements";
import type { Context } from "../core/context";
import { DAY_MS, midnightBefore } from "../core/dates";

/** What fewer teams did is counted and never shown. */
const TEAMS_MIN = 5;
const SHOWN_DAYS = 30;

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/** Yesterday, counted up team by team. Whose numbers they were is forgotten with each. */
export class UsageTally {
  private readonly rows = new Map<string, UsageDay>();

  async add(ctx: Context, teamId: string): Promise<void> {
    const midnight = midnightBefore(ctx.now);
    const byAction = new Map<string, { actions: number; credits: number }>();
    for (const { action, actions, credits } of await ctx.ledger(teamId).usage(midnight - DAY_MS, midnight)) {
      const sum = byAction.get(action) ?? { actions: 0, credits: 0 };
      byAction.set(action, { actions: sum.actions + actions, credits: sum.credits + credits });
    }
    for (const [action, own] of byAction) {
      const row = this.rows.get(action) ?? { day: dayOf(midnight - 1), action, actions: 0, credits: 0, teams: 0 };
      this.rows.set(action, { ...row, actions: row.actions + own.actions, credits: row.credits + own.credits, teams: row.teams + 1 });
    }
  }

  /** Writes the totals down; a second run of the same night writes the same. */
  async keep(ctx: Context): Promise<void> {
    await writeAll(
      ctx.db,
      Array.from(this.rows.values(), (row) => putUsageDay(ctx.db, row)),
    );
  }
}

/** The totals of the last days that are about nobody. */
export async function readUsageTotals(ctx: Context): Promise<UsageDay[]> {
  return listUsageDays(ctx.db, { since: dayOf(ctx.now - SHOWN_DAYS * DAY_MS), teamsMin: TEAMS_MIN });
}
