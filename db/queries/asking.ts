// Who asks: a session with its person and the team they belong to, in one read. Every request of somebody who is signed in begins with it.
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Database } from "../client";
import { sessions, users } from "../schema/accounts";
import { members, roles, teams } from "../schema/teams";
import { peersOf } from "./groups";
import type { Membership } from "./teams";

export interface Asker {
  session: typeof sessions.$inferSelect;
  /** Without the password's hash: no request but a sign-in needs it. */
  user: { id: string; name: string; email: string; emailVerifiedAt: number | null; secondSince: number | null };
  /** Null for somebody without a team that lets them in. */
  membership: Membership | null;
}

/** The session of this id, alive or not; null where there is none. */
export async function findAsker(db: Database, sessionId: string): Promise<Asker | null> {
  const { id, name, email, emailVerifiedAt, secondSince } = users;
  const row = await db
    .select({
      session: sessions,
      user: { id, name, email, emailVerifiedAt, secondSince },
      member: members,
      team: teams,
      acts: roles.acts,
      sees: roles.sees,
      peers: peersOf(members),
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(members, and(eq(members.userId, users.id), isNull(members.deactivatedAt)))
    .leftJoin(teams, eq(teams.id, members.teamId))
    .leftJoin(roles, and(eq(roles.teamId, members.teamId), eq(roles.id, members.roleId)))
    .where(eq(sessions.id, sessionId))
    // The team that this browser chose first, then the one they joined first.
    .orderBy(sql`${members.teamId} IS NOT ${sessions.teamId}`, members.joinedAt)
    .limit(1)
    .get();
  if (!row) return null;
  const { session, user, member, team, acts, sees, peers } = row;
  return { session, user, membership: member && team ? { team, member, acts, sees, peers } : null };
}
