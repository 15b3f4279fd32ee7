// A report of a child: what teams keep under the address is out of use at once, and goes for good after three days, unless an owner says that it is no child's. Each step
// is on the log. Nobody can take an erasure back, so no click in a mail alone makes one.
import { openTeamDb, writeAll } from "~/db/client";
import { findUserByEmail } from "~/db/queries/accounts";
import { listByHandles } from "~/db/queries/contacts";
import { removeTraces } from "~/db/queries/purges";
import { listTeamsKeeping, type RightsRequest } from "~/db/queries/rights";
import { findTeam } from "~/db/queries/teams";
import { recordAct } from "./auditLog";
import { eraseContact, setRestricted } from "./contactRights";
import type { Context, TeamContext } from "./context";
import { writeWithMails } from "./mails";
import { eraseUser } from "./memberRights";
import { problemWords } from "./problems";
import { detailsOf, ending, endMail } from "./rightsWords";
import { walkIds } from "./teams";

/** How long a team has to say that somebody who was reported is no child. */
export const OBJECT_MS = 72 * 60 * 60 * 1000;

/** Every team that keeps an e-mail address as a contact's. */
export function teamsKeeping(ctx: Context, email: string): AsyncGenerator<string> {
  return walkIds((after, limit) => listTeamsKeeping(ctx.db, email, after, limit));
}

/** Whom a report is about: who made it, unless it names another. */
export const reportedIn = (request: RightsRequest) => detailsOf(request).about ?? request.email;

/** The report itself acts: what it does in a team stands in that team's log. */
function acting(ctx: Context, requestId: string): Context & Pick<TeamContext, "member"> {
  return { ...ctx, member: { id: "report", userId: `request ${requestId}`, name: "", email: "", role: "manager" } };
}

type Step = (ctx: TeamContext, contactId: string) => Promise<{ kind: string }>;

/** Does a step with each contact that has an address in one team. What fails is noted and keeps no other waiting. False when some did not end as wanted. */
async function withEach(ctx: Context & Pick<TeamContext, "member">, teamId: string, email: string, step: Step): Promise<boolean> {
  const [teamDb, team] = [openTeamDb(ctx.db, teamId), await findTeam(ctx.db, teamId)];
  if (!team) return true;
  let whole = true;
  for (const { contactId } of await listByHandles(teamDb, [["email", email]], true)) {
    const outcome = await step({ ...ctx, teamDb, team }, contactId).catch((error) => {
      ctx.log({ at: "rights.failed", teamId, contactId, problem: problemWords(error) });
      return { kind: "failed" };
    });
    if (outcome.kind !== "done" && outcome.kind !== "missing") whole = false;
  }
  return whole;
}

/** Takes a team's contacts with a reported address out of use: what can be taken back, at once. */
export function restrictReported(ctx: Context, requestId: string, teamId: string, email: string): Promise<boolean> {
  return withEach(acting(ctx, requestId), teamId, email, (team, contactId) => setRestricted(team, contactId, true));
}

/** Deletes them for good. False while something is in the way, as an import that runs: it ends by itself, and the next sweep tries again. */
export function eraseReported(ctx: Context, requestId: string, teamId: string, email: string): Promise<boolean> {
  return withEach(acting(ctx, requestId), teamId, email, (team, contactId) => eraseContact(team, contactId, "minor"));
}

/** Ends the account of a child, for whoever has shown that it is theirs, or an operator who has looked. False where there is none, or it is the last owner of others. */
export async function eraseReportedAccount(ctx: Context, requestId: string, email: string): Promise<boolean> {
  const user = await findUserByEmail(ctx.db, email);
  if (!user || (await eraseUser(acting(ctx, requestId), user.id, "minor")).kind !== "done") return false;
  // What would outlive an account for a while does not outlive a child's.
  await writeAll(ctx.db, removeTraces(email, user.id));
  return true;
}

/** Ends a report once every team has answered and no account is left. With nobody objecting, sign-ins, mails and letters to support go too. False while it is open. */
export async function endReport(ctx: Context, request: RightsRequest, parts: RightsRequest[]): Promise<boolean> {
  const email = reportedIn(request);
  if (parts.some(({ endedAt }) => endedAt === null) || (await findUserByEmail(ctx.db, email))) return false;
  const objected = parts.filter(({ state }) => state === "refused").length;
  const outcome = objected === 0 ? "What was kept about the child is deleted." : "Every team that kept the address has answered.";
  const detail = { teams: parts.length, objected };
  const act = recordAct(acting(ctx, request.id), { act: "minor.erased", teamId: null, subjectId: request.id, detail });
  const traces = objected === 0 ? removeTraces(email, null) : [];
  await writeWithMails(ctx, [...traces, act, ending(ctx, request, "done", outcome)], [endMail(ctx, request, outcome, true)]);
  return true;
}
