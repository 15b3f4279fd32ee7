// After a restore of D1 from its history: what to put right, said first and done only when asked. The drill is in docs/operations.md.
import { openTeamDb } from "~/db/client";
import { findUser } from "~/db/queries/accounts";
import { findContact } from "~/db/queries/contacts";
import { findTeam } from "~/db/queries/teams";
import type { Context } from "../core/context";
import { listMarkedContacts, listMarkedPeople, walk } from "../core/erasureMarks";
import { eraseContact } from "../privacy/contactRights";
import { allTeamIds } from "../teams/teams";
import { type Report, runCheck } from "./checks";

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
        say(
          `${action} ${key} was charged and is no longer there: ${credits} credits ${apply ? "were given back" : "would be given back"}.`,
        );
      for await (const contactId of listMarkedContacts(ctx, teamId))
        if (await findContact(openTeamDb(ctx.db, teamId), contactId)) {
          const kind = apply ? await eraseAgain(ctx, teamId, contactId) : "would";
          const there = `contact ${contactId} was erased but is back`;
          if (kind === "would") say(`${there}: would be erased again.`);
          else if (kind === "done" || kind === "missing") say(`${there}: erased again.`);
          else found.findings.push(`${teamId}: ${there}, and could not be erased (${kind}). Try again in a while.`);
        }
      for (const { key } of gifts) say(`${key} was undone but is back: ${apply ? "left as a gift" : "would be left as a gift"}.`);
    }
    await findPurged(ctx, found);
    for await (const userId of listMarkedPeople(ctx))
      if (await findUser(ctx.db, userId)) found.findings.push(`person ${userId}: was erased but is back. Erase them again.`);
  });
  return report.looked;
}

async function findPurged(ctx: Context, found: Report): Promise<void> {
  for await (const { key } of walk(ctx.files, PURGED)) {
    const teamId = key.slice(PURGED.length);
    if (await findTeam(ctx.db, teamId)) found.findings.push(`${teamId}: was purged but is back. Purge it again.`);
  }
}

/** The erasure that the restore took back. Its line in the audit log went with it, so there is a new one. */
async function eraseAgain(ctx: Context, teamId: string, contactId: string): Promise<string> {
  const team = await findTeam(ctx.db, teamId);
  const member = { id: "restore", userId: "restore", name: "", email: "", role: "manager" } as const;
  return team ? (await eraseContact({ ...ctx, team, teamDb: openTeamDb(ctx.db, teamId), member }, contactId)).kind : "missing";
}
