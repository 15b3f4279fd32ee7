// The receipt of a priced action: first in its batch, so that a second batch under the same key clashes before it does anything. And the totals of usage over all teams together.
import { and, asc, desc, eq, gt, gte } from "drizzle-orm";
import type { Database, TeamDb } from "../client";
import { usageDays } from "../schema/purges";
import { receipts } from "../schema/receipts";
import { type Statement, toStatement } from "../statements";

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

const READ_AT_ONCE = 5_000;

/** Every priced action of one member of a team, in the order of their keys. Walks the team's receipts: for a copy, not for a page. */
export async function listReceiptsBy({ db, teamId }: TeamDb, memberId: string) {
  const { key, state, action, credits, creditsBack, subjectId, at } = receipts;
  const all: { state: string; action: string; credits: number; creditsBack: number; subjectId: string; at: number }[] = [];
  for (let after = ""; ; ) {
    const theirs = and(eq(receipts.teamId, teamId), gt(key, after), eq(receipts.memberId, memberId));
    const shown = { key, state, action, credits, creditsBack, subjectId, at };
    const page = await db.select(shown).from(receipts).where(theirs).orderBy(asc(key)).limit(READ_AT_ONCE).all();
    for (const { key: _key, ...line } of page) all.push(line);
    if (page.length < READ_AT_ONCE) return all;
    after = page.at(-1)?.key ?? after;
  }
}

export type UsageDay = typeof usageDays.$inferSelect;

/** Counted once a night; counted again it is the same row. */
export function putUsageDay(db: Database, row: UsageDay): Statement {
  const { day: _day, action: _action, ...counts } = row;
  return toStatement(
    db
      .insert(usageDays)
      .values(row)
      .onConflictDoUpdate({ target: [usageDays.day, usageDays.action], set: counts }),
  );
}

/** The newest days, of actions that at least so many teams did. */
export async function listUsageDays(db: Database, { since, teamsMin }: { since: string; teamsMin: number }): Promise<UsageDay[]> {
  const shown = and(gte(usageDays.day, since), gte(usageDays.teams, teamsMin));
  return db.select().from(usageDays).where(shown).orderBy(desc(usageDays.day), usageDays.action).limit(500).all();
}
