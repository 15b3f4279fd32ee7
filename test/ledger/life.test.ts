// The life of a ledger: frozen, reopened, closed with a tombstone. Against the real object and real D1.
import { env, runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import { planFaults } from "../support/faults";
import { chargeOf, crash, grantOf, ledgerOf, newTeam, rowsOf, takeBackOf } from "../support/ledgers";

const target = (over: object = {}) => ({
  ...{ paymentId: "pi", ticket: 1, credits: 100, paidCents: 700, refundedCents: 0, disputedCents: 0, currency: "usd", memberId: null },
  ...over,
});

async function frozen() {
  const team = await newTeam();
  const ledger = ledgerOf(team);
  await ledger.grant(grantOf(10));
  await ledger.perform(chargeOf(team, "a"));
  await ledger.freeze("team");
  return { team, ledger };
}

describe("a frozen ledger", () => {
  it("does nothing new and takes no gifts; undo and payments' targets go on", async () => {
    const { team, ledger } = await frozen();
    expect(await ledger.perform(chargeOf(team, "b"))).toEqual({ kind: "frozen" });
    expect(await ledger.grant(grantOf(5))).toEqual({ kind: "frozen", balance: 9 });
    expect(await ledger.perform(chargeOf(team, "a"))).toMatchObject({ kind: "done", repeat: true });
    expect(await ledger.undo(takeBackOf(team, "a"))).toMatchObject({ kind: "undone", balance: 10 });
    expect(await ledger.applyPayment(target())).toMatchObject({ kind: "applied", granted: true, balance: 110 });
    expect(await ledger.applyPayment(target({ ticket: 2, refundedCents: 700 }))).toMatchObject({ taken: 100, balance: 10 });
    await ledger.reopen("team");
    expect(await ledger.perform(chargeOf(team, "c"))).toMatchObject({ kind: "done", balance: 9 });
    expect((await ledger.audit()).findings).toEqual([]);
  });

  it("stays frozen when the object is made anew", async () => {
    const { team } = await frozen();
    await crash(team);
    expect(await ledgerOf(team).perform(chargeOf(team, "b"))).toEqual({ kind: "frozen" });
  });
});

describe("a closed ledger", () => {
  it("is empty but for its tombstone, which says its last balance and head, every time", async () => {
    const { team, ledger } = await frozen();
    const { head } = await ledger.audit();
    const closed = await ledger.close();
    expect(closed).toMatchObject({ kind: "closed", balance: 9, seq: 2, head });
    expect(await ledger.close()).toEqual(closed);
    await crash(team);
    expect(await ledgerOf(team).close()).toEqual(closed);
    const rows = await runInDurableObject(ledgerOf(team), (_, state) =>
      ["lots", "holds", "keys", "entries", "payments", "budgets"].map(
        (table) => state.storage.sql.exec(`SELECT * FROM ${table}`).toArray().length,
      ),
    );
    expect(rows).toEqual([0, 0, 0, 0, 0, 0]);
    expect((await ledgerOf(team).audit()).findings).toEqual([]);
  });

  it("is not revived by an old webhook, a post, an undo, a gift or the alarm", async () => {
    const { team, ledger } = await frozen();
    await ledger.close();
    expect(await ledger.applyPayment(target())).toEqual({ kind: "closed" });
    expect(await ledger.perform(chargeOf(team, "b"))).toEqual({ kind: "frozen" });
    expect(await ledger.undo(takeBackOf(team, "a"))).toEqual({ kind: "missing" });
    expect((await ledger.grant(grantOf(5))).kind).toBe("closed");
    await ledger.reopen("team");
    await ledger.sweep();
    expect(await ledger.balance()).toMatchObject({ free: 0, held: 0, lots: [] });
    expect(await rowsOf(team)).toEqual(["a"]);
  });

  it("cannot be closed while it is active, nor while D1 does not say how an action ended", async () => {
    const team = await newTeam();
    const ledger = ledgerOf(team);
    await ledger.grant(grantOf(3));
    expect(await ledger.close()).toEqual({ kind: "active" });
    planFaults({ d1: () => "refuse" });
    expect(await ledger.perform(chargeOf(team, "a"))).toEqual({ kind: "pending" });
    await ledger.freeze("team");
    expect(await ledger.close()).toEqual({ kind: "open", holds: 1 });
    planFaults(null);
    expect(await ledger.close()).toMatchObject({ kind: "closed", balance: 3 });
    // The batch that comes late clashes with the void receipt: nothing is done for a team that is gone.
    const late = chargeOf(team, "a").statements.map(({ sql, params }) => env.DB.prepare(sql).bind(...params));
    await expect(env.DB.batch(late)).rejects.toThrow(/UNIQUE/);
  });

  it("a throw at any statement of the closing leaves it whole and frozen, or closed", async () => {
    for (let step = 1; step < 40; step++) {
      const { ledger } = await frozen();
      planFaults({ sqlAt: step });
      await ledger.close().catch(() => null);
      planFaults(null);
      const balance = await ledger.balance();
      expect([0, 9]).toContain(balance.free);
      expect((await ledger.audit()).findings).toEqual([]);
      expect(await ledger.close()).toMatchObject({ kind: "closed", balance: 9, seq: 2 });
    }
  });
});

it("a payment's target with a fault at any statement is applied whole or not at all", async () => {
  for (let step = 1; step < 25; step++) {
    const team = await newTeam();
    const ledger = ledgerOf(team);
    await ledger.applyPayment(target());
    await ledger.perform(chargeOf(team, "a", { credits: 30 }));
    planFaults({ sqlAt: step });
    await ledger.applyPayment(target({ ticket: 2, refundedCents: 700 })).catch(() => null);
    planFaults(null);
    expect([70, -30]).toContain((await ledger.balance()).free);
    expect((await ledger.audit()).findings).toEqual([]);
    vi.useRealTimers();
  }
});
