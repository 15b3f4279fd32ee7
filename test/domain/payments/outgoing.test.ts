// What leaves: fields handed to Stripe and Resend, nothing of a team's contacts to anybody, and what is kept of a card.
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { afterEach, describe, expect, it } from "vitest";
import type { Context } from "~/app/domain/core/context";
import type { PaymentGateway } from "~/app/domain/core/ports/payments";
import { sendMail } from "~/app/domain/mail/mails";
import { noteSavedCard, setTopUp, startSavingCard } from "~/app/domain/payments/billing";
import { readPurchase, readPurchases, startPurchase } from "~/app/domain/payments/purchases";
import { watchBalance } from "~/app/domain/payments/topUps";
import { openMail } from "~/app/gateways/mail";
import { openPayments } from "~/app/gateways/payments";
import { runSchedule, schedule } from "~/workers/cron/schedule";
import { again, newContext, newPerson } from "../../support/app";
import { bring } from "../../support/importing";
import { cardUrl, pack, sandbox } from "../../support/payments";
import { placesOf, settled } from "../../support/planted";

const render = async () => ({ subject: "s", html: "h", text: "t" });

interface Sent {
  url: string;
  fields: string[];
  text: string;
}

/** A network that answers everything alike, and keeps what it was sent. */
function recording(sent: Sent[]): typeof fetch {
  return (async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const text = await request.text();
    const { pathname, searchParams } = new URL(request.url);
    const body = text.startsWith("{") ? Object.keys(JSON.parse(text)) : Array.from(new URLSearchParams(text).keys());
    const fields = [...body, ...searchParams.keys()].map((name) => name.replace(/\[\d+\]/g, "[]")).sort();
    sent.push({ url: `${request.method} ${pathname}`, fields, text });
    return Response.json({ id: "cs_1", url: "https://checkout.stripe.com/x", object: "list", data: [], has_more: false, metadata: {} });
  }) as typeof fetch;
}

const ids = { purchaseId: "p", teamId: "t", memberId: "m" };
const price = { credits: 100, amountCents: 700, currency: "usd" };
const urls = { successUrl: "https://x.test/a", cancelUrl: "https://x.test/b" };
/** Things that a caller might have at hand, and that are none of Stripe's business. */
const private_ = { name: "Asha Rao", phone: "+49 30 1", contacts: ["Ada"], note: "Sees us often", ip: "203.0.113.9" };
const label = ["credits", "memberId", "purchaseId", "teamId"];

/** Every call of the gateway, and the fields that it may send: a call that is added fails this until it is here. */
const calls: { [name in keyof PaymentGateway]: [make: (stripe: PaymentGateway) => Promise<unknown>, fields: string[]] } = {
  createCheckout: [
    (stripe) => stripe.createCheckout({ ...private_, ...ids, ...price, ...urls, email: "a@example.org", customerId: null }),
    [
      ...["cancel_url", "client_reference_id", "customer_creation", "customer_email"],
      ...["currency", "product_data][description", "product_data][name", "unit_amount"].map((name) => `line_items[][price_data][${name}]`),
      ...["line_items[][quantity]", "mode", "success_url", "tax_id_collection[enabled]"],
      ...label.flatMap((name) => [`metadata[${name}]`, `payment_intent_data[metadata][${name}]`]),
    ],
  ],
  readCheckout: [(stripe) => stripe.readCheckout("cs_1"), ["expand[]"]],
  findPaid: [(stripe) => stripe.findPaid("pi_1"), []],
  readPayment: [(stripe) => stripe.readPayment("pi_1"), ["expand[]", "limit", "payment_intent"]],
  refund: [(stripe) => stripe.refund("pi_1", 5, "k"), ["amount", "payment_intent", "reason"]],
  listChanged: [
    async (stripe) => {
      for await (const _changed of stripe.listChanged({ paid: 1, takenBack: 1 }));
    },
    ["created[gte]", "expand[]", "limit", "status", "type", "types[]"],
  ],
  createCustomer: [(stripe) => stripe.createCustomer("t", "a@example.org"), ["email", "metadata[teamId]"]],
  createSetup: [
    (stripe) => stripe.createSetup({ ...private_, ...urls, teamId: "t", customerId: "cus_1" }),
    [
      ...["allowed_payment_method_types[]", "cancel_url", "customer", "metadata[teamId]", "mode"],
      ...["setup_intent_data[metadata][teamId]", "success_url"],
    ],
  ],
  readSetup: [(stripe) => stripe.readSetup("cs_1"), ["expand[]"]],
  detachCard: [(stripe) => stripe.detachCard("pm_1"), []],
  forgetCustomer: [(stripe) => stripe.forgetCustomer("cus_1"), []],
  findSavedCharge: [(stripe) => stripe.findSavedCharge("cus_1", "p"), ["customer", "limit"]],
  chargeSavedCard: [
    (stripe) => stripe.chargeSavedCard({ ...private_, ...ids, ...price, customerId: "cus_1", paymentMethodId: "pm_1" }),
    [
      ...["amount", "confirm", "currency", "customer", "description", "off_session", "payment_method"],
      ...label.map((name) => `metadata[${name}]`),
    ],
  ],
  verifyEvent: [(stripe) => stripe.verifyEvent("{}", "t=1,v1=x"), []],
};

