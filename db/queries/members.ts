// Who belongs to a team, as it changes: roles, and members who come, pause and go. What must stay true of a team, that an owner is left, is part of
// each statement: two that run at once end in a state that is allowed.
import { and, asc, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { TeamDb } from "../client";
import { members, roles } from "../schema/teams";
import { guard, type Statement, toStatement } from "../statements";
import { leaveGroups } from "./groups";
import { removeHandoverOf, removeInvitationsBy } from "./invitations";
import { removeViewsOf } from "./records/views";
import type { Member } from "./teams";

export type Role = typeof roles.$inferSelect;
/** The name of a role that is built in, or `own` with the id of one that the team made. */
export type RoleOf = Pick<Member, "role" | "roleId">;

const one = (teamId: string, id: string) => and(eq(members.teamId, teamId), eq(members.id, id));

/** Holds where somebody else is an owner who can sign in, or this one is none. */
const ownerStays = (teamId: string, id: string): SQL => sql`(${members.role} <> 'owner' OR EXISTS (SELECT 1 FROM ${members} AS o
  WHERE o.team_id = ${teamId} AND o.id <> ${id} AND o.role = 'owner' AND o.deactivated_at IS NULL))`;

/** Changes a member's role, unless nobody would be left as owner. Gives back whether it did. */
export function updateRole({ db, teamId }: TeamDb, id: string, { role, roleId }: RoleOf): Statement {
  const which = and(one(teamId, id), role === "owner" ? undefined : ownerStays(teamId, id));
  return toStatement(db.update(members).set({ role, roleId }).where(which).returning({ id: members.id }));
}

/** Keeps a member out, or lets them in again. The last owner who can sign in is not kept out. */
export function pauseMember({ db, teamId }: TeamDb, id: string, deactivatedAt: number | null): Statement {
  const which = and(one(teamId, id), deactivatedAt === null ? undefined : and(isNull(members.deactivatedAt), ownerStays(teamId, id)));
  return toStatement(db.update(members).set({ deactivatedAt }).where(which).returning({ id: members.id }));
}

/** Takes a member out of the team, unless nobody would be left as owner. Gives back whether it did. */
export function takeOut({ db, teamId }: TeamDb, id: string): Statement {
  return toStatement(
    db
      .delete(members)
      .where(and(one(teamId, id), ownerStays(teamId, id)))
      .returning({ id: members.id }),
  );
}

/** Raises in a batch where a member isn't as it has just been asked for: a statement above kept the last owner. */
export function requireAs({ teamId }: TeamDb, id: string, as: Partial<Pick<Member, "role" | "roleId" | "deactivatedAt">>): Statement {
  const { role, roleId, deactivatedAt } = as;
  const has = [
    role === undefined ? undefined : eq(members.role, role),
    roleId === undefined ? undefined : sql`${members.roleId} IS ${roleId}`,
    deactivatedAt === undefined ? undefined : sql`${members.deactivatedAt} IS ${deactivatedAt}`,
  ];
  return guard(teamId, sql`EXISTS (SELECT 1 FROM ${members} WHERE ${and(one(teamId, id), ...has)})`);
}

/** Raises in a batch while a member is there. */
export function requireGone({ teamId }: TeamDb, id: string): Statement {
  return guard(teamId, sql`NOT EXISTS (SELECT 1 FROM ${members} WHERE ${one(teamId, id)})`);
}

/** What goes with a member who is taken out: their own views, whom they invited, and an offer of the team by or to them. */
export function removeTheirs(teamDb: TeamDb, id: string): Statement[] {
  return [...removeViewsOf(teamDb, id), removeInvitationsBy(teamDb, id), removeHandoverOf(teamDb, id), leaveGroups(teamDb, id)];
}

/** The team's own roles by name: at most `limit`. */
export async function listRoles({ db, teamId }: TeamDb, limit: number): Promise<Role[]> {
  return db.select().from(roles).where(eq(roles.teamId, teamId)).orderBy(asc(roles.name)).limit(limit).all();
}

export async function findRole({ db, teamId }: TeamDb, id: string): Promise<Role | null> {
  const mine = and(eq(roles.teamId, teamId), eq(roles.id, id));
  return (await db.select().from(roles).where(mine).get()) ?? null;
}

export function insertRole({ db, teamId }: TeamDb, role: Omit<Role, "teamId">): Statement {
  return toStatement(db.insert(roles).values({ ...role, teamId }));
}

export function changeRoleRow({ db, teamId }: TeamDb, id: string, changes: Pick<Role, "name" | "acts" | "sees">): Statement {
  const mine = and(eq(roles.teamId, teamId), eq(roles.id, id));
  return toStatement(db.update(roles).set(changes).where(mine).returning({ id: roles.id }));
}

/** Removes a role that no member has and no invitation offers. Gives back whether it did. */
export function removeRole({ db, teamId }: TeamDb, id: string): Statement {
  const used = (table: string) =>
    sql`EXISTS (SELECT 1 FROM ${sql.identifier(table)} AS u WHERE u.team_id = ${teamId} AND u.role_id = ${id})`;
  const unused = sql`NOT ${used("members")} AND NOT ${used("invitations")}`;
  return toStatement(
    db
      .delete(roles)
      .where(and(eq(roles.teamId, teamId), eq(roles.id, id), unused))
      .returning({ id: roles.id }),
  );
}
