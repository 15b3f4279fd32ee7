// The one way from the ledger to D1: send a batch, read a receipt, put a void one, fence an undo.
// Promises not to know what the statements of an action do.
import type { Statement } from "./contract";

export interface Receipt {
  state: "done" | "void" | "undone";
  credits: number;
  creditsBack: number;
  attempt: number;
}

const READ = "SELECT state, credits, credits_back AS creditsBack, attempt FROM receipts WHERE team_id = ? AND key = ?";

const RECEIPTS_PER_PAGE = 1_000;

export class Door {
  rowsWritten = 0;
  batches = 0;

  constructor(
    private readonly d1: D1Database,
    private readonly teamId: string,
  ) {}

  private async batch(statements: Statement[]): Promise<D1Result[]> {
    const results = await this.d1.batch(statements.map(({ sql, params }) => this.d1.prepare(sql).bind(...params)));
    this.batches++;
    for (const result of results) this.rowsWritten += result.meta.rows_written ?? 0;
    return results;
  }

  /** Sends the statements of several actions as one batch: all of them land, or none. Reads the receipts of `asked` in the same batch. */
  async send(statements: Statement[], asked: string[]): Promise<Map<string, Receipt>> {
    const reads = asked.map((key) => ({ sql: READ, params: [this.teamId, key] }));
    const results = await this.batch([...statements, ...reads]);
    return new Map(asked.map((key, index) => [key, mustBe(receiptIn(results[statements.length + index]), key)]));
  }

  /** The receipt of a key, or null. */
  async read(key: string): Promise<Receipt | null> {
    const [found] = await this.batch([{ sql: READ, params: [this.teamId, key] }]);
    return receiptIn(found);
  }

  /** Puts a `void` receipt where none is, and returns the one that is there now: the referee's word on a doubtful action. */
  async resolve(key: string, memberId: string, at: number): Promise<Receipt> {
    const put: Statement = {
      sql: `INSERT INTO receipts (team_id, key, state, attempt, epoch, action, credits, credits_back, member_id, subject_id, at)
            VALUES (?, ?, 'void', 0, 0, '', 0, 0, ?, '', ?) ON CONFLICT DO NOTHING`,
      params: [this.teamId, key, memberId, at],
    };
    const [, found] = await this.batch([put, { sql: READ, params: [this.teamId, key] }]);
    return mustBe(receiptIn(found), key);
  }

  /** Turns the receipt from done to undone at this attempt, with the rows taken back; any other state raises. */
  async undo(key: string, attempt: number, statements: Statement[]): Promise<Receipt> {
    const guard: Statement = {
      sql: `UPDATE receipts SET state = CASE WHEN state = 'done' AND attempt = ? THEN 'undone' END, credits_back = credits
            WHERE team_id = ? AND key = ?`,
      params: [attempt, this.teamId, key],
    };
    const results = await this.batch([guard, ...statements, { sql: READ, params: [this.teamId, key] }]);
    return mustBe(receiptIn(results.at(-1)), key);
  }

  /** Raises the attempt of a receipt that is still done, so that an undo under way can no longer land, and reads it. */
  async fence(key: string): Promise<Receipt> {
    const raise: Statement = {
      sql: "UPDATE receipts SET attempt = attempt + 1 WHERE team_id = ? AND key = ? AND state = 'done'",
      params: [this.teamId, key],
    };
    const [, found] = await this.batch([raise, { sql: READ, params: [this.teamId, key] }]);
    return mustBe(receiptIn(found), key);
  }

  /** Notes that an action whose credits were given back is there again, after a restore: it stays, as a gift. */
  async noteUndone(key: string, creditsBack: number): Promise<void> {
    const sql = "UPDATE receipts SET state = 'undone', credits_back = ? WHERE team_id = ? AND key = ? AND state = 'done'";
    await this.batch([{ sql, params: [creditsBack, this.teamId, key] }]);
  }

  /** Every receipt of the team, in key order, read page by page. */
  async *allReceipts(): AsyncGenerator<Receipt & { key: string }> {
    const sql =
      "SELECT key, state, credits, credits_back AS creditsBack, attempt FROM receipts WHERE team_id = ? AND key > ? ORDER BY key LIMIT ?";
    for (let after = ""; ; ) {
      const [found] = await this.batch([{ sql, params: [this.teamId, after, RECEIPTS_PER_PAGE] }]);
      const page = (found?.results ?? []) as (Receipt & { key: string })[];
      yield* page;
      if (page.length < RECEIPTS_PER_PAGE) return;
      after = page.at(-1)?.key ?? after;
    }
  }
}

function receiptIn(result: D1Result | undefined): Receipt | null {
  return (result?.results[0] as Receipt | undefined) ?? null;
}

function mustBe(receipt: Receipt | null, key: string): Receipt {
  if (!receipt) throw new Error(`The receipt of ${key} is gone from D1.`);
  return receipt;
}
