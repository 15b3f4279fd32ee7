// Money at its edges: with the real SDK, ledger and D1, against the sandbox. Refunds that would be charged again, charges that are slow, webhooks
// that never came, rows that the database forgot.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { describe, expect, it } from "vitest";
import type { Context } from "~/app/domain/core/context";
import { giveGoodwill, sweepGrants } from "~/app/domain/credits/grants";
import { readChecks, refundPurchase } from "~/app/domain/operations/operator";
import { reconcile } from "~/app/domain/operations/reconciliation";
import { noteSavedCard, readBilling, setTopUp, startSavingCard } from "~/app/domain/payments/billing";
import { applyPayment } from "~/app/domain/payments/payments";
import { ATTEMPT_STALE_MS, watchBalance } from "~/app/domain/payments/topUps";
import { sweepUnconfirmed } from "~/app/domain/privacy/retentionSweep";
import { openTeamDb } from "~/db/client";
import { updateOlder } from "~/db/queries/purchases";
import { writeAll } from "~/db/statements";
import { again, newContext, newPerson, type Person } from "../../support/app";
import { ledgerOf } from "../../support/ledgers";
import { balanceOf, begin, buy, cardUrl, decide, happen, mailsTo, pay, purchaseOf, sandbox, tell } from "../../support/payments";

const DAY = 86_400_000;

async function saveCard(person: Person, last4 = "4242") {
  const sessionId =
    cardUrl(await startSavingCard(await again(person)))
      .split("/")
      .at(-1) ?? "";
  await sandbox(`/sandbox/pay/${sessionId}`, { card: last4, webhooks: "never" });
  await noteSavedCard(await newContext(), sessionId);
}

/** Somebody with auto top-up on and fewer credits than its mark. */
async function toppedUp(over = {}): Promise<Person> {
  const person = await newPerson({ credits: 3 });
  await saveCard(person);
  await setTopUp(await again(person), { on: "on", threshold: 10, packCredits: 100, monthlyCap: 20, ...over });
  return person;
}

const watch = async (person: Person, inMs = 0) => watchBalance({ ...(await newContext()), now: Date.now() + inMs }, person.teamId);
const topUpsOf = async (person: Person) =>
  (
    await env.DB.prepare("SELECT state FROM purchases WHERE team_id = ? AND kind = 'auto' ORDER BY id")
      .bind(person.teamId)
      .all<{ state: string }>()
  ).results.map(({ state }) => state);

/** What Stripe took from a team's saved card, in cents. */
async function takenFrom(person: Person): Promise<number> {
  const customer = (await readBilling(await again(person))).customerId;
  const url = `http://stripe/v1/payment_intents?customer=${customer}&limit=100`;
  const answer = await env.SANDBOX.fetch(url, { headers: { Authorization: "Bearer sk_x" } });
  const { data } = (await answer.json()) as { data: { status: string; amount: number }[] };
  return data.filter(({ status }) => status === "succeeded").reduce((sum, { amount }) => sum + amount, 0);
}

/** What reconciliation found on somebody's team, as an operator reads it. */
async function findingsOn({ teamId }: Person): Promise<string[]> {
  const { reconciliation } = await readChecks(await again(await newPerson()));
  return reconciliation.flatMap(({ findings }) => findings).filter((line) => line.includes(teamId));
}

/** A gateway one of whose calls is replaced. */
const withPayments = (ctx: Context, over: Partial<Context["payments"]>): Context => ({ ...ctx, payments: { ...ctx.payments, ...over } });

