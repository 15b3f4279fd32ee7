// What operators look at: checks, dead letters, the audit log, and lists across teams without anybody's contacts.
import { and, desc, eq, getTableColumns, gt, inArray, isNotNull, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Database, TeamDb } from "../client";
import { users } from "../schema/accounts";
import { mails } from "../schema/mails";
import { auditLog, checks, cronRuns, deadLetters } from "../schema/operations";
import { paymentEvents, purchases } from "../schema/purchases";
import { members, teams } from "../schema/teams";
import { type Statement, toStatement } from "../statements";
import type { PaymentEvent, Purchase } from "./purchases";
import type { Team } from "./teams";

export type Check = typeof checks.$inferSelect;
export type DeadLetter = typeof deadLetters.$inferSelect;
export type CronRun = typeof cronRuns.$inferSelect;
export type LoggedAct = typeof auditLog.$inferSelect;

export function insertAct(db: Database, act: LoggedAct): Statement {
  return toStatement(db.insert(auditLog).values(act));
}

/** The same, if the statement before it in the batch changed a row: an act that came to nothing is not in the log. */
export function insertActIfChanged(act: LoggedAct): Statement {
  const { id, teamId, actorId, act: name, subjectId, detail, at, visibleFrom } = act;
  return {
    sql: `INSERT INTO audit_log (id, team_id, actor_id, act, subject_id, detail, at, visible_from) SELECT ?, ?, ?, ?, ?, ?, ?, ? WHERE changes() > 0`,
    params: [id, teamId, actorId, name, subjectId, detail, at, visibleFrom],
  };
}

/** The newest acts about a team, or about none; before one of them, and only those that may be told at a moment, where asked. */
export async function listActs(
  db: Database,
  teamId: string | null,
  limit: number,
  { before = null, visibleAt = null }: { before?: string | null; visibleAt?: number | null } = {},
): Promise<(LoggedAct & { actorName: string | null })[]> {
  const about = teamId === null ? isNull(auditLog.teamId) : eq(auditLog.teamId, teamId);
  const older = before === null ? undefined : lt(auditLog.id, before);
  const told = visibleAt === null ? undefined : or(isNull(auditLog.visibleFrom), lte(auditLog.visibleFrom, visibleAt));
  const ofTeam = db
    .select({ id: members.userId })
    .from(members)
    .where(eq(members.teamId, teamId ?? ""));
  return (
    db
      .select({ ...getTableColumns(auditLog), actorName: users.name })
      .from(auditLog)
      // An operator is not named to a team: who of us it was is in the record.
      .leftJoin(users, and(eq(users.id, auditLog.actorId), teamId === null ? undefined : inArray(users.id, ofTeam)))
      .where(and(about, older, told))
      .orderBy(desc(auditLog.id))
      .limit(limit)
      .all()
  );
}

/** What one person did in a team, newest first, as far as it may be told at a moment. */
export async function listActsBy({ db, teamId }: TeamDb, userId: string, visibleAt: number, limit = 10_000): Promise<LoggedAct[]> {
  const told = or(isNull(auditLog.visibleFrom), lte(auditLog.visibleFrom, visibleAt));
  const theirs = and(eq(auditLog.teamId, teamId), eq(auditLog.actorId, userId), told);
  return db.select().from(auditLog).where(theirs).orderBy(desc(auditLog.id)).limit(limit).all();
}

export async function findAct({ db, teamId }: TeamDb, id: string): Promise<LoggedAct | null> {
  return (
    (await db
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.id, id), eq(auditLog.teamId, teamId)))
      .get()) ?? null
  );
}

/** The last run of a job; failures in a row are counted until one goes well. */
export function putRun({ name, startedAt, finishedAt, done, problem }: Omit<CronRun, "failures">): Statement {
  return {
    sql: `INSERT INTO cron_runs (name, started_at, finished_at, done, problem, failures) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
          ON CONFLICT DO UPDATE SET started_at = ?2, finished_at = ?3, done = ?4, problem = ?5, failures = CASE WHEN ?6 = 0 THEN 0 ELSE failures + 1 END`,
    params: [name, startedAt, finishedAt, done, problem, problem === null ? 0 : 1],
  };
}

