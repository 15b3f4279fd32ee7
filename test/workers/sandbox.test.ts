// The local Stripe: what it says has the shape of what the SDK was made for.
import { env } from "cloudflare:workers";
import Stripe from "stripe";
import { expect, it } from "vitest";
import { newPerson } from "../support/app";
import { buy, happen } from "../support/payments";

const stripe = new Stripe("sk_test_12345678", {
  httpClient: Stripe.createFetchHttpClient(env.SANDBOX.fetch.bind(env.SANDBOX) as unknown as typeof fetch),
});

it("an intent has its client secret, a dispute its card, and an event the API version of the SDK", async () => {
  const { paymentId } = await buy(await newPerson());
  const intent = await stripe.paymentIntents.retrieve(paymentId);
  expect(intent.client_secret).toMatch(new RegExp(`^${intent.id}_secret_\\w{24}$`));
  await happen(paymentId, "dispute");
  const [dispute] = (await stripe.disputes.list({ payment_intent: paymentId })).data;
  expect(dispute?.payment_method_details).toMatchObject({ type: "card", card: { brand: "visa", case_type: "chargeback" } });
  const { data: events } = await stripe.events.list({ limit: 5 });
  expect(events.length).toBeGreaterThan(0);
  expect(new Set(events.map(({ api_version }) => api_version))).toEqual(new Set([Stripe.API_VERSION]));
});

/** The kinds of events told since some were known, by name. */
async function toldSince(known: Set<string>): Promise<string[]> {
  const { data } = await stripe.events.list({ limit: 30 });
  return data
    .filter(({ id }) => !known.has(id))
    .map(({ type }) => type)
    .sort();
}

/** What Stripe's command line does for `stripe trigger checkout.session.*`, request by request. */
async function confirmCheckout(method: object): Promise<Stripe.Checkout.Session> {
  const product = await stripe.products.create({ name: "myproduct" });
  const price = await stripe.prices.create({ product: product.id, unit_amount: 1500, currency: "usd" });
  const line_items = [{ price: price.id, quantity: 2 }];
  const { id } = await stripe.checkout.sessions.create({ mode: "payment", success_url: "https://example.org/", line_items });
  const { id: paymentMethod } = await stripe.paymentMethods.create(method as Stripe.PaymentMethodCreateParams);
  await stripe.rawRequest("POST", `/v1/payment_pages/${id}/confirm`, { payment_method: paymentMethod, expected_amount: 3000 });
  return stripe.checkout.sessions.retrieve(id);
}

it.each([
  [{ type: "card", card: { token: "tok_visa" } }, "paid", ["charge.succeeded", "checkout.session.completed", "payment_intent.succeeded"]],
  [
    { type: "sepa_debit", sepa_debit: { iban: "AT611904300234573201" } },
    "paid",
    ["checkout.session.async_payment_succeeded", "checkout.session.completed"],
  ],
  [
    { type: "sepa_debit", sepa_debit: { iban: "IT60X0542811101000000123456" } },
    "unpaid",
    ["checkout.session.async_payment_failed", "checkout.session.completed"],
  ],
])("Stripe's command line can end a session by %j: it is %s, and %j are told", async (method, status, told) => {
  const known = new Set((await stripe.events.list({ limit: 30 })).data.map(({ id }) => id));
  expect(await confirmCheckout(method)).toMatchObject({ amount_total: 3000, payment_status: status });
  expect(await toldSince(known)).toEqual(told);
});

it("a test card is charged by its name: declined, asked about, or disputed as soon as it is paid", async () => {
  const charge = (card: string) => stripe.paymentIntents.create({ amount: 100, currency: "usd", confirm: true, payment_method: card });
  await expect(charge("pm_card_visa_chargeDeclined")).rejects.toMatchObject({ code: "card_declined" });
  await expect(charge("pm_card_authenticationRequired")).rejects.toMatchObject({ code: "authentication_required" });
  const { id } = await charge("pm_card_createDisputeInquiry");
  const [dispute] = (await stripe.disputes.list({ payment_intent: id })).data;
  expect(dispute?.status).toBe("warning_needs_response");
  expect(await stripe.disputes.close(dispute?.id ?? "")).toMatchObject({ status: "warning_closed" });
});