describe("auto top-up", () => {
  it("does not charge the card again for a refund: it pauses, the mail says so, and the owner turns it on again", async () => {
    const person = await toppedUp();
    await watch(person);
    const purchase = await purchaseOf(person);
    const asked = {
      teamId: person.teamId,
      purchaseId: purchase?.id ?? "",
      amountCents: 700,
      seenRefundedCents: 0,
      key: ulid(),
      reason: "x",
    };
    expect(await refundPurchase(await again(await newPerson()), asked)).toEqual({ kind: "done" });
    await watch(person);
    expect([await balanceOf(person), await topUpsOf(person)]).toEqual([3, ["paid"]]);
    expect((await readBilling(await again(person))).topUp).toBe("frozen");
    const mail = await env.DB.prepare("SELECT props FROM mails WHERE recipient = ? AND template = 'refund'")
      .bind(person.email)
      .first("props");
    expect(JSON.parse(String(mail)).paused).toBe(1);
  });

  it("does not overtake a charge that is slow at Stripe, past the month's limit", async () => {
    const person = await toppedUp({ monthlyCap: 7 });
    const ctx = await newContext();
    let go: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const slow = withPayments(ctx, { chargeSavedCard: (charge) => gate.then(() => ctx.payments.chargeSavedCard(charge)) });
    const first = watchBalance(slow, person.teamId);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await saveCard(person);
    // As long as the gateway may take: three tries of 25 seconds each, and the pauses between them.
    for (const inMs of [61_000, 80_000, ATTEMPT_STALE_MS - 2_000]) await watch(person, inMs);
    go();
    await first;
    expect([await takenFrom(person), await topUpsOf(person), await balanceOf(person)]).toEqual([700, ["paid"], 103]);
  });

  it.each([
    ["open", 0],
    ["waiting", 0],
    ["confirm", 0],
    ["paid", 0],
    ["failed", 1],
    ["expired", 1],
  ])("counts a top-up that is %s towards the month's limit, or not", async (state, more) => {
    const person = await toppedUp({ monthlyCap: 7 });
    const insert = `INSERT INTO purchases (team_id, id, member_id, credits, amount_cents, currency, state, kind, created_at)
                    VALUES (?, ?, 'm', 100, 700, 'usd', ?, 'auto', ?)`;
    await env.DB.prepare(insert).bind(person.teamId, ulid(), state, Date.now()).run();
    await watch(person);
    expect(await takenFrom(person)).toBe(700 * more);
  });

  it("looks at the balance once more behind its claim: who topped up meanwhile is not charged", async () => {
    const person = await toppedUp();
    const ctx = await newContext();
    let looks = 0;
    const ledger = ctx.ledger(person.teamId);
    const meanwhile = {
      ...ctx,
      ledger: () => ({ balance: async () => ({ ...(await ledger.balance()), free: looks++ === 0 ? 3 : 103 }) }) as never,
    };
    await watchBalance(meanwhile, person.teamId);
    expect([await takenFrom(person), await topUpsOf(person)]).toEqual([0, ["failed"]]);
  });
});

describe("a payment", () => {
  it("of ten days whose webhook was lost is found by reconciliation", async () => {
    const person = await newPerson();
    const { sessionId } = await begin(person);
    await pay(sessionId, "later");
    await tell("checkout.session.completed", { sessionId });
    const night = async (day: number) => reconcile({ ...(await newContext()), now: Date.now() + day * DAY });
    for (const day of [1, 4, 9]) await night(day);
    await decide(sessionId, "paid");
    await night(10);
    expect(await balanceOf(person)).toBe(100);
  });

  it("whose purchase the database has forgotten is credited, to its buyer, once", async () => {
    const person = await newPerson();
    const { sessionId, purchaseId } = await begin(person);
    await env.DB.prepare("DELETE FROM purchases WHERE id = ?").bind(purchaseId).run();
    await pay(sessionId, "paid");
    await tell("checkout.session.completed", { sessionId });
    await reconcile(await newContext());
    expect(await balanceOf(person)).toBe(100);
    expect(await purchaseOf(person)).toMatchObject({
      id: purchaseId,
      state: "paid",
      credits: 100,
      amountCents: 700,
      memberId: person.ctx.member.id,
    });
    expect(await mailsTo(person.email, "receipt")).toBe(1);
  });

  it("that is taken back after the database forgot it gives its credits up", async () => {
    const person = await newPerson();
    const { paymentId, purchaseId } = await buy(person);
    await env.DB.prepare("DELETE FROM purchases WHERE id = ?").bind(purchaseId).run();
    await happen(paymentId, "dispute");
    await reconcile(await newContext());
    expect([await balanceOf(person), (await purchaseOf(person))?.disputedCents]).toEqual([0, 700]);
  });

  it("that is ours, forgotten, and of no price we know is a finding for the operator, never credited by guessing", async () => {
    const person = await newPerson();
    const { sessionId, purchaseId } = await begin(person);
    await env.DB.prepare("DELETE FROM purchases WHERE id = ?").bind(purchaseId).run();
    await pay(sessionId, "paid");
    const ctx = await newContext();
    const unlabelled = withPayments(ctx, {
      findPaid: async (id) => {
        const label = await ctx.payments.findPaid(id);
        return label && { ...label, credits: null, amountCents: 123 };
      },
    });
    await reconcile(unlabelled);
    expect(await findingsOn(person)).not.toEqual([]);
    expect(await balanceOf(person)).toBe(0);
  });

  it("that is the second under one purchase is credited too, and neither row shows the other's refund", async () => {
    const person = await newPerson();
    const { paymentId, purchaseId } = await buy(person);
    await saveCard(person);
    const { customerId, paymentMethodId } = await readBilling(await again(person));
    const ctx = await newContext();
    const order = { purchaseId, teamId: person.teamId, memberId: "m", credits: 100, amountCents: 700, currency: "usd" };
    const second = await ctx.payments.chargeSavedCard({ ...order, customerId: customerId ?? "", paymentMethodId: paymentMethodId ?? "" });
    await tell("payment_intent.succeeded", { paymentId: second.paymentId ?? "" });
    expect(await balanceOf(person)).toBe(200);
    await happen(paymentId, "refund");
    for (const id of [paymentId, second.paymentId ?? "", paymentId]) await tell("charge.refunded", { paymentId: id });
    const { results } = await env.DB.prepare(
      "SELECT payment_id AS payment, refunded_cents AS cents FROM purchases WHERE team_id = ? ORDER BY id",
    )
      .bind(person.teamId)
      .all();
    expect(results).toEqual([
      { payment: paymentId, cents: 700 },
      { payment: second.paymentId, cents: 0 },
    ]);
    expect(await balanceOf(person)).toBe(100);
  });

  it("that is asked about twice at once ends as the one that asked later heard it", async () => {
    const person = await newPerson();
    const { paymentId } = await buy(person);
    const ctx = await newContext();
    const before = await ctx.payments.readPayment(paymentId);
    let go: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const early = applyPayment(withPayments(ctx, { readPayment: () => gate.then(() => before) }), paymentId);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await happen(paymentId, "refund");
    await applyPayment(ctx, paymentId);
    go();
    await early;
    expect([await balanceOf(person), (await purchaseOf(person))?.refundedCents]).toEqual([0, 700]);
  });

  it.each([
    ["amount", "UPDATE purchases SET amount_cents = 500 WHERE team_id = ?"],
    ["currency", "UPDATE purchases SET currency = 'inr' WHERE team_id = ?"],
  ])("with another %s than its purchase is not credited, and an operator sees it", async (_, sql) => {
    const person = await newPerson();
    const { sessionId } = await begin(person);
    await env.DB.prepare(sql).bind(person.teamId).run();
    await pay(sessionId, "paid");
    await reconcile(await newContext());
    expect(await balanceOf(person)).toBe(0);
    expect(await findingsOn(person)).not.toEqual([]);
  });
});

