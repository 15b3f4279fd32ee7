// The ledger's decisions as pure functions: which lots burn, what is free, what expires, where credits go back to.
// Knows nothing of storage, D1 or the clock; `now` is always an argument.
import type { LotSource } from "./contract";

export const HOLD_MS = 60_000;
export const OVERDUE_AT_ONCE_MAX = 50;
export const UNDO_LOT_MS = 24 * 60 * 60 * 1000;

/** A lot as stored. `left` counts what is held too; a hold is taken off only when it settles. */
export interface Lot {
  lotId: string;
  source: LotSource;
  paymentId: string | null;
  granted: number;
  left: number;
  burnt: number;
  revoked: number;
  expired: number;
  priority: number;
  costCents: number;
  currency: string | null;
  grantedAt: number;
  expiresAt: number | null;
}

/** Credits pinned to the lots they will come from, in burning order. */
export type Pins = [lotId: string, credits: number][];

export interface Hold {
  key: string;
  purpose: "charge" | "undo";
  action: string;
  credits: number;
  priceVersion: number;
  memberId: string;
  subjectId: string;
  fingerprint: string;
  pins: Pins;
  heldAt: number;
}

/** Whether a lot may still be held from at `now`: an expired one never, whether or not the sweep has passed. */
export function isAlive(lot: Lot, now: number): boolean {
  return lot.expiresAt === null || lot.expiresAt > now;
}

/** Burning order: priority, then the earliest expiry (never comes last), then the oldest, then the id. */
export function compareLots(a: Lot, b: Lot): number {
  const expiry = (lot: Lot) => lot.expiresAt ?? Number.POSITIVE_INFINITY;
  if (a.priority !== b.priority) return a.priority - b.priority;
  if (expiry(a) !== expiry(b)) return expiry(a) - expiry(b);
  if (a.grantedAt !== b.grantedAt) return a.grantedAt - b.grantedAt;
  return a.lotId < b.lotId ? -1 : 1;
}

/** Credits held per lot. An undo in progress holds nothing: its credits are spent until they are given back. */
export function heldByLot(holds: Iterable<Hold>): Map<string, number> {
  const held = new Map<string, number>();
  for (const hold of holds) {
    if (hold.purpose === "undo") continue;
    for (const [lotId, credits] of hold.pins) held.set(lotId, (held.get(lotId) ?? 0) + credits);
  }
  return held;
}

/** What can be spent at `now`: left in living lots, less what is held from them and what is owed. Below zero when more is owed. */
export function freeCredits(lots: Iterable<Lot>, held: Map<string, number>, debt: number, now: number): number {
  let free = 0;
  for (const lot of lots) if (isAlive(lot, now)) free += lot.left - (held.get(lot.lotId) ?? 0);
  return free - debt;
}

/** The lots that `credits` will come from, in burning order, or null when there are not enough. */
export function pinLots(lots: Iterable<Lot>, held: Map<string, number>, credits: number, now: number): Pins | null {
  const pins: Pins = [];
  let missing = credits;
  for (const lot of Array.from(lots).sort(compareLots)) {
    if (missing === 0) break;
    const free = isAlive(lot, now) ? lot.left - (held.get(lot.lotId) ?? 0) : 0;
    const taken = Math.min(free, missing);
    if (taken > 0) pins.push([lot.lotId, taken]);
    missing -= Math.max(0, taken);
  }
  return missing === 0 ? pins : null;
}

/** The first `credits` of the pins: what a settle burns when less was used than held. */
export function takePins(pins: Pins, credits: number): Pins {
  const taken: Pins = [];
  let missing = credits;
  for (const [lotId, pinned] of pins) {
    const part = Math.min(pinned, missing);
    if (part > 0) taken.push([lotId, part]);
    missing -= part;
  }
  return taken;
}

/** The last `credits` of the pins: what an undo gives back goes first to what was burnt last. */
export function returnPins(pins: Pins, credits: number): Pins {
  return takePins([...pins].reverse(), credits);
}

/** What an expiry takes from a lot at `now`: only what is left and not held. */
export function expirable(lot: Lot, held: number, now: number): number {
  return isAlive(lot, now) ? 0 : Math.max(0, lot.left - held);
}

/** When the object must wake by itself: the first hold's end or the first lot's expiry; null for never. */
export function nextWake(lots: Iterable<Lot>, holds: Iterable<Hold>): number | null {
  let wake = Number.POSITIVE_INFINITY;
  for (const hold of holds) wake = Math.min(wake, hold.heldAt + HOLD_MS);
  for (const lot of lots) if (lot.expiresAt !== null && lot.left > 0) wake = Math.min(wake, lot.expiresAt);
  return Number.isFinite(wake) ? wake : null;
}
