// The register of requests about personal data, and consents.
import { and, asc, desc, eq, inArray, isNull, lte, ne, sql } from "drizzle-orm";
import type { Database, TeamDb } from "../client";
import { consents, rightsRequests } from "../schema/rights";
import { type Statement, toStatement } from "../statements";

export type RightsRequest = typeof rightsRequests.$inferSelect;
export type Consent = typeof consents.$inferSelect;

export function insertRequest(db: Database, request: RightsRequest): Statement {
  return toStatement(db.insert(rightsRequests).values(request).onConflictDoNothing());
}

export async function findRequest(db: Database, id: string): Promise<RightsRequest | null> {
  return (await db.select().from(rightsRequests).where(eq(rightsRequests.id, id)).get()) ?? null;
}

/** What a request was passed on as, team by team. */
export function listParts(db: Database, parentId: string): Promise<RightsRequest[]> {
  return listPartsOf(db, [parentId]);
}

/** The same of several requests. */
export async function listPartsOf(db: Database, parentIds: string[]): Promise<RightsRequest[]> {
  const among = sql`(SELECT value FROM json_each(${JSON.stringify(parentIds)}))`;
  return db.select().from(rightsRequests).where(inArray(rightsRequests.parentId, among)).limit(2_000).all();
}

/** Confirms a request once: the row changes for the first who asks. */
export function confirmRequestRow(db: Database, id: string, now: number): Statement {
  const waiting = and(eq(rightsRequests.id, id), eq(rightsRequests.state, "unconfirmed"));
  return toStatement(db.update(rightsRequests).set({ state: "open", confirmedAt: now }).where(waiting));
}

/** Ends an open request, and empties it: who asked and what goes with the answer. */
export function endRequestRow(db: Database, id: string, end: Pick<RightsRequest, "state" | "outcome"> & { endedAt: number }): Statement {
  const open = and(eq(rightsRequests.id, id), isNull(rightsRequests.endedAt));
  return toStatement(
    db
      .update(rightsRequests)
      .set({ ...end, name: "", email: "", details: "" })
      .where(open),
  );
}

/** Ends what was passed on to teams and waits for them: whoever runs the deployment has answered for all. */
export function endParts(db: Database, parentId: string, outcome: string, endedAt: number): Statement {
  const open = and(eq(rightsRequests.parentId, parentId), isNull(rightsRequests.endedAt));
  return toStatement(db.update(rightsRequests).set({ state: "done", outcome, endedAt, name: "", email: "", details: "" }).where(open));
}

/** Open requests that came with an address, newest first. */
export async function listRequestsOf(db: Database, email: string): Promise<RightsRequest[]> {
  const mine = and(eq(rightsRequests.email, email), isNull(rightsRequests.endedAt), isNull(rightsRequests.parentId));
  return db.select().from(rightsRequests).where(mine).orderBy(desc(rightsRequests.id)).limit(200).all();
}

export function markReminded(db: Database, id: string, days: number): Statement {
  return toStatement(db.update(rightsRequests).set({ reminded: days }).where(eq(rightsRequests.id, id)));
}

/** The consents that one member gave for a team. */
export async function listConsentsBy({ db, teamId }: TeamDb, memberId: string): Promise<Consent[]> {
  const theirs = and(eq(consents.teamId, teamId), eq(consents.givenBy, memberId));
  return db.select().from(consents).where(theirs).orderBy(desc(consents.id)).limit(1_000).all();
}

/** Whether a contact is out of use because of a report that its team has not answered yet. */
export async function isReported({ db, teamId }: TeamDb, contactId: string): Promise<boolean> {
  const found = await db.$client
    .prepare(
      `SELECT 1 FROM rights_requests AS r, json_each(r.details, '$.contacts') AS j
       WHERE r.team_id = ?1 AND r.kind = 'minor' AND r.ended_at IS NULL AND r.details <> '' AND j.value = ?2 LIMIT 1`,
    )
    .bind(teamId, contactId)
    .first();
  return found !== null;
}

/** Open requests whose date is near or past, the most urgent first. */
export async function listDueRequests(db: Database, before: number, limit: number): Promise<RightsRequest[]> {
  const due = and(isNull(rightsRequests.endedAt), ne(rightsRequests.state, "unconfirmed"), lte(rightsRequests.dueAt, before));
  return db.select().from(rightsRequests).where(due).orderBy(asc(rightsRequests.dueAt)).limit(limit).all();
}

/** The register, for those who run the deployment: what is open by its date, without what was passed on to teams. */
export async function listOpenRequests(db: Database, limit: number): Promise<RightsRequest[]> {
  const open = and(isNull(rightsRequests.endedAt), isNull(rightsRequests.parentId), ne(rightsRequests.state, "unconfirmed"));
  return db.select().from(rightsRequests).where(open).orderBy(asc(rightsRequests.dueAt)).limit(limit).all();
}

export async function listEndedRequests(db: Database, limit: number): Promise<RightsRequest[]> {
  const ended = and(sql`${rightsRequests.endedAt} IS NOT NULL`, isNull(rightsRequests.parentId));
  return db.select().from(rightsRequests).where(ended).orderBy(desc(rightsRequests.endedAt)).limit(limit).all();
}

/** What people ask of a team about its contacts, newest first. */
export async function listTeamRequests({ db, teamId }: TeamDb): Promise<RightsRequest[]> {
  return db.select().from(rightsRequests).where(eq(rightsRequests.teamId, teamId)).orderBy(desc(rightsRequests.id)).limit(100).all();
}

/** Teams that keep a contact with an e-mail address, after one of them: one step in an index for each team. */
export async function listTeamsKeeping(db: Database, email: string, afterId: string, limit: number): Promise<string[]> {
  const found = await db.$client
    .prepare(
      `SELECT t.id FROM teams AS t WHERE t.id > ?2 AND EXISTS (SELECT 1 FROM contact_handles AS h WHERE h.team_id = t.id AND h.kind = 'email' AND h.value = ?1)
       ORDER BY t.id LIMIT ?3`,
    )
    .bind(email, afterId, limit)
    .all<{ id: string }>();
  return found.results.map(({ id }) => id);
}

export function insertConsent({ db, teamId }: TeamDb, consent: Omit<Consent, "teamId">): Statement {
  return toStatement(db.insert(consents).values({ ...consent, teamId }));
}

export function withdrawConsents({ db, teamId }: TeamDb, purpose: Consent["purpose"], now: number): Statement {
  const live = and(eq(consents.teamId, teamId), eq(consents.purpose, purpose), isNull(consents.withdrawnAt));
  return toStatement(db.update(consents).set({ withdrawnAt: now }).where(live));
}

/** The team's consents, newest first. */
export async function listConsents({ db, teamId }: TeamDb): Promise<Consent[]> {
  return db.select().from(consents).where(eq(consents.teamId, teamId)).orderBy(desc(consents.id)).limit(50).all();
}
