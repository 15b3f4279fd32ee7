// A book over an SQLite in memory, as the object would have it, and its audit against the receipts that a test says are there.
import { audit } from "~/workers/ledger/audit";
import { Book } from "~/workers/ledger/book";
import type { Charge, Grant } from "~/workers/ledger/contract";
import type { Door, Receipt } from "~/workers/ledger/door";
import { Store } from "~/workers/ledger/store";
import { upgradeTables } from "~/workers/ledger/tables";
import { NodeStorage } from "./nodeStorage";

export class TestBook {
  readonly storage = new NodeStorage();
  store!: Store;
  book!: Book;
  readonly receipts = new Map<string, Receipt>();

  constructor() {
    upgradeTables(this.storage.asStorage());
    this.restart();
  }

  /** The object made anew from what it had written. */
  restart(): void {
    this.store = new Store(this.storage.asStorage());
    this.book = new Book(this.store, this.storage.asStorage().sql);
  }

  async findings(): Promise<string[]> {
    const receipts = this.receipts;
    async function* allReceipts() {
      for (const [key, receipt] of receipts) yield { key, ...receipt };
    }
    const read = async (key: string) => this.receipts.get(key) ?? null;
    return (await audit(this.storage.asStorage().sql, { allReceipts, read } as unknown as Door, this.store)).findings;
  }

  /** Holds and ends one charge at once. False when it was refused. */
  spend(key: string, credits: number, now: number): boolean {
    if (this.book.hold(charge(key, { credits }), now).kind !== "held") return false;
    const receipt: Receipt = { state: "done", credits, creditsBack: 0, attempt: 0 };
    this.receipts.set(key, receipt);
    this.book.end([{ key, receipt }], now);
    return true;
  }
}

export function charge(key: string, over: Partial<Charge> = {}): Charge {
  const who = { memberId: "m", subjectId: key, action: "note.add", timeZone: "UTC" };
  return { key, credits: 1, priceVersion: 1, fingerprint: "f", statements: [], ...who, ...over };
}

export function grant(lotId: string, credits: number, over: Partial<Grant> = {}): Grant {
  const free = { paymentId: null, costCents: 0, currency: null, memberId: null } as const;
  return { lotId, credits, source: "goodwill", priority: 1, expiresAt: null, ...free, ...over };
}
