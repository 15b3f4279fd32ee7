// What went wrong in other prepaid products, each as a test named after it. Against the real object, real D1 and the sandbox.
import { ulid } from "ulidx";
import { expect, it, vi } from "vitest";
import { addContact } from "~/app/domain/contacts/contacts";
import { findPack } from "~/app/domain/core/prices";
import { readStatement } from "~/app/domain/credits/statement";
import { receiveEvent, sweepEvents } from "~/app/domain/payments/paymentEvents";
import { again, contactInput, newContext, newPerson } from "../support/app";
import { planFaults } from "../support/faults";
import { chargeOf, grantOf, ledgerOf, newTeam, rowsOf, takeBackOf } from "../support/ledgers";
import { balanceOf, begin, buy, happen, pay, tell } from "../support/payments";

async function teamWith(credits: number) {
  const team = await newTeam();
  await ledgerOf(team).grant(grantOf(credits));
  return { team, ledger: ledgerOf(team) };
}

it("one purchase told by two event types is not credited twice", async () => {
  const person = await newPerson();
  const { sessionId } = await begin(person);
  await pay(sessionId, "paid");
  const paymentId = (await (await newContext()).payments.readCheckout(sessionId))?.paymentId ?? "";
  await Promise.all([
    tell("checkout.session.completed", { sessionId }),
    tell("payment_intent.succeeded", { paymentId }),
    tell("checkout.session.async_payment_succeeded", { sessionId }),
  ]);
  expect(await balanceOf(person)).toBe(100);
});

it("an event that was seen before it worked is not lost: it stays open until the ledger has it", async () => {
  const person = await newPerson();
  const { sessionId } = await begin(person);
  await pay(sessionId, "paid");
  const event = { id: `evt_${ulid()}`, type: "checkout.session.completed", objectId: sessionId, paymentId: null, body: "{}" };
  planFaults({ sqlAt: 1 });
  await expect(receiveEvent(await newContext(), event)).rejects.toThrow();
  planFaults(null);
  expect(await balanceOf(person)).toBe(0);
  await sweepEvents({ ...(await newContext()), now: Date.now() + 120_000 });
  expect(await balanceOf(person)).toBe(100);
});

it("a buyer who never comes back from the payment page is credited all the same", async () => {
  const person = await newPerson();
  const { sessionId } = await begin(person);
  await pay(sessionId, "paid");
  await tell("checkout.session.completed", { sessionId });
  expect(await balanceOf(person)).toBe(100);
});

it("cents are never taken for credits: a pack gives its credits, whatever it costs", async () => {
  for (const credits of [50, 200, 500]) {
    const person = await newPerson();
    await buy(person, findPack(credits) ?? undefined);
    expect(await balanceOf(person)).toBe(credits);
  }
});

it("a reinstated dispute is netted, so the refund after it takes its whole share", async () => {
  const person = await newPerson();
  const { paymentId } = await buy(person);
  await happen(paymentId, "dispute");
  await tell("charge.dispute.funds_withdrawn", { paymentId });
  await happen(paymentId, "win");
  await tell("charge.dispute.funds_reinstated", { paymentId });
  await happen(paymentId, "refund");
  await tell("charge.refunded", { paymentId });
  expect(await balanceOf(person)).toBe(0);
});

it("an expired lot is not spendable until some sweep has passed", async () => {
  const { team, ledger } = await teamWith(0 + 1);
  await ledger.grant(grantOf(9, { priority: 0, expiresAt: Date.now() + 1_000 }));
  vi.setSystemTime(Date.now() + 1_000);
  expect(await ledger.perform(chargeOf(team, "a", { credits: 2 }))).toMatchObject({ kind: "short", balance: 1 });
});

it("the lot that expires later is not burnt first, whatever order they came in", async () => {
  const { team, ledger } = await teamWith(5);
  const now = Date.now();
  await ledger.grant(grantOf(5, { lotId: "late", expiresAt: now + 500_000 }));
  await ledger.grant(grantOf(5, { lotId: "soon", expiresAt: now + 400_000 }));
  for (const key of ["a", "b", "c", "d", "e", "f"]) await ledger.perform(chargeOf(team, key));
  const left = Object.fromEntries((await ledger.balance()).lots.map((lot) => [lot.lotId, lot.left]));
  expect(left).toMatchObject({ late: 4 });
  expect(left.soon).toBeUndefined();
});

it("a form that is submitted twice is not charged twice", async () => {
  const person = await newPerson({ credits: 5 });
  const key = ulid();
  const ctx = await again(person);
  const outcomes = await Promise.all([1, 2, 3].map(() => addContact(ctx, contactInput(), key, 1)));
  expect(outcomes.map(({ kind }) => kind)).toEqual(["done", "done", "done"]);
  expect(await balanceOf(person)).toBe(4);
});

