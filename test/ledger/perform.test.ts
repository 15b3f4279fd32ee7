import { describe, expect, it } from "vitest";
import { chargeOf, grantOf, ledgerOf, newTeam, rowsOf, takeBackOf } from "../support/ledgers";

describe("perform", () => {
  it("does the action and charges it once", async () => {
    const team = await newTeam();
    const ledger = ledgerOf(team);
    await ledger.grant(grantOf(5));
    expect(await ledger.perform(chargeOf(team, "a"))).toMatchObject({ kind: "done", credits: 1, balance: 4, repeat: false });
    expect(await rowsOf(team)).toEqual(["a"]);
    expect((await ledger.audit()).findings).toEqual([]);
  });

  it("200 calls at once with one key charge once", async () => {
    const team = await newTeam();
    const ledger = ledgerOf(team);
    await ledger.grant(grantOf(50));
    const outcomes = await Promise.all(Array.from({ length: 200 }, () => ledger.perform(chargeOf(team, "same"))));
    expect(outcomes.every((outcome) => outcome.kind === "done")).toBe(true);
    expect(outcomes.filter((outcome) => outcome.kind === "done" && !outcome.repeat)).toHaveLength(1);
    expect((await ledger.balance()).free).toBe(49);
    expect((await ledger.audit()).findings).toEqual([]);
  });

  it("200 different keys at once with 50 credits do exactly 50 and refuse 150", async () => {
    const team = await newTeam();
    const ledger = ledgerOf(team);
    await ledger.grant(grantOf(50));
    const outcomes = await Promise.all(Array.from({ length: 200 }, (_, n) => ledger.perform(chargeOf(team, `k${n}`))));
    expect(outcomes.filter(({ kind }) => kind === "done")).toHaveLength(50);
    expect(outcomes.filter(({ kind }) => kind === "short")).toHaveLength(150);
    expect(await rowsOf(team)).toHaveLength(50);
    expect(await ledger.balance()).toMatchObject({ free: 0, held: 0 });
    expect((await ledger.audit()).findings).toEqual([]);
  });

  it("an undo gives the credit back once and takes the row back", async () => {
    const team = await newTeam();
    const ledger = ledgerOf(team);
    await ledger.grant(grantOf(5));
    await ledger.perform(chargeOf(team, "a"));
    const both = await Promise.all([ledger.undo(takeBackOf(team, "a")), ledger.undo(takeBackOf(team, "a"))]);
    expect(both.map(({ kind }) => kind)).toEqual(["undone", "undone"]);
    expect(await rowsOf(team)).toEqual([]);
    expect((await ledger.balance()).free).toBe(5);
    expect((await ledger.audit()).findings).toEqual([]);
  });
});
