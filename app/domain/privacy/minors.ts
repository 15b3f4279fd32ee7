// A report of a child: what teams keep under the address is out of use at once, and goes for good after three days, unless an owner says that it is no child's. Each step
// is on the log. Nobody can take an erasure back, so no click in a mail alone makes one.
import { openTeamDb } from "~/db/client";
import { findUserByEmail } from "~/db/queries/accounts";
import { listByHandles } from "~/db/queries/contacts";
import { removeTraces } from "~/db/queries/purges";
import { listTeamsKeeping, type RightsRequest } from "~/db/queries/rights";
import { findTeam } from "~/db/queries/teams";
import { writeAll } from "~/db/statements";
import { recordAct } from "../core/auditLog";
import type { Context, TeamContext } from "../core/context";
import { problemWords } from "../core/problems";
import { writeWithMails } from "../mail/mails";
import { walkIds } from "../teams/teams";
import { eraseContact, setRestricted } from "./contactRights";
import { eraseUser } from "./memberRights";
import { detailsOf, ending, endMail } from "./rightsWords";

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

/** A team as a report acts in it; null where it is gone. */
async function enter(ctx: Context, requestId: string, teamId: string): Promise<TeamContext | null> {
  const team = await findTeam(ctx.db, teamId);
  return team && { ...acting(ctx, requestId), teamDb: openTeamDb(ctx.db, teamId), team };
}

/** The contacts of a team that have an address. */
async function withAddress({ teamDb }: TeamContext, email: string): Promise<string[]> {
  return (await listByHandles(teamDb, [["email", email]], true)).map(({ contactId }) => contactId);
}

/** Does a step with each contact. What fails is noted and keeps no other waiting. False when some did not end as wanted. */
async function withEach(ctx: TeamContext, ids: string[], step: (contactId: string) => Promise<{ kind: string }>): Promise<boolean> {
  let whole = true;
  for (const contactId of new Set(ids)) {
    const outcome = await step(contactId).catch((error) => {
      ctx.log({ at: "rights.failed", teamId: ctx.team.id, contactId, problem: problemWords(error) });
      return { kind: "failed" };
    });
    if (outcome.kind !== "done" && outcome.kind !== "missing") whole = false;
  }
  return whole;
}

/** Takes a team's contacts with a reported address out of use: what can be taken back, at once. Their ids; null when one could not be. */
export async function restrictReported(ctx: Context, requestId: string, teamId: string, email: string): Promise<string[] | null> {
  const team = await enter(ctx, requestId, teamId);
  const ids = team ? await withAddress(team, email) : [];
  return !team || (await withEach(team, ids, (contactId) => setRestricted(team, contactId, true))) ? ids : null;
}

/** Deletes for good what a team's part of a report is about: those who were taken out of use, whatever became of their address, and whoever has it now. */
export async function eraseReported(ctx: Context, part: RightsRequest, teamId: string): Promise<boolean> {
  const team = await enter(ctx, part.parentId ?? part.id, teamId);
  if (!team) return true;
  const ids = [...detailsOf(part).contacts, ...(await withAddress(team, part.email))];
  return withEach(team, ids, (contactId) => eraseContact(team, contactId, "minor"));
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
  const outcome = objected === 0 ? "What was kept about the child has been deleted." : "Every team that kept the address has answered.";
  const detail = { teams: parts.length, objected };
  const act = recordAct(acting(ctx, request.id), { act: "minor.erased", teamId: null, subjectId: request.id, detail });
  const traces = objected === 0 ? removeTraces(email, null) : [];
  await writeWithMails(ctx, [...traces, act, ending(ctx, request, "done", outcome)], [endMail(ctx, request, outcome, true)]);
  return true;
}
