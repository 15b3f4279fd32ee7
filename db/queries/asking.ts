// Who asks: a session with its person and the team they belong to, in one read. Every request of somebody who is signed in begins with it.
import { eq } from "drizzle-orm";
import type { Database } from "../client";
import { sessions, users } from "../schema/accounts";
import { members, teams } from "../schema/teams";
import type { Member, Team } from "./teams";

export interface Asker {
  session: typeof sessions.$inferSelect;
  /** Without the password's hash: no request but a sign-in needs it. */
  user: { id: string; name: string; email: string; emailVerifiedAt: number | null };
  /** Null for somebody without a team. */
  membership: { team: Team; member: Member } | null;
}

/** The session of this id, alive or not; null where there is none. */
export async function findAsker(db: Database, sessionId: string): Promise<Asker | null> {
  const { id, name, email, emailVerifiedAt } = users;
  const row = await db
    .select({ session: sessions, user: { id, name, email, emailVerifiedAt }, member: members, team: teams })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(members, eq(members.userId, users.id))
    .leftJoin(teams, eq(teams.id, members.teamId))
    .where(eq(sessions.id, sessionId))
    .orderBy(members.joinedAt)
    .limit(1)
    .get();
  if (!row) return null;
  const { session, user, member, team } = row;
  return { session, user, membership: member && team ? { team, member } : null };
}
