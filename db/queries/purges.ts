// Taking a team out of the database, a bounded piece at a time. Every statement may run again: what is gone is gone.
import { and, asc, eq, gt, isNull, lte, sql } from "drizzle-orm";
import type { Database, TeamDb } from "../client";
import { purges } from "../schema/purges";
import { teams } from "../schema/teams";
import { type Statement, toStatement } from "../statements";

export type Purge = typeof purges.$inferSelect;

/** Tables with rows of a team, each with what tells its rows apart, in the order in which they go. Records go first, with all that hangs on them. */
export const teamTables: [table: string, keys: string][] = [
  ["timeline", "contact_id, id"],
  ["contact_handles", "kind, value, contact_id"],
  ["record_handles", "noun, kind, value, record_id"],
  ["merges", "id"],
  ["contact_tags", "tag_id, contact_id"],
  ["tags", "id"],
  ["custom_fields", "id"],
  ["field_values", "field_id, value, seq"],
  ["saved_views", "id"],
  ["view_marks", "member_id, view_id"],
  ["bulk_undos", "bulk_id, record_id"],
  ["bulk_edits", "id"],
  ["import_chunks", "import_id, cursor"],
  ["imports", "id"],
  ["invitations", "id"],
  ["handovers", "team_id"],
  ["roles", "id"],
  ["groups", "id"],
  ["group_members", "member_id, group_id"],
  ["drafts", "id"],
  ["counters", "noun"],
  ["do_not_import", "hash"],
  ["consents", "id"],
  ["archives", "id"],
  ["rights_requests", "id"],
  ["grants", "id"],
  ["ledger_heads", "day"],
  ["mails", "id"],
  ["audit_log", "id"],
  ["billing", "team_id"],
];

/** Removes up to `limit` rows of one of the team's tables. */
export function removeSome({ teamId }: TeamDb, table: string, keys: string, limit: number): Statement {
  return {
    sql: `DELETE FROM ${table} WHERE team_id = ?1 AND (${keys}) IN (SELECT ${keys} FROM ${table} WHERE team_id = ?1 LIMIT ?2) RETURNING 1`,
    params: [teamId, limit],
  };
}

/** The next receipts become totals by day and action that name nobody, and go: both in one batch, so that none is counted twice. */
export function totalSomeReceipts({ teamId }: TeamDb, limit: number): Statement[] {
  const some = "SELECT key FROM receipts WHERE team_id = ?1 ORDER BY key LIMIT ?2";
  return [
    {
      sql: `INSERT INTO usage_totals (day, action, actions, credits)
            SELECT date(at / 1000, 'unixepoch'), action, COUNT(*), SUM(credits) FROM receipts
            WHERE team_id = ?1 AND key IN (${some}) AND state = 'done' GROUP BY 1, 2
            ON CONFLICT DO UPDATE SET actions = actions + excluded.actions, credits = credits + excluded.credits`,
      params: [teamId, limit],
    },
    { sql: `DELETE FROM receipts WHERE team_id = ?1 AND key IN (${some}) RETURNING 1`, params: [teamId, limit] },
  ];
}

/** The billing records stay, with nobody's id in them; events forget what they said. */
export function anonymiseBilling({ teamId }: TeamDb): Statement[] {
  return [
    { sql: "UPDATE purchases SET member_id = '', draft_id = NULL WHERE team_id = ?", params: [teamId] },
    { sql: "UPDATE payment_events SET body = '' WHERE team_id = ? AND body <> ''", params: [teamId] },
    { sql: "UPDATE tickets SET team_id = NULL WHERE team_id = ?", params: [teamId] },
  ];
}

/** Tables with rows of a person, but for what outlives them: tickets and the security log. */
const tablesOfPeople = [
  "sessions",
  "tokens",
  "acceptances",
  "devices",
  "mail_choices",
  "nominees",
  "second_factors",
  "recovery_codes",
  "passkeys",
];

/** One person with all that is kept of them, who belongs to no team any more. */
export function removePerson(userId: string, email: string): Statement[] {
  return [
    { sql: "DELETE FROM mails WHERE recipient = ? AND template <> 'account-erased'", params: [email] },
    { sql: "DELETE FROM invitations WHERE email = ?", params: [email] },
    ...tablesOfPeople.map((table) => ({ sql: `DELETE FROM ${table} WHERE user_id = ?`, params: [userId] })),
    { sql: "UPDATE tickets SET user_id = NULL WHERE user_id = ?", params: [userId] },
    { sql: "DELETE FROM users WHERE id = ?", params: [userId] },
  ];
}

/** What is kept of an address beyond its account: the mail log, sign-ins, what was written to support. */
export function removeTraces(email: string, userId: string | null): Statement[] {
  return [
    { sql: "DELETE FROM mails WHERE recipient = ? AND template <> 'account-erased'", params: [email] },
    { sql: "DELETE FROM invitations WHERE email = ?", params: [email] },
    { sql: "DELETE FROM security_log WHERE user_id = ?", params: [userId] },
    { sql: "DELETE FROM ticket_messages WHERE ticket_id IN (SELECT id FROM tickets WHERE email = ?)", params: [email] },
    { sql: "DELETE FROM tickets WHERE email = ?", params: [email] },
  ];
}

