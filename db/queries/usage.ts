// Totals of usage over all teams together.
import { and, desc, gte } from "drizzle-orm";
import { type Database, type Statement, toStatement } from "../client";
import { usageDays } from "../schema/purges";

export type UsageDay = typeof usageDays.$inferSelect;

/** Counted once a night; counted again it is the same row. */
export function putUsageDay(db: Database, row: UsageDay): Statement {
  const { day: _day, action: _action, ...counts } = row;
  return toStatement(
    db
      .insert(usageDays)
      .values(row)
      .onConflictDoUpdate({ target: [usageDays.day, usageDays.action], set: counts }),
  );
}

/** The newest days, of actions that at least so many teams did. */
export async function listUsageDays(db: Database, { since, teamsMin }: { since: string; teamsMin: number }): Promise<UsageDay[]> {
  const shown = and(gte(usageDays.day, since), gte(usageDays.teams, teamsMin));
  return db.select().from(usageDays).where(shown).orderBy(desc(usageDays.day), usageDays.action).limit(500).all();
}
