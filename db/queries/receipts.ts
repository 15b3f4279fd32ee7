// The receipt of a priced action: first in its batch, so that a second batch under the same key clashes before it does anything.
import type { Statement, TeamDb } from "../client";

export interface ReceiptDraft {
  key: string;
  action: string;
  credits: number;
  memberId: string;
  subjectId: string;
  at: number;
}

/** Refuses an undo: raises, since a receipt always has a state. For a key whose row is not there to be taken back. */
export function refuseUndo({ teamId }: TeamDb, key: string): Statement {
  return { sql: "UPDATE receipts SET state = NULL WHERE team_id = ? AND key = ?", params: [teamId, key] };
}

/**
 * Puts a `void` receipt where none is, and reads the one that is there then: the referee's word on an action whose answer was lost. After `void` it can never land.
 * Null where the database did not say.
 */
export async function settleReceipt({ db, teamId }: TeamDb, key: string, memberId: string, at: number): Promise<string | null> {
  const put = db.$client
    .prepare(
      `INSERT INTO receipts (team_id, key, state, attempt, epoch, action, credits, credits_back, member_id, subject_id, at)
       VALUES (?, ?, 'void', 0, 0, '', 0, 0, ?, '', ?) ON CONFLICT DO NOTHING`,
    )
    .bind(teamId, key, memberId, at);
  const read = db.$client.prepare("SELECT state FROM receipts WHERE team_id = ? AND key = ?").bind(teamId, key);
  const [, found] = await db.$client.batch<{ state: string }>([put, read]);
  return found?.results[0]?.state ?? null;
}

/** Raises unless the team is active in the epoch that the caller saw: nothing lands in a team that was closed meanwhile. */
export function insertReceipt({ teamId }: TeamDb, epoch: number, draft: ReceiptDraft): Statement {
  return {
    sql: `INSERT INTO receipts (team_id, key, state, attempt, epoch, action, credits, credits_back, member_id, subject_id, at)
          VALUES (?1, ?2, 'done', 0, (SELECT epoch FROM teams WHERE id = ?1 AND epoch = ?3 AND deactivated_at IS NULL), ?4, ?5, 0, ?6, ?7, ?8)`,
    params: [teamId, draft.key, epoch, draft.action, draft.credits, draft.memberId, draft.subjectId, draft.at],
  };
}
