// The pure rules of lots and holds, case by case: burning order, what is free, what expires, when to wake.
import { describe, expect, it } from "vitest";
import { lotValues, newLot } from "~/workers/ledger/lots";
import {
  compareLots,
  expirable,
  freeCredits,
  HOLD_MS,
  type Hold,
  heldByLot,
  isAlive,
  type Lot,
  nextWake,
  pinLots,
  returnPins,
  takePins,
  UNDO_LOT_MS,
} from "~/workers/ledger/rules";
import { grant } from "../support/book";

const lot = (lotId: string, left: number, over: Partial<Lot> = {}): Lot => ({ ...newLot(grant(lotId, left), 100), ...over });
const hold = (key: string, pins: Hold["pins"], over: Partial<Hold> = {}): Hold => ({
  ...{
    key,
    purpose: "charge",
    action: "note.add",
    credits: 1,
    priceVersion: 1,
    memberId: "m",
    subjectId: key,
    fingerprint: "f",
    heldAt: 0,
  },
  pins,
  ...over,
});

it("a lot begins with all of it left, at its cost, and keeps what the grant says", () => {
  const bought = grant("l", 100, { source: "purchase", paymentId: "pi", costCents: 700, currency: "usd", expiresAt: 9, priority: 1 });
  expect(newLot(bought, 5)).toEqual({
    ...{ lotId: "l", source: "purchase", paymentId: "pi", granted: 100, left: 100, burnt: 0, revoked: 0, expired: 0 },
    ...{ priority: 1, costCents: 700, currency: "usd", grantedAt: 5, expiresAt: 9 },
  });
  expect(newLot({ lotId: "u", source: "undo", credits: 2, priority: 0, expiresAt: null }, 5)).toMatchObject({
    ...{ paymentId: null, costCents: 0, currency: null },
  });
  expect(lotValues(newLot(bought, 5))).toEqual(["l", "purchase", "pi", 100, 100, 0, 0, 0, 1, 700, "usd", 5, 9]);
});

it("a lot lives until its moment, not at it; one that never expires always", () => {
  expect(isAlive(lot("a", 1), 1e15)).toBe(true);
  expect(isAlive(lot("a", 1, { expiresAt: 10 }), 9)).toBe(true);
  expect(isAlive(lot("a", 1, { expiresAt: 10 }), 10)).toBe(false);
});

describe("burning order", () => {
  const sorted = (lots: Lot[]) => [...lots].sort(compareLots).map(({ lotId }) => lotId);

  it("is priority, then the earliest expiry with never last, then the oldest, then the id", () => {
    expect(sorted([lot("b", 1, { priority: 1 }), lot("a", 1, { priority: 2 }), lot("c", 1, { priority: 0 })])).toEqual(["c", "b", "a"]);
    expect(sorted([lot("never", 1), lot("late", 1, { expiresAt: 9 }), lot("soon", 1, { expiresAt: 8 })])).toEqual([
      "soon",
      "late",
      "never",
    ]);
    expect(sorted([lot("a", 1, { grantedAt: 3 }), lot("b", 1, { grantedAt: 1 }), lot("c", 1, { grantedAt: 2 })])).toEqual(["b", "c", "a"]);
    expect(sorted([lot("b", 1), lot("c", 1), lot("a", 1)])).toEqual(["a", "b", "c"]);
    expect(compareLots(lot("a", 1), lot("b", 1))).toBe(-1);
    expect(compareLots(lot("b", 1), lot("a", 1))).toBe(1);
    expect(compareLots(lot("z", 1, { priority: 0, expiresAt: null }), lot("a", 1, { priority: 1, expiresAt: 5 }))).toBeLessThan(0);
    expect(compareLots(lot("z", 1, { expiresAt: 5, grantedAt: 9 }), lot("a", 1, { expiresAt: 6, grantedAt: 1 }))).toBeLessThan(0);
  });
});