it("a timeout that is tried again is not charged twice", async () => {
  const { team, ledger } = await teamWith(5);
  planFaults({ d1: () => "lose" });
  expect((await ledger.perform(chargeOf(team, "a"))).kind).toBe("pending");
  planFaults(null);
  expect(await ledger.perform(chargeOf(team, "a"))).toMatchObject({ kind: "done", credits: 1, balance: 4 });
  expect(await rowsOf(team)).toEqual(["a"]);
});

it("[E-04] no charge is without its line: action, subject, member, time and price book", async () => {
  const person = await newPerson({ credits: 3 });
  const acting = await again(person);
  await addContact(acting, contactInput({ firstName: "Ada", lastName: "Lovelace" }), ulid(), 1);
  const [line] = (await readStatement(await again(person), null, 5)).lines;
  expect(line).toMatchObject({ what: "Contact added", subject: "Ada Lovelace", member: "Asha Rao", credits: -1, balance: 2 });
  expect(Math.abs((line?.at ?? 0) - acting.now)).toBeLessThan(60_000);
  const [entry] = (await ledgerOf(person.teamId).statement({ limit: 1 })).entries;
  expect(entry).toMatchObject({ kind: "charge", action: "contact.add", priceVersion: 2 });
});

it("credits do not expire in silence: the expiry is a line of the statement", async () => {
  const { ledger } = await teamWith(1);
  await ledger.grant(grantOf(7, { lotId: "welcome", source: "welcome", expiresAt: Date.now() + 1_000 }));
  vi.setSystemTime(Date.now() + 2_000);
  await ledger.sweep();
  expect((await ledger.statement({ limit: 1 })).entries[0]).toMatchObject({ kind: "expiry", credits: 7, lotId: "welcome", balance: 1 });
});

it("two undos at once give back once", async () => {
  const { team, ledger } = await teamWith(5);
  await ledger.perform(chargeOf(team, "a", { credits: 3 }));
  const outcomes = await Promise.all([1, 2, 3].map(() => ledger.undo(takeBackOf(team, "a"))));
  expect(outcomes.map(({ kind }) => kind)).toEqual(["undone", "undone", "undone"]);
  expect((await ledger.balance()).free).toBe(5);
});

it("no more is settled than was held", async () => {
  const { team, ledger } = await teamWith(5);
  const greedy = chargeOf(team, "a", { credits: 2 });
  greedy.statements.push({ sql: "UPDATE receipts SET credits = 4 WHERE team_id = ? AND key = 'a'", params: [team] });
  await ledger.perform(greedy);
  expect((await ledger.balance()).free).toBe(3);
  // And it does not go unseen: the receipt and the charge differ.
  expect((await ledger.audit()).findings).toEqual(["Receipt a is done at 4, charged 2."]);
});

it("what is free leaves out what is held", async () => {
  const { team, ledger } = await teamWith(3);
  planFaults({ d1: () => "refuse" });
  await ledger.perform(chargeOf(team, "a", { credits: 2 }));
  expect(await ledger.balance()).toMatchObject({ free: 1, held: 2 });
  expect(await ledger.perform(chargeOf(team, "b", { credits: 2 }))).toMatchObject({ kind: "short", balance: 1 });
  planFaults(null);
});

it("a hold that is released twice frees its credits once", async () => {
  const { team, ledger } = await teamWith(3);
  planFaults({ d1: () => "refuse" });
  await ledger.perform(chargeOf(team, "a", { credits: 2 }));
  planFaults(null);
  vi.setSystemTime(Date.now() + 61_000);
  await Promise.all([ledger.sweep(), ledger.sweep(), ledger.balance()]);
  expect(await ledger.balance()).toMatchObject({ free: 3, held: 0 });
  expect((await ledger.audit()).findings).toEqual([]);
});

it("usage is not let through while the ledger cannot be reached: nothing is done, and the caller is told", async () => {
  const person = await newPerson({ credits: 5 });
  const ctx = await again(person);
  const away = { ...ctx, ledger: () => ({ perform: () => Promise.reject(new Error("away")) }) as never };
  expect(await addContact(away, contactInput(), ulid(), 1)).toEqual({ kind: "unreachable" });
  expect(await balanceOf(person)).toBe(5);
});

it("the audit finds nothing wrong while charges go on under it", async () => {
  const { team, ledger } = await teamWith(500);
  const posts = Array.from({ length: 300 }, (_, n) => ledger.perform(chargeOf(team, `k${n}`)));
  const audits = Array.from({ length: 12 }, () => ledger.audit());
  const undos = Array.from({ length: 40 }, (_, n) => ledger.undo(takeBackOf(team, `k${n}`)));
  for (const { findings } of await Promise.all(audits)) expect(findings).toEqual([]);
  await Promise.all([...posts, ...undos]);
  expect((await ledger.audit()).findings).toEqual([]);
});