it("an older answer of Stripe's does not overwrite a newer one on the purchase", async () => {
  const person = await newPerson();
  const { purchaseId } = await buy(person);
  const ctx = await newContext();
  const teamDb = openTeamDb(ctx.db, person.teamId);
  await writeAll(ctx.db, [
    updateOlder(teamDb, purchaseId, 50, { refundedCents: 700 }),
    updateOlder(teamDb, purchaseId, 49, { refundedCents: 0 }),
  ]);
  expect((await purchaseOf(person))?.refundedCents).toBe(700);
});

it("a gift to a ledger that was stopped meanwhile comes when it goes on, and not before", async () => {
  const [person, operator] = [await newPerson(), await again(await newPerson())];
  const stopped = {
    ...operator,
    ledger: () => ({ balance: async () => ({ frozen: false }), grant: () => Promise.reject(new Error("away")) }) as never,
  };
  await giveGoodwill(stopped, { id: ulid(), teamId: person.teamId, credits: 7, days: null, reason: "sorry" });
  await ledgerOf(person.teamId).freeze("operator");
  const later = async () => sweepGrants({ ...(await newContext()), now: Date.now() + 120_000 });
  await later();
  await ledgerOf(person.teamId).reopen("operator");
  expect(await balanceOf(person)).toBe(0);
  await later();
  expect(await balanceOf(person)).toBe(7);
});

describe("a sign-up that was never confirmed", () => {
  const dueOf = async (person: Person) =>
    (await env.DB.prepare("SELECT purge_at FROM teams WHERE id = ?").bind(person.teamId).first())?.purge_at;
  const aWeekLater = async () => sweepUnconfirmed({ ...(await newContext()), now: Date.now() + 8 * DAY });

  it("is not purged while a bank thinks about its payment", async () => {
    const person = await newPerson();
    const { sessionId } = await begin(person);
    await pay(sessionId, "later");
    await tell("checkout.session.completed", { sessionId });
    await aWeekLater();
    expect(await dueOf(person)).toBeNull();
  });

  it("is purged when all it did was to open Stripe's page a week ago", async () => {
    const person = await newPerson();
    await begin(person);
    await aWeekLater();
    expect(await dueOf(person)).not.toBeNull();
  });
});
