// The chain: any change to any column of any entry is found, by the audit and by the page that runs in the owner's browser.
import { expect, it } from "vitest";
import { type ChainEntry, verifyChain } from "~/app/components/credits/chain";
import { applyTarget, expireLots, grantLot, takeTicket } from "~/workers/ledger/incoming";
import { grant, TestBook } from "../support/book";

/** A ledger with every kind of entry in it. */
function everyKind(): TestBook {
  const test = new TestBook();
  grantLot(test.store, grant("welcome", 5, { source: "welcome", priority: 0, expiresAt: 100 }), 1);
  const facts = { paymentId: "pi", credits: 10, paidCents: 700, currency: "usd", memberId: "m" };
  const pay = (refundedCents: number, disputedCents: number, now: number) =>
    applyTarget(test.store, { ...facts, refundedCents, disputedCents, ticket: takeTicket(test.store) }, now);
  pay(0, 0, 2);
  test.spend("a", 7, 3);
  test.spend("b", 2, 4);
  pay(700, 0, 5);
  const key = test.store.findKey("b");
  if (key) test.book.beginUndo(key, 6);
  test.receipts.set("b", { state: "undone", credits: 2, creditsBack: 2, attempt: 0 });
  test.book.endUndo("b", { state: "undone", credits: 2, creditsBack: 2, attempt: 0 }, 6);
  pay(0, 0, 7);
  grantLot(test.store, grant("gift", 3, { priority: 0, expiresAt: 50 }), 8);
  expireLots(test.store, 60);
  return test;
}

const entriesOf = (test: TestBook) => test.store.all<ChainEntry>("SELECT * FROM entries ORDER BY seq").map((entry) => ({ ...entry }));

it("holds for a ledger with every kind of entry, in the audit and in the browser", async () => {
  const test = everyKind();
  const entries = entriesOf(test);
  expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(["grant", "charge", "undo", "revoke", "debt", "restore", "expiry"]));
  expect(await test.findings()).toEqual([]);
  const verdict = await verifyChain([...entries].reverse(), []);
  expect(verdict).toMatchObject({ entries: entries.length, problem: null, head: entries.at(-1)?.hash, balance: entries.at(-1)?.balance });
});

const columns = [
  "at",
  "kind",
  "debit",
  "credit",
  "credits",
  "balance",
  "key",
  "lotId",
  "action",
  "memberId",
  "subjectId",
  "priceVersion",
  "hash",
];

it.each(columns)("a change to the column %s of any entry is found, by both", async (column) => {
  const count = entriesOf(everyKind()).length;
  for (let seq = 1; seq <= count; seq++) {
    const test = everyKind();
    test.storage.database.exec(
      `UPDATE entries SET ${column} = CASE typeof(${column}) WHEN 'integer' THEN ${column} + 1 ELSE 'x' END WHERE seq = ${seq}`,
    );
    test.store.forget();
    expect(await test.findings(), `${column} of entry ${seq}`).not.toEqual([]);
    expect((await verifyChain(entriesOf(test), [])).problem, `${column} of entry ${seq}`).not.toBeNull();
  }
});

it("an entry that is removed, moved or put in between is found, by both", async () => {
  const changes = ["DELETE FROM entries WHERE seq = 3", "UPDATE entries SET seq = 99 WHERE seq = 3", "DELETE FROM entries WHERE seq = 1"];
  for (const change of changes) {
    const test = everyKind();
    test.storage.database.exec(change);
    test.store.forget();
    expect(await test.findings(), change).not.toEqual([]);
    expect((await verifyChain(entriesOf(test), [])).problem, change).not.toBeNull();
  }
});

it("a history rewritten whole, with new hashes, is found by a head that was written down elsewhere", async () => {
  const entries = entriesOf(everyKind());
  const kept = entries[4] as ChainEntry;
  expect((await verifyChain(entries, [{ ...kept, head: kept.hash, day: "2026-01-01" }])).problem).toBeNull();
  expect((await verifyChain(entries, [{ seq: 5, head: "another", day: "2026-01-01" }])).problem).toContain(
    "doesn’t match the record of 2026-01-01",
  );
  expect((await verifyChain(entries.slice(0, 4), [{ seq: 5, head: kept.hash, day: "2026-01-01" }])).problem).toContain("Entries up to 5");
});
