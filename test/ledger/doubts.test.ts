// What happens at the edges of the protocol: malformed requests, D1 away for long, actions still on their way when their hold is overdue.
// Against the real object and real D1, with the faults really injected.
import { describe, expect, it, vi } from "vitest";
import { type D1Fault, faults, lateOnesLanded, planFaults } from "../support/faults";
import { chargeOf, grantOf, ledgerOf, newTeam, rowsOf, takeBackOf } from "../support/ledgers";

async function teamWith(credits: number) {
  const team = await newTeam();
  const ledger = ledgerOf(team);
  await ledger.grant(grantOf(credits));
  return { team, ledger };
}

/** A promise and what settles it. */
function gate() {
  let open: () => void = () => {};
  const opened = new Promise<D1Fault>((resolve) => {
    open = () => resolve(null);
  });
  return { open, opened };
}

const aMoment = () => new Promise((resolve) => setTimeout(resolve, 20));

describe("a malformed action", () => {
  const malformed: [what: string, over: object][] = [
    ["a statement without values", { statements: [{ sql: "SELECT 1" }] }],
    ["a value that is none", { statements: [{ sql: "SELECT ?", params: [{}] }] }],
    ["no statements", { statements: undefined }],
    ["half a credit", { credits: 0.5 }],
    ["no credits", { credits: 0 }],
    ["no key", { key: "" }],
  ];
  it.each(malformed)("with %s fails alone: nothing is held, and nobody who came with it waits in vain", async (_, over) => {
    const { team, ledger } = await teamWith(20);
    const bad = ledger.perform({ ...chargeOf(team, "bad"), ...over } as never).catch(() => "thrown");
    const good = ledger.perform(chargeOf(team, "good"));
    expect(await bad).toBe("thrown");
    expect(await good).toMatchObject({ kind: "done" });
    expect(await ledger.perform(chargeOf(team, "later"))).toMatchObject({ kind: "done" });
    expect(await ledger.balance()).toMatchObject({ free: 18, held: 0 });
    expect((await ledger.audit()).findings).toEqual([]);
  });
});

describe("while D1 is away", () => {
  it("twenty looks at the balance ask about a few of fifty overdue holds, not about all of them each time; once it is back all end", async () => {
    const { team, ledger } = await teamWith(200);
    planFaults({ d1: () => "refuse" });
    await Promise.all(Array.from({ length: 60 }, (_, n) => ledger.perform(chargeOf(team, `k${n}`))));
    vi.setSystemTime(Date.now() + 61_000);
    planFaults({ d1: () => "refuse" });
    for (let n = 0; n < 20; n++) expect(await ledger.balance()).toMatchObject({ free: 140, held: 60 });
    expect(faults.d1Calls).toBeLessThanOrEqual(40);
    planFaults(null);
    await ledger.balance();
    expect(await ledger.balance()).toMatchObject({ free: 200, held: 0 });
  });

  it("a lot that expires while an overdue hold is asked about is not held from", async () => {
    const { team, ledger } = await teamWith(1);
    planFaults({ d1: () => "refuse" });
    await ledger.perform(chargeOf(team, "old"));
    const start = Date.now() + 61_000;
    vi.setSystemTime(start);
    await ledger.grant(grantOf(1, { source: "promo", priority: 0, expiresAt: start + 20_000 }));
    planFaults({
      d1: (call) => {
        // D1 takes its time; by then the lot is over.
        if (call === 1) vi.setSystemTime(start + 25_000);
        return call === 1 ? "refuse" : null;
      },
    });
    expect(await ledger.perform(chargeOf(team, "new"))).toMatchObject({ kind: "short" });
  });
});

