// Teams, members and counters.
import { and, eq, isNull } from "drizzle-orm";
import type { Database, TeamDb } from "../client";
import { users } from "../schema/accounts";
import { counters, members, roles, teams } from "../schema/teams";
import { type Statement, toStatement } from "../statements";
import type { User } from "./accounts";
import { peersOf } from "./groups";

export type Team = typeof teams.$inferSelect;
export type Member = typeof members.$inferSelect;

/**
 * A team with somebody's membership in it. `acts` and `sees`: what a role that the team made allows and narrows, null for one that is built in; `peers`:
 * the members of their groups.
 */
export interface Membership {
  team: Team;
  member: Member;
  acts: string[] | null;
  sees: Record<string, "group" | "own"> | null;
  peers: string[];
}

export function insertTeam(db: Database, team: Team): Statement {
  return toStatement(db.insert(teams).values(team));
}

export function insertMember(db: Database, member: Member): Statement {
  return toStatement(db.insert(members).values(member));
}

/** The first team that a person belongs to, with their membership. */
export async function findMembership(db: Database, userId: string) {
  const row = await db
    .select({ team: teams, member: members, acts: roles.acts, sees: roles.sees, peers: peersOf(members) })
    .from(members)
    .innerJoin(teams, eq(teams.id, members.teamId))
    .leftJoin(roles, and(eq(roles.teamId, members.teamId), eq(roles.id, members.roleId)))
    .where(and(eq(members.userId, userId), isNull(members.deactivatedAt)))
    .orderBy(members.joinedAt)
    .limit(1)
    .get();
  return row ?? null;
}

/** Every team that a person belongs to, with their membership. */
export async function listMemberships(db: Database, userId: string): Promise<{ team: Team; member: Member }[]> {
  return db
    .select({ team: teams, member: members })
    .from(members)
    .innerJoin(teams, eq(teams.id, members.teamId))
    .where(eq(members.userId, userId))
    .limit(100)
    .all();
}

export function removeMember({ db, teamId }: TeamDb, id: string): Statement {
  return toStatement(db.delete(members).where(and(eq(members.teamId, teamId), eq(members.id, id))));
}

export async function findTeam(db: Database, teamId: string): Promise<Team | null> {
  return (await db.select().from(teams).where(eq(teams.id, teamId)).get()) ?? null;
}

export type FoundMember = Member & { name: string; email: string; grants: string[] | null } & Pick<Membership, "sees" | "peers">;

export async function findMember({ db, teamId }: TeamDb, id: string): Promise<FoundMember | null> {
  const row = await db
    .select({ member: members, name: users.name, email: users.email, grants: roles.acts, sees: roles.sees, peers: peersOf(members) })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .leftJoin(roles, and(eq(roles.teamId, members.teamId), eq(roles.id, members.roleId)))
    .where(and(eq(members.teamId, teamId), eq(members.id, id)))
    .get();
  return row ? { ...row.member, name: row.name, email: row.email, grants: row.grants, sees: row.sees, peers: row.peers } : null;
}

export type MemberLine = Pick<Member, "id" | "role" | "roleId" | "userId" | "joinedAt" | "deactivatedAt"> &
  Pick<User, "name" | "email" | "namelessAt" | "emailVerifiedAt">;

/** The team's members by id, with their names: at most 200. */
export async function listMembers({ db, teamId }: TeamDb): Promise<MemberLine[]> {
  return db
    .select({
      id: members.id,
      userId: members.userId,
      name: users.name,
      email: users.email,
      role: members.role,
      roleId: members.roleId,
      joinedAt: members.joinedAt,
      deactivatedAt: members.deactivatedAt,
      namelessAt: users.namelessAt,
      emailVerifiedAt: users.emailVerifiedAt,
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(eq(members.teamId, teamId))
    .limit(200)
    .all();
}

/** The team's owners who can sign in, with where to reach them. */
export async function listOwners(teamDb: TeamDb): Promise<MemberLine[]> {
  return (await listMembers(teamDb)).filter(({ role, deactivatedAt }) => role === "owner" && deactivatedAt === null);
}

export function updateTeam(
  { db, teamId }: TeamDb,
  changes: Partial<Pick<Team, "name" | "businessName" | "defaultCountry" | "timeZone" | "secondRequiredAt">>,
): Statement {
  return toStatement(db.update(teams).set(changes).where(eq(teams.id, teamId)));
}

/** Adds to a counter, in the batch of what it counts. */
export function addToCounter({ teamId }: TeamDb, noun: string, by: number): Statement {
  return {
    sql: "INSERT INTO counters (team_id, noun, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = value + excluded.value",
    params: [teamId, noun, by],
  };
}

export async function listCounters({ db, teamId }: TeamDb): Promise<Record<string, number>> {
  const rows = await db.select().from(counters).where(eq(counters.teamId, teamId)).limit(50).all();
  return Object.fromEntries(rows.map(({ noun, value }) => [noun, value]));
}

/** Teams with a receipt since `since`, at most `limit`: whom the daily checks call. */
export async function listTeamIds(db: Database, afterId: string, limit: number): Promise<string[]> {
  const found = await db.$client
    .prepare("SELECT id FROM teams WHERE id > ? ORDER BY id LIMIT ?")
    .bind(afterId, limit)
    .all<{ id: string }>();
  return found.results.map(({ id }) => id);
}
