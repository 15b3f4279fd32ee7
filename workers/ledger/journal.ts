// The journal: entries chained by SHA-256, and the snapshot of every account. Synchronous, so that an entry and its hash land together.
import { createHash } from "node:crypto";
import type { Account, Entry } from "./contract";

export type Draft = Omit<Entry, "seq" | "balance" | "hash">;
export type Accounts = Partial<Record<Account, number>>;

/** What the team has by the accounts: what its lots have left, less what it owes. */
export function totalOf(accounts: Accounts): number {
  return (accounts.balance ?? 0) + (accounts.debt ?? 0);
}

/** An entry's columns in the order of its table and of its hash. */
function columnsOf(entry: Omit<Entry, "hash">): (string | number | null)[] {
  const { seq, at, kind, debit, credit, credits, balance, key, lotId, action, memberId, subjectId, priceVersion } = entry;
  return [seq, at, kind, debit, credit, credits, balance, key, lotId, action, memberId, subjectId, priceVersion];
}

/** The hash of an entry: over the hash before it and every column, in this order. Any change to either is found by the audit. */
export function hashEntry(previous: string, entry: Omit<Entry, "hash">): string {
  return createHash("sha256")
    .update(previous)
    .update(JSON.stringify(columnsOf(entry)))
    .digest("hex");
}

/** Books one entry into the accounts: debits add, credits take away, so all accounts always sum to zero. */
export function book(accounts: Accounts, entry: Pick<Entry, "debit" | "credit" | "credits">): void {
  accounts[entry.debit] = (accounts[entry.debit] ?? 0) + entry.credits;
  accounts[entry.credit] = (accounts[entry.credit] ?? 0) - entry.credits;
}

export class Journal {
  private constructor(
    private readonly run: (sql: string, ...params: SqlStorageValue[]) => void,
    public seq: number,
    private hash: string,
    private lastAt: number,
    readonly accounts: Accounts,
  ) {}

  /** `run` writes one statement and counts the rows it wrote. */
  static open(sql: SqlStorage, run: (sql: string, ...params: SqlStorageValue[]) => void): Journal {
    const row = sql.exec<{ seq: number; hash: string; accounts: string }>("SELECT seq, hash, accounts FROM snapshot").one();
    const [last] = sql.exec<{ at: number }>("SELECT at FROM entries WHERE seq = ?", row.seq).toArray();
    return new Journal(run, row.seq, row.hash, last?.at ?? 0, JSON.parse(row.accounts));
  }

  /** The time to book at: `now`, or the last entry's time where clocks disagree, so that the journal is in order of time. */
  stamp(now: number): number {
    return Math.max(now, this.lastAt);
  }

  /** Appends an entry; `close()` must follow in the same transaction. */
  append(draft: Draft): void {
    book(this.accounts, draft);
    const { at, kind, debit, credit, credits, key, lotId, action, memberId, subjectId, priceVersion } = draft;
    const line = { at, kind, debit, credit, credits, balance: this.total, key, lotId, action, memberId, subjectId, priceVersion };
    const entry = { seq: this.seq + 1, ...line };
    this.hash = hashEntry(this.hash, entry);
    this.seq = entry.seq;
    this.lastAt = at;
    this.run("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", ...columnsOf(entry), this.hash);
  }

  /** Writes the snapshot: once for each group of entries. */
  close(usage: string): void {
    this.run("UPDATE snapshot SET seq = ?, hash = ?, accounts = ?, usage = ?", this.seq, this.hash, JSON.stringify(this.accounts), usage);
  }

  get head(): string {
    return this.hash;
  }

  get total(): number {
    return totalOf(this.accounts);
  }
}
