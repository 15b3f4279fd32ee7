// The journal: entries chained by SHA-256, and the snapshot of every account. Synchronous, so that an entry and its hash land together.
import { createHash } from "node:crypto";
import type { Account, Entry } from "./contract";

export type Draft = Omit<Entry, "seq" | "balance" | "hash">;
export type Accounts = Partial<Record<Account, number>>;

/** The hash of an entry: over the hash before it and every column, in this order. Any change to either is found by the audit. */
export function hashEntry(previous: string, entry: Omit<Entry, "hash">): string {
  const columns = [
    entry.seq,
    entry.at,
    entry.kind,
    entry.debit,
    entry.credit,
    entry.credits,
    entry.balance,
    entry.key,
    entry.lotId,
    entry.action,
    entry.memberId,
    entry.subjectId,
    entry.priceVersion,
  ];
  return createHash("sha256").update(previous).update(JSON.stringify(columns)).digest("hex");
}

/** Books one entry into the accounts: debits add, credits take away, so all accounts always sum to zero. */
export function book(accounts: Accounts, entry: Pick<Entry, "debit" | "credit" | "credits">): void {
  accounts[entry.debit] = (accounts[entry.debit] ?? 0) + entry.credits;
  accounts[entry.credit] = (accounts[entry.credit] ?? 0) - entry.credits;
}

export class Journal {
  private constructor(
    private readonly run: (sql: string, ...params: SqlStorageValue[]) => void,
    private seq: number,
    private hash: string,
    readonly accounts: Accounts,
  ) {}

  /** `run` writes one statement and counts the rows it wrote. */
  static open(sql: SqlStorage, run: (sql: string, ...params: SqlStorageValue[]) => void): Journal {
    const row = sql.exec<{ seq: number; hash: string; accounts: string }>("SELECT seq, hash, accounts FROM snapshot").one();
    return new Journal(run, row.seq, row.hash, JSON.parse(row.accounts));
  }

  /** Appends an entry; `close()` must follow in the same transaction. */
  append(draft: Draft): void {
    book(this.accounts, draft);
    const entry = { ...draft, seq: this.seq + 1, balance: this.accounts.balance ?? 0 };
    this.hash = hashEntry(this.hash, entry);
    this.seq = entry.seq;
    this.run(
      "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      entry.seq,
      entry.at,
      entry.kind,
      entry.debit,
      entry.credit,
      entry.credits,
      entry.balance,
      entry.key,
      entry.lotId,
      entry.action,
      entry.memberId,
      entry.subjectId,
      entry.priceVersion,
      this.hash,
    );
  }

  /** Writes the snapshot: once for each group of entries. */
  close(): void {
    this.run("UPDATE snapshot SET seq = ?, hash = ?, accounts = ?", this.seq, this.hash, JSON.stringify(this.accounts));
  }

  get head(): string {
    return this.hash;
  }
}
