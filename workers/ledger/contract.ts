// The words that the ledger and its callers share. Types only: the domain imports this file and nothing else of the ledger.

/** One D1 statement as text and values. The ledger carries statements; it never reads them. */
export interface Statement {
  sql: string;
  params: (string | number | null)[];
}

/** A priced action that is to happen once. `statements` are its D1 writes, the receipt first. */
export interface Charge {
  /** Minted before the action is asked for; unique within its team for as long as the team exists. */
  key: string;
  action: string;
  /** Whole credits, at most this many; what the receipt says is what is charged. */
  credits: number;
  priceVersion: number;
  memberId: string;
  /** Id of the thing the action makes. */
  subjectId: string;
  /** HMAC over member, action and input. Another fingerprint under a known key is a conflict. */
  fingerprint: string;
  statements: Statement[];
}

/** How a call to `perform` ended. Every kind but `done` means: nothing was charged by this call. */
export type PerformOutcome =
  | { kind: "done"; credits: number; balance: number; repeat: boolean; subjectId: string }
  /** D1 refused the action, for good under this key. */
  | { kind: "refused"; repeat: boolean }
  /** The action was done under this key, and has been undone since. */
  | { kind: "undone" }
  | { kind: "conflict"; subjectId: string }
  | { kind: "short"; balance: number; needed: number }
  | { kind: "busy" }
  /** D1 gives no answer: ask again with the same key. */
  | { kind: "pending" };

export interface UndoRequest {
  key: string;
  /** The action's rows taken back. May lower the receipt's credits_back; raises to refuse the undo. */
  statements: Statement[];
  /** How long after its end the action can be undone, in milliseconds. */
  windowMs: number;
}

export type UndoOutcome =
  | { kind: "undone"; credits: number; balance: number; repeat: boolean }
  | { kind: "late" }
  /** D1 refused to take the rows back, for instance because they were edited since. */
  | { kind: "refused" }
  | { kind: "missing" }
  | { kind: "pending" };

export type LotSource = "purchase" | "promo" | "welcome" | "goodwill" | "undo";

/** Credits that come in together. `lotId` is permanent: the same lot is granted once, however often it is told. */
export interface Grant {
  lotId: string;
  source: LotSource;
  credits: number;
  /** Lower burns first. */
  priority: number;
  paymentId: string | null;
  /** What the whole lot cost, in minor units of `currency`. */
  costCents: number;
  currency: string | null;
  /** Milliseconds since 1970; null never expires. */
  expiresAt: number | null;
  memberId: string | null;
}

export type GrantOutcome = { kind: "granted"; balance: number } | { kind: "repeat"; balance: number };

export interface LotView {
  lotId: string;
  source: LotSource;
  left: number;
  expiresAt: number | null;
}

export interface Balance {
  /** Credits that can be spent now. */
  free: number;
  held: number;
  lots: LotView[];
}

export type Account = "balance" | "spent" | LotSource | "expired";
export type EntryKind = "grant" | "charge" | "undo" | "expiry";

/** One line of the journal. Append-only; ids only. */
export interface Entry {
  seq: number;
  at: number;
  kind: EntryKind;
  debit: Account;
  credit: Account;
  credits: number;
  /** Credits in the team's balance after this entry, holds not taken off. */
  balance: number;
  key: string;
  lotId: string;
  action: string | null;
  memberId: string | null;
  subjectId: string | null;
  priceVersion: number | null;
  hash: string;
}

export interface StatementPage {
  entries: Entry[];
  /** Pass as `before` for the next page; null at the end. */
  next: number | null;
}

export interface AuditReport {
  /** Plain sentences, each one thing that is wrong. Empty when all is well. */
  findings: string[];
  entries: number;
  keys: number;
  head: string;
}

/** What a day's spending was, in UTC days, for charts and forecasts. */
export interface DaySpent {
  day: string;
  credits: number;
}

/** What the object has cost since it was last woken. */
export interface Meter {
  requests: number;
  rowsWritten: number;
  d1RowsWritten: number;
  d1Batches: number;
  charges: number;
}

/** The object as its callers see it. */
export interface LedgerPort {
  perform(charge: Charge): Promise<PerformOutcome>;
  undo(request: UndoRequest): Promise<UndoOutcome>;
  grant(grant: Grant): Promise<GrantOutcome>;
  balance(): Promise<Balance>;
  statement(query: { before?: number; limit: number }): Promise<StatementPage>;
  spentByDay(sinceMs: number): Promise<DaySpent[]>;
  sweep(): Promise<{ open: number }>;
  audit(): Promise<AuditReport>;
  meter(): Promise<Meter>;
}
