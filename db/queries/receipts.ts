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

/** Raises unless the team is active in the epoch that the caller saw: nothing lands in a team that was closed meanwhile. */
export function insertReceipt({ teamId }: TeamDb, epoch: number, draft: ReceiptDraft): Statement {
  return {
    sql: `INSERT INTO receipts (team_id, key, state, attempt, epoch, action, credits, credits_back, member_id, subject_id, at)
          VALUES (?1, ?2, 'done', 0, (SELECT epoch FROM teams WHERE id = ?1 AND epoch = ?3 AND deactivated_at IS NULL), ?4, ?5, 0, ?6, ?7, ?8)`,
    params: [teamId, draft.key, epoch, draft.action, draft.credits, draft.memberId, draft.subjectId, draft.at],
  };
}
