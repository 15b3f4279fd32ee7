// The teams of one person: those they can work in, those that invite them, and a new one of their own.
import * as z from "zod";
import { findUser } from "~/db/queries/accounts";
import { listMemberships } from "~/db/queries/teams";
import { writeAll } from "~/db/statements";
import { recordAct } from "../core/auditLog";
import type { Context } from "../core/context";
import { readInvitedTo } from "../teams/invitations";
import { newTeam } from "../teams/newTeam";
import { welcomeTeam } from "./welcome";

/** Of one person, those they only belong to among them. */
const TEAMS_MAX = 20;

export const TeamInput = z.object({
  name: z.string({ error: "Enter a name" }).trim().min(1, "Enter a name").max(100, "At most 100 characters"),
  timeZone: z.string().max(60).optional(),
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/)
    .optional()
    .catch(undefined),
});

export interface TeamsOf {
  teams: { id: string; name: string; role: string; paused: boolean; leaving: boolean }[];
  invited: { id: string; team: string; until: number }[];
}

/** Whose teams: an account that has confirmed its address sees who invites it, too. */
export async function readTeamsOf(ctx: Context, user: { id: string; email: string; emailVerifiedAt: number | null }): Promise<TeamsOf> {
  const [memberships, invited] = await Promise.all([
    listMemberships(ctx.db, user.id),
    user.emailVerifiedAt === null ? [] : readInvitedTo(ctx, user.email),
  ]);
  const inOrder = memberships.toSorted(
    (one, other) => one.team.name.localeCompare(other.team.name) || one.member.joinedAt - other.member.joinedAt,
  );
  const teams = inOrder.map(({ team, member }) => ({
    ...{ id: team.id, name: team.name, role: member.role },
    ...{ paused: member.deactivatedAt !== null, leaving: team.deactivatedAt !== null },
  }));
  return { teams, invited };
}

/** Whether somebody can work in a team now. */
export async function canEnter(ctx: Context, userId: string, teamId: string): Promise<boolean> {
  return (await listMemberships(ctx.db, userId)).some(({ team, member }) => team.id === teamId && member.deactivatedAt === null);
}

export type MakeTeamOutcome = { kind: "done"; teamId: string; welcomed: boolean } | { kind: "unconfirmed" | "full" };

/** Makes one more team for somebody, who owns it. Each team has its own credits; the welcome credits of an address are for its first. */
export async function makeTeam(ctx: Context, userId: string, input: z.infer<typeof TeamInput>): Promise<MakeTeamOutcome> {
  const user = await findUser(ctx.db, userId);
  if (!user || user.emailVerifiedAt === null) return { kind: "unconfirmed" };
  if ((await listMemberships(ctx.db, userId)).length >= TEAMS_MAX) return { kind: "full" };
  const { teamId, memberId, statements } = await newTeam(ctx, { ...input, userId });
  const member = { id: memberId, userId, name: user.name, email: user.email, role: "owner" } as const;
  const act = recordAct({ ...ctx, member }, { act: "team.made", teamId, subjectId: teamId, detail: {} });
  await writeAll(ctx.db, [...statements, act]);
  return { kind: "done", teamId, welcomed: await welcomeTeam(ctx, { teamId, memberId }, user.email) };
}
