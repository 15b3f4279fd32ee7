// The pure rules of budgets: whom they are for, their days and months in any time zone, what counts.
import { describe, expect, it } from "vitest";
import { allows, budgetId, heldUnder, isFor, periodAround, sumUsed } from "~/workers/ledger/budgets";
import type { Entry } from "~/workers/ledger/contract";
import type { Hold } from "~/workers/ledger/rules";

const HOUR = 3_600_000;
const budget = { scope: "member", scopeId: "m", period: "day", most: 10 } as const;

describe("a period", () => {
  it("is a day or a month of the team's time zone", () => {
    const noon = Date.UTC(2026, 10, 22, 12);
    expect(periodAround(noon, "day", "UTC")).toEqual({ start: Date.UTC(2026, 10, 22), end: Date.UTC(2026, 10, 23) });
    expect(periodAround(noon, "month", "UTC")).toEqual({ start: Date.UTC(2026, 10, 1), end: Date.UTC(2026, 11, 1) });
    expect(periodAround(noon, "day", "Asia/Kolkata").start).toBe(Date.UTC(2026, 10, 22) - 5.5 * HOUR);
    expect(periodAround(noon, "day", "Pacific/Auckland").start).toBe(Date.UTC(2026, 10, 23) - 13 * HOUR);
    expect(periodAround(noon, "month", "America/New_York").start).toBe(Date.UTC(2026, 10, 1, 4));
  });

  it("of a day on which the clocks change has 23 or 25 hours; its end is the next one's beginning", () => {
    const spring = periodAround(Date.UTC(2026, 2, 29, 12), "day", "Europe/Berlin");
    const autumn = periodAround(Date.UTC(2026, 9, 25, 12), "day", "Europe/Berlin");
    expect([(spring.end - spring.start) / HOUR, (autumn.end - autumn.start) / HOUR]).toEqual([23, 25]);
    expect(periodAround(spring.end, "day", "Europe/Berlin").start).toBe(spring.end);
    expect(periodAround(spring.end - 1, "day", "Europe/Berlin")).toEqual(spring);
  });
});

it("a budget is for its member, its API key, or its action, and no other", () => {
  const charge = { action: "note.add", memberId: "m" };
  expect(isFor(budget, charge)).toBe(true);
  expect(isFor({ scope: "apiKey", scopeId: "m" }, charge)).toBe(true);
  expect(isFor({ scope: "member", scopeId: "other" }, charge)).toBe(false);
  expect(isFor({ scope: "action", scopeId: "note.add" }, charge)).toBe(true);
  expect(isFor({ scope: "action", scopeId: "m" }, charge)).toBe(false);
  expect(isFor({ scope: "member", scopeId: "note.add" }, charge)).toBe(false);
  expect(budgetId(budget)).toBe("member:m:day");
});

it("what open charges hold counts, what an undo holds does not", () => {
  const hold = (memberId: string, credits: number, purpose: Hold["purpose"]) => ({ memberId, credits, purpose, action: "x" }) as Hold;
  expect(heldUnder(budget, [hold("m", 2, "charge"), hold("m", 3, "charge"), hold("n", 5, "charge"), hold("m", 7, "undo")])).toBe(5);
  expect(heldUnder(budget, [])).toBe(0);
});

it("allows up to its limit, and not one more", () => {
  expect(allows(budget, 4, 3, 3)).toBe(true);
  expect(allows(budget, 4, 3, 4)).toBe(false);
  expect(allows({ ...budget, most: 0 }, 0, 0, 1)).toBe(false);
});

it("what was used is charges less their undos, for whom it is for; an undo of an earlier period's charge gives nothing back", () => {
  const entry = (kind: Entry["kind"], key: string, credits: number, memberId = "m") => ({ kind, key, credits, memberId, action: "x" });
  const entries = [
    entry("undo", "before", 9),
    entry("undo", "b", 1),
    entry("charge", "b", 2),
    entry("charge", "b", 2),
    entry("charge", "c", 3, "other"),
    entry("grant", "lot", 50),
    entry("expiry", "a", 1),
    entry("charge", "a", 3),
  ];
  expect(sumUsed(budget, entries)).toBe(6);
  expect(sumUsed(budget, [])).toBe(0);
  expect(sumUsed({ ...budget, scope: "action", scopeId: "x" }, entries)).toBe(9);
});
