// Leaving: a team is deactivated, can look, export and come back until its day, and is then purged. What is kept longer says retention.ts.
import { openTeamDb } from "~/db/client";
import { deactivateTeam, listDeactivated, reactivateTeam } from "~/db/queries/purges";
import { findTeam, type Team } from "~/db/queries/teams";
import { writeAll } from "~/db/statements";
import { isOwnPassword } from "../accounts/accounts";
import { recordIfDone } from "../core/auditLog";
import type { Context, TeamContext } from "../core/context";
import { DAY_MS, dayWords } from "../core/dates";
import { PURGE_DAYS } from "../core/periods";
import { can, type NotAllowed, notAllowed } from "../core/permissions";
import { problemWords } from "../core/problems";
import { mailOwners, writeWithMails } from "../mail/mails";
import { daysUntil, nearestNotice } from "../mail/notices";

/** Days before the purge at which the owners are told once more. A nightly run finds each a little late: a week and a whole day are left. */
const NOTICE_DAYS = [8, 2];

export type DeactivateOutcome = { kind: "done"; purgeAt: number } | NotAllowed | { kind: "wrong-password" } | { kind: "already" };

/** Deactivates the team: owner only, password again. From here on nothing is charged, sent or changed; everything can be looked at and exported. */
export async function deactivate(ctx: TeamContext, password: string): Promise<DeactivateOutcome> {
  if (!can(ctx, "team.leave")) return notAllowed("team.leave");
  if (!(await isOwnPassword(ctx, ctx.member.userId, password))) return { kind: "wrong-password" };
  const purgeAt = ctx.now + PURGE_DAYS * DAY_MS;
  const act = recordIfDone(ctx, { act: "team.deactivated", teamId: ctx.team.id, subjectId: ctx.team.id, detail: { purgeAt } });
  const [deactivated] = await writeAll(ctx.db, [deactivateTeam(ctx.teamDb, ctx.now, purgeAt), act]);
  if (deactivated === 0) return { kind: "already" };
  await tellOwners(ctx, { ...ctx.team, purgeAt }, `deactivated-${ctx.team.id}-${ctx.now}`, 0);
  // The receipts' guard refuses late writes already; the ledger follows, now or with the nightly sweep.
  await alignLedger(ctx, ctx.team.id).catch((error) =>
    ctx.log({ at: "deactivation.freeze", teamId: ctx.team.id, problem: problemWords(error) }),
  );
  return { kind: "done", purgeAt };
}

/** Brings the team back as it was. `nothing` to bring back once its purge has begun, and where it was active already. */
export async function reactivate(ctx: TeamContext): Promise<{ kind: "done" } | { kind: "nothing" } | NotAllowed> {
  if (!can(ctx, "team.leave")) return notAllowed("team.leave");
  const act = recordIfDone(ctx, { act: "team.reactivated", teamId: ctx.team.id, subjectId: ctx.team.id, detail: {} });
  const [back] = await writeAll(ctx.db, [reactivateTeam(ctx.teamDb), act]);
  // Also where the team is active already: the ledger may not have answered the first time.
  await alignLedger(ctx, ctx.team.id).catch((error) =>
    ctx.log({ at: "reactivation.reopen", teamId: ctx.team.id, problem: problemWords(error) }),
  );
  return { kind: back === 1 ? "done" : "nothing" };
}

/**
 * Freezes or reopens a team's ledger as the team's row says. The row is read again after a freeze: somebody who came back meanwhile has reopened it already, or
 * does so after this. What fails here is done by the nightly check of every ledger.
 */
export async function alignLedger(ctx: Context, teamId: string): Promise<void> {
  const isActive = async () => (await findTeam(ctx.db, teamId))?.deactivatedAt === null;
  if (!(await isActive())) await ctx.ledger(teamId).freeze("team");
  if (await isActive()) await ctx.ledger(teamId).reopen("team");
}

async function tellOwners(
  ctx: Context,
  team: Pick<Team, "id" | "name" | "timeZone" | "purgeAt">,
  id: string,
  days: number,
): Promise<number> {
  const day = dayWords(team.purgeAt ?? ctx.now, team.timeZone);
  const { free } = await ctx
    .ledger(team.id)
    .balance()
    .catch(() => ({ free: 0 }));
  const props = { team: team.name, day, days, credits: free, url: `${ctx.origin}/settings/leave` };
  const mails = await mailOwners(ctx, openTeamDb(ctx.db, team.id), { id, template: "team-deactivated", props });
  return writeWithMails(ctx, [], mails);
}

/** Tells the owners of deactivated teams 7 days and 1 day before, once each; and sees to it that their ledgers are frozen. */
export async function sweepDeactivated(ctx: Context): Promise<number> {
  const teams = await listDeactivated(ctx.db, ctx.now, ctx.now + PURGE_DAYS * DAY_MS, 1_000);
  let told = 0;
  for (const team of teams) {
    try {
      await alignLedger(ctx, team.id);
      const left = ((team.purgeAt ?? 0) - ctx.now) / DAY_MS;
      const days = nearestNotice(NOTICE_DAYS, left);
      if (days !== undefined)
        told += await tellOwners(ctx, team, `leaving-${days}-${team.id}-${team.deactivatedAt}`, daysUntil(team.purgeAt ?? 0, ctx.now));
    } catch (error) {
      ctx.log({ at: "deactivation.failed", teamId: team.id, problem: problemWords(error) });
    }
  }
  return told;
}
