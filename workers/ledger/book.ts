// The ledger's charges: hold, end, undo, each one synchronous transaction. Knows nothing of D1: it is told what the receipts say.

import { checkCharge } from "./asked";
import { allows, budgetId, heldUnder, isFor, periodAround, sumUsed } from "./budgets";
import type { Budget, BudgetView, Charge, PerformOutcome } from "./contract";
import type { Receipt } from "./door";
import { expireDue, settleDebts } from "./incoming";
import { newLot } from "./lots";
import { freeCredits, type Hold, heldByLot, pinLots, returnPins, takePins, UNDO_LOT_MS } from "./rules";
import { readSince } from "./statement";
import { isActive, type Key, type State, type Store } from "./store";

/** An open hold and what the receipt says became of its action. */
export interface Ending {
  key: string;
  receipt: Receipt;
}

/** Credits owed for payments that were taken back after they were spent. */
export function debtOf(state: State): number {
  let debt = 0;
  for (const payment of state.payments.values()) debt += payment.debt;
  return debt;
}

export class Book {
  constructor(
    readonly store: Store,
    private readonly sql: SqlStorage,
  ) {}

  get holds(): Iterable<Hold> {
    return this.store.open.holds.values();
  }

  findHold(key: string): Hold | null {
    return this.store.open.holds.get(key) ?? null;
  }

  free(now: number): number {
    const { lots, holds } = this.store.open;
    return freeCredits(lots.values(), heldByLot(holds.values()), debtOf(this.store.open), now);
  }

  /** Holds credits for a new key; for a known one, how it ended. `held` also stands for a hold found open: the receipt decides. */
  hold(charge: Charge, now: number): PerformOutcome | { kind: "held"; low: boolean } {
    checkCharge(charge);
    const open = this.findHold(charge.key);
    if (open) return this.again(open, charge);
    const known = this.store.findKey(charge.key);
    if (known) return this.ended(known, charge.fingerprint, now);
    if (!isActive(this.store.open.life)) return { kind: "frozen" };
    return this.store.write((state) => {
      const capped = this.findCapped(charge, now);
      if (capped) return { kind: "capped", budget: capped, needed: charge.credits };
      const free = this.free(now);
      const pins = free < charge.credits ? null : pinLots(state.lots.values(), heldByLot(state.holds.values()), charge.credits, now);
      if (!pins) return { kind: "short", balance: free, needed: charge.credits };
      this.store.insertHold({ ...charge, purpose: "charge", pins, heldAt: now });
      // Holds come one after the other, so of many charges in one group just one takes the balance below a mark.
      const low = state.life.lowMarks.some((mark) => free >= mark && free - charge.credits < mark);
      return { kind: "held", low };
    });
  }

  /** A key whose end is open. One that is being undone is neither done nor undone yet; one asked for more than it holds has to end first, or the rest would be done unpaid. */
  private again(open: Hold, charge: Charge): PerformOutcome | { kind: "held"; low: boolean } {
    if (open.fingerprint !== charge.fingerprint) return { kind: "conflict", subjectId: open.subjectId };
    return open.purpose === "undo" || charge.credits > open.credits ? { kind: "pending" } : { kind: "held", low: false };
  }

  private ended(known: Key, fingerprint: string, now: number): PerformOutcome {
    if (known.fingerprint !== fingerprint) return { kind: "conflict", subjectId: known.subjectId };
    const { credits, subjectId } = known;
    if (known.state === "settled") return { kind: "done", credits, balance: this.free(now), repeat: true, low: false, subjectId };
    if (known.state === "undone") return { kind: "undone" };
    return known.state === "released" ? { kind: "refused", repeat: true } : { kind: "pending" };
  }

  private findCapped(charge: Charge, now: number): BudgetView | null {
    const views = this.viewBudgets(charge.timeZone, now, (budget) => isFor(budget, charge));
    return views.find((view) => !allows(view, view.used, view.held, charge.credits)) ?? null;
  }

  /** The budgets with what is used of them in their present period. */
  viewBudgets(timeZone: string, now: number, which: (budget: Budget) => boolean = () => true): BudgetView[] {
    const { budgets, usage, holds } = this.store.open;
    return budgets.filter(which).map((budget) => {
      const id = budgetId(budget);
      const { start, end } = periodAround(now, budget.period, timeZone);
      const known = usage[id];
      // The period after the one that was counted begins with nothing. A new budget, another time zone, a clock that went back: added up once from
      // the entries. Both are then kept up to date.
      if (known && start >= known.end) usage[id] = { start, end, used: 0 };
      else if (known?.start !== start || known.end !== end) usage[id] = { start, end, used: sumUsed(budget, readSince(this.sql, start)) };
      return { ...budget, used: usage[id]?.used ?? 0, held: heldUnder(budget, holds.values()), resetsAt: end };
    });
  }

