// Who is asking: the team and membership behind a session, as every team function wants it.
import { openTeamDb } from "~/db/client";
import { findUser } from "~/db/queries/accounts";
import type { Asker } from "~/db/queries/asking";
import { isNarrowedIn } from "~/db/queries/records/sight";
import {
  findMember,
  findMembership,
  findTeam,
  listCounters,
  listMembers,
  listOwners,
  type MemberLine,
  type Team,
  updateTeam,
} from "~/db/queries/teams";
import { writeAll } from "~/db/statements";
import { recordIfDone } from "../core/auditLog";
import type { Context, TeamContext } from "../core/context";
import { can, type NotAllowed, notAllowed } from "../core/permissions";
import { sightOf } from "./sight";

/** The context of a user's own team, or null when they belong to none. */
export async function enterTeam(ctx: Context, userId: string): Promise<(TeamContext & { verified: boolean }) | null> {
  const [user, membership] = await Promise.all([findUser(ctx.db, userId), findMembership(ctx.db, userId)]);
  return user && asMember(ctx, { user, membership });
}

/** The context of somebody in their team, from what was read of both; null where they have none. */
export function asMember(ctx: Context, { user, membership }: Pick<Asker, "user" | "membership">) {
  if (!membership) return null;
  const { team, member, acts, sees, peers } = membership;
  const who = { id: member.id, userId: user.id, name: user.name, email: user.email, role: member.role, grants: acts, sees };
  const teamDb = openTeamDb(ctx.db, team.id, sightOf(member, sees, peers));
  return { ...ctx, teamDb, team, member: who, verified: user.emailVerifiedAt !== null };
}

/** The context of a job that acts for a member, or null when team or member are gone, or the member is kept out. */
export async function actFor(ctx: Context, teamId: string, memberId: string): Promise<TeamContext | null> {
  const teamDb = openTeamDb(ctx.db, teamId);
  const [team, member] = await Promise.all([findTeam(ctx.db, teamId), findMember(teamDb, memberId)]);
  if (!team || !member || member.deactivatedAt !== null) return null;
  const { peers, ...who } = member;
  return { ...ctx, teamDb: openTeamDb(ctx.db, teamId, sightOf(member, member.sees, peers)), team, member: who };
}

/** Whom to write to about what a member did: them, or an owner where they have left or are kept out. */
export async function findRecipient(teamDb: TeamContext["teamDb"], memberId: string): Promise<{ name: string; email: string } | null> {
  const member = await findMember(teamDb, memberId);
  return member && member.deactivatedAt === null ? member : ((await listOwners(teamDb))[0] ?? null);
}

/** How many records of each noun the team has, by plural; of those that a member sees in part, nothing is said. */
export async function readCounters(ctx: TeamContext): Promise<Record<string, number>> {
  return Object.fromEntries(Object.entries(await listCounters(ctx.teamDb)).filter(([plural]) => !isNarrowedIn(ctx.teamDb, plural)));
}

/** How many records of a noun there are, out of what was read; null where that isn't said. */
export const countOf = (ctx: TeamContext, counters: Record<string, number>, plural: string): number | null =>
  isNarrowedIn(ctx.teamDb, plural) ? null : (counters[plural] ?? 0);

/** Member names by id, and nothing else: what is asked for may be anybody's input. In a report, who objected to being named is "A member". */
export async function readMemberNames(ctx: TeamContext, use: "work" | "report" = "work"): Promise<Record<string, string>> {
  const shown = ({ name, namelessAt }: MemberLine) => (use === "report" && namelessAt !== null ? "A member" : name);
  const names = Object.fromEntries((await listMembers(ctx.teamDb)).map((member) => [member.id, shown(member)]));
  return Object.assign(Object.create(null), names);
}

/** Lets in only members with a second factor from now on, or everybody again. Whoever asks others for one has one. */
export async function requireSecond(
  ctx: TeamContext,
  on: boolean,
  ownSince: number | null,
): Promise<{ kind: "done" | "none" } | NotAllowed> {
  if (!can(ctx, "team.change")) return notAllowed("team.change");
  if (on && ownSince === null) return { kind: "none" };
  const act = on ? "team.second-required" : "team.second-optional";
  const done = recordIfDone(ctx, { act, teamId: ctx.team.id, subjectId: ctx.team.id, detail: {} });
  await writeAll(ctx.db, [updateTeam(ctx.teamDb, { secondRequiredAt: on ? ctx.now : null }), done]);
  return { kind: "done" };
}

export async function changeTeam(
  ctx: TeamContext,
  changes: Pick<Team, "name" | "businessName" | "defaultCountry" | "timeZone">,
): Promise<{ kind: "done" } | NotAllowed> {
  if (!can(ctx, "team.change")) return notAllowed("team.change");
  await writeAll(ctx.db, [updateTeam(ctx.teamDb, changes)]);
  return { kind: "done" };
}
