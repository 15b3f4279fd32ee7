// A team's members as they are looked at: who they are, what their role is, and of one of them what they spent and did.
import { listActsBy } from "~/db/queries/operations";
import { findMember, listMembers } from "~/db/queries/teams";
import { tellActs } from "../core/actWords";
import type { TeamContext } from "../core/context";
import { type Permission, permissionsOf } from "../core/permissions";
import { type RoleChoice, roleName, roleValue } from "./roles";

export interface StaffLine {
  id: string;
  name: string;
  email: string;
  /** As a form names it. */
  roleValue: string;
  role: string;
  joinedAt: number;
  /** Kept out since then; null for those who are let in. */
  pausedAt: number | null;
}

/** Every member, by name. */
export async function readStaff(ctx: TeamContext, roles: RoleChoice[]): Promise<StaffLine[]> {
  const members = await listMembers(ctx.teamDb);
  return members
    .map((member) => ({
      ...{ id: member.id, name: member.name, email: member.email, joinedAt: member.joinedAt, pausedAt: member.deactivatedAt },
      ...{ roleValue: roleValue(member), role: roleName(member, roles) },
    }))
    .sort((one, other) => one.name.localeCompare(other.name));
}

const ACTS_SHOWN = 20;

export interface StaffMember extends StaffLine {
  may: Permission[];
  /** Credits since the first of the month in UTC; null where the ledger can't be reached. */
  spent: number | null;
  /** What they did of consequence, newest first. */
  acts: { id: string; done: string; at: number }[];
}

/** One member, with what they may, spent and did; null for somebody of another team. */
export async function readMember(ctx: TeamContext, id: string, roles: RoleChoice[]): Promise<StaffMember | null> {
  const member = await findMember(ctx.teamDb, id);
  if (!member) return null;
  const now = new Date(ctx.now);
  const month = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
  const [usage, acts] = await Promise.all([
    ctx
      .ledger(ctx.team.id)
      .usage(month, ctx.now)
      .catch(() => null),
    listActsBy(ctx.teamDb, member.userId, ctx.now, ACTS_SHOWN),
  ]);
  const spent = usage?.filter(({ memberId }) => memberId === id).reduce((sum, { credits }) => sum + credits, 0);
  return {
    ...{ id, name: member.name, email: member.email, joinedAt: member.joinedAt, pausedAt: member.deactivatedAt },
    ...{ roleValue: roleValue(member), role: roleName(member, roles) },
    may: permissionsOf(member),
    spent: spent ?? null,
    acts: tellActs(acts).map(({ id: actId, done, at }) => ({ id: actId, done, at })),
  };
}