describe("what leaves to others", () => {
  const network = globalThis.fetch;
  afterEach(() => {
    globalThis.fetch = network;
  });

  it.each(Object.keys(calls) as (keyof PaymentGateway)[])("[E-19] %s hands Stripe what its task needs, and nothing else", async (name) => {
    const sent: Sent[] = [];
    const stripe = openPayments("sk_test_12345678", "whsec_x", recording(sent));
    // Every call there is has its line above.
    expect(Object.keys(stripe).sort()).toEqual(Object.keys(calls).sort());
    const [make, fields] = calls[name];
    await make(stripe);
    const more = sent.flatMap((one) => one.fields.filter((field) => !fields.includes(field)));
    expect(more).toEqual([]);
    for (const secret of Object.values(private_).flat())
      expect(sent.map(({ text }) => decodeURIComponent(text)).join()).not.toContain(secret);
    if (name === "createCheckout" || name === "chargeSavedCard" || name === "refund") expect(sent[0]?.fields).toEqual([...fields].sort());
  });

  it("[E-19] to the mail service goes the address and the mail, and nothing else", async () => {
    const sent: Sent[] = [];
    globalThis.fetch = recording(sent);
    const mail = { id: "1", to: "a@example.org", template: "receipt", props: { private_ }, unsubscribeUrl: null };
    await openMail({ apiKey: "re_x", from: "f@example.org", webhookSecret: "whsec_x", render }).send(mail);
    expect(sent.map(({ url, fields }) => [url, fields])).toEqual([["POST /emails", ["from", "headers", "html", "subject", "text", "to"]]]);
    expect(sent[0]?.text).not.toContain("Asha");
  });

  it("[O-12] a day of work and a night of the cron send nothing of a team's contacts to anybody", async () => {
    const mark = `day${ulid().slice(-8)}`;
    const sent: Sent[] = [];
    globalThis.fetch = recording(sent);
    const stripe = (async (input: RequestInfo | URL, init?: RequestInit) => {
      const request = new Request(input, init);
      sent.push({ url: request.url, fields: [], text: decodeURIComponent(await request.clone().text()) });
      return env.SANDBOX.fetch(request as never);
    }) as unknown as typeof fetch;
    const outward = async (): Promise<Context> => ({
      ...(await newContext()),
      payments: openPayments("sk_test_12345678", env.STRIPE_WEBHOOK_SECRET, stripe),
      mail: openMail({ apiKey: "re_x", from: "f@example.org", webhookSecret: "whsec_x", render: (mail) => rendered(mail) }),
    });
    const { renderMail } = await import("~/app/emails/render");
    const rendered = (mail: Parameters<typeof renderMail>[0]) => renderMail(mail, { name: "F", address: "A", email: "s@x.test" });
    const person = await settled(mark);
    await bring(person, `Name,Email,Notes\nIn${mark},in-${mark}@example.org,Note${mark}\n`);
    await startPurchase({ ...(await again(person)), payments: (await outward()).payments }, pack, null);
    const { results } = await env.DB.prepare("SELECT id FROM mails").all<{ id: string }>();
    for (const { id } of results) await sendMail(await outward(), id);
    for (const cron of Object.keys(schedule)) await runSchedule(cron, await outward());
    expect(sent.length).toBeGreaterThan(3);
    const contacts = [
      `First${mark}`,
      `Company${mark}`,
      `contact-${mark}`,
      `call ${mark}`,
      `Note${mark}`,
      `Tag${mark}`,
      `In${mark}`,
      `in-${mark}`,
    ];
    for (const { url, text } of sent) for (const word of contacts) expect(text, `${url} says ${word}`).not.toContain(word);
  });
});

