// What a budget has counted survives what happens to the object and to its clock.
import { describe, expect, it } from "vitest";
import { grantLot, putBudget } from "~/workers/ledger/incoming";
import { charge, grant, TestBook } from "../support/book";

const NOW = Date.UTC(2026, 5, 10, 12);
const DAY = 86_400_000;
const budget = (most: number | null) => ({ scope: "member", scopeId: "m", period: "day", most }) as const;
const usedAt = (test: TestBook, now: number) => test.book.viewBudgets("UTC", now)[0]?.used;

function bookWith(most: number): TestBook {
  const test = new TestBook();
  grantLot(test.store, grant("lot", 1_000), NOW);
  putBudget(test.store, budget(most));
  return test;
}

/** Spends one credit at a time from `at` on; returns how many were allowed. */
function spendFrom(test: TestBook, name: string, at: number): number {
  let spent = 0;
  for (let n = 0; n < 30; n++) if (test.spend(`${name}${n}`, 1, at + n)) spent++;
  return spent;
}

describe("a budget", () => {
  it("that was taken away and set again counts what was spent meanwhile, also when the object was made anew in between", () => {
    const test = bookWith(10);
    expect(test.spend("a", 5, NOW)).toBe(true);
    putBudget(test.store, budget(null));
    test.restart();
    expect(test.spend("b", 20, NOW)).toBe(true);
    putBudget(test.store, budget(30));
    expect(usedAt(test, NOW)).toBe(25);
    test.restart();
    expect(usedAt(test, NOW)).toBe(25);
    expect(test.book.hold(charge("c", { credits: 6 }), NOW).kind).toBe("capped");
    expect(test.spend("d", 5, NOW)).toBe(true);
  });

  it("holds on after a clock that jumped ahead once, on that day and on the next", () => {
    const test = bookWith(10);
    expect(test.spend("glitch", 1, NOW + 400 * DAY)).toBe(true);
    expect(spendFrom(test, "today", NOW)).toBeLessThanOrEqual(10);
    expect(spendFrom(test, "tomorrow", NOW + DAY)).toBe(10);
    test.restart();
    expect(spendFrom(test, "again", NOW + DAY + 1_000)).toBe(0);
    expect(spendFrom(test, "day after", NOW + 2 * DAY)).toBe(10);
  });

  it("counts a charge that was held before midnight and ended after it in the new day", () => {
    const test = bookWith(10);
    const midnight = NOW + DAY / 2;
    expect(test.spend("noon", 4, NOW)).toBe(true);
    expect(test.book.hold(charge("late", { credits: 3 }), midnight - 10).kind).toBe("held");
    test.book.end([{ key: "late", receipt: { state: "done", credits: 3, creditsBack: 0, attempt: 0 } }], midnight + 10);
    expect(usedAt(test, midnight + 20)).toBe(3);
    test.restart();
    expect(usedAt(test, midnight + 20)).toBe(3);
  });
});
