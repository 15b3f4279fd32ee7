// Stripe, behind the few things we ask of it. Its SDK, its signatures; no rule of ours.
import { createHash } from "node:crypto";
import Stripe from "stripe";
import { z } from "zod";
import { createCheckout, createSetup, orNull, readCheckout, readSetup } from "./checkout";
import { type Changed, findPaid, listChanged, type PaymentFacts, type PaymentLabel, readPayment, refund } from "./paymentFacts";
import { chargeSavedCard, findSavedCharge, type SavedCharge, type SavedChargeResult } from "./savedCards";

export interface CheckoutOrder {
  purchaseId: string;
  teamId: string;
  memberId: string;
  credits: number;
  amountCents: number;
  currency: string;
  email: string;
  /** The team's customer at Stripe, once it has one. */
  customerId: string | null;
  successUrl: string;
  cancelUrl: string;
}

export interface CheckoutFacts {
  sessionId: string;
  /** A session that only saves a card. */
  setup: boolean;
  paymentId: string | null;
  purchaseId: string | null;
  teamId: string | null;
  /** `waiting`: the bank has not said yet. `failed`: it said no. */
  state: "open" | "waiting" | "paid" | "failed" | "expired";
  /** Who the receipt is for, as given on Stripe's page: a business name and its GST or VAT number. */
  buyerName: string | null;
  buyerTaxId: string | null;
}

export interface SetupOrder {
  teamId: string;
  customerId: string;
  successUrl: string;
  cancelUrl: string;
}

export interface SavedCard {
  teamId: string | null;
  customerId: string;
  paymentMethodId: string;
  brand: string;
  last4: string;
}

/** An event as a hint: what it is about, not what it says. */
export interface EventHint {
  id: string;
  type: string;
  objectId: string;
  paymentId: string | null;
}

export interface PaymentGateway {
  createCheckout(order: CheckoutOrder): Promise<{ sessionId: string; url: string }>;
  /** The session as Stripe has it now; null when Stripe does not know it. */
  readCheckout(sessionId: string): Promise<CheckoutFacts | null>;
  /** Which purchase of which team a payment is for; null when Stripe does not know it. */
  findPaid(paymentId: string): Promise<PaymentLabel | null>;
  /** The payment with its refunds and disputes as Stripe has them now; null when Stripe does not know it. */
  readPayment(paymentId: string): Promise<PaymentFacts | null>;
  /** Refunds part of a payment, once per key. `refused`: Stripe's reason, in its words. */
  refund(paymentId: string, amountCents: number, key: string): Promise<{ kind: "done" } | { kind: "refused"; reason: string }>;
  /** What Stripe knows to have changed since: what was paid, what was taken back. In seconds since 1970. */
  listChanged(since: { paid: number; takenBack: number }): AsyncGenerator<Changed>;
  createCustomer(teamId: string, email: string): Promise<string>;
  createSetup(order: SetupOrder): Promise<{ sessionId: string; url: string }>;
  /** The card that a session saved; null while it has not. */
  readSetup(sessionId: string): Promise<SavedCard | null>;
  /** Forgets a saved card at Stripe too. */
  detachCard(paymentMethodId: string): Promise<void>;
  /** Forgets a customer at Stripe with every card; payments stay, as the law wants. Any number of times. */
  forgetCustomer(customerId: string): Promise<void>;
  /** What became of the charge of a saved card for a purchase, should its answer have been lost; null when Stripe knows of none. */
  findSavedCharge(customerId: string, purchaseId: string): Promise<SavedChargeResult | null>;
  /** Charges a saved card while its owner is away. The same purchase is charged once, however often it is asked. */
  chargeSavedCard(charge: SavedCharge): Promise<SavedChargeResult>;
  /** The event, if the signature over the raw body is Stripe's; else null. */
  verifyEvent(body: string, signature: string): Promise<EventHint | null>;
}

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
