// What the ledger remembers, and how it is written: one synchronous transaction at a time over the object's own tables.
// Lots with something left, open holds, payments and budgets are kept in memory; after any error they are forgotten and read back.
import type { Used } from "./budgets";
import type { Budget, FrozenBy, Tombstone } from "./contract";
import { Journal } from "./journal";
import { lotValues } from "./lots";
import type { Payment } from "./payments";
import type { Hold, Lot } from "./rules";

export interface Key extends Omit<Hold, "purpose" | "heldAt"> {
  state: "settled" | "undoing" | "undone" | "released";
  attempt: number;
  endedAt: number;
}

export interface Life {
  /** `active` when the list is empty. */
  frozenBy: FrozenBy[];
  closed: boolean;
  tickets: number;
  lowMarks: number[];
  tombstone: Tombstone | null;
}

export interface State {
  lots: Map<string, Lot>;
  holds: Map<string, Hold>;
  /** Those of which something is to be revoked. */
  payments: Map<string, Payment>;
  budgets: Budget[];
  usage: Record<string, Used>;
  life: Life;
  journal: Journal;
}

/** The state as it is stored: "active", "closed", or why it is frozen, as "frozen team operator". */
function readLife({ state, tickets, lowMarks, tombstone }: Record<string, SqlStorageValue>): Life {
  const [first, ...reasons] = String(state).split(" ");
  const frozenBy = first === "frozen" ? (reasons as FrozenBy[]) : [];
  const kept = tombstone ? JSON.parse(String(tombstone)) : null;
  return { frozenBy, closed: first === "closed", tickets: Number(tickets), lowMarks: JSON.parse(String(lowMarks)), tombstone: kept };
}

export function isActive({ frozenBy, closed }: Life): boolean {
  return !closed && frozenBy.length === 0;
}

export class Store {
  private state: State | null = null;
  private readonly dirty = new Set<string>();
  rowsWritten = 0;

  constructor(private readonly storage: DurableObjectStorage) {}

  get open(): State {
    this.state ??= this.load();
    return this.state;
  }

  private load(): State {
    const { sql } = this.storage;
    const lots = this.all<Lot>("SELECT * FROM lots WHERE left > 0");
    const holds = this.all<Hold & { pins: unknown }>("SELECT * FROM holds");
    const payments = this.all<Payment>("SELECT * FROM payments WHERE target > 0");
    const life = sql.exec("SELECT state, tickets, lowMarks, tombstone FROM life").one();
    const { usage } = sql.exec<{ usage: string }>("SELECT usage FROM snapshot").one();
    return {
      lots: new Map(lots.map((lot) => [lot.lotId, lot])),
      holds: new Map(holds.map((hold) => [hold.key, { ...hold, pins: JSON.parse(String(hold.pins)) }])),
      payments: new Map(payments.map((payment) => [payment.paymentId, payment])),
      budgets: this.all<Budget>("SELECT * FROM budgets"),
      usage: JSON.parse(usage),
      life: readLife(life),
      journal: Journal.open(sql, (statement, ...params) => this.run(statement, ...params)),
    };
  }

  /** Rows of the object's tables, as they are named there. */
  all<Row>(statement: string, ...params: SqlStorageValue[]): Row[] {
    return this.storage.sql.exec(statement, ...params).toArray() as unknown as Row[];
  }

  /** One transaction. An error rolls it back and drops what is remembered, so that memory never runs ahead of storage. */
  write<T>(work: (state: State) => T): T {
    try {
      return this.storage.transactionSync(() => work(this.open));
    } catch (error) {
      this.forget();
      throw error;
    }
  }

  forget(): void {
    this.state = null;
    this.dirty.clear();
  }

  run(sql: string, ...params: SqlStorageValue[]): void {
    this.rowsWritten += this.storage.sql.exec(sql, ...params).rowsWritten;
  }

  findKey(key: string): Key | null {
    const [row] = this.all<Key>("SELECT * FROM keys WHERE key = ?", key);
    return row ? { ...row, pins: JSON.parse(String(row.pins)) } : null;
  }

  findLot(lotId: string): Lot | null {
    return this.open.lots.get(lotId) ?? this.all<Lot>("SELECT * FROM lots WHERE lotId = ?", lotId)[0] ?? null;
  }

  /** A lot that must be there: one that something is pinned to. */
  lot(lotId: string): Lot {
    const lot = this.findLot(lotId);
    if (!lot) throw new Error(`Lot ${lotId} is gone.`);
    return lot;
  }

  findPayment(paymentId: string): Payment | null {
    return this.open.payments.get(paymentId) ?? this.all<Payment>("SELECT * FROM payments WHERE paymentId = ?", paymentId)[0] ?? null;
  }

  /** Remembers a lot; `close` writes each changed lot once, however many charges of a group burnt it. */
  putLot(lot: Lot): void {
    this.open.lots.set(lot.lotId, lot);
    this.dirty.add(lot.lotId);
  }

  /** Writes what changed: the end of every transaction that moves credits. */
  close(state: State): void {
    if (this.dirty.size === 0) return;
    for (const lotId of this.dirty) {
      const lot = this.lot(lotId);
      this.run("INSERT OR REPLACE INTO lots VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", ...lotValues(lot));
      if (lot.left === 0) state.lots.delete(lotId);
    }
    this.dirty.clear();
    state.journal.close(JSON.stringify(state.usage));
  }

  putPayment(payment: Payment): void {
    const { paymentId, lotId, target, debt, disputedCents, ticket } = payment;
    if (target > 0) this.open.payments.set(paymentId, payment);
    else this.open.payments.delete(paymentId);
    this.run("INSERT OR REPLACE INTO payments VALUES (?, ?, ?, ?, ?, ?)", paymentId, lotId, target, debt, disputedCents, ticket);
  }

  insertHold(hold: Hold): void {
    this.open.holds.set(hold.key, hold);
    const { key, purpose, action, credits, priceVersion, memberId, subjectId, fingerprint, pins, heldAt } = hold;
    const values = [key, purpose, action, credits, priceVersion, memberId, subjectId, fingerprint, JSON.stringify(pins), heldAt];
    this.run("INSERT INTO holds VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", ...values);
  }

  removeHold(key: string): void {
    this.open.holds.delete(key);
    this.run("DELETE FROM holds WHERE key = ?", key);
  }

  insertKey(k: Key): void {
    const values = [k.key, k.state, k.action, k.credits, k.priceVersion, k.memberId, k.subjectId, k.fingerprint, JSON.stringify(k.pins)];
    this.run("INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", ...values, k.attempt, k.endedAt);
  }

  putLife(changes: Partial<Life>): void {
    const life = Object.assign(this.open.life, changes);
    const { frozenBy, closed, tickets, lowMarks, tombstone } = life;
    const state = closed ? "closed" : ["frozen", ...frozenBy].join(" ").replace(/^frozen$/, "active");
    const values = [state, tickets, JSON.stringify(lowMarks), tombstone && JSON.stringify(tombstone)];
    this.run("UPDATE life SET state = ?, tickets = ?, lowMarks = ?, tombstone = ?", ...values);
  }
}
