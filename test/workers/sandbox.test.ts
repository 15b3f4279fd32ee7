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
