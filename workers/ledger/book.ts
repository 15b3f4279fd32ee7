// The ledger's state and every change to it, each one synchronous transaction over the object's own tables.
// Keeps lots and open holds in memory; after any error it forgets them and reads them back. Knows nothing of D1.
import type { Charge, Grant, PerformOutcome } from "./contract";
import type { Receipt } from "./door";
import { Journal } from "./journal";
import { lotValues, newLot } from "./lots";
import { expirable, freeCredits, type Hold, heldByLot, type Lot, type Pins, pinLots, returnPins, takePins, UNDO_LOT_MS } from "./rules";

export interface Key extends Omit<Hold, "purpose" | "heldAt"> {
  state: "settled" | "undoing" | "undone" | "released";
  attempt: number;
  endedAt: number;
}

/** An open hold and what the receipt says became of its action. */
export interface Ending {
  key: string;
  receipt: Receipt;
}

interface State {
  lots: Map<string, Lot>;
  holds: Map<string, Hold>;
  journal: Journal;
}

export class Book {
  private state: State | null = null;
  rowsWritten = 0;

  constructor(private readonly storage: DurableObjectStorage) {}

  private load(): State {
    const { sql } = this.storage;
    const lots = sql.exec<Record<string, SqlStorageValue>>("SELECT * FROM lots WHERE left > 0").toArray() as unknown as Lot[];
    const holds = sql.exec("SELECT * FROM holds").toArray() as unknown as (Hold & { pins: unknown })[];
    return {
      lots: new Map(lots.map((lot) => [lot.lotId, lot])),
      holds: new Map(holds.map((hold) => [hold.key, { ...hold, pins: JSON.parse(String(hold.pins)) }])),
      journal: Journal.open(sql, (statement, ...params) => this.run(statement, ...params)),
    };
  }

  private get open(): State {
    this.state ??= this.load();
    return this.state;
  }

  /** One transaction. An error rolls it back and drops what is remembered, so that memory never runs ahead of storage. */
  private write<T>(work: (state: State) => T): T {
    try {
      return this.storage.transactionSync(() => work(this.open));
    } catch (error) {
      this.state = null;
      this.dirty.clear();
      throw error;
    }
  }

  private run(sql: string, ...params: SqlStorageValue[]): void {
    this.rowsWritten += this.storage.sql.exec(sql, ...params).rowsWritten;
  }

  get holds(): Iterable<Hold> {
    return this.open.holds.values();
  }

  get lots(): Iterable<Lot> {
    return this.open.lots.values();
  }

  get head(): string {
    return this.open.journal.head;
  }

  findHold(key: string): Hold | null {
    return this.open.holds.get(key) ?? null;
  }

  findKey(key: string): Key | null {
    const row = this.storage.sql.exec("SELECT * FROM keys WHERE key = ?", key).toArray()[0];
    return row ? ({ ...row, pins: JSON.parse(String(row.pins)) } as unknown as Key) : null;
  }

  free(now: number): number {
    return freeCredits(this.lots, heldByLot(this.holds), now);
  }

  /** Holds credits for a new key; for a known one, how it ended. `held` also stands for a hold found open: the receipt decides. */
  hold(charge: Charge, now: number): PerformOutcome | { kind: "held" } {
    const open = this.findHold(charge.key);
    // An open hold asked for more than it holds: its receipt has to end it first, or the rest would be done unpaid.
    if (open?.fingerprint === charge.fingerprint && charge.credits > open.credits) return { kind: "pending" };
    if (open) return open.fingerprint === charge.fingerprint ? { kind: "held" } : { kind: "conflict", subjectId: open.subjectId };
    const known = this.findKey(charge.key);
    if (known) return this.ended(known, charge.fingerprint, now);
    return this.write((state) => {
      const held = heldByLot(state.holds.values());
      const pins = pinLots(state.lots.values(), held, charge.credits, now);
      if (!pins) return { kind: "short", balance: freeCredits(state.lots.values(), held, now), needed: charge.credits };
      this.insertHold({ ...charge, purpose: "charge", pins, heldAt: now });
      return { kind: "held" };
    });
  }

  private ended(known: Key, fingerprint: string, now: number): PerformOutcome {
    if (known.fingerprint !== fingerprint) return { kind: "conflict", subjectId: known.subjectId };
    if (known.state === "settled")
      return { kind: "done", credits: known.credits, balance: this.free(now), repeat: true, subjectId: known.subjectId };
    if (known.state === "undone") return { kind: "undone" };
    return known.state === "released" ? { kind: "refused", repeat: true } : { kind: "pending" };
  }

  /** Ends holds as their receipts say: done settles, void and undone release. A hold that is gone already is left alone. */
  end(endings: Ending[], now: number): void {
    this.write((state) => {
      for (const { key, receipt } of endings) {
        const hold = state.holds.get(key);
        if (hold?.purpose !== "charge") continue;
        const used = receipt.state === "done" ? Math.min(receipt.credits, hold.credits) : 0;
        const pins = takePins(hold.pins, used);
        for (const [lotId, credits] of pins) this.burn(state, hold, lotId, credits, now);
        const ended = { done: "settled", void: "released", undone: "undone" } as const;
        this.insertKey({ ...hold, state: ended[receipt.state], credits: used, pins, attempt: receipt.attempt, endedAt: now });
        this.removeHold(key);
      }
      this.expireDue(state, now);
      this.close(state);
    });
  }

