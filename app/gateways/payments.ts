// Stripe, behind the few things we ask of it. Its SDK, its signatures; no rule of ours.
import { createHash } from "node:crypto";
import Stripe from "stripe";
import * as z from "zod";
import type { EventHint, PaymentGateway } from "~/app/domain/core/ports/payments";
import { createCheckout, createSetup, orNull, readCheckout, readSetup } from "./checkout";
import { findPaid, listChanged, readPayment, refund } from "./paymentFacts";
import { chargeSavedCard, findSavedCharge } from "./savedCards";

/** How long one try of a call may take. With its two repeats a call has ended well before topUps.ts takes its attempt for lost. */
const TRY_MS = 25_000;

/** `fetcher` is where requests go: the network, or the sandbox Worker. */
export function openPayments(secretKey: string, webhookSecret: string, fetcher?: typeof fetch): PaymentGateway {
  const httpClient = Stripe.createFetchHttpClient(fetcher);
  const stripe = new Stripe(secretKey, { httpClient, maxNetworkRetries: 2, timeout: TRY_MS, telemetry: false });
  return {
    createCheckout: (order) => createCheckout(stripe, order),
    readCheckout: (sessionId) => readCheckout(stripe, sessionId),
    findPaid: (paymentId) => findPaid(stripe, paymentId),
    readPayment: (paymentId) => readPayment(stripe, paymentId),
    refund: (paymentId, amountCents, key) => refund(stripe, paymentId, amountCents, key),
    listChanged: (since) => listChanged(stripe, since),
    createCustomer: (teamId, email) => createCustomer(stripe, teamId, email),
    createSetup: (order) => createSetup(stripe, order),
    readSetup: (sessionId) => readSetup(stripe, sessionId),
    detachCard: async (paymentMethodId) => void (await orNull(stripe.paymentMethods.detach(paymentMethodId))),
    forgetCustomer: async (customerId) => void (await orNull(stripe.customers.del(customerId))),
    findSavedCharge: (customerId, purchaseId) => findSavedCharge(stripe, customerId, purchaseId),
    chargeSavedCard: (charge) => chargeSavedCard(stripe, charge),
    verifyEvent: (body, signature) => verifyEvent(stripe, webhookSecret, body, signature),
  };
}

async function createCustomer(stripe: Stripe, teamId: string, email: string): Promise<string> {
  const customer = await stripe.customers.create({ email, metadata: { teamId } }, { idempotencyKey: `customer-${teamId}-${email}` });
  return customer.id;
}

const SIGNED_SECONDS = 300;

/** Whether a signature was made within five minutes of now: the SDK looks at the past alone. */
function isFresh(signature: string): boolean {
  const at = Number(/(?:^|,)t=(\d{1,12})(?:,|$)/.exec(signature)?.[1]);
  return Math.abs(Date.now() / 1000 - at) <= SIGNED_SECONDS;
}

const Id = z.string().min(1).max(255);
/** As much of an event as tells what to look at. Every part may be missing, or be of a kind that we do not know. */
const Event = z.object({
  id: Id,
  type: Id.catch("unknown"),
  data: z
    .object({
      object: z.object({
        id: Id.catch(""),
        object: z.string().catch(""),
        payment_intent: z
          .union([Id, z.object({ id: Id }).transform(({ id }) => id)])
          .nullable()
          .catch(null),
      }),
    })
    .catch({ object: { id: "", object: "", payment_intent: null } }),
});

async function verifyEvent(stripe: Stripe, secret: string, body: string, signature: string): Promise<EventHint | null> {
  try {
    if (!isFresh(signature)) return null;
    await stripe.webhooks.signature?.verifyHeaderAsync(body, signature, secret, SIGNED_SECONDS);
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return null;
    throw error;
  }
  return hintOf(body);
}

/** What a signed body is about. One that is no event we know is kept as what it is, under a name of its own, for an operator to see. */
function hintOf(body: string): EventHint {
  const { data: event } = Event.safeParse(parseJson(body));
  if (!event)
    return { id: `odd_${createHash("sha256").update(body).digest("hex").slice(0, 32)}`, type: "unknown", objectId: "", paymentId: null };
  const { object } = event.data;
  const paymentId = object.object === "payment_intent" ? object.id || null : object.payment_intent;
  return { id: event.id, type: event.type, objectId: object.id, paymentId };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