/** The people who belong to this team and no other, with all that is kept of them. Runs before their memberships go. */
export function removePeople({ teamId }: TeamDb): Statement[] {
  const only = `SELECT m.user_id FROM members AS m WHERE m.team_id = ?1
                AND NOT EXISTS (SELECT 1 FROM members AS o WHERE o.user_id = m.user_id AND o.team_id <> ?1)`;
  const of = (statement: string): Statement => ({ sql: `${statement} IN (${only})`, params: [teamId] });
  return [
    {
      sql: `DELETE FROM mails WHERE recipient IN (SELECT email FROM users WHERE id IN (${only})) AND template NOT IN ('team-purged', 'account-erased')`,
      params: [teamId],
    },
    { sql: `DELETE FROM invitations WHERE email IN (SELECT email FROM users WHERE id IN (${only}))`, params: [teamId] },
    ...tablesOfPeople.map((table) => of(`DELETE FROM ${table} WHERE user_id`)),
    of("UPDATE tickets SET user_id = NULL WHERE user_id"),
    of("DELETE FROM users WHERE id"),
    // Whoever belongs to another team stays signed in, and looks at that one.
    {
      sql: `UPDATE sessions SET team_id = NULL WHERE team_id = ?1 AND user_id IN (SELECT user_id FROM members WHERE team_id = ?1)`,
      params: [teamId],
    },
    { sql: "DELETE FROM members WHERE team_id = ?", params: [teamId] },
  ];
}

export function removeTeam({ teamId }: TeamDb): Statement {
  return { sql: "DELETE FROM teams WHERE id = ?", params: [teamId] };
}

/** Begins a purge where the day has come and nobody was faster; from here on the team cannot come back. */
export function beginPurge({ teamId }: TeamDb, now: number): Statement[] {
  return [
    {
      sql: `INSERT INTO purges (team_id, started_at, counts, attempts)
            SELECT id, ?2, '{}', 0 FROM teams WHERE id = ?1 AND purge_at <= ?2 ON CONFLICT DO NOTHING`,
      params: [teamId, now],
    },
    { sql: "UPDATE teams SET epoch = epoch + 1 WHERE id = ?1 AND EXISTS (SELECT 1 FROM purges WHERE team_id = ?1)", params: [teamId] },
  ];
}

export async function findPurge({ db, teamId }: TeamDb): Promise<Purge | null> {
  return (await db.select().from(purges).where(eq(purges.teamId, teamId)).get()) ?? null;
}

export function updatePurge({ db, teamId }: TeamDb, changes: Partial<Purge>): Statement {
  return toStatement(db.update(purges).set(changes).where(eq(purges.teamId, teamId)));
}

/** Adds to a count of the report, in the batch that removes what is counted or right after it. */
export function countPurged({ teamId }: TeamDb, table: string, rows: number): Statement {
  const path = `$.${table}`;
  return {
    sql: "UPDATE purges SET counts = json_set(counts, ?2, coalesce(json_extract(counts, ?2), 0) + ?3) WHERE team_id = ?1",
    params: [teamId, path, rows],
  };
}

/** Teams whose day has come. */
export async function listDuePurges(db: Database, now: number, limit: number): Promise<string[]> {
  const rows = await db.select({ id: teams.id }).from(teams).where(lte(teams.purgeAt, now)).orderBy(asc(teams.purgeAt)).limit(limit).all();
  return rows.map(({ id }) => id);
}

/** Purges that are not finished; or, given a moment, those finished since. */
export async function listPurges(db: Database, since: number | null, limit: number): Promise<string[]> {
  const which = since === null ? isNull(purges.finishedAt) : gt(purges.finishedAt, since);
  const rows = await db.select({ teamId: purges.teamId }).from(purges).where(which).orderBy(asc(purges.startedAt)).limit(limit).all();
  return rows.map(({ teamId }) => teamId);
}

/** Deactivates an active team until its purge day. */
export function deactivateTeam({ db, teamId }: TeamDb, now: number, purgeAt: number): Statement {
  const active = and(eq(teams.id, teamId), isNull(teams.deactivatedAt));
  return toStatement(
    db
      .update(teams)
      .set({ deactivatedAt: now, purgeAt, epoch: sql`${teams.epoch} + 1` })
      .where(active)
      .returning({ id: teams.id }),
  );
}

/** Brings a team back whose purge has not begun. */
export function reactivateTeam({ teamId }: TeamDb): Statement {
  return {
    sql: `UPDATE teams SET deactivated_at = NULL, purge_at = NULL, epoch = epoch + 1 WHERE id = ?1 AND deactivated_at IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM purges WHERE team_id = ?1) RETURNING id`,
    params: [teamId],
  };
}

/** Deactivated teams whose purge day lies between two moments. */
export async function listDeactivated(db: Database, from: number, to: number, limit: number) {
  const due = and(sql`${teams.purgeAt} > ${from}`, lte(teams.purgeAt, to));
  return db.select().from(teams).where(due).orderBy(asc(teams.purgeAt)).limit(limit).all();
}
