// Groups of a team, and who is in them.
import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import type { TeamDb } from "../client";
import { groupMembers, groups, members } from "../schema/teams";
import { insertRows, type Statement, toStatement } from "../statements";

export type Group = Omit<typeof groups.$inferSelect, "teamId">;

/** The ids of those who share a group with a member, as a column of a query that has the member in it. */
export function peersOf({ teamId, id }: Pick<typeof members, "teamId" | "id">): SQL<string[]> {
  return sql`(SELECT json_group_array(DISTINCT b.member_id) FROM group_members AS a CROSS JOIN group_members AS b
    ON b.team_id = a.team_id AND b.group_id = a.group_id WHERE a.team_id = ${teamId} AND a.member_id = ${id})`.mapWith(
    (json: string | null) => JSON.parse(json ?? "[]") as string[],
  );
}

/** The team's groups by name: at most `limit`. */
export async function listGroups({ db, teamId }: TeamDb, limit: number): Promise<Group[]> {
  const { id, name, createdAt } = groups;
  return db.select({ id, name, createdAt }).from(groups).where(eq(groups.teamId, teamId)).orderBy(asc(name)).limit(limit).all();
}

/** Who is in which group. A team has few of both. */
export async function listGroupMembers({ db, teamId }: TeamDb): Promise<{ groupId: string; memberId: string }[]> {
  const { groupId, memberId } = groupMembers;
  return db.select({ groupId, memberId }).from(groupMembers).where(eq(groupMembers.teamId, teamId)).limit(10_000).all();
}

/** Adds a group, unless the team has `most` already or one of its name. */
export function insertGroup({ teamId }: TeamDb, { id, name, createdAt }: Group, most: number): Statement {
  const count = sql`SELECT COUNT(*) FROM ${groups} WHERE ${groups.teamId} = ${teamId}`;
  return toStatement(
    sql`INSERT INTO ${groups} (team_id, id, name, created_at) SELECT ${teamId}, ${id}, ${name}, ${createdAt} WHERE (${count}) < ${most}
        ON CONFLICT DO NOTHING RETURNING 1`,
  );
}

const one = (teamId: string, id: string) => and(eq(groups.teamId, teamId), eq(groups.id, id));

/** Renames a group. Gives back whether it is there; raises where another has the name. */
export function renameGroup({ db, teamId }: TeamDb, id: string, name: string): Statement {
  return toStatement(db.update(groups).set({ name }).where(one(teamId, id)).returning({ id: groups.id }));
}

/** Removes a group. Its members stay in the team. */
export function removeGroup({ db, teamId }: TeamDb, id: string): Statement[] {
  const theirs = and(eq(groupMembers.teamId, teamId), eq(groupMembers.groupId, id));
  return [
    toStatement(db.delete(groups).where(one(teamId, id)).returning({ id: groups.id })),
    toStatement(db.delete(groupMembers).where(theirs)),
  ];
}

/** Makes these the members of a group: those of them who are in the team. */
export function replaceMembers({ db, teamId }: TeamDb, groupId: string, memberIds: string[]): Statement[] {
  const isThere = sql`EXISTS (SELECT 1 FROM ${groups} WHERE ${one(teamId, groupId)})`;
  const all = and(eq(groupMembers.teamId, teamId), eq(groupMembers.groupId, groupId));
  const known = sql`EXISTS (SELECT 1 FROM ${members} WHERE ${members.teamId} = ${teamId} AND ${members.id} = j.value ->> 'memberId')`;
  const rows = memberIds.map((memberId) => ({ teamId, memberId, groupId }));
  return [toStatement(db.delete(groupMembers).where(all)), ...insertRows(groupMembers, rows, sql`(NOT ${known} OR NOT ${isThere})`)];
}

/** Puts a new member into groups: those of them that are still there. */
export function enterGroups({ teamId }: TeamDb, memberId: string, groupIds: string[]): Statement[] {
  const known = sql`EXISTS (SELECT 1 FROM ${groups} WHERE ${groups.teamId} = ${teamId} AND ${groups.id} = j.value ->> 'groupId')`;
  const rows = groupIds.map((groupId) => ({ teamId, memberId, groupId }));
  return insertRows(groupMembers, rows, sql`NOT ${known}`);
}

/** Takes a member out of all groups. */
export function leaveGroups({ db, teamId }: TeamDb, memberId: string): Statement {
  return toStatement(db.delete(groupMembers).where(and(eq(groupMembers.teamId, teamId), eq(groupMembers.memberId, memberId))));
}
