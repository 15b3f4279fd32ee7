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
  /** Who: the id of a member, or of an API key. */
  memberId: string;
  /** The team's, for budgets by day and month. */
  timeZone: string;
  /** Id of the thing the action makes. */
  subjectId: string;
  /** HMAC over member, action and input. Another fingerprint under a known key is a conflict. */
  fingerprint: string;
  statements: Statement[];
}

/** How a call to `perform` ended. Every kind but `done` means: nothing was charged by this call. */
export type PerformOutcome =
  /** `low`: this charge took the balance below one of the team's low marks. */
  | { kind: "done"; credits: number; balance: number; repeat: boolean; low: boolean; subjectId: string }
  /** D1 refused the action, for good under this key. */
  | { kind: "refused"; repeat: boolean }
  /** The action was done under this key, and has been undone since. */
  | { kind: "undone" }
  | { kind: "conflict"; subjectId: string }
  | { kind: "short"; balance: number; needed: number }
  /** A budget does not allow it before it begins anew. */
  | { kind: "capped"; budget: BudgetView; needed: number }
  /** The team is deactivated or gone: nothing new is done. */
  | { kind: "frozen" }
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

/** `frozen`: may be granted once the team is active again. `closed`: never. */
export type GrantOutcome = { kind: "granted" | "repeat" | "frozen" | "closed"; balance: number };

/** Why a ledger is frozen: its team is deactivated, or an operator stopped it. It is active when neither holds. */
export type FrozenBy = "team" | "operator";

/** What a payment has come to, as Stripe says now. Told any number of times, in any order: the same end. */
export interface PaymentTarget {
  paymentId: string;
  /** Taken before Stripe was asked; a target with an older ticket than the last one applied is stale. */
  ticket: number;
  /** The pack's credits. */
  credits: number;
  paidCents: number;
  /** Refunds that live. */
  refundedCents: number;
  /** Disputes whose money was withdrawn and not given back. */
  disputedCents: number;
  currency: string;
  memberId: string | null;
}

export type PaymentOutcome =
  /** `taken`: credits newly revoked, negative when given back. `debt`: credits of this payment that were spent already and are owed. */
  { kind: "applied"; granted: boolean; taken: number; debt: number; balance: number } | { kind: "stale" } | { kind: "closed" };

export type BudgetScope = "member" | "apiKey" | "action";
export type BudgetPeriod = "day" | "month";

/** At most `most` credits a day or month for one member, API key or action. */
export interface Budget {
  scope: BudgetScope;
  scopeId: string;
  period: BudgetPeriod;
  most: number;
}

export interface BudgetView extends Budget {
  /** Spent in this period, and held at this moment. */
  used: number;
  held: number;
  /** When the next period begins. */
  resetsAt: number;
}

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
  /** Credits of refunded or disputed payments that were spent already. Taken off `free`, which may so be below zero. */
  debt: number;
  /** Nothing new is charged or granted: the team is deactivated, stopped by an operator, or gone. */
  frozen: boolean;
  lots: LotView[];
}

export type Account = "balance" | "spent" | LotSource | "expired" | "revoked" | "debt";
/** `debt`: credits that were owed left their lot; what the team has does not change by it. */
export type EntryKind = "grant" | "charge" | "undo" | "expiry" | "revoke" | "restore" | "debt";

/** One line of the journal. Append-only; ids only. */
export interface Entry {
  seq: number;
  at: number;
  kind: EntryKind;
  debit: Account;
  credit: Account;
  credits: number;
  /** What the team has after this entry: credits in its lots less debts, holds not taken off. */
  balance: number;
  key: string;
  lotId: string;
  action: string | null;
  memberId: string | null;
  subjectId: string | null;
  priceVersion: number | null;
  hash: string;
}

/** Which entries of the journal, newest first. Times in milliseconds since 1970. */
export interface StatementQuery {
  before?: number;
  /** Not before this moment. */
  from?: number;
  /** Before this moment. */
  to?: number;
  action?: string;
  memberId?: string;
  /** At most 500. */
  limit: number;
}

/** Where the journal stood at a moment. */
export interface Standing {
  seq: number;
  balance: number;
  head: string;
}

/** What was spent on one action by one member, undone charges taken off. */
export interface Usage {
  action: string;
  memberId: string;
  credits: number;
  actions: number;
}

/** What is left of a ledger that was closed. */
export interface Tombstone extends Standing {
  closedAt: number;
}

export type CloseOutcome =
  | ({ kind: "closed" } & Tombstone)
  /** D1 does not say yet how some holds ended. */
  | { kind: "open"; holds: number }
  /** Only a frozen ledger can be closed. */
  | { kind: "active" };

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

/** What the ledger and a D1 that was turned back disagree on. */
export interface RestoreReport {
  /** Charged, and no longer there: to be given back. */
  lost: { key: string; action: string; credits: number }[];
  /** Undone and given back, and there again: to be left as a gift. */
  gifts: { key: string; credits: number }[];
  /** Whether it was put right, or only looked at. */
  applied: boolean;
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
  paymentTicket(): Promise<number>;
  applyPayment(target: PaymentTarget): Promise<PaymentOutcome>;
  setBudget(budget: Omit<Budget, "most"> & { most: number | null }): Promise<void>;
  budgets(timeZone: string): Promise<BudgetView[]>;
  setLowMarks(marks: number[]): Promise<void>;
  balance(): Promise<Balance>;
  statement(query: StatementQuery): Promise<StatementPage>;
  standingAt(at: number): Promise<Standing>;
  usage(from: number, to: number): Promise<Usage[]>;
  spentByDay(sinceMs: number): Promise<DaySpent[]>;
  freeze(by: FrozenBy): Promise<void>;
  reopen(by: FrozenBy): Promise<void>;
  close(): Promise<CloseOutcome>;
  sweep(): Promise<{ open: number }>;
  audit(): Promise<AuditReport>;
  afterRestore(apply: boolean): Promise<RestoreReport>;
  meter(): Promise<Meter>;
}