describe("holds", () => {
  it("count by lot, over all charges; an undo under way holds nothing", () => {
    const holds = [
      hold("x", [
        ["a", 2],
        ["b", 1],
      ]),
      hold("y", [["a", 3]]),
      hold("z", [["a", 9]], { purpose: "undo" }),
    ];
    expect(Object.fromEntries(heldByLot(holds))).toEqual({ a: 5, b: 1 });
    expect(heldByLot([]).size).toBe(0);
  });

  it("what is free is left in living lots, less what is held, less what is owed", () => {
    const lots = [lot("a", 5), lot("b", 7, { expiresAt: 10 })];
    expect(freeCredits(lots, new Map([["a", 2]]), 0, 9)).toBe(10);
    expect(
      freeCredits(
        lots,
        new Map([
          ["a", 2],
          ["b", 3],
        ]),
        1,
        10,
      ),
    ).toBe(2);
    expect(freeCredits([], new Map(), 4, 10)).toBe(-4);
  });

  it("pin lots in burning order, only what is free of each, or nothing at all", () => {
    const lots = [lot("b", 5, { priority: 1 }), lot("a", 3, { priority: 0 }), lot("dead", 9, { priority: 0, expiresAt: 10 })];
    expect(pinLots(lots, new Map(), 4, 10)).toEqual([
      ["a", 3],
      ["b", 1],
    ]);
    expect(pinLots(lots, new Map(), 4, 9)).toEqual([["dead", 4]]);
    expect(pinLots(lots, new Map([["a", 3]]), 4, 10)).toEqual([["b", 4]]);
    expect(pinLots(lots, new Map([["a", 1]]), 7, 10)).toEqual([
      ["a", 2],
      ["b", 5],
    ]);
    expect(pinLots(lots, new Map(), 8, 10)).toEqual([
      ["a", 3],
      ["b", 5],
    ]);
    expect(pinLots(lots, new Map(), 9, 10)).toBeNull();
    expect(pinLots(lots, new Map([["a", 9]]), 6, 10)).toBeNull();
    expect(pinLots(lots, new Map([["a", 9]]), 5, 10)).toEqual([["b", 5]]);
    expect(pinLots(lots, new Map(), 3, 10)).toEqual([["a", 3]]);
  });

  it("settle the first pins, and give back the last ones first", () => {
    const pins: Hold["pins"] = [
      ["a", 3],
      ["b", 4],
      ["c", 2],
    ];
    expect(takePins(pins, 9)).toEqual(pins);
    expect(takePins(pins, 5)).toEqual([
      ["a", 3],
      ["b", 2],
    ]);
    expect(takePins(pins, 3)).toEqual([["a", 3]]);
    expect(takePins(pins, 0)).toEqual([]);
    expect(returnPins(pins, 5)).toEqual([
      ["c", 2],
      ["b", 3],
    ]);
    expect(returnPins(pins, 9)).toEqual([
      ["c", 2],
      ["b", 4],
      ["a", 3],
    ]);
    expect(pins).toEqual([
      ["a", 3],
      ["b", 4],
      ["c", 2],
    ]);
  });
});

it("an expiry takes what is left and not held, never less than nothing, and nothing while the lot lives", () => {
  expect(expirable(lot("a", 5, { expiresAt: 10 }), 2, 10)).toBe(3);
  expect(expirable(lot("a", 5, { expiresAt: 10 }), 7, 10)).toBe(0);
  expect(expirable(lot("a", 5, { expiresAt: 10 }), 0, 9)).toBe(0);
  expect(expirable(lot("a", 5), 0, 1e15)).toBe(0);
});

it("the object wakes for the first hold's end or the first living lot's expiry, or never", () => {
  expect(nextWake([], [])).toBeNull();
  expect(nextWake([lot("a", 5)], [])).toBeNull();
  expect(nextWake([lot("a", 0, { expiresAt: 50 })], [])).toBeNull();
  expect(nextWake([lot("a", 1, { expiresAt: 50 }), lot("b", 1, { expiresAt: 40 })], [])).toBe(40);
  expect(nextWake([lot("a", 1, { expiresAt: 200_000 })], [hold("x", [], { heldAt: 7 }), hold("y", [], { heldAt: 5 })])).toBe(5 + HOLD_MS);
  expect([HOLD_MS, UNDO_LOT_MS]).toEqual([60_000, 86_400_000]);
});