  private burn(state: State, hold: Hold, lotId: string, credits: number, now: number): void {
    const lot = this.lot(lotId);
    this.putLot({ ...lot, left: lot.left - credits, burnt: lot.burnt + credits });
    const { key, action, memberId, subjectId, priceVersion } = hold;
    state.journal.append({
      at: now,
      kind: "charge",
      debit: "spent",
      credit: "balance",
      credits,
      key,
      lotId,
      action,
      memberId,
      subjectId,
      priceVersion,
    });
  }

  /** Notes that a settled key is being undone, before D1 is asked to. */
  beginUndo(key: Key, now: number): void {
    this.write(() => {
      this.insertHold({ ...key, purpose: "undo", heldAt: now });
      this.run("UPDATE keys SET state = 'undoing' WHERE key = ?", key.key);
    });
  }

  /** Ends an undo as its receipt says: undone books the credits back, done leaves the charge as it was. */
  endUndo(key: string, receipt: Receipt, now: number): void {
    this.write((state) => {
      const hold = state.holds.get(key);
      if (hold?.purpose !== "undo") return;
      const back = receipt.state === "undone" ? Math.min(receipt.creditsBack, hold.credits) : 0;
      for (const [lotId, credits] of returnPins(hold.pins, back)) this.giveBack(state, hold, lotId, credits, now);
      const ended = receipt.state === "undone" ? "undone" : "settled";
      this.run("UPDATE keys SET state = ?, attempt = ? WHERE key = ?", ended, receipt.attempt, key);
      this.removeHold(key);
      this.close(state);
    });
  }

  private giveBack(state: State, hold: Hold, lotId: string, credits: number, now: number): void {
    const lot = this.lot(lotId);
    const { key, action, memberId, subjectId, priceVersion } = hold;
    const line = { at: now, kind: "undo", debit: "balance", credits, key, action, memberId, subjectId, priceVersion } as const;
    if (lot.expiresAt === null || lot.expiresAt > now) {
      this.putLot({ ...lot, left: lot.left + credits, burnt: lot.burnt - credits });
      state.journal.append({ ...line, credit: "spent", lotId });
      return;
    }
    // The lot is over: its credits would be gone at once, so they come back in a lot that lasts a day.
    const undoLot = newLot({ lotId: `undo:${key}:${lotId}`, source: "undo", credits, priority: 0, expiresAt: now + UNDO_LOT_MS }, now);
    this.putLot(undoLot);
    state.journal.append({ ...line, credit: "spent", lotId: undoLot.lotId });
  }

  /** Adds a lot once. False when it was there already. */
  grant(grant: Grant, now: number): boolean {
    return this.write((state) => {
      if (this.storage.sql.exec("SELECT 1 FROM lots WHERE lotId = ?", grant.lotId).toArray().length > 0) return false;
      this.putLot(newLot(grant, now));
      const { lotId, source, credits, paymentId, memberId } = grant;
      state.journal.append({
        at: now,
        kind: "grant",
        debit: "balance",
        credit: source,
        credits,
        key: lotId,
        lotId,
        action: null,
        memberId,
        subjectId: paymentId,
        priceVersion: null,
      });
      this.close(state);
      return true;
    });
  }

  /** Books the expiry of every lot whose day has come. */
  expire(now: number): void {
    const held = heldByLot(this.holds);
    if (!Array.from(this.lots).some((lot) => expirable(lot, held.get(lot.lotId) ?? 0, now) > 0)) return;
    this.write((state) => {
      this.expireDue(state, now);
      this.close(state);
    });
  }

  private expireDue(state: State, now: number): void {
    const held = heldByLot(state.holds.values());
    for (const lot of [...state.lots.values()]) {
      const credits = expirable(lot, held.get(lot.lotId) ?? 0, now);
      if (credits === 0) continue;
      this.putLot({ ...lot, left: lot.left - credits, expired: lot.expired + credits });
      state.journal.append({
        at: now,
        kind: "expiry",
        debit: "expired",
        credit: "balance",
        credits,
        key: lot.lotId,
        lotId: lot.lotId,
        action: null,
        memberId: null,
        subjectId: null,
        priceVersion: null,
      });
    }
  }

  private readonly dirty = new Set<string>();

  private lot(lotId: string): Lot {
    const known = this.open.lots.get(lotId);
    if (known) return known;
    return this.storage.sql.exec("SELECT * FROM lots WHERE lotId = ?", lotId).one() as unknown as Lot;
  }

  /** Remembers a lot; `close` writes each changed lot once, however many charges of a group burnt it. */
  private putLot(lot: Lot): void {
    this.open.lots.set(lot.lotId, lot);
    this.dirty.add(lot.lotId);
  }

  private close(state: State): void {
    if (this.dirty.size === 0) return;
    for (const lotId of this.dirty) {
      const lot = this.lot(lotId);
      this.run("INSERT OR REPLACE INTO lots VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", ...lotValues(lot));
      if (lot.left === 0) state.lots.delete(lotId);
    }
    this.dirty.clear();
    state.journal.close();
  }

  private insertHold(hold: Hold): void {
    this.open.holds.set(hold.key, hold);
    const { key, purpose, action, credits, priceVersion, memberId, subjectId, fingerprint, pins, heldAt } = hold;
    const values = [key, purpose, action, credits, priceVersion, memberId, subjectId, fingerprint, JSON.stringify(pins), heldAt];
    this.run("INSERT INTO holds VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", ...values);
  }

  private removeHold(key: string): void {
    this.open.holds.delete(key);
    this.run("DELETE FROM holds WHERE key = ?", key);
  }

  private insertKey(k: Key): void {
    const pins: Pins = k.pins;
    const values = [k.key, k.state, k.action, k.credits, k.priceVersion, k.memberId, k.subjectId, k.fingerprint, JSON.stringify(pins)];
    this.run("INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", ...values, k.attempt, k.endedAt);
  }
}