describe("a card", () => {
  /** Stripe, should it ever say a whole number: the local one never does. */
  const NUMBER = "4242424242424242";
  const talkative = (async (input: RequestInfo | URL, init?: RequestInit) => {
    const answer = await env.SANDBOX.fetch(new Request(input, init) as never);
    const text = (await answer.text()).replaceAll(/\x22last4\x22:/g, `"number":"${NUMBER}","pan":"${NUMBER}","cvc":"987","last4":`);
    return new Response(text, { status: answer.status, headers: { "Content-Type": "application/json" } });
  }) as unknown as typeof fetch;

  it("[E-06] is kept as brand and four digits, and no number is anywhere, whatever Stripe says of it: not by a purchase, a saved card or a top-up", async () => {
    const payments = openPayments("sk_test_12345678", env.STRIPE_WEBHOOK_SECRET, talkative);
    const person = await newPerson({ credits: 3, verified: true });
    const acting = async () => ({ ...(await again(person)), payments });
    const { url } = await startPurchase(await acting(), pack, null);
    await sandbox(`/sandbox/pay/${url.split("/").at(-1)}`, { outcome: "paid", webhooks: "never" });
    const [bought] = (await readPurchases(await acting(), null)).purchases;
    expect(await readPurchase(await acting(), bought?.id ?? "")).toMatchObject({ state: "paid", cardBrand: "visa", cardLast4: "4242" });
    const setup =
      cardUrl(await startSavingCard(await acting()))
        .split("/")
        .at(-1) ?? "";
    await sandbox(`/sandbox/pay/${setup}`, { card: "4242", webhooks: "never" });
    await noteSavedCard({ ...(await newContext()), payments }, setup);
    const cap = { on: "on", threshold: 1_000, packCredits: 100, monthlyCap: 20 } as const;
    expect(await setTopUp(await acting(), cap)).toEqual({ kind: "done" });
    await watchBalance({ ...(await newContext()), payments }, person.teamId);
    const billing = await env.DB.prepare("SELECT card_brand, card_last4 FROM billing WHERE team_id = ?").bind(person.teamId).first();
    expect(billing).toEqual({ card_brand: "visa", card_last4: "4242" });
    const auto = "SELECT card_last4 FROM purchases WHERE team_id = ? AND kind = 'auto'";
    expect(await env.DB.prepare(auto).bind(person.teamId).first("card_last4")).toBe("4242");
    expect([await placesOf(NUMBER), await placesOf('"987"')]).toEqual([[], []]);
    const ledger = await runInDurableObject(env.LEDGER.get(env.LEDGER.idFromName(person.teamId)), (_object, state) =>
      JSON.stringify(
        state.storage.sql
          .exec("SELECT name FROM sqlite_master WHERE type = 'table'")
          .toArray()
          .map(({ name }) => (String(name).includes("cf_") ? [] : state.storage.sql.exec(`SELECT * FROM "${name}"`).toArray())),
      ),
    );
    expect(ledger).not.toContain(NUMBER);
    for (const path of ["/credits/auto", "/credits/purchases", "/settings/me.json"])
      expect(await (await person.browser.ask(path)).text(), path).not.toContain(NUMBER);
  });
});

describe("sending a mail", () => {
  const mail = { id: "mail_1", to: "a@example.org", template: "receipt", props: {}, unsubscribeUrl: null };
  const network = globalThis.fetch;
  afterEach(() => {
    globalThis.fetch = network;
  });

  /** Sends while the connection is lost the first `lost` times. Returns what became of it and the keys that were sent. */
  async function sendThrough(lost: number) {
    const keys: (string | null)[] = [];
    globalThis.fetch = (async (input: RequestInfo | URL, init?: RequestInit) => {
      keys.push(new Request(input, init).headers.get("Idempotency-Key"));
      if (keys.length <= lost) throw new TypeError("Network connection lost.");
      return Response.json({ id: "1" });
    }) as typeof fetch;
    const sent = await openMail({ apiKey: "re_x", from: "f@example.org", webhookSecret: "whsec_x", render }).send(mail);
    return { sent, keys };
  }

  it("a lost connection is tried once more at once, under the same key, and no further", async () => {
    expect(await sendThrough(0)).toEqual({ sent: { kind: "sent" }, keys: ["mail_1"] });
    expect(await sendThrough(1)).toEqual({ sent: { kind: "sent" }, keys: ["mail_1", "mail_1"] });
    expect(await sendThrough(9)).toEqual({ sent: { kind: "later", status: 0 }, keys: ["mail_1", "mail_1"] });
  });
});
