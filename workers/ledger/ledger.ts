// One team's credits: the only truth on them. The protocol is hold, do, settle; docs/decisions/0002 tells it whole.
// Knows nothing of HTTP, Stripe, Drizzle or the CRM: it carries statements that it does not read.
import { DurableObject } from "cloudflare:workers";
import { checkCharge, checkStatements } from "./asked";
import { audit } from "./audit";
import { Book, debtOf } from "./book";
import { readClock } from "./clock";
import type * as contract from "./contract";
import { Door, type Receipt } from "./door";
import { Doubts } from "./doubts";
import type { Verdict } from "./flush";
import { applyTarget, bury, expireLots, grantLot, putBudget, setFrozen, takeTicket } from "./incoming";
import { Line } from "./line";
import { mendAfterRestore } from "./restore";
import { HOLD_MS, heldByLot, isAlive, nextWake } from "./rules";
import { readSpentByDay, readStanding, readStatement, readUsage } from "./statement";
import { isActive, type Key, Store } from "./store";
import { upgradeTables } from "./tables";

export interface LedgerEnv {
  DB: D1Database;
  CLOCK?: Fetcher;
}

export class CreditLedger extends DurableObject<LedgerEnv> implements contract.LedgerPort {
  private readonly store: Store;
  private readonly book: Book;
  private readonly door: Door;
  private readonly line: Line;
  private readonly undoing = new Map<string, Promise<contract.UndoOutcome>>();
  private readonly doubts: Doubts;
  private wakesAt = 0;
  private requests = 0;
  private charges = 0;

  constructor(ctx: DurableObjectState, env: LedgerEnv) {
    super(ctx, env);
    upgradeTables(ctx.storage);
    this.store = new Store(ctx.storage);
    this.book = new Book(this.store, ctx.storage.sql);
    this.door = new Door(env.DB, ctx.id.name ?? "");
    this.line = new Line(this.door, {
      // Without the alarm the holds would still be resolved, by the next call or the daily sweep: never a reason to leave callers waiting.
      begin: () => this.wakeLater().catch((error) => console.log(JSON.stringify({ at: "ledger.alarm", problem: String(error) }))),
      settle: (verdicts, now) => this.settle(verdicts, now),
      readNow: () => readClock(env.CLOCK),
    });
    this.doubts = new Doubts(this.book, this.door, {
      isUnderway: (key) => this.line.find(key) !== null || this.undoing.has(key),
      attempt: (change) => this.attempt(change),
      readNow: () => readClock(env.CLOCK),
    });
  }

  private async begin(): Promise<number> {
    this.requests++;
    const now = await readClock(this.env.CLOCK);
    // Asking about overdue holds may take long: what expires meanwhile is over.
    return (await this.doubts.resolveOverdue(now)) ? readClock(this.env.CLOCK) : now;
  }

  /** Does a priced action once: hold, D1 batch, settle. Says how it ended; never throws for what D1 does. */
  async perform(charge: contract.Charge): Promise<contract.PerformOutcome> {
    checkCharge(charge);
    const now = await this.begin();
    const same = this.line.find(charge.key);
    if (same) return this.join(charge, same, now);
    if (this.line.full) return { kind: "busy" };
    const held = this.book.hold(charge, now);
    if (held.kind !== "held") return held;
    return this.answer(charge, await this.line.add(charge, now), now, false, held.low);
  }

  private async join(charge: contract.Charge, same: { fingerprint: string; ended: Promise<Receipt | null> }, now: number) {
    if (same.fingerprint !== charge.fingerprint) return { kind: "conflict", subjectId: charge.subjectId } as const;
    return this.answer(charge, await same.ended, now, true);
  }

  private answer(charge: contract.Charge, receipt: Receipt | null, now: number, repeat: boolean, low = false): contract.PerformOutcome {
    if (!receipt) return { kind: "pending" };
    if (receipt.state === "void") return { kind: "refused", repeat };
    if (receipt.state === "undone") return { kind: "undone" };
    const subjectId = this.store.findKey(charge.key)?.subjectId ?? charge.subjectId;
    const balance = this.book.free(now);
    return { kind: "done", credits: receipt.credits, balance, repeat, low, subjectId };
  }

