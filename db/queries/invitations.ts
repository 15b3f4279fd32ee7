// Whom teams have asked to join, and teams that are offered to another owner. An invitation is a row until it is accepted, revoked or over; then it is gone.
import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import type { Database, TeamDb } from "../client";
import { users } from "../schema/accounts";
import { handovers, invitations, members, roles, teams } from "../schema/teams";
import { guard, type Statement, toStatement } from "../statements";
import type { Member } from "./teams";

export type Invitation = typeof invitations.$inferSelect;
export type Handover = typeof handovers.$inferSelect;

/** Writes an invitation; one to the same address takes the place of the one before, whose link ends. */
export function putInvitation({ db, teamId }: TeamDb, invitation: Omit<Invitation, "teamId">): Statement {
  const { id: _id, email: _email, ...rest } = invitation;
  return toStatement(
    db
      .insert(invitations)
      .values({ ...invitation, teamId })
      .onConflictDoUpdate({ target: [invitations.teamId, invitations.email], set: rest }),
  );
}

/** The team's open invitations, the oldest first. */
export async function listInvitations({ db, teamId }: TeamDb, now: number, limit: number): Promise<Invitation[]> {
  const open = and(eq(invitations.teamId, teamId), gt(invitations.expiresAt, now));
  return db.select().from(invitations).where(open).orderBy(asc(invitations.createdAt), asc(invitations.id)).limit(limit).all();
}

export async function findInvitation({ db, teamId }: TeamDb, id: string): Promise<Invitation | null> {
  const mine = and(eq(invitations.teamId, teamId), eq(invitations.id, id));
  return (await db.select().from(invitations).where(mine).get()) ?? null;
}

/** What a link invites to, while it can be used; with how the team is called and the address of who asked. */
export async function findInvitationByHash(db: Database, hash: string, now: number) {
  const row = await db
    .select({ invitation: invitations, team: teams, by: users.email, roleName: roles.name })
    .from(invitations)
    .innerJoin(teams, eq(teams.id, invitations.teamId))
    // Whoever has left asks nobody any more.
    .innerJoin(members, and(eq(members.teamId, invitations.teamId), eq(members.id, invitations.memberId), isNull(members.deactivatedAt)))
    .innerJoin(users, eq(users.id, members.userId))
    .leftJoin(roles, and(eq(roles.teamId, invitations.teamId), eq(roles.id, invitations.roleId)))
    .where(and(eq(invitations.hash, hash), gt(invitations.expiresAt, now)))
    .get();
  return row ?? null;
}

export function removeInvitation({ db, teamId }: TeamDb, id: string): Statement {
  const mine = and(eq(invitations.teamId, teamId), eq(invitations.id, id));
  return toStatement(db.delete(invitations).where(mine).returning({ id: invitations.id }));
}

/** What a member who leaves has asked of others is over. */
export function removeInvitationsBy({ db, teamId }: TeamDb, memberId: string): Statement {
  return toStatement(db.delete(invitations).where(and(eq(invitations.teamId, teamId), eq(invitations.memberId, memberId))));
}

/** Those that ended, of all teams. */
export function removeEndedInvitations(now: number): Statement[] {
  return [
    { sql: "DELETE FROM invitations WHERE expires_at <= ?", params: [now] },
    { sql: "DELETE FROM handovers WHERE expires_at <= ?", params: [now] },
  ];
}

/**
 * Makes somebody a member by an invitation that is still open, with the role it offers, and uses it up: of two that try at once, one does. Raises, so that
 * nothing of the batch lands, for somebody who is in the team already, in a team that is leaving, and where whoever asked is let in no more.
 */
