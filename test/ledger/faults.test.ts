// The failure table of docs/decisions/0002, row by row, against the real object and real D1, each fault really injected.
import { env, evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import type { D1Fault, FaultPlan } from "../support/faults";
import { faults, lateOnesLanded, planFaults } from "../support/faults";
import { chargeOf, grantOf, ledgerOf, newTeam, rowsOf, takeBackOf } from "../support/ledgers";

async function teamWith(credits: number) {
  const team = await newTeam();
  const ledger = ledgerOf(team);
  await ledger.grant(grantOf(credits));
  return { team, ledger };
}

/** After any fault: what is charged is what is there, and nothing is left open. */
async function expectSound(team: string, granted: number) {
  planFaults(null);
  vi.setSystemTime(Date.now() + 61_000);
  const ledger = ledgerOf(team);
  await ledger.sweep();
  const { free, held } = await ledger.balance();
  const rows = await rowsOf(team);
  expect(held).toBe(0);
  expect(free).toBe(granted - rows.length);
  expect((await ledger.audit()).findings).toEqual([]);
}

describe("the same form, twice", () => {
  it("a key that is known with another fingerprint is a conflict and changes nothing", async () => {
    const { team, ledger } = await teamWith(5);
    await ledger.perform(chargeOf(team, "a"));
    expect(await ledger.perform(chargeOf(team, "a", { fingerprint: "edited" }))).toMatchObject({ kind: "conflict", subjectId: "a" });
    expect((await ledger.balance()).free).toBe(4);
  });

  it("a repeated key gets the same answer long after, also from an object made anew", async () => {
    const { team, ledger } = await teamWith(5);
    await ledger.perform(chargeOf(team, "a"));
    await evictDurableObject(ledger);
    expect(await ledgerOf(team).perform(chargeOf(team, "a"))).toMatchObject({ kind: "done", repeat: true, credits: 1, balance: 4 });
    expect(await rowsOf(team)).toEqual(["a"]);
  });

  it("two posts at once with one key and different input: one charge, one conflict", async () => {
    const { team, ledger } = await teamWith(5);
    const other = chargeOf(team, "a", { fingerprint: "edited" });
    const kinds = (await Promise.all([ledger.perform(chargeOf(team, "a")), ledger.perform(other)])).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(["conflict", "done"]);
    expect((await ledger.balance()).free).toBe(4);
  });
});

describe("D1 refuses", () => {
  it("one action of a group that D1 refuses fails alone, the others are done", async () => {
    const { team, ledger } = await teamWith(10);
    const bad = chargeOf(team, "bad");
    bad.statements.push({ sql: "INSERT INTO tags (team_id, id, name, colour) VALUES (NULL, NULL, NULL, NULL)", params: [] });
    const outcomes = await Promise.all(["a", "b", "bad", "c"].map((key) => ledger.perform(key === "bad" ? bad : chargeOf(team, key))));
    expect(outcomes.map(({ kind }) => kind)).toEqual(["done", "done", "refused", "done"]);
    expect(await rowsOf(team)).toEqual(["a", "b", "c"]);
    await expectSound(team, 10);
  });

  it("a refused key stays refused: the same key never charges later", async () => {
    const { team, ledger } = await teamWith(3);
    planFaults({ d1: (call) => (call <= 1 ? "refuse" : null) });
    expect(await ledger.perform(chargeOf(team, "a"))).toMatchObject({ kind: "refused" });
    planFaults(null);
    expect(await ledger.perform(chargeOf(team, "a"))).toMatchObject({ kind: "refused", repeat: true });
    await expectSound(team, 3);
  });

  it("while D1 gives no answer the caller is told to look again, and the hold stays", async () => {
    const { team, ledger } = await teamWith(3);
    planFaults({ d1: () => "refuse" });
    expect(await ledger.perform(chargeOf(team, "a"))).toEqual({ kind: "pending" });
    expect(await ledger.balance()).toMatchObject({ free: 2, held: 1 });
    planFaults(null);
    expect(await ledger.perform(chargeOf(team, "a"))).toMatchObject({ kind: "done", balance: 2 });
    await expectSound(team, 3);
  });

  it("an open hold that is asked again for more does not do the rest unpaid", async () => {
    const { team, ledger } = await teamWith(10);
    planFaults({ d1: () => "refuse" });
    expect(await ledger.perform(chargeOf(team, "a", { credits: 2 }))).toEqual({ kind: "pending" });
    planFaults(null);
    expect(await ledger.perform(chargeOf(team, "a", { credits: 5 }))).toEqual({ kind: "pending" });
    expect(await rowsOf(team)).toEqual([]);
    expect(await ledger.perform(chargeOf(team, "a", { credits: 2 }))).toMatchObject({ kind: "done", credits: 2, balance: 8 });
    expect((await ledger.audit()).findings).toEqual([]);
  });

  it("a team that was closed meanwhile: the guard raises, nothing lands, nothing is charged", async () => {
    const { team, ledger } = await teamWith(3);
    await env.DB.prepare("UPDATE teams SET deactivated_at = 1 WHERE id = ?").bind(team).run();
    expect(await ledger.perform(chargeOf(team, "a"))).toMatchObject({ kind: "refused" });
    expect(await rowsOf(team)).toEqual([]);
    await expectSound(team, 3);
  });
});

describe("D1 commits and the answer is lost", () => {
  for (const call of [1, 2, 3, 4]) {
    it(`lost at call ${call}: charged exactly for what is there`, async () => {
      const { team, ledger } = await teamWith(10);
      planFaults({ d1: (n) => (n === call ? "lose" : null) });
      const outcomes = await Promise.all(["a", "b", "c"].map((key) => ledger.perform(chargeOf(team, key))));
      expect(outcomes.filter(({ kind }) => kind === "done").length).toBe(3);
      expect(await rowsOf(team)).toEqual(["a", "b", "c"]);
      await expectSound(team, 10);
    });
  }

  it("a void put by the referee beats a slow batch: the batch clashes and nothing is done unpaid", async () => {
    const { team, ledger } = await teamWith(3);
    planFaults({ d1: () => "refuse" });
    const charge = chargeOf(team, "a");
    await ledger.perform(charge);
    planFaults(null);
    vi.setSystemTime(Date.now() + 61_000);
    await ledger.sweep();
    const late = env.DB.batch(charge.statements.map(({ sql, params }) => env.DB.prepare(sql).bind(...params)));
    await expect(late).rejects.toThrow(/UNIQUE/);
    expect(await rowsOf(team)).toEqual([]);
    await expectSound(team, 3);
  });
});

/** Runs a story with a fault at the n-th step for every n, until the story no longer reaches the n-th step. */
async function forEveryStep(kind: "sql" | NonNullable<D1Fault>, story: (team: string) => Promise<void>, granted: number) {
  for (let step = 1; step < 80; step++) {
    const { team } = await teamWith(granted);
    const plan: FaultPlan = kind === "sql" ? { sqlAt: step } : { d1: (call) => (call === step ? kind : null) };
    planFaults(plan);
    await story(team).catch((error) => expect(String(error)).toContain("planned"));
    const reached = kind === "sql" ? faults.sqlCalls : faults.d1Calls;
    await lateOnesLanded();
    await expectSound(team, granted);
    vi.useRealTimers();
    if (reached < step) return step;
  }
  throw new Error("The story never ended.");
}

describe("a throw at every step", () => {
  const kinds = ["sql", "refuse", "lose", "late", "slow"] as const;
  const adds = async (team: string) => {
    await Promise.all(["a", "b"].map((key) => ledgerOf(team).perform(chargeOf(team, key))));
  };
  const addsThenUndoes = async (team: string) => {
    await ledgerOf(team).perform(chargeOf(team, "a"));
    await ledgerOf(team).undo(takeBackOf(team, "a"));
  };

  it.each(kinds)("adding with a fault (%s) at the n-th step, for every n, is sound afterwards", async (kind) => {
    expect(await forEveryStep(kind, adds, 5)).toBeGreaterThan(1);
  });

  it.each(kinds)("undoing with a fault (%s) at the n-th step, for every n, is sound afterwards", async (kind) => {
    expect(await forEveryStep(kind, addsThenUndoes, 5)).toBeGreaterThan(2);
  });
});

describe("the alarm", () => {
  it("brings an overdue hold to its end; a second alarm changes nothing", async () => {
    const { team, ledger } = await teamWith(3);
    planFaults({ d1: () => "refuse" });
    await ledger.perform(chargeOf(team, "a"));
    planFaults(null);
    vi.setSystemTime(Date.now() + 61_000);
    expect(await runDurableObjectAlarm(ledger)).toBe(true);
    const after = await ledger.audit();
    await runDurableObjectAlarm(ledger);
    expect((await ledger.audit()).head).toBe(after.head);
    expect(await ledger.balance()).toMatchObject({ free: 3, held: 0 });
    await expectSound(team, 3);
  });

  it("arms itself again while a hold is overdue and D1 is away", async () => {
    const { team, ledger } = await teamWith(3);
    planFaults({ d1: () => "refuse" });
    await ledger.perform(chargeOf(team, "a"));
    vi.setSystemTime(Date.now() + 61_000);
    expect(await runDurableObjectAlarm(ledger)).toBe(true);
    expect(await runDurableObjectAlarm(ledger)).toBe(true);
    await expectSound(team, 3);
  });
});

describe("undo", () => {
  it("an undo that D1 refuses leaves the charge and the row, and can be asked again", async () => {
    const { team, ledger } = await teamWith(3);
    await ledger.perform(chargeOf(team, "a"));
    const refused = { key: "a", windowMs: 60_000, statements: [{ sql: "UPDATE teams SET epoch = NULL WHERE id = ?", params: [team] }] };
    expect(await ledger.undo(refused)).toEqual({ kind: "refused" });
    expect(await rowsOf(team)).toEqual(["a"]);
    expect(await ledger.undo(takeBackOf(team, "a"))).toMatchObject({ kind: "undone", credits: 1, balance: 3 });
    await expectSound(team, 3);
  });

  it("after its time is over nothing is given back", async () => {
    const { team, ledger } = await teamWith(3);
    await ledger.perform(chargeOf(team, "a"));
    vi.setSystemTime(Date.now() + 60_001);
    expect(await ledger.undo(takeBackOf(team, "a"))).toEqual({ kind: "late" });
    expect(await rowsOf(team)).toEqual(["a"]);
  });

  it("a slow undo cannot land after the ledger gave it up", async () => {
    const { team, ledger } = await teamWith(3);
    await ledger.perform(chargeOf(team, "a"));
    planFaults({ d1: (call) => (call <= 2 ? "refuse" : null) });
    expect(await ledger.undo(takeBackOf(team, "a"))).toEqual({ kind: "refused" });
    planFaults(null);
    const slow = env.DB.prepare(
      "UPDATE receipts SET state = CASE WHEN state = 'done' AND attempt = 0 THEN 'undone' END WHERE team_id = ? AND key = 'a'",
    ).bind(team);
    await expect(slow.run()).rejects.toThrow(/NOT NULL/);
    await expectSound(team, 3);
  });

  it("credits of a lot that expired meanwhile come back for a day", async () => {
    const { team, ledger } = await teamWith(0 + 1);
    const soon = Date.now() + 30_000;
    await ledger.grant(grantOf(1, { source: "welcome", priority: 0, expiresAt: soon }));
    await ledger.perform(chargeOf(team, "a"));
    vi.setSystemTime(soon + 1);
    expect(await ledger.undo(takeBackOf(team, "a"))).toMatchObject({ kind: "undone", balance: 2 });
    const { lots } = await ledger.balance();
    expect(lots.map(({ source }) => source).sort()).toEqual(["purchase", "undo"]);
    expect((await ledger.audit()).findings).toEqual([]);
  });
});

describe("lots", () => {
  it("an expired lot is not spendable before the sweep has passed", async () => {
    const { team, ledger } = await teamWith(1);
    const soon = Date.now() + 30_000;
    await ledger.grant(grantOf(5, { source: "welcome", priority: 0, expiresAt: soon }));
    expect((await ledger.balance()).free).toBe(6);
    vi.setSystemTime(soon);
    expect((await ledger.balance()).free).toBe(1);
    await ledger.perform(chargeOf(team, "a"));
    expect(await ledger.perform(chargeOf(team, "b"))).toMatchObject({ kind: "short", balance: 0, needed: 1 });
    await ledger.sweep();
    expect((await ledger.audit()).findings).toEqual([]);
  });

  it("the same lot told twice is granted once", async () => {
    const { ledger } = await teamWith(1);
    const grant = grantOf(100, { lotId: "payment:pi_1" });
    const kinds = await Promise.all([ledger.grant(grant), ledger.grant(grant), ledger.grant(grant)]);
    expect(kinds.map(({ kind }) => kind).sort()).toEqual(["granted", "repeat", "repeat"]);
    expect((await ledger.balance()).free).toBe(101);
  });

  it("a charge that used fewer credits than it held is charged what its receipt says", async () => {
    const { team, ledger } = await teamWith(10);
    const charge = chargeOf(team, "chunk", { credits: 6 });
    charge.statements.push({ sql: "UPDATE receipts SET credits = 4 WHERE team_id = ? AND key = 'chunk'", params: [team] });
    expect(await ledger.perform(charge)).toMatchObject({ kind: "done", credits: 4, balance: 6 });
    expect((await ledger.audit()).findings).toEqual([]);
  });
});
