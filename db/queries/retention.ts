// What the nightly sweep takes away when its period has ended.
import { and, isNull, lt } from "drizzle-orm";
import type { Database, TeamDb } from "../client";
import { imports } from "../schema/imports";
import type { Statement } from "../statements";

export type Ends = Record<
  | "mails"
  | "givenUp"
  | "acts"
  | "events"
  | "purchases"
  | "operations"
  | "security"
  | "tickets"
  | "rights"
  | "unconfirmedRights"
  | "suppressions"
  | "devices"
  | "merges",
  number
>;

/** Rows older than their class allows; moments in milliseconds since 1970. */
export function removeExpired(ends: Ends): Statement[] {
  return [
    { sql: "DELETE FROM mails WHERE created_at < ?", params: [ends.mails] },
    // A link in one that was given up has ended, and is a secret.
    { sql: "UPDATE mails SET props = '{}' WHERE failed_at IS NOT NULL AND failed_at < ? AND props <> '{}'", params: [ends.givenUp] },
    { sql: "UPDATE payment_events SET body = '' WHERE received_at < ? AND body <> ''", params: [ends.events] },
    { sql: "DELETE FROM purchases WHERE created_at < ?", params: [ends.purchases] },
    { sql: "DELETE FROM dead_letters WHERE received_at < ?", params: [ends.operations] },
    { sql: "DELETE FROM checks WHERE started_at < ?", params: [ends.operations] },
    { sql: "DELETE FROM audit_log WHERE team_id IS NULL AND at < ?", params: [ends.acts] },
    { sql: "DELETE FROM security_log WHERE at < ?", params: [ends.security] },
    { sql: "DELETE FROM ticket_messages WHERE ticket_id IN (SELECT id FROM tickets WHERE changed_at < ?)", params: [ends.tickets] },
    { sql: "DELETE FROM tickets WHERE changed_at < ?", params: [ends.tickets] },
    { sql: "DELETE FROM rights_requests WHERE ended_at IS NOT NULL AND ended_at < ?", params: [ends.rights] },
    {
      sql: "DELETE FROM rights_requests WHERE ended_at IS NULL AND state = 'unconfirmed' AND received_at < ?",
      params: [ends.unconfirmedRights],
    },
    { sql: "DELETE FROM suppressions WHERE at < ?", params: [ends.suppressions] },
    { sql: "DELETE FROM merges WHERE at < ?", params: [ends.merges] },
    { sql: "DELETE FROM devices WHERE seen_at < ?", params: [ends.devices] },
  ];
}

/** Imports whose files are still there, not touched since `before`. */
export async function listStaleFiles(db: Database, before: number, limit: number): Promise<{ teamId: string; id: string }[]> {
  const stale = and(isNull(imports.filesGoneAt), lt(imports.changedAt, before));
  return db.select({ teamId: imports.teamId, id: imports.id }).from(imports).where(stale).limit(limit).all();
}

export function markFilesGone({ teamId }: TeamDb, importId: string, now: number): Statement {
  return { sql: "UPDATE imports SET files_gone_at = ? WHERE team_id = ? AND id = ?", params: [now, teamId, importId] };
}

/** Teams whose only member never confirmed an address since `before`, that paid for nothing and have no payment on its way: none that a bank still thinks about, none begun since `begun`. */
export async function listUnconfirmed(
  db: Database,
  { before, begun }: { before: number; begun: number },
  limit: number,
): Promise<string[]> {
  const found = await db.$client
    .prepare(
      `SELECT m.team_id AS teamId FROM users AS u JOIN members AS m ON m.user_id = u.id JOIN teams AS t ON t.id = m.team_id
       WHERE u.email_verified_at IS NULL AND u.created_at < ?1 AND t.purge_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM members AS o WHERE o.team_id = m.team_id AND o.user_id <> u.id)
         AND NOT EXISTS (SELECT 1 FROM purchases AS p WHERE p.team_id = m.team_id
                         AND (p.state IN ('paid', 'waiting') OR (p.state IN ('open', 'confirm') AND p.created_at > ?3))) LIMIT ?2`,
    )
    .bind(before, limit, begun)
    .all<{ teamId: string }>();
  return found.results.map(({ teamId }) => teamId);
}

/** Makes a team due for the purge now, also one that was deactivated and had days left. */
export function endDays({ teamId }: TeamDb, now: number): Statement {
  return {
    sql: `UPDATE teams SET deactivated_at = coalesce(deactivated_at, ?2), purge_at = MIN(coalesce(purge_at, ?2), ?2), epoch = epoch + 1 WHERE id = ?1`,
    params: [teamId, now],
  };
}

/** Makes a team due for the purge now. */
export function markDue({ teamId }: TeamDb, now: number): Statement {
  return {
    sql: "UPDATE teams SET deactivated_at = coalesce(deactivated_at, ?2), purge_at = ?2, epoch = epoch + 1 WHERE id = ?1 AND purge_at IS NULL",
    params: [teamId, now],
  };
}
