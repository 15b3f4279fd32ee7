// Refunds and disputes through the real SDK against the sandbox, the real ledger and D1; reconciliation when no webhook ever came.
import { env } from "cloudflare:workers";
import Stripe from "stripe";
import { ulid } from "ulidx";
import { describe, expect, it } from "vitest";
import { addContact } from "~/app/domain/contacts/contacts";
import { readChecks, refundPurchase } from "~/app/domain/operations/operator";
import { reconcile } from "~/app/domain/operations/reconciliation";
import { again, Browser, contactInput, newContext, newPerson, type Person } from "../../support/app";
import { ledgerOf } from "../../support/ledgers";
import { balanceOf, begin, buy, happen, mailsTo, pay, purchaseOf, resultOf, sandbox, tell } from "../../support/payments";
import { randomFrom } from "../../support/random";

async function spend(person: Person, credits: number) {
  for (let n = 0; n < credits; n++) await addContact(await again(person), contactInput({ firstName: `C${n}` }), ulid(), 1);
}
const lots = async (person: Person) => (await ledgerOf(person.teamId).balance()).lots.map(({ source, left }) => [source, left]);
const findings = async (person: Person) => (await ledgerOf(person.teamId).audit()).findings;

describe("a refund", () => {
  it("[P-10] takes back the money's share of the pack, once however often it is told, with one mail", async () => {
    const person = await newPerson();
    const { paymentId } = await buy(person);
    await happen(paymentId, "refund-half");
    for (const type of ["refund.created", "charge.refunded", "refund.updated", "charge.refunded"]) await tell(type, { paymentId });
    expect(await balanceOf(person)).toBe(50);
    expect(await purchaseOf(person)).toMatchObject({ state: "paid", refundedCents: 350, debt: 0 });
    expect(await mailsTo(person.email, "refund")).toBe(1);
    expect(await findings(person)).toEqual([]);
  });

  it("of credits that are spent already leaves a debt, which stops actions with a sentence and goes when more is bought", async () => {
    const person = await newPerson();
    const { paymentId } = await buy(person);
    await spend(person, 5);
    await happen(paymentId, "refund");
    await tell("charge.refunded", { paymentId });
    expect(await balanceOf(person)).toBe(-5);
    expect(await purchaseOf(person)).toMatchObject({ refundedCents: 700, debt: 5 });
    const refused = await addContact(await again(person), contactInput(), ulid(), 1);
    expect(refused).toEqual({ kind: "short", balance: -5, needed: 1 });
    await buy(person);
    expect(await balanceOf(person)).toBe(95);
    expect(await findings(person)).toEqual([]);
  });

  it("that fails gives the credits back", async () => {
    const person = await newPerson();
    const { paymentId } = await buy(person);
    await happen(paymentId, "refund");
    await tell("refund.created", { paymentId });
    expect(await balanceOf(person)).toBe(0);
    await happen(paymentId, "refund-fails");
    await tell("refund.failed", { paymentId });
    expect(await balanceOf(person)).toBe(100);
    expect(await purchaseOf(person)).toMatchObject({ refundedCents: 0, debt: 0 });
  });

  it("of a payment that is not credited yet credits and takes back in one go", async () => {
    const person = await newPerson();
    const { sessionId } = await begin(person);
    await pay(sessionId, "paid");
    const { payment_intent: paymentId } = JSON.parse(
      await (
        await env.SANDBOX.fetch(`http://stripe/v1/checkout/sessions/${sessionId}`, { headers: { Authorization: "Bearer sk_x" } })
      ).text(),
    );
    await happen(paymentId, "refund-half");
    await tell("charge.refunded", { paymentId });
    expect(await lots(person)).toEqual([["purchase", 50]]);
    expect((await ledgerOf(person.teamId).statement({ limit: 9 })).entries.map(({ kind }) => kind)).toEqual(["revoke", "grant"]);
  });

  it("by an operator goes through Stripe, once per key, never more than was paid, and is in the audit log", async () => {
    const person = await newPerson();
    const { purchaseId } = await buy(person);
    const operator = await again(await newPerson());
    const asked = { teamId: person.teamId, purchaseId, amountCents: 350, seenRefundedCents: 0, key: ulid(), reason: "asked for it" };
    expect(await refundPurchase(operator, asked)).toEqual({ kind: "done" });
    // Asked again because the answer was lost: it is shown what was done, and nothing more is refunded, whatever the key.
    expect(await refundPurchase(operator, { ...asked, key: ulid() })).toEqual({ kind: "changed", refundedCents: 350 });
    expect(await balanceOf(person)).toBe(50);
    expect(await refundPurchase(operator, { ...asked, key: ulid(), seenRefundedCents: 350, amountCents: 351 })).toEqual({
      kind: "too-much",
      most: 350,
    });
    expect(await refundPurchase(operator, { ...asked, purchaseId: ulid() })).toEqual({ kind: "missing" });
    const acts = await env.DB.prepare("SELECT act, actor_id, detail FROM audit_log WHERE team_id = ?").bind(person.teamId).all();
    expect(acts.results[0]).toMatchObject({ act: "purchase.refunded", actor_id: operator.member.userId });
    await expect(env.DB.prepare("UPDATE audit_log SET act = 'x'").run()).rejects.toThrow(/append-only/);
  });
});

