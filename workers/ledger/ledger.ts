// One team's credits: the only truth on them. The protocol is hold, do, settle; docs/decisions/0002 tells it whole.
// Knows nothing of HTTP, Stripe, Drizzle or the CRM: it carries statements that it does not read.
import { DurableObject } from "cloudflare:workers";
import { audit } from "./audit";
import { Book, type Key } from "./book";
import { readClock } from "./clock";
import type * as contract from "./contract";
import { Door, type Receipt } from "./door";
import { commitGroup, takeGroup, WAITING_MAX } from "./flush";
import { HOLD_MS, type Hold, heldByLot, isAlive, nextWake } from "./rules";
import { readSpentByDay, readStatement } from "./statement";
import { upgradeTables } from "./tables";

export interface LedgerEnv {
  DB: D1Database;
  CLOCK?: Fetcher;
}

const OVERDUE_AT_ONCE_MAX = 50;

export class CreditLedger extends DurableObject<LedgerEnv> implements contract.LedgerPort {
  private readonly book: Book;
  private readonly door: Door;
  private waiting: contract.Charge[] = [];
  private readonly underway = new Map<string, { fingerprint: string; ended: Promise<Receipt | null> }>();
  private readonly answers = new Map<string, (receipt: Receipt | null) => void>();
  private readonly undoing = new Map<string, Promise<contract.UndoOutcome>>();
  private flushing: Promise<void> | null = null;
  private wakesAt = 0;
  private requests = 0;
  private charges = 0;

  constructor(ctx: DurableObjectState, env: LedgerEnv) {
    super(ctx, env);
    upgradeTables(ctx.storage);
    this.book = new Book(ctx.storage);
    this.door = new Door(env.DB, ctx.id.name ?? "");
  }

  private async begin(): Promise<number> {
    this.requests++;
    const now = await readClock(this.env.CLOCK);
    await this.resolveOverdue(now);
    return now;
  }

  /** Does a priced action once: hold, D1 batch, settle. Says how it ended; never throws for what D1 does. */
  async perform(charge: contract.Charge): Promise<contract.PerformOutcome> {
    const now = await this.begin();
    const same = this.underway.get(charge.key);
    if (same) return this.join(charge, same, now);
    if (this.waiting.length >= WAITING_MAX) return { kind: "busy" };
    const held = this.book.hold(charge, now);
    if (held.kind !== "held") return held;
    const ended = this.enqueue(charge, now);
    return this.answer(charge, await ended, now, false);
  }

  private async join(charge: contract.Charge, same: { fingerprint: string; ended: Promise<Receipt | null> }, now: number) {
    if (same.fingerprint !== charge.fingerprint) return { kind: "conflict", subjectId: charge.subjectId } as const;
    return this.answer(charge, await same.ended, now, true);
  }

  private answer(charge: contract.Charge, receipt: Receipt | null, now: number, repeat: boolean): contract.PerformOutcome {
    if (!receipt) return { kind: "pending" };
    if (receipt.state === "void") return { kind: "refused", repeat };
    if (receipt.state === "undone") return { kind: "undone" };
    const known = this.book.findKey(charge.key);
    const subjectId = known?.subjectId ?? charge.subjectId;
    return { kind: "done", credits: receipt.credits, balance: this.book.free(now), repeat, subjectId };
  }

  private enqueue(charge: contract.Charge, now: number): Promise<Receipt | null> {
    const ended = new Promise<Receipt | null>((answer) => this.answers.set(charge.key, answer));
    this.underway.set(charge.key, { fingerprint: charge.fingerprint, ended });
    this.waiting.push(charge);
    this.flushing ??= this.flush(now).finally(() => {
      this.flushing = null;
    });
    return ended;
  }

  private async flush(began: number): Promise<void> {
    // Without the alarm the holds would still be resolved, by the next call or the daily sweep: never a reason to leave callers waiting.
    await this.wakeLater().catch((error) => console.log(JSON.stringify({ at: "ledger.alarm", problem: String(error) })));
    while (this.waiting.length > 0) {
      const group = takeGroup(this.waiting);
      this.waiting = this.waiting.slice(group.length);
      // Asked anew for each group: under load one flush goes on for long.
      const now = await readClock(this.env.CLOCK).catch(() => began);
      const verdicts = await commitGroup(this.door, group, now);
      const endings = verdicts.flatMap(({ key, receipt }) => (receipt ? [{ key, receipt }] : []));
      const settled = this.attempt(() => this.book.end(endings, now));
      if (settled) this.charges += endings.filter(({ receipt }) => receipt.state === "done").length;
      for (const { key, receipt } of verdicts) this.tell(key, settled ? receipt : null);
    }
  }

  /** Runs a change to the book. False when storage failed: the holds are still there, and the receipts decide later. */
  private attempt(change: () => void): boolean {
    try {
      change();
      return true;
    } catch (error) {
      console.log(JSON.stringify({ at: "ledger.settle", problem: String(error) }));
      return false;
    }
  }

  private tell(key: string, receipt: Receipt | null): void {
    this.answers.get(key)?.(receipt);
    this.answers.delete(key);
    this.underway.delete(key);
  }

  /** Takes an action back and gives its credits back, once. Two at once get the same answer. */
  async undo(request: contract.UndoRequest): Promise<contract.UndoOutcome> {
    const now = await this.begin();
    const same = this.undoing.get(request.key);
    if (same) return same;
    const outcome = this.undoOnce(request, now).finally(() => this.undoing.delete(request.key));
    this.undoing.set(request.key, outcome);
    return outcome;
  }

