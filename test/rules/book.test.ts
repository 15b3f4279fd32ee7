// What the book refuses, and what its audit finds: without D1, over an SQLite in memory.
import { describe, expect, it } from "vitest";
import type { PaymentTarget } from "~/workers/ledger/contract";
import { applyTarget, expireLots, grantLot, putBudget, takeTicket } from "~/workers/ledger/incoming";
import { charge, grant, TestBook } from "../support/book";

const NOW = Date.UTC(2026, 5, 10, 12);
const DAY = 86_400_000;

/** Takes a settled charge back, as the object does; the receipt says how much comes back. */
function takeBack(test: TestBook, key: string, credits: number, at: number): void {
  const known = test.store.findKey(key);
  if (!known) throw new Error(`${key} is not known.`);
  test.book.beginUndo(known, at);
  const receipt = { state: "undone", credits: known.credits, creditsBack: credits, attempt: 0 } as const;
  test.receipts.set(key, receipt);
  test.book.endUndo(key, receipt, at);
}

describe("what is impossible", () => {
  it.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])(
    "a charge of %s credits is refused with a sentence, and nothing is held",
    (credits) => {
      const test = new TestBook();
      grantLot(test.store, grant("lot", 10), NOW);
      expect(() => test.book.hold(charge("a", { credits }), NOW)).toThrow("whole credits");
      expect(Array.from(test.book.holds)).toEqual([]);
    },
  );

  it.each([0, -5, 2.5, Number.NaN])("a grant of %s credits is refused", (credits) => {
    const test = new TestBook();
    expect(() => grantLot(test.store, grant("lot", credits), NOW)).toThrow("whole credits");
    expect(test.book.free(NOW)).toBe(0);
  });

  it("a payment in fractions of a cent and a budget below zero are refused", () => {
    const test = new TestBook();
    const target = { paymentId: "pi", ticket: 1, credits: 100, paidCents: 700, refundedCents: 0.5, disputedCents: 0, currency: "usd" };
    expect(() => applyTarget(test.store, { ...target, memberId: null }, NOW)).toThrow("whole cents");
    expect(() => putBudget(test.store, { scope: "member", scopeId: "m", period: "day", most: -1 })).toThrow("whole credits");
  });
});

describe("credits that expire", () => {
  it("are not kept alive by an undo a day: what was given back once is over with its day", () => {
    const test = new TestBook();
    grantLot(test.store, grant("welcome", 25, { source: "welcome", priority: 0, expiresAt: NOW + DAY }), NOW);
    let at = NOW + DAY - 1_000;
    expect(test.spend("a", 25, at)).toBe(true);
    at += 30_000;
    takeBack(test, "a", 25, at);
    expect(test.book.free(at)).toBe(25);
    at += DAY - 10_000;
    expect(test.spend("b", 25, at)).toBe(true);
    at += 30_000;
    takeBack(test, "b", 25, at);
    expireLots(test.store, at);
    expect(test.book.free(at)).toBe(0);
    expect(test.spend("c", 25, at)).toBe(false);
  });

  it("that were given back in time and spent again are charged as any others, and the audit agrees", async () => {
    const test = new TestBook();
    grantLot(test.store, grant("welcome", 5, { source: "welcome", priority: 0, expiresAt: NOW + DAY }), NOW);
    test.spend("a", 5, NOW);
    takeBack(test, "a", 5, NOW + DAY + 1);
    expect(test.spend("b", 3, NOW + DAY + 2)).toBe(true);
    takeBack(test, "b", 3, NOW + 3 * DAY);
    expect(await test.findings()).toEqual([]);
  });
});

describe("the audit", () => {
  it.each([
    ["more", 10, 3],
    ["less", 3, 10],
  ])("finds a give-back of %s than its receipt says", async (_, booked, said) => {
    const test = new TestBook();
    grantLot(test.store, grant("lot", 100), NOW);
    test.spend("a", 10, NOW);
    takeBack(test, "a", booked, NOW);
    test.receipts.set("a", { state: "undone", credits: 10, creditsBack: said, attempt: 0 });
    expect(await test.findings()).toEqual([expect.stringContaining("Receipt a is undone")]);
  });
});

it("the journal is in order of time, though the clock goes back", () => {
  const test = new TestBook();
  grantLot(test.store, grant("lot", 10), NOW);
  test.spend("later", 1, NOW + 60_000);
  test.spend("earlier", 1, NOW + 1_000);
  const times = test.store.all<{ at: number }>("SELECT at FROM entries ORDER BY seq").map(({ at }) => at);
  expect(times).toEqual([NOW, NOW + 60_000, NOW + 60_000]);
});

it("refund, dispute and hold in any order end at the same lot", () => {
  const test = new TestBook();
  const target = (over: Partial<PaymentTarget>): PaymentTarget => ({
    ...{ paymentId: "pi", ticket: takeTicket(test.store), credits: 100, paidCents: 700, refundedCents: 0, disputedCents: 0 },
    ...{ currency: "usd", memberId: null },
    ...over,
  });
  applyTarget(test.store, target({}), NOW);
  test.book.hold(charge("held", { credits: 40 }), NOW);
  applyTarget(test.store, target({ refundedCents: 700 }), NOW);
  expect(test.book.free(NOW)).toBe(-40);
  test.book.end([{ key: "held", receipt: { state: "void", credits: 0, creditsBack: 0, attempt: 0 } }], NOW);
  expect(test.book.free(NOW)).toBe(0);
  applyTarget(test.store, target({ refundedCents: 0 }), NOW);
  expect(test.book.free(NOW)).toBe(100);
});