describe("a dispute", () => {
  it("takes the credits back, tells the owner, and gives them back when it is won", async () => {
    const person = await newPerson();
    const { paymentId } = await buy(person);
    await spend(person, 3);
    await happen(paymentId, "dispute");
    for (const type of ["charge.dispute.created", "charge.dispute.funds_withdrawn"]) await tell(type, { paymentId });
    expect(await balanceOf(person)).toBe(-3);
    expect(await purchaseOf(person)).toMatchObject({ disputedCents: 700, disputeState: "needs_response", debt: 3 });
    await happen(paymentId, "win");
    for (const type of ["charge.dispute.closed", "charge.dispute.funds_reinstated"]) await tell(type, { paymentId });
    expect(await balanceOf(person)).toBe(97);
    expect(await mailsTo(person.email, "dispute")).toBe(2);
    expect(await findings(person)).toEqual([]);
  });

  it("that is lost keeps them; an inquiry moves nothing", async () => {
    const person = await newPerson();
    const { paymentId } = await buy(person);
    await happen(paymentId, "inquiry");
    await tell("charge.dispute.created", { paymentId });
    expect(await balanceOf(person)).toBe(100);
    await happen(paymentId, "lose");
    await happen(paymentId, "dispute");
    await happen(paymentId, "lose");
    await tell("charge.dispute.closed", { paymentId });
    expect(await balanceOf(person)).toBe(0);
    expect(await purchaseOf(person)).toMatchObject({ disputeState: "lost", disputedCents: 700 });
  });

  it("that was reinstated is netted, so that the next refund takes back enough and not too much", async () => {
    const person = await newPerson();
    const { paymentId } = await buy(person);
    await happen(paymentId, "dispute");
    await tell("charge.dispute.created", { paymentId });
    await happen(paymentId, "win");
    await happen(paymentId, "refund-half");
    await tell("charge.refunded", { paymentId });
    expect(await balanceOf(person)).toBe(50);
  });
});

it("the same events in any order, any of them twice, with the real ledger: the same lots", async () => {
  const seen = new Set<string>();
  for (let seed = 1; seed <= 8; seed++) {
    const random = randomFrom(seed);
    const person = await newPerson();
    const { paymentId, sessionId } = await begin(person).then(async ({ sessionId: session }) => {
      await pay(session, "paid");
      const facts = await (await newContext()).payments.readCheckout(session);
      return { sessionId: session, paymentId: facts?.paymentId ?? "" };
    });
    await happen(paymentId, "refund", 100);
    await happen(paymentId, "refund", 200);
    await happen(paymentId, "refund-fails");
    await happen(paymentId, "dispute");
    await happen(paymentId, "win");
    const types = ["refund.created", "refund.failed", "charge.refunded", "charge.dispute.created", "charge.dispute.closed"];
    const events = [...types.map((type) => ({ type, about: { paymentId } })), { type: "checkout.session.completed", about: { sessionId } }];
    const told = [...events, ...events].sort(() => random() - 0.5);
    await Promise.all(told.map(({ type, about }) => tell(type, about)));
    const { refundedCents, disputedCents } = (await purchaseOf(person)) ?? {};
    seen.add(JSON.stringify([await lots(person), await balanceOf(person), refundedCents, disputedCents]));
    expect(await findings(person)).toEqual([]);
  }
  expect(seen.size, Array.from(seen).join(" ")).toBe(1);
});

