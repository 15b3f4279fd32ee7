// After a restore of D1 from its history: what to put right, said first and done only when asked. The drill is in docs/operations.md.
import { findTeam } from "~/db/queries/teams";
import { type Report, runCheck } from "./checks";
import type { Context } from "./context";
import { allTeamIds } from "./teams";

/** Where a purge notes the teams it ended, apart from D1, so that a restore cannot forget them. */
const PURGED = "purged/";

/** Looks at every team, and with `apply` puts right what differs. Returns how many were looked at; the check's lines say what was found. */
export async function checkAfterRestore(ctx: Context, apply: boolean): Promise<number> {
  const report = await runCheck(ctx, "restore", async (found) => {
    for await (const teamId of allTeamIds(ctx)) {
      found.looked++;
      const { lost, gifts } = await ctx.ledger(teamId).afterRestore(apply);
      const say = (line: string) => (apply ? found.repaired : found.findings).push(`${teamId}: ${line}`);
      for (const { key, action, credits } of lost)
        say(`${action} ${key} is charged and no longer there: ${credits} credits ${apply ? "were given back" : "would be given back"}.`);
      for (const { key } of gifts) say(`${key} was undone and is there again: ${apply ? "left as a gift" : "would be left as a gift"}.`);
    }
    await findPurged(ctx, found);
  });
  return report.looked;
}

async function findPurged(ctx: Context, found: Report): Promise<void> {
  for (let cursor: string | undefined; ; ) {
    const page = await ctx.files.list({ prefix: PURGED, cursor });
    for (const { key } of page.objects) {
      const teamId = key.slice(PURGED.length);
      if (await findTeam(ctx.db, teamId)) found.findings.push(`${teamId}: was purged, and is there again. Purge it once more.`);
    }
    if (!page.truncated) return;
    cursor = page.cursor;
  }
}
