// The deployment's wrapping keys: rotated without a stop, and checked every night. What teams encrypted is not touched by either.
import { findTeam } from "~/db/queries/teams";
import type { Context } from "../core/context";
import { checkDataKey, rewrapDataKey } from "../core/encryption";
import { problemWords } from "../core/problems";
import { allTeamIds } from "../teams/teams";
import { runCheck } from "./checks";

/**
 * Wraps every team's data key with the newest wrapping key. Safe to run again, and while people work: a key is replaced in one step, and both wrapping keys open until the
 * older one is taken out of DATA_KEYS. Returns how many were wrapped anew.
 */
export async function rotateKeys(ctx: Context): Promise<number> {
  let wrapped = 0;
  for await (const teamId of allTeamIds(ctx)) {
    try {
      if (await rewrapDataKey(ctx, teamId)) wrapped++;
    } catch (error) {
      ctx.log({ at: "key.not-rotated", teamId, problem: problemWords(error) });
    }
  }
  ctx.log({ at: "keys.rotated", wrapped, newest: ctx.wrappingKeys[0]?.id ?? "" });
  return wrapped;
}

/** Looks whether every team's data key is there and opens. Returns how many were looked at. */
export async function checkKeys(ctx: Context): Promise<number> {
  const report = await runCheck(ctx, "keys", async (found) => {
    for await (const teamId of allTeamIds(ctx)) {
      const team = await findTeam(ctx.db, teamId);
      // A team that is being purged has lost its key already.
      if (!team || (team.purgeAt !== null && team.purgeAt <= ctx.now)) continue;
      found.looked++;
      const state = await checkDataKey(ctx, teamId);
      if (state === "gone") found.findings.push(`${teamId}: its data key is gone.`);
      if (state === "shut") found.findings.push(`${teamId}: no wrapping key of this deployment opens its data key.`);
      if (state === "old") found.repaired.push(`${teamId}: still wrapped by an older key; run npm run keys:rotate.`);
    }
  });
  return report.looked;
}
