// The price book, packs and amounts: what a button says is what is charged.
import { describe, expect, it } from "vitest";
import { DAY_MS, monthAround, monthNamed } from "~/app/domain/core/dates";
import { formatMoney } from "~/app/domain/core/money";
import {
  actions,
  actionWords,
  findPack,
  packFor,
  packs,
  priceBook,
  priceOf,
  priceVersionAt,
  undoWindow,
  welcome,
} from "~/app/domain/core/prices";

describe("the price book", () => {
  it("[E-01] is what is published: one credit for each thing that is made, nothing else", () => {
    expect(priceBook).toEqual([
      {
        version: 1,
        from: Date.UTC(2026, 0, 1),
        change: "The first prices.",
        prices: { "contact.add": 1, "contact.import": 1, "note.add": 1 },
      },
      {
        version: 2,
        from: Date.UTC(2026, 10, 27),
        change: "Companies, which are free when they come with a contact.",
        prices: { "contact.add": 1, "contact.import": 1, "company.add": 1, "company.import": 1, "note.add": 1 },
      },
    ]);
    for (const action of actions) expect([priceOf(action, Date.now()), priceOf(action, Date.now(), 7)]).toEqual([1, 7]);
    expect(Object.keys(actionWords)).toEqual([...actions]);
    for (const { name, past } of Object.values(actionWords)) expect([name, past].every((words) => words.length > 3)).toBe(true);
  });

  it("gives the newest version that is in force, and the first one before any is", () => {
    const known = priceBook.length;
    const next = {
      version: known + 1,
      from: Date.UTC(2030, 0, 1),
      change: "x",
      prices: { "contact.add": 2, "contact.import": 1, "note.add": 1 },
    };
    const after = { ...next, version: known + 2, from: Date.UTC(2031, 0, 1) };
    priceBook.push(next, after);
    try {
      expect(priceVersionAt(next.from - 1).version).toBe(known);
      expect(priceVersionAt(next.from).version).toBe(known + 1);
      expect(priceVersionAt(after.from).version).toBe(known + 2);
      expect(priceVersionAt(0).version).toBe(1);
      // What is newer than a version costs what it cost at first.
      expect(priceOf("company.add", 0, 2)).toBe(2);
      expect(priceOf("contact.add", next.from, 3)).toBe(6);
    } finally {
      priceBook.splice(known);
    }
    const kept = priceBook.splice(0);
    expect(() => priceVersionAt(0)).toThrow("The price book is empty.");
    priceBook.push(...kept);
  });
});

describe("packs", () => {
  it("are what is published: 50 for $5, 100 for $7, 200 for $8, 500 for $10", () => {
    expect(packs).toEqual([
      { credits: 50, amountCents: 500, currency: "usd" },
      { credits: 100, amountCents: 700, currency: "usd" },
      { credits: 200, amountCents: 800, currency: "usd" },
      { credits: 500, amountCents: 1_000, currency: "usd" },
    ]);
    expect(findPack(200)?.amountCents).toBe(800);
    expect(findPack(201)).toBeNull();
  });

  it("the one proposed is the smallest that covers what is missing, or the largest there is", () => {
    expect([1, 50, 51, 200, 500, 9_999].map((missing) => packFor(missing).credits)).toEqual([50, 50, 100, 200, 500, 500]);
    const kept = packs.splice(0);
    expect(() => packFor(1)).toThrow("There are no packs.");
    packs.push(...kept);
  });

  it("welcome credits and undo last as long as is said", () => {
    expect([welcome, undoWindow]).toEqual([
      { credits: 25, days: 90 },
      { actionMs: 60_000, importMs: 86_400_000 },
    ]);
  });
});

it("amounts read as money: whole ones without cents, others with two digits, in any currency and language", () => {
  expect([formatMoney(500, "usd"), formatMoney(550, "usd"), formatMoney(5, "usd"), formatMoney(0, "usd")]).toEqual([
    "$5",
    "$5.50",
    "$0.05",
    "$0",
  ]);
  expect(formatMoney(123_456, "inr")).toBe("₹1,234.56");
  expect(formatMoney(550, "eur", "de").replace(/\u00a0/g, " ")).toBe("5,50 €");
});

describe("months", () => {
  it("are the team's own, by number and by name", () => {
    const lastHour = Date.UTC(2026, 10, 30, 23, 30);
    expect(monthAround(lastHour, "UTC").name).toBe("2026-11");
    expect(monthAround(lastHour, "Europe/Berlin").name).toBe("2026-12");
    expect(monthAround(lastHour, "UTC", -1)).toEqual({ name: "2026-10", from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 10, 1) });
    expect(monthNamed("2026-03", "Europe/Berlin")).toEqual({
      name: "2026-03",
      from: Date.UTC(2026, 1, 28, 23),
      to: Date.UTC(2026, 2, 31, 22),
    });
    expect(monthNamed("2026-12", "UTC")?.to).toBe(Date.UTC(2027, 0, 1));
  });

  it("a day is a day", () => {
    expect(DAY_MS).toBe(86_400_000);
  });

  it("that do not exist are none", () => {
    for (const name of ["", "2026-13", "2026-00", "2026-1", "x2026-11", "2026-11-01", "26-11"]) expect(monthNamed(name, "UTC")).toBeNull();
  });
});