  /**
   * Counts what a charge used when it ended; `credits` is below zero for an undo. By the clock, not by the journal's times: those never go back, so after a clock
   * that jumped ahead once they stand still.
   */
  private count(state: State, charge: Hold, credits: number, endedAt: number): void {
    for (const budget of state.budgets) {
      const id = budgetId(budget);
      const used = state.usage[id];
      if (!used || !isFor(budget, charge)) continue;
      if (endedAt >= used.start && endedAt < used.end) used.used += credits;
      // Held in one period, ended in the next: added up anew when somebody looks.
      else if (endedAt >= used.end) delete state.usage[id];
    }
  }

  /** Ends holds as their receipts say: done settles, void and undone release. A hold that is gone already is left alone. */
  end(endings: Ending[], now: number): void {
    this.store.write((state) => {
      for (const { key, receipt } of endings) {
        const hold = state.holds.get(key);
        if (hold?.purpose !== "charge") continue;
        const used = receipt.state === "done" ? Math.min(receipt.credits, hold.credits) : 0;
        const pins = takePins(hold.pins, used);
        const at = state.journal.stamp(now);
        for (const [lotId, credits] of pins) this.burn(state, hold, lotId, credits, at);
        this.count(state, hold, used, now);
        const ended = { done: "settled", void: "released", undone: "undone" } as const;
        this.store.insertKey({ ...hold, state: ended[receipt.state], credits: used, pins, attempt: receipt.attempt, endedAt: now });
        this.store.removeHold(key);
      }
      this.afterHolds(state, now);
    });
  }

  /** What holds kept from expiring or being revoked is worked out again once they have ended. */
  private afterHolds(state: State, now: number): void {
    expireDue(this.store, state, now);
    settleDebts(this.store, state, now);
    this.store.close(state);
  }

  private burn(state: State, hold: Hold, lotId: string, credits: number, at: number): void {
    const lot = this.store.lot(lotId);
    this.store.putLot({ ...lot, left: lot.left - credits, burnt: lot.burnt + credits });
    const { key, action, memberId, subjectId, priceVersion } = hold;
    const who = { action, memberId, subjectId, priceVersion };
    state.journal.append({ at, kind: "charge", debit: "spent", credit: "balance", credits, key, lotId, ...who });
  }

  /** Notes that a settled key is being undone, before D1 is asked to. */
  beginUndo(key: Key, now: number): void {
    this.store.write(() => {
      this.store.insertHold({ ...key, purpose: "undo", heldAt: now });
      this.store.run("UPDATE keys SET state = 'undoing' WHERE key = ?", key.key);
    });
  }

  /** Ends an undo as its receipt says: undone books the credits back, done leaves the charge as it was. */
  endUndo(key: string, receipt: Receipt, now: number): void {
    this.store.write((state) => {
      const hold = state.holds.get(key);
      if (hold?.purpose !== "undo") return;
      const back = receipt.state === "undone" ? Math.min(receipt.creditsBack, hold.credits) : 0;
      const at = state.journal.stamp(now);
      for (const [lotId, credits] of returnPins(hold.pins, back)) this.giveBack(state, hold, lotId, credits, at);
      this.count(state, hold, -back, this.store.findKey(key)?.endedAt ?? 0);
      const ended = receipt.state === "undone" ? "undone" : "settled";
      this.store.run("UPDATE keys SET state = ?, attempt = ? WHERE key = ?", ended, receipt.attempt, key);
      this.store.removeHold(key);
      this.afterHolds(state, now);
    });
  }

  private giveBack(state: State, hold: Hold, lotId: string, credits: number, at: number): void {
    const lot = this.store.lot(lotId);
    const { key, action, memberId, subjectId, priceVersion } = hold;
    const line = { at, kind: "undo", debit: "balance", credit: "spent", credits, key, action, memberId, subjectId, priceVersion } as const;
    // A lot of given-back credits has had its day: what comes back to it once more is over with it, or an undo a day would keep it alive.
    if (lot.expiresAt === null || lot.expiresAt > at || lot.source === "undo") {
      this.store.putLot({ ...lot, left: lot.left + credits, burnt: lot.burnt - credits });
      state.journal.append({ ...line, lotId });
      return;
    }
    // The lot is over: its credits would be gone at once, so they come back in a lot that lasts a day.
    const undoLot = newLot({ lotId: `undo:${key}:${lotId}`, source: "undo", credits, priority: 0, expiresAt: at + UNDO_LOT_MS }, at);
    this.store.putLot(undoLot);
    state.journal.append({ ...line, lotId: undoLot.lotId });
  }
}