describe("reconciliation", () => {
  it("finds a paid session, a refund and a dispute whose webhooks never came, repairs them, says so, and is clean afterwards", async () => {
    const [paid, refunded, disputed] = [await newPerson(), await newPerson(), await newPerson()];
    const { sessionId } = await begin(paid);
    await pay(sessionId, "paid");
    await happen((await buy(refunded)).paymentId, "refund-half");
    await happen((await buy(disputed)).paymentId, "dispute");
    await reconcile(await newContext());
    expect([await balanceOf(paid), await balanceOf(refunded), await balanceOf(disputed)]).toEqual([100, 50, 0]);
    const operator = await again(await newPerson());
    const [run] = (await readChecks(operator)).reconciliation;
    expect(run).toMatchObject({ findings: [] });
    for (const { teamId } of [paid, refunded, disputed]) expect(run?.repaired.filter((line) => line.includes(teamId))).toHaveLength(1);
    await reconcile({ ...(await newContext()), now: Date.now() + 1_000 });
    expect((await readChecks(operator)).reconciliation[0]).toMatchObject({ findings: [], repaired: [] });
    expect(run?.finishedAt).not.toBeNull();
  });

  it("looks at a dispute again until it is over, however old it is", async () => {
    const person = await newPerson();
    const { paymentId } = await buy(person);
    await happen(paymentId, "dispute");
    await tell("charge.dispute.created", { paymentId });
    await happen(paymentId, "win");
    await reconcile({ ...(await newContext()), now: Date.now() + 60 * 86_400_000 });
    expect(await balanceOf(person)).toBe(100);
  });
});

describe("an event that moves nothing", () => {
  it("is kept with the reason: not ours, team gone, only seen, unknown", async () => {
    const person = await newPerson();
    const { paymentId } = await buy(person);
    expect(await resultOf(await tell("charge.refunded", { paymentId: "pi_of_somebody_else" }))).toBe("not-ours");
    expect(await resultOf(await tell("charge.dispute.created", {}))).toBe("not-ours");
    expect(await resultOf(await tell("radar.early_fraud_warning.created", { paymentId }))).toBe("seen");
    expect(await resultOf(await tell("customer.created", {}))).toBe("unknown");
    await env.DB.prepare("DELETE FROM teams WHERE id = ?").bind(person.teamId).run();
    expect(await resultOf(await tell("charge.refunded", { paymentId }))).toBe("team-gone");
  });
});

describe("event bodies in Stripe's shapes, signed and posted to the webhook", () => {
  const charge = { object: "charge", id: "ch_1", amount: 700, amount_refunded: 350, refunded: false };
  const dispute = { object: "dispute", id: "du_1", amount: 700, status: "needs_response", balance_transactions: [{ amount: -700 }] };
  const bodies: [type: string, object: (paymentId: string) => object, result: string][] = [
    ["charge.refunded", (payment_intent) => ({ ...charge, payment_intent }), "applied"],
    ["charge.refunded", () => ({ ...charge, payment_intent: null }), "not-ours"],
    ["charge.dispute.created", (payment_intent) => ({ ...dispute, payment_intent }), "applied"],
    ["charge.dispute.closed", (payment_intent) => ({ ...dispute, payment_intent, status: "won" }), "applied"],
    ["charge.dispute.funds_reinstated", () => ({ ...dispute, charge: "ch_1" }), "not-ours"],
    ["payment_intent.succeeded", (id) => ({ object: "payment_intent", id, status: "succeeded" }), "applied"],
    ["payment_intent.payment_failed", () => ({ object: "payment_intent", id: "pi_elsewhere" }), "not-ours"],
    ["checkout.session.completed", () => ({ object: "checkout.session", id: "cs_elsewhere", payment_status: "paid" }), "not-ours"],
    ["invoice.paid", () => ({ object: "invoice", id: "in_1" }), "unknown"],
  ];

  it.each(bodies)("%s %#: is believed for what it is about, never for what it says: %s", async (type, object, result) => {
    const person = await newPerson();
    const { paymentId } = await buy(person);
    const id = `evt_${ulid()}`;
    const payload = JSON.stringify({ id, object: "event", api_version: "2017-12-14", type, data: { object: object(paymentId) } });
    const post = (signature: string) =>
      new Browser().ask("/hooks/stripe", { method: "POST", body: payload, headers: { "Stripe-Signature": signature } });
    const secret = env.STRIPE_WEBHOOK_SECRET;
    const old = Math.floor(Date.now() / 1000) - 3_600;
    const sign = (options: object) => Stripe.webhooks.generateTestHeaderStringAsync({ payload, secret, ...options });
    for (const bad of ["", await sign({ secret: "whsec_other" }), await sign({ timestamp: old })])
      expect((await post(bad)).status).toBe(400);
    expect(await resultOf(id)).toBeNull();
    expect((await post(await sign({}))).status).toBe(200);
    expect(await resultOf(id)).toBe(result);
    // At Stripe nothing happened to this payment, whatever the body says.
    expect(await balanceOf(person)).toBe(100);
  });
});

