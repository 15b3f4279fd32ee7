// A lot as a row: how it begins, and its columns in the order of the table.
import type { Grant } from "./contract";
import type { Lot } from "./rules";

type NewLot = Pick<Grant, "lotId" | "source" | "credits" | "priority" | "expiresAt"> & Partial<Grant>;

/** A lot as it begins: all of it left. */
export function newLot(grant: NewLot, now: number): Lot {
  const { lotId, source, credits, priority, expiresAt, paymentId = null, costCents = 0, currency = null } = grant;
  const untouched = { burnt: 0, revoked: 0, expired: 0 };
  return {
    lotId,
    source,
    paymentId,
    granted: credits,
    left: credits,
    ...untouched,
    priority,
    costCents,
    currency,
    grantedAt: now,
    expiresAt,
  };
}

/** A lot's columns in the order of its table. */
export function lotValues(lot: Lot): SqlStorageValue[] {
  const { lotId, source, paymentId, granted, left, burnt, revoked, expired, priority, costCents, currency, grantedAt, expiresAt } = lot;
  return [lotId, source, paymentId, granted, left, burnt, revoked, expired, priority, costCents, currency, grantedAt, expiresAt];
}