describe("an action that is still on its way when its hold is overdue", () => {
  it("is not given up by somebody who looks: it is done, and charged once", async () => {
    const { team, ledger } = await teamWith(5);
    const { open, opened } = gate();
    planFaults({ d1: (call) => (call === 1 ? opened : null) });
    const slow = ledger.perform(chargeOf(team, "a"));
    await aMoment();
    vi.setSystemTime(Date.now() + 61_000);
    expect(await ledger.balance()).toMatchObject({ free: 4, held: 1 });
    open();
    expect(await slow).toMatchObject({ kind: "done" });
    expect(await rowsOf(team)).toEqual(["a"]);
    expect((await ledger.audit()).findings).toEqual([]);
  });

  it("is not fenced off when it is an undo: the row goes, the credit comes back", async () => {
    const { team, ledger } = await teamWith(5);
    await ledger.perform(chargeOf(team, "a"));
    const { open, opened } = gate();
    planFaults({ d1: (call) => (call === 1 ? opened : null) });
    const slow = ledger.undo(takeBackOf(team, "a", 600_000));
    await aMoment();
    vi.setSystemTime(Date.now() + 61_000);
    await ledger.balance();
    open();
    expect(await slow).toMatchObject({ kind: "undone", balance: 5 });
    expect(await rowsOf(team)).toEqual([]);
    expect((await ledger.audit()).findings).toEqual([]);
  });
});

it("an undo whose batches land after it was given up takes nothing back: the attempt has moved on", async () => {
  const { team, ledger } = await teamWith(5);
  await ledger.perform(chargeOf(team, "a"));
  planFaults({ d1: (call) => (call <= 2 ? "late" : null) });
  expect(await ledger.undo(takeBackOf(team, "a"))).toEqual({ kind: "refused" });
  await lateOnesLanded();
  expect(await rowsOf(team)).toEqual(["a"]);
  expect((await ledger.balance()).free).toBe(4);
  expect((await ledger.audit()).findings).toEqual([]);
});

it("a post under a key that is being undone is not told that it is done", async () => {
  const { team, ledger } = await teamWith(20);
  await ledger.perform(chargeOf(team, "a"));
  planFaults({ d1: () => "refuse" });
  expect(await ledger.undo(takeBackOf(team, "a"))).toEqual({ kind: "pending" });
  planFaults(null);
  expect((await ledger.perform(chargeOf(team, "a"))).kind).not.toBe("done");
  vi.setSystemTime(Date.now() + 61_000);
  await ledger.sweep();
  expect((await ledger.audit()).findings).toEqual([]);
});

it("who asks again under a key is told what the first one made, also while its end was open", async () => {
  const { team, ledger } = await teamWith(5);
  planFaults({ d1: () => "refuse" });
  expect(await ledger.perform(chargeOf(team, "a", { subjectId: "first" }))).toEqual({ kind: "pending" });
  planFaults(null);
  expect(await ledger.perform(chargeOf(team, "a", { subjectId: "second" }))).toMatchObject({ kind: "done", subjectId: "first" });
});

it("opening an active ledger, or freezing a frozen one again, writes nothing", async () => {
  const { ledger } = await teamWith(5);
  const written = async () => (await ledger.meter()).rowsWritten;
  const before = await written();
  await ledger.reopen("team");
  expect(await written()).toBe(before);
  await ledger.freeze("team");
  const frozen = await written();
  expect(frozen).toBe(before + 1);
  await ledger.freeze("team");
  expect(await written()).toBe(frozen);
});

it("when more than 2,000 wait, whoever comes is told to come again, with nothing held; all the others are done", async () => {
  const { team, ledger } = await teamWith(3_000);
  const { open, opened } = gate();
  planFaults({ d1: (call) => (call === 1 ? opened : null) });
  const first = ledger.perform(chargeOf(team, "first"));
  await aMoment();
  const many = Array.from({ length: 2_050 }, (_, n) => ledger.perform(chargeOf(team, `k${n}`)));
  while ((await ledger.balance()).held < 2_001) await aMoment();
  open();
  const outcomes = await Promise.all([first, ...many]);
  const busy = outcomes.filter(({ kind }) => kind === "busy").length;
  expect(busy).toBeGreaterThanOrEqual(1);
  expect(outcomes.filter(({ kind }) => kind === "done")).toHaveLength(2_051 - busy);
  expect(await ledger.balance()).toMatchObject({ free: 3_000 - (2_051 - busy), held: 0 });
});
