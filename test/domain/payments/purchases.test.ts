import { env } from "cloudflare:workers";
import Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { keepDraft, readDraft } from "~/app/domain/contacts/drafts";
import { processEvent, receiveEvent, sweepEvents } from "~/app/domain/payments/paymentEvents";
import { readPurchase, readPurchases } from "~/app/domain/payments/purchases";
import { again, Browser, newContext, newPerson, type Person } from "../../support/app";
import { planFaults } from "../../support/faults";
import { ledgerOf } from "../../support/ledgers";
import { balanceOf, begin, decide, pay } from "../../support/payments";
import { randomFrom } from "../../support/random";

const event = (type: string, sessionId: string, id = `evt_${crypto.randomUUID()}`) => ({
  id,
  type,
  objectId: sessionId,
  paymentId: null,
  body: "{}",
});
const stateOf = async (person: Person) => (await readPurchases(await again(person), null)).purchases[0]?.state;

describe("a pack", () => {
  it("[E-05] is bought through Stripe Checkout, at its price, for this team", async () => {
    const person = await newPerson();
    const { sessionId, purchaseId } = await begin(person);
    const session = (await (
      await env.SANDBOX.fetch(`http://stripe/v1/checkout/sessions/${sessionId}`, { headers: { Authorization: "Bearer sk_x" } })
    ).json()) as Stripe.Checkout.Session;
    expect(session).toMatchObject({
      object: "checkout.session",
      mode: "payment",
      amount_total: 700,
      currency: "usd",
      customer_email: person.email,
      metadata: { purchaseId, teamId: person.teamId },
    });
  });

  it("adds its credits once, however many events of whatever types and ids tell of it", async () => {
    const person = await newPerson();
    const { sessionId } = await begin(person);
    await pay(sessionId, "paid");
    const told = [
      event("checkout.session.completed", sessionId),
      event("checkout.session.async_payment_succeeded", sessionId),
      event("checkout.session.completed", sessionId, "evt_same"),
      event("checkout.session.completed", sessionId, "evt_same"),
    ];
    for (const one of told) await receiveEvent(await newContext(), one);
    await Promise.all(told.map(async (one) => receiveEvent(await newContext(), one)));
    expect(await balanceOf(person)).toBe(100);
    expect((await ledgerOf(person.teamId).statement({ limit: 10 })).entries).toHaveLength(1);
  });

  it("is credited by the landing page when no webhook ever comes", async () => {
    const person = await newPerson();
    const { sessionId, purchaseId } = await begin(person);
    await pay(sessionId, "paid");
    expect(await readPurchase(await again(person), purchaseId)).toMatchObject({ state: "paid", cardLast4: "4242" });
    expect(await balanceOf(person)).toBe(100);
  });

  it("is not credited by the redirect alone", async () => {
    const person = await newPerson();
    const { purchaseId } = await begin(person);
    expect((await readPurchase(await again(person), purchaseId))?.state).toBe("open");
    expect(await balanceOf(person)).toBe(0);
  });

  it("that waits for the bank gives nothing until the bank says yes", async () => {
    const person = await newPerson();
    const { sessionId } = await begin(person);
    await pay(sessionId, "later");
    await receiveEvent(await newContext(), event("checkout.session.completed", sessionId));
    expect([await balanceOf(person), await stateOf(person)]).toEqual([0, "waiting"]);
    await decide(sessionId, "paid");
    await receiveEvent(await newContext(), event("checkout.session.async_payment_succeeded", sessionId));
    expect([await balanceOf(person), await stateOf(person)]).toEqual([100, "paid"]);
  });

  it("that the bank refuses gives nothing, and its buyer is told by mail, once", async () => {
    const person = await newPerson();
    const { sessionId } = await begin(person);
    await pay(sessionId, "later");
    await decide(sessionId, "failed");
    for (let n = 0; n < 3; n++) await receiveEvent(await newContext(), event("checkout.session.async_payment_failed", sessionId));
    expect([await balanceOf(person), await stateOf(person)]).toEqual([0, "failed"]);
    const mails = await env.DB.prepare("SELECT COUNT(*) AS n FROM mails WHERE recipient = ? AND template = 'payment-failed'")
      .bind(person.email)
      .first<number>("n");
    expect(mails).toBe(1);
  });

  it("[P-10] [E-06] sends one receipt by mail, and keeps card brand and last four digits, never a number", async () => {
    const person = await newPerson();
    const { sessionId } = await begin(person);
    await pay(sessionId, "paid");
    for (let n = 0; n < 3; n++) await receiveEvent(await newContext(), event("checkout.session.completed", sessionId));
    const mails = await env.DB.prepare("SELECT COUNT(*) AS n FROM mails WHERE recipient = ? AND template = 'receipt'")
      .bind(person.email)
      .first<number>("n");
    expect(mails).toBe(1);
    const row = await env.DB.prepare("SELECT * FROM purchases WHERE team_id = ?").bind(person.teamId).first();
    const texts = Object.values(row ?? {}).filter((value) => typeof value === "string");
    expect(texts.filter((text) => /\d{12,19}/.test(text))).toEqual([]);
    expect(row).toMatchObject({ card_brand: "visa", card_last4: "4242" });
  });
});