  private async undoOnce(request: contract.UndoRequest, now: number): Promise<contract.UndoOutcome> {
    await this.underway.get(request.key)?.ended;
    const hold = this.book.findHold(request.key);
    if (hold) await this.resolve(hold, now);
    if (this.book.findHold(request.key)) return { kind: "pending" };
    const key = this.book.findKey(request.key);
    if (!key || key.state === "released") return { kind: "missing" };
    if (key.state === "undone") return { kind: "undone", credits: key.credits, balance: this.book.free(now), repeat: true };
    if (now - key.endedAt > request.windowMs) return { kind: "late" };
    return this.takeBack(key, request.statements, now);
  }

  private async takeBack(key: Key, statements: contract.Statement[], now: number): Promise<contract.UndoOutcome> {
    this.book.beginUndo(key, now);
    await this.wakeLater();
    const send = () => this.door.undo(key.key, key.attempt, statements);
    // In doubt the batch is sent again; then the undo is fenced off and the receipt is read.
    const receipt = await send()
      .catch(send)
      .catch(() => this.door.fence(key.key))
      .catch(() => null);
    if (!receipt || !this.attempt(() => this.book.endUndo(key.key, receipt, now))) return { kind: "pending" };
    if (receipt.state !== "undone") return { kind: "refused" };
    return { kind: "undone", credits: receipt.creditsBack, balance: this.book.free(now), repeat: false };
  }

  /** Adds a lot of credits once per lotId. */
  async grant(grant: contract.Grant): Promise<contract.GrantOutcome> {
    const now = await this.begin();
    const granted = this.book.grant(grant, now);
    await this.wakeLater();
    return { kind: granted ? "granted" : "repeat", balance: this.book.free(now) };
  }

  async balance(): Promise<contract.Balance> {
    const now = await this.begin();
    const held = heldByLot(this.book.holds);
    const alive = Array.from(this.book.lots).filter((lot) => isAlive(lot, now));
    const lots = alive.map(({ lotId, source, left, expiresAt }) => ({ lotId, source, left: left - (held.get(lotId) ?? 0), expiresAt }));
    return { free: this.book.free(now), held: Array.from(held.values()).reduce((sum, credits) => sum + credits, 0), lots };
  }

  /** Entries, newest first, at most 500 at a time. */
  async statement(query: { before?: number; limit: number }): Promise<contract.StatementPage> {
    await this.begin();
    return readStatement(this.ctx.storage.sql, query);
  }

  async spentByDay(sinceMs: number): Promise<contract.DaySpent[]> {
    await this.begin();
    return readSpentByDay(this.ctx.storage.sql, sinceMs);
  }

  /** Brings every overdue hold to its end and books due expiries. Called daily for every team that has been active. */
  async sweep(): Promise<{ open: number }> {
    const now = await this.begin();
    this.book.expire(now);
    await this.wakeLater();
    return { open: Array.from(this.book.holds).length };
  }

  /** Checks the invariants of this ledger and of its receipts in D1. */
  async audit(): Promise<contract.AuditReport> {
    await this.begin();
    return audit(this.ctx.storage.sql, this.door, this.book);
  }

  async meter(): Promise<contract.Meter> {
    const { rowsWritten } = this.book;
    return {
      requests: this.requests,
      rowsWritten,
      d1RowsWritten: this.door.rowsWritten,
      d1Batches: this.door.batches,
      charges: this.charges,
    };
  }

  override async alarm(): Promise<void> {
    this.wakesAt = 0;
    try {
      const now = await readClock(this.env.CLOCK);
      await this.resolveOverdue(now);
      this.book.expire(now);
    } finally {
      await this.wakeLater();
    }
  }

  private async resolveOverdue(now: number): Promise<void> {
    const overdue = Array.from(this.book.holds).filter(
      (hold) => hold.heldAt + HOLD_MS <= now && !this.underway.has(hold.key) && !this.undoing.has(hold.key),
    );
    await Promise.all(overdue.slice(0, OVERDUE_AT_ONCE_MAX).map((hold) => this.resolve(hold, now)));
  }

  /** Asks the referee about an open hold and obeys. Where D1 does not answer, the hold stays. */
  private async resolve(hold: Hold, now: number): Promise<void> {
    const undoing = hold.purpose === "undo";
    const receipt = await (undoing ? this.door.fence(hold.key) : this.door.resolve(hold.key, hold.memberId, now)).catch(() => null);
    // Meanwhile the hold may have ended, and the same key be held again: an old answer must not end the new one.
    const still = this.book.findHold(hold.key);
    if (!receipt || still?.purpose !== hold.purpose || still.heldAt !== hold.heldAt || (undoing && still !== hold)) return;
    this.attempt(() => (undoing ? this.book.endUndo(hold.key, receipt, now) : this.book.end([{ key: hold.key, receipt }], now)));
  }

  /** Arms the alarm for the next hold's end or lot's expiry, unless one that is early enough is armed already. */
  private async wakeLater(): Promise<void> {
    const wake = nextWake(this.book.lots, this.book.holds);
    if (wake === null || (this.wakesAt !== 0 && this.wakesAt <= wake)) return;
    const at = Math.max(wake, Date.now() + 1_000);
    await this.ctx.storage.setAlarm(at);
    this.wakesAt = at;
  }
}