  private settle(verdicts: Verdict[], now: number): boolean {
    const endings = verdicts.flatMap(({ key, receipt }) => (receipt ? [{ key, receipt }] : []));
    const settled = this.attempt(() => this.book.end(endings, now));
    if (settled) this.charges += endings.filter(({ receipt }) => receipt.state === "done").length;
    return settled;
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

  /** Takes an action back and gives its credits back, once. Two at once get the same answer. */
  async undo(request: contract.UndoRequest): Promise<contract.UndoOutcome> {
    checkStatements(request.statements);
    const now = await this.begin();
    const same = this.undoing.get(request.key);
    if (same) return same;
    const outcome = this.undoOnce(request, now).finally(() => this.undoing.delete(request.key));
    this.undoing.set(request.key, outcome);
    return outcome;
  }

  private async undoOnce(request: contract.UndoRequest, now: number): Promise<contract.UndoOutcome> {
    await this.line.find(request.key)?.ended;
    const hold = this.book.findHold(request.key);
    if (hold) await this.doubts.resolve(hold, now);
    if (this.book.findHold(request.key)) return { kind: "pending" };
    const key = this.store.findKey(request.key);
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
    if (!isActive(this.store.open.life)) return { kind: this.store.open.life.closed ? "closed" : "frozen", balance: this.book.free(now) };
    const granted = grantLot(this.store, grant, now);
    await this.wakeLater();
    return { kind: granted ? "granted" : "repeat", balance: this.book.free(now) };
  }

  /** To be taken before Stripe is asked what a payment says now; see docs/decisions/0005. */
  async paymentTicket(): Promise<number> {
    await this.begin();
    return takeTicket(this.store);
  }

  /** Brings a payment's credits to what Stripe says now; also for a frozen team, never for one that is gone. */
  async applyPayment(target: contract.PaymentTarget): Promise<contract.PaymentOutcome> {
    const now = await this.begin();
    if (this.store.open.life.closed) return { kind: "closed" };
    const applied = applyTarget(this.store, target, now);
    return applied ? { kind: "applied", ...applied, balance: this.book.free(now) } : { kind: "stale" };
  }

  /** Sets a budget, or takes it away with `most: null`. Counts from the beginning of the present period, not from now. */
  async setBudget(budget: Omit<contract.Budget, "most"> & { most: number | null }): Promise<void> {
    await this.begin();
    putBudget(this.store, budget);
  }

  async budgets(timeZone: string): Promise<contract.BudgetView[]> {
    return this.book.viewBudgets(timeZone, await this.begin());
  }

  /** The balances below which a charge says that it is low. */
  async setLowMarks(marks: number[]): Promise<void> {
    await this.begin();
    this.store.write(() => this.store.putLife({ lowMarks: marks }));
  }

  async balance(): Promise<contract.Balance> {
    const now = await this.begin();
    const held = heldByLot(this.book.holds);
    const alive = Array.from(this.store.open.lots.values()).filter((lot) => isAlive(lot, now));
    const lots = alive.map(({ lotId, source, left, expiresAt }) => ({ lotId, source, left: left - (held.get(lotId) ?? 0), expiresAt }));
    const heldAll = Array.from(held.values()).reduce((sum, credits) => sum + credits, 0);
    return { free: this.book.free(now), held: heldAll, debt: debtOf(this.store.open), frozen: !isActive(this.store.open.life), lots };
  }

  /** Entries, newest first, at most 500 at a time. */
  async statement(query: contract.StatementQuery): Promise<contract.StatementPage> {
    await this.begin();
    return readStatement(this.ctx.storage.sql, query);
  }

  async standingAt(at: number): Promise<contract.Standing> {
    await this.begin();
    return readStanding(this.ctx.storage.sql, at);
  }

  async usage(from: number, to: number): Promise<contract.Usage[]> {
    await this.begin();
    return readUsage(this.ctx.storage.sql, from, to);
  }

  async spentByDay(sinceMs: number): Promise<contract.DaySpent[]> {
    await this.begin();
    return readSpentByDay(this.ctx.storage.sql, sinceMs);
  }

  /** Nothing new is charged or granted from here on; releases, undos and payments' targets still are. */
  async freeze(by: contract.FrozenBy): Promise<void> {
    await this.begin();
    setFrozen(this.store, by, true);
  }

  /** Takes one reason back; active once there is none. */
  async reopen(by: contract.FrozenBy): Promise<void> {
    await this.begin();
    setFrozen(this.store, by, false);
  }

  /** Empties a frozen ledger but for a tombstone. Repeated, it gives the same tombstone. */
  async close(): Promise<contract.CloseOutcome> {
    const now = await this.begin();
    const { life } = this.store.open;
    if (life.tombstone) return { kind: "closed", ...life.tombstone };
    if (isActive(life)) return { kind: "active" };
    await Promise.all(Array.from(this.book.holds, (hold) => this.doubts.resolve(hold, now)));
    const holds = Array.from(this.book.holds).length;
    if (holds > 0) return { kind: "open", holds };
    if (isActive(this.store.open.life)) return { kind: "active" };
    const tombstone = bury(this.store, now);
    await this.ctx.storage.deleteAlarm();
    this.wakesAt = 0;
    return { kind: "closed", ...tombstone };
  }

  /** Brings every overdue hold to its end and books due expiries; says how many are overdue still. Called daily for every team. */
  async sweep(): Promise<{ open: number }> {
    const now = await this.begin();
    expireLots(this.store, now);
    await this.wakeLater();
    return { open: Array.from(this.book.holds).filter((hold) => hold.heldAt + HOLD_MS <= now).length };
  }

  /** Checks the invariants of this ledger and of its receipts in D1. */
  async audit(): Promise<contract.AuditReport> {
    await this.begin();
    return audit(this.ctx.storage.sql, this.door, this.store);
  }

  /** After a restore of D1: what it and the ledger disagree on, and with `apply` puts it right. */
  async afterRestore(apply: boolean): Promise<contract.RestoreReport> {
    return mendAfterRestore(this.ctx.storage.sql, this.door, this.book, apply, await this.begin());
  }

  async meter(): Promise<contract.Meter> {
    const { requests, charges } = this;
    return { requests, charges, rowsWritten: this.store.rowsWritten, d1RowsWritten: this.door.rowsWritten, d1Batches: this.door.batches };
  }

  override async alarm(): Promise<void> {
    this.wakesAt = 0;
    try {
      await this.doubts.resolveOverdue(await readClock(this.env.CLOCK));
      expireLots(this.store, await readClock(this.env.CLOCK));
    } finally {
      await this.wakeLater();
    }
  }

  /** Arms the alarm for the next hold's end or lot's expiry, unless one that is early enough is armed already. */
  private async wakeLater(): Promise<void> {
    const wake = nextWake(this.store.open.lots.values(), this.book.holds);
    if (wake === null || (this.wakesAt !== 0 && this.wakesAt <= wake)) return;
    const at = Math.max(wake, Date.now() + 1_000);
    await this.ctx.storage.setAlarm(at);
    this.wakesAt = at;
  }
}