it("the same events in any order, any of them twice: the same balance, lot by lot", async () => {
  const balances = new Set<string>();
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const random = randomFrom(seed);
    const person = await newPerson();
    const [first, second] = [await begin(person), await begin(person)];
    await pay(first.sessionId, "paid");
    await pay(second.sessionId, "later");
    await decide(second.sessionId, "paid");
    const types = [
      "checkout.session.completed",
      "checkout.session.async_payment_succeeded",
      "checkout.session.expired",
      "payment_intent.succeeded",
    ];
    const events = [first, second].flatMap(({ sessionId }) => types.map((type) => event(type, sessionId)));
    const told = [...events, ...events].sort(() => random() - 0.5);
    for (const one of told) await receiveEvent(await newContext(), one);
    const { free, lots } = await ledgerOf(person.teamId).balance();
    balances.add(JSON.stringify([free, lots.map(({ source, left }) => [source, left])]));
  }
  expect(Array.from(balances)).toEqual([
    JSON.stringify([
      200,
      [
        ["purchase", 100],
        ["purchase", 100],
      ],
    ]),
  ]);
});

describe("an event", () => {
  it("is marked processed only after the ledger has it: a failure before leaves it open, and the sweep finishes it", async () => {
    const person = await newPerson();
    const { sessionId } = await begin(person);
    await pay(sessionId, "paid");
    const told = event("checkout.session.completed", sessionId);
    const processed = () =>
      env.DB.prepare("SELECT processed_at AS at FROM payment_events WHERE id = ?").bind(told.id).first<number | null>("at");
    planFaults({ sqlAt: 1 });
    await expect(receiveEvent(await newContext(), told)).rejects.toThrow();
    planFaults(null);
    expect(await processed()).toBeNull();
    const later = { ...(await newContext()), now: Date.now() + 120_000 };
    expect(await sweepEvents(later)).toBeGreaterThan(0);
    expect(await processed()).not.toBeNull();
    expect(await balanceOf(person)).toBe(100);
    await processEvent(await newContext(), told.id);
    expect(await balanceOf(person)).toBe(100);
  });

  it("for a session that is not ours, a team that is gone or an unknown type is kept and does nothing", async () => {
    const ctx = await newContext();
    for (const [type, result] of [
      ["checkout.session.completed", "not-ours"],
      ["balance.available", "unknown"],
    ] as const) {
      const told = event(type, "cs_test_nobody");
      await receiveEvent(ctx, told);
      expect(await env.DB.prepare("SELECT result FROM payment_events WHERE id = ?").bind(told.id).first("result")).toBe(result);
    }
  });
});