export async function listRuns(db: Database): Promise<CronRun[]> {
  return db.select().from(cronRuns).orderBy(cronRuns.name).limit(100).all();
}

export function insertCheck(db: Database, check: Check): Statement {
  return toStatement(db.insert(checks).values(check));
}

export function updateCheck(db: Database, id: string, end: Partial<Check>): Statement {
  return toStatement(db.update(checks).set(end).where(eq(checks.id, id)));
}

/** The newest runs of a check, newest first. */
export async function listChecks(db: Database, kind: Check["kind"], limit: number): Promise<Check[]> {
  return db.select().from(checks).where(eq(checks.kind, kind)).orderBy(desc(checks.id)).limit(limit).all();
}

export function insertDeadLetter(db: Database, letter: Omit<DeadLetter, "resolvedAt">): Statement {
  return toStatement(
    db
      .insert(deadLetters)
      .values({ ...letter, resolvedAt: null })
      .onConflictDoNothing(),
  );
}

export async function findDeadLetter(db: Database, id: string): Promise<DeadLetter | null> {
  return (await db.select().from(deadLetters).where(eq(deadLetters.id, id)).get()) ?? null;
}

export function resolveDeadLetter(db: Database, id: string, now: number): Statement {
  return toStatement(db.update(deadLetters).set({ resolvedAt: now }).where(eq(deadLetters.id, id)));
}

export async function listDeadLetters(db: Database, limit: number): Promise<DeadLetter[]> {
  return db.select().from(deadLetters).where(isNull(deadLetters.resolvedAt)).orderBy(desc(deadLetters.id)).limit(limit).all();
}

/** Teams by id, newest first. */
export async function listTeams(db: Database, beforeId: string | null, limit: number): Promise<Team[]> {
  return db
    .select()
    .from(teams)
    .where(beforeId ? lt(teams.id, beforeId) : undefined)
    .orderBy(desc(teams.id))
    .limit(limit)
    .all();
}

export async function listRecentPurchases(db: Database, limit: number): Promise<Purchase[]> {
  return db.select().from(purchases).orderBy(desc(purchases.createdAt)).limit(limit).all();
}

/** Purchases whose dispute is not over: a closed one may have been told by an event that never came. */
export async function listDisputed(db: Database, limit: number): Promise<{ paymentId: string | null }[]> {
  const open = [
    "needs_response",
    "under_review",
    "warning_needs_response",
    "warning_under_review",
    "appeal_needs_response",
    "appeal_under_review",
  ];
  return db.select({ paymentId: purchases.paymentId }).from(purchases).where(inArray(purchases.disputeState, open)).limit(limit).all();
}

export type EventLine = Omit<PaymentEvent, "body">;

/** The newest events as kept, without their bodies. */
export async function listEvents(db: Database, limit: number): Promise<EventLine[]> {
  const { body: _body, ...columns } = {
    id: paymentEvents.id,
    type: paymentEvents.type,
    objectId: paymentEvents.objectId,
    body: paymentEvents.body,
    receivedAt: paymentEvents.receivedAt,
    processedAt: paymentEvents.processedAt,
    result: paymentEvents.result,
    paymentId: paymentEvents.paymentId,
    teamId: paymentEvents.teamId,
  };
  return db.select(columns).from(paymentEvents).orderBy(desc(paymentEvents.receivedAt)).limit(limit).all();
}

/** Mails that were given up, newest first; not to whom, not what they said, but whether that is still kept. */
export async function listFailedMails(db: Database, since: number, limit: number) {
  const { id, teamId, template, attempts, failedAt } = mails;
  const failed = and(isNotNull(mails.failedAt), gt(mails.failedAt, since));
  const isKept = sql<number>`${mails.props} <> '{}'`;
  return db
    .select({ id, teamId, template, attempts, failedAt, isKept })
    .from(mails)
    .where(failed)
    .orderBy(desc(mails.failedAt))
    .limit(limit)
    .all();
}
