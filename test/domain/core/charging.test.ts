// What a person is told about a priced action is true, whatever happened to the ledger meanwhile; and coming back from leaving is whole.
import { ulid } from "ulidx";
import { describe, expect, it } from "vitest";
import { addContact } from "~/app/domain/contacts/contacts";
import type { TeamContext } from "~/app/domain/core/context";
import { deactivate, reactivate, sweepDeactivated } from "~/app/domain/leaving/deactivation";
import { checkLedgers } from "~/app/domain/operations/checks";
import { again, contactInput, newContext, newPerson, PASSWORD } from "../../support/app";
import { chargeOf, ledgerOf } from "../../support/ledgers";
import { balanceOf } from "../../support/payments";

type Ledger = ReturnType<TeamContext["ledger"]>;

/** A context whose ledger answers some calls in another way. */
const withLedger = <T extends TeamContext>(ctx: T, over: (real: Ledger) => Partial<Ledger>): T => ({
  ...ctx,
  ledger: (teamId: string) => {
    const real = ctx.ledger(teamId);
    return { ...over(real) } as Ledger;
  },
});
const away = () => Promise.reject(new Error("Network connection lost."));

describe("when the ledger gives no answer", () => {
  it("an action that landed all the same is never called not done; asked again it is done, and charged once", async () => {
    const person = await newPerson({ credits: 5 });
    const ctx = await again(person);
    const key = ulid();
    const dies = withLedger(ctx, (real) => ({ perform: async (charge) => real.perform(charge).then(away) }));
    expect(await addContact(dies, contactInput(), key, 1)).toEqual({ kind: "pending" });
    expect(await addContact(ctx, contactInput(), key, 1)).toMatchObject({ kind: "done", balance: 4 });
    expect(await balanceOf(person)).toBe(4);
  });

  it("an object that died once and is there again is asked again: nobody notices", async () => {
    const person = await newPerson({ credits: 5 });
    let calls = 0;
    const ctx = withLedger(await again(person), (real) => ({ perform: async (charge) => (calls++ === 0 ? away() : real.perform(charge)) }));
    expect(await addContact(ctx, contactInput(), ulid(), 1)).toMatchObject({ kind: "done", balance: 4 });
  });

  it("what is called not done can never land any more, also when its batch comes late", async () => {
    const person = await newPerson({ credits: 5 });
    const ctx = await again(person);
    const key = ulid();
    expect(
      await addContact(
        withLedger(ctx, () => ({ perform: away })),
        contactInput(),
        key,
        1,
      ),
    ).toEqual({ kind: "unreachable" });
    expect(await ledgerOf(person.teamId).perform(chargeOf(person.teamId, key))).toMatchObject({ kind: "refused" });
    expect(await balanceOf(person)).toBe(5);
  });
});

it.each([Number.NaN, 0, -1, Number("abc")])("a price of %s is no consent to the real one: nothing is done", async (shown) => {
  const person = await newPerson({ credits: 5 });
  expect(await addContact(await again(person), contactInput(), ulid(), shown)).toEqual({ kind: "dearer", credits: 1 });
  expect(await balanceOf(person)).toBe(5);
});

describe("a team that comes back", () => {
  const left = async () => {
    const person = await newPerson({ credits: 5 });
    expect((await deactivate(await again(person), PASSWORD)).kind).toBe("done");
    return person;
  };
  const act = async (person: Awaited<ReturnType<typeof left>>) => (await addContact(await again(person), contactInput(), ulid(), 1)).kind;

  it("while its ledger does not answer can act once it does: its owner presses again", async () => {
    const person = await left();
    expect(await reactivate(withLedger(await again(person), () => ({ freeze: away, reopen: away })))).toEqual({ kind: "done" });
    expect(await act(person)).toBe("frozen");
    await reactivate(await again(person));
    expect(await act(person)).toBe("done");
  });

  it("while its ledger does not answer can act after the nightly check at the latest", async () => {
    const person = await left();
    await reactivate(withLedger(await again(person), () => ({ freeze: away, reopen: away })));
    await checkLedgers(await newContext());
    expect(await act(person)).toBe("done");
  });

  it("while the nightly sweep is about to freeze it stays active", async () => {
    const person = await left();
    const ctx = await newContext();
    const comesBackFirst = {
      ...ctx,
      ledger: (teamId: string) => {
        const real = ctx.ledger(teamId);
        const freeze = async (by: "team" | "operator") => {
          if (teamId === person.teamId) expect(await reactivate(await again(person))).toEqual({ kind: "done" });
          return real.freeze(by);
        };
        return { freeze, reopen: (by: "team" | "operator") => real.reopen(by), balance: () => real.balance() } as Ledger;
      },
    };
    await sweepDeactivated(comesBackFirst);
    expect(await act(person)).toBe("done");
  });
});