it("[M-03] a business name and GST number given on Stripe's page stand on the receipt; another team does not see it", async () => {
  const person = await newPerson();
  const { sessionId, purchaseId } = await begin(person);
  await sandbox(`/sandbox/pay/${sessionId}`, {
    outcome: "paid",
    webhooks: "never",
    business: "Rao Trading LLP",
    "tax-id": "29ABCDE1234F1Z5",
  });
  await tell("checkout.session.completed", { sessionId });
  const page = await (await person.browser.ask(`/credits/receipts/${purchaseId}`)).text();
  for (const words of ["Rao Trading LLP", "29ABCDE1234F1Z5", "$7", "100 credits"]) expect(page).toContain(words);
  expect((await (await newPerson()).browser.ask(`/credits/receipts/${purchaseId}`)).status).toBe(404);
});

it("[E-10] [M-08] balance, purchases, card and what was spent on what are on the team's own pages, and on nobody else's", async () => {
  const person = await newPerson();
  const { purchaseId } = await buy(person);
  await spend(person, 2);
  const read = async (path: string) => (await person.browser.ask(path)).text();
  expect(await read("/credits")).toContain('"free":98');
  const purchases = await read("/credits/purchases");
  for (const words of ["visa 4242", `href="/credits/receipts/${purchaseId}"`]) expect(purchases).toContain(words);
  expect((await person.browser.ask(`/credits/receipts/${purchaseId}`)).status).toBe(200);
  // From the balance everything else about the account is one press away: purchases, the statement, the saved card.
  for (const to of ["/credits/purchases", "/credits/statement", "/credits/auto"]) expect(await read("/credits")).toContain(`href="${to}"`);
  const usage = await read("/credits/statement");
  expect(usage).toMatch(/"action":"Contact, added by hand","member":"Asha Rao","credits":2,"actions":2/);
  const other = (await newPerson()).browser;
  for (const path of ["/credits/statement", "/credits/statement.csv", "/credits/statement.json", "/credits/purchases"])
    expect(await (await other.ask(path)).text()).not.toContain(purchaseId);
  expect((await new Browser().ask("/credits/statement.json")).status).toBe(302);
});

it("the operator's pages and acts do not exist for anybody else, an unconfirmed address of an operator included", async () => {
  const person = await newPerson({ credits: 5 });
  const unproven = await newPerson({ address: "operator@farthing.test" });
  const paths = [
    "/operator",
    `/operator/teams/${person.teamId}`,
    "/operator/payments",
    "/operator/jobs",
    "/operator/checks",
    "/operator/promo",
  ];
  for (const { browser } of [person, unproven])
    for (const path of paths) {
      expect((await browser.ask(path)).status, path).toBe(404);
      const posted = await browser.post(path, { intent: "goodwill", credits: "5", reason: "mine", key: ulid() });
      expect([404, 405], path).toContain(posted.status);
    }
  expect(await balanceOf(person)).toBe(5);
});