describe("the webhook", () => {
  const send = async (body: string, signature: string) =>
    new Browser().ask("/hooks/stripe", { method: "POST", body, headers: { "Stripe-Signature": signature } });
  const sign = (payload: string, secret: string, timestamp?: number) =>
    Stripe.webhooks.generateTestHeaderStringAsync({ payload, secret, timestamp });

  it("takes a signed event, and refuses a wrong, old or missing signature, which changes nothing", async () => {
    const person = await newPerson();
    const { sessionId } = await begin(person);
    await pay(sessionId, "paid");
    const body = JSON.stringify({
      id: `evt_${crypto.randomUUID()}`,
      object: "event",
      type: "checkout.session.completed",
      data: { object: { id: sessionId } },
    });
    const old = Math.floor(Date.now() / 1000) - 3_600;
    const bad = [
      await sign(body, "whsec_wrong"),
      await sign(body, env.STRIPE_WEBHOOK_SECRET, old),
      "",
      await sign(`${body} `, env.STRIPE_WEBHOOK_SECRET),
    ];
    for (const signature of bad) expect((await send(body, signature)).status).toBe(400);
    expect(await balanceOf(person)).toBe(0);
    expect((await send(body, await sign(body, env.STRIPE_WEBHOOK_SECRET))).status).toBe(200);
    expect(await balanceOf(person)).toBe(100);
  });
});

describe("the form left to pay", () => {
  it("is kept encrypted for a day, for its member only", async () => {
    const person = await newPerson();
    const id = await keepDraft(await again(person), "/contacts/new", [["firstName", "Wanjiru"]]);
    const body = await env.DB.prepare("SELECT body FROM drafts WHERE id = ?").bind(id).first<string>("body");
    expect(body).not.toContain("Wanjiru");
    expect(await readDraft(await again(person), id)).toEqual({ path: "/contacts/new", fields: [["firstName", "Wanjiru"]] });
    expect(await readDraft(await again(await newPerson()), id)).toBeNull();
    expect(await readDraft({ ...(await again(person)), now: Date.now() + 86_400_001 }, id)).toBeNull();
  });
});

it("another team sees nothing of a purchase", async () => {
  const { purchaseId } = await begin(await newPerson());
  const other = await again(await newPerson());
  expect(await readPurchase(other, purchaseId)).toBeNull();
  expect((await readPurchases(other, null)).purchases).toEqual([]);
});

describe("a correctly signed body that is no event we know", () => {
  const object = (over: object) => ({
    id: `evt_${crypto.randomUUID()}`,
    object: "event",
    type: "charge.refunded",
    data: { object: { id: "ch_1" } },
    ...over,
  });
  const odd: [what: string, body: unknown][] = [
    ["null", null],
    ["a list", []],
    ["nothing", {}],
    ["a word", "event"],
    ["no type", object({ type: undefined })],
    ["no data", object({ data: undefined })],
    ["no object", object({ data: {} })],
    ["no id of the object", object({ data: { object: {} } })],
    ["no id", object({ id: undefined })],
    ["a list as id", object({ id: ["evt_1"] })],
    ["a list as the object's id", object({ data: { object: { id: [] } } })],
    ["a thin event", object({ object: "v2.core.event", data: undefined, related_object: { id: "ch_1" } })],
    ["a number as payment", object({ data: { object: { id: "ch_1", payment_intent: 7 } } })],
  ];

  it.each(odd)("%s is kept and answered with thanks, and changes nothing", async (_, body) => {
    const payload = JSON.stringify(body);
    const kept = () => env.DB.prepare("SELECT COUNT(*) AS n FROM payment_events").first<number>("n");
    const before = (await kept()) ?? 0;
    const header = await Stripe.webhooks.generateTestHeaderStringAsync({ payload, secret: env.STRIPE_WEBHOOK_SECRET });
    for (let n = 0; n < 2; n++) {
      const answer = await new Browser().ask("/hooks/stripe", { method: "POST", body: payload, headers: { "Stripe-Signature": header } });
      expect(answer.status).toBe(200);
    }
    // Told twice, it is kept once.
    expect(await kept()).toBe(before + 1);
  });
});
