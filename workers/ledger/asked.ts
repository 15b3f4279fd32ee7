// What callers may ask for. A request that is malformed dies alone, with a sentence, before anything is held or written.
import type { Budget, Charge, Grant, PaymentTarget, Statement } from "./contract";

function insist(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new Error(sentence);
}

const isWhole = (value: unknown, least: number) => Number.isSafeInteger(value) && (value as number) >= least;
const isText = (value: unknown) => typeof value === "string" && value !== "";

function isStatement(statement: Statement): boolean {
  const isValue = (value: unknown) => value === null || typeof value === "string" || Number.isFinite(value);
  return isText(statement?.sql) && Array.isArray(statement.params) && statement.params.every(isValue);
}

/** Statements that D1 can be sent. */
export function checkStatements(statements: Statement[]): void {
  insist(Array.isArray(statements) && statements.every(isStatement), "Statements are text with values, nothing else.");
}

/** Whole credits, one at least, and statements that can be sent. */
export function checkCharge(charge: Charge): void {
  const { key, credits, memberId, fingerprint } = charge;
  insist(isText(key) && isText(memberId) && isText(fingerprint), "A charge names its key, its member and its fingerprint.");
  insist(isWhole(credits, 1), "A charge is for whole credits, one at least.");
  checkStatements(charge.statements);
}

export function checkGrant({ lotId, credits, priority, costCents, expiresAt }: Grant): void {
  insist(isText(lotId) && isWhole(credits, 1), "A grant is for whole credits, one at least.");
  insist(
    isWhole(priority, 0) && isWhole(costCents, 0) && (expiresAt === null || isWhole(expiresAt, 0)),
    "A lot is counted in whole numbers.",
  );
}

export function checkTarget({ paymentId, credits, paidCents, refundedCents, disputedCents }: PaymentTarget): void {
  insist(isText(paymentId) && isWhole(credits, 1), "A payment is for whole credits, one at least.");
  insist(
    [paidCents, refundedCents, disputedCents].every((cents) => isWhole(cents, 0)),
    "Money is counted in whole cents.",
  );
}

export function checkBudget({ most }: Omit<Budget, "most"> & { most: number | null }): void {
  insist(most === null || isWhole(most, 0), "A budget is in whole credits.");
}