export function joinBy({ db, teamId }: TeamDb, invitation: Invitation, joining: Pick<Member, "id" | "userId" | "joinedAt">): Statement[] {
  const { id, userId, joinedAt } = joining;
  const open = and(eq(invitations.teamId, teamId), eq(invitations.hash, invitation.hash), gt(invitations.expiresAt, joinedAt));
  return [
    toStatement(
      sql`INSERT INTO ${members} (team_id, id, user_id, role, role_id, joined_at)
          SELECT ${teamId}, ${id}, ${userId}, ${invitations.role}, ${invitations.roleId}, ${joinedAt} FROM ${invitations}
          WHERE ${open} AND EXISTS (SELECT 1 FROM ${teams} WHERE ${teams.id} = ${teamId} AND ${teams.deactivatedAt} IS NULL)
          AND EXISTS (SELECT 1 FROM ${members} AS i WHERE i.team_id = ${teamId} AND i.id = ${invitations.memberId} AND i.deactivated_at IS NULL)
          ON CONFLICT DO NOTHING RETURNING 1`,
    ),
    guard(teamId, sql`EXISTS (SELECT 1 FROM ${members} WHERE ${and(eq(members.teamId, teamId), eq(members.id, id))})`),
    toStatement(db.delete(invitations).where(open)),
  ];
}

export function putHandover({ db, teamId }: TeamDb, offer: Omit<Handover, "teamId">): Statement {
  return toStatement(
    db
      .insert(handovers)
      .values({ ...offer, teamId })
      .onConflictDoUpdate({ target: handovers.teamId, set: offer }),
  );
}

export async function findHandover({ db, teamId }: TeamDb, now: number): Promise<Handover | null> {
  const open = and(eq(handovers.teamId, teamId), gt(handovers.expiresAt, now));
  return (await db.select().from(handovers).where(open).get()) ?? null;
}

export function removeHandover({ db, teamId }: TeamDb): Statement {
  return toStatement(db.delete(handovers).where(eq(handovers.teamId, teamId)).returning({ teamId: handovers.teamId }));
}

/**
 * Makes the member whom a team was offered its owner, and its owner a manager: both, or neither where either has gone, paused or lost the role meanwhile. The first
 * statement gives back whether it did.
 */
export function takeOver({ teamId }: TeamDb, { fromId, toId, at }: Handover, now: number): Statement[] {
  const open = sql`EXISTS (SELECT 1 FROM ${handovers} WHERE ${handovers.teamId} = ${teamId} AND ${handovers.fromId} = ${fromId}
    AND ${handovers.toId} = ${toId} AND ${handovers.at} = ${at} AND ${handovers.expiresAt} > ${now})`;
  const able = sql`(SELECT COUNT(*) FROM ${members} AS m WHERE m.team_id = ${teamId} AND m.deactivated_at IS NULL
    AND (m.id = ${toId} OR (m.id = ${fromId} AND m.role = 'owner'))) = 2`;
  return [
    toStatement(
      sql`UPDATE ${members} SET role = CASE WHEN id = ${toId} THEN 'owner' ELSE 'manager' END, role_id = NULL
          WHERE team_id = ${teamId} AND id IN (${toId}, ${fromId}) AND ${open} AND ${able} RETURNING 1`,
    ),
    toStatement(sql`DELETE FROM ${handovers} WHERE ${handovers.teamId} = ${teamId}`),
  ];
}

/** Ends what was offered by or to a member. */
export function removeHandoverOf({ teamId }: TeamDb, memberId: string): Statement {
  return toStatement(
    sql`DELETE FROM ${handovers} WHERE ${handovers.teamId} = ${teamId} AND ${memberId} IN (${handovers.fromId}, ${handovers.toId})`,
  );
}

/** Open invitations to an address, from whichever team, without their links. */
export async function listInvitationsTo(db: Database, email: string, now: number) {
  return db
    .select({ invitation: invitations, teamName: teams.name })
    .from(invitations)
    .innerJoin(teams, eq(teams.id, invitations.teamId))
    .where(and(eq(invitations.email, email), gt(invitations.expiresAt, now)))
    .limit(50)
    .all();
}
