// A report of a child: their account and the contacts with their address go at once, in every team, on a logged path.
import { openTeamDb, writeAll } from "~/db/client";
import { findUserByEmail } from "~/db/queries/accounts";
import { listByHandles } from "~/db/queries/contacts";
import { removeTraces } from "~/db/queries/purges";
import { findRequest, listTeamsKeeping, type RightsRequest } from "~/db/queries/rights";
import { findTeam } from "~/db/queries/teams";
import { recordAct } from "./auditLog";
import { eraseContact } from "./contactRights";
import type { Context, TeamContext } from "./context";
import { writeWithMails } from "./mails";
import { eraseUser } from "./memberRights";
import { problemWords } from "./problems";
import { detailsOf, ending, endMail } from "./rightsWords";
import { walkIds } from "./teams";

/** Every team that keeps an e-mail address as a contact's. */
export function teamsKeeping(ctx: Context, email: string): AsyncGenerator<string> {
  return walkIds((after, limit) => listTeamsKeeping(ctx.db, email, after, limit));
}

interface Erased {
  contacts: number;
  account: boolean;
  /** Whether nothing of it is left. What is in the way, an import that runs, ends by itself: the daily sweep tries again. */
  whole: boolean;
}

/**
 * Deletes the contacts with a child's address in every team, at once, and with `account` the account that it has. Ends the request when nothing is left: sign-ins, mails and
 * letters to support go too then.
 */
export async function eraseMinor(
  ctx: Context,
  request: RightsRequest,
  email: string,
  { why, account }: { why: string; account: boolean },
): Promise<Erased> {
  const child = { id: "report", userId: `request ${request.id}`, name: "", email: "", role: "manager" } as const;
  const acting = { ...ctx, member: child };
  const erased: Erased = { contacts: 0, account: false, whole: true };
  for await (const teamId of teamsKeeping(ctx, email)) await eraseMinorIn(acting, teamId, email, erased);
  const user = await findUserByEmail(ctx.db, email);
  if (user && account) erased.account = (await eraseUser(acting, user.id, "minor")).kind === "done";
  if (!erased.whole || (user && !erased.account)) return { ...erased, whole: false };
  const detail = { contacts: erased.contacts, account: erased.account ? 1 : 0, why };
  const act = recordAct(acting, { act: "minor.erased", teamId: null, subjectId: request.id, detail });
  const outcome = "What was kept about the child is deleted.";
  // What would outlive an account for a while does not outlive a child's.
  const traces = removeTraces(email, user?.id ?? null);
  await writeWithMails(ctx, [...traces, act, ending(ctx, request, "done", outcome)], [endMail(ctx, request, outcome, true)]);
  return erased;
}

/** The contacts of one team. What fails is noted and keeps no other team waiting. */
async function eraseMinorIn(acting: Context & Pick<TeamContext, "member">, teamId: string, email: string, erased: Erased): Promise<void> {
  const teamDb = openTeamDb(acting.db, teamId);
  const team = await findTeam(acting.db, teamId);
  if (!team) return;
  for (const { contactId } of await listByHandles(teamDb, [["email", email]], true)) {
    const outcome = await eraseContact({ ...acting, teamDb, team }, contactId, "minor").catch((error) => {
      acting.log({ at: "rights.failed", teamId, contactId, problem: problemWords(error) });
      return { kind: "failed" } as const;
    });
    if (outcome.kind === "done") erased.contacts++;
    else if (outcome.kind !== "missing") erased.whole = false;
  }
}

/** An operator acts on a report of a minor. Null for what is no such request, or settled. */
export async function settleMinor(ctx: TeamContext, id: string): Promise<Erased | null> {
  const request = await findRequest(ctx.db, id);
  if (request?.kind !== "minor" || request.endedAt !== null) return null;
  await writeAll(ctx.db, [recordAct(ctx, { act: "minor.reported", teamId: null, subjectId: id, detail: {} })]);
  return eraseMinor(ctx, request, detailsOf(request).about ?? request.email, { why: "report", account: true });
}
