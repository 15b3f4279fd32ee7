// Stripe, behind the few things we ask of it. Its SDK, its signatures; no rule of ours.
import Stripe from "stripe";

export interface CheckoutOrder {
  purchaseId: string;
  teamId: string;
  credits: number;
  amountCents: number;
  currency: string;
  email: string;
  successUrl: string;
  cancelUrl: string;
}

export interface CheckoutFacts {
  sessionId: string;
  paymentId: string | null;
  purchaseId: string | null;
  teamId: string | null;
  /** `waiting`: the bank has not said yet. `failed`: it said no. */
  state: "open" | "waiting" | "paid" | "failed" | "expired";
  amountCents: number;
  currency: string;
  receiptUrl: string | null;
  cardBrand: string | null;
  cardLast4: string | null;
}

export interface PaymentGateway {
  createCheckout(order: CheckoutOrder): Promise<{ sessionId: string; url: string }>;
  /** The session as Stripe has it now; null when Stripe does not know it. */
  readCheckout(sessionId: string): Promise<CheckoutFacts | null>;
  /** The event, if the signature over the raw body is Stripe's; else null. */
  verifyEvent(body: string, signature: string): Promise<{ id: string; type: string; objectId: string } | null>;
}

/** `fetcher` is where requests go: the network, or the sandbox Worker. */
export function openPayments(secretKey: string, webhookSecret: string, fetcher?: typeof fetch): PaymentGateway {
  const stripe = new Stripe(secretKey, { httpClient: Stripe.createFetchHttpClient(fetcher), maxNetworkRetries: 2, telemetry: false });
  return {
    createCheckout: (order) => createCheckout(stripe, order),
    readCheckout: (sessionId) => readCheckout(stripe, sessionId),
    verifyEvent: (body, signature) => verifyEvent(stripe, webhookSecret, body, signature),
  };
}

async function createCheckout(stripe: Stripe, order: CheckoutOrder) {
  const { purchaseId, teamId, credits, amountCents, currency } = order;
  const metadata = { purchaseId, teamId };
  const product = { name: `${credits} Farthing credits`, description: "Credits bought never expire." };
  const session = await stripe.checkout.sessions.create(
    {
      mode: "payment",
      line_items: [{ quantity: 1, price_data: { currency, unit_amount: amountCents, product_data: product } }],
      customer_email: order.email,
      client_reference_id: purchaseId,
      metadata,
      payment_intent_data: { metadata },
      success_url: order.successUrl,
      cancel_url: order.cancelUrl,
    },
    { idempotencyKey: `checkout-${purchaseId}` },
  );
  if (!session.url) throw new Error(`Stripe gave session ${session.id} no address.`);
  return { sessionId: session.id, url: session.url };
}

async function readCheckout(stripe: Stripe, sessionId: string): Promise<CheckoutFacts | null> {
  try {
    return toFacts(await stripe.checkout.sessions.retrieve(sessionId, { expand: ["payment_intent.latest_charge"] }));
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 404) return null;
    throw error;
  }
}

function toFacts(session: Stripe.Checkout.Session): CheckoutFacts {
  const intent = typeof session.payment_intent === "object" ? session.payment_intent : null;
  const charge = intent && typeof intent.latest_charge === "object" ? intent.latest_charge : null;
  const card = charge?.payment_method_details?.card;
  return {
    sessionId: session.id,
    paymentId: intent?.id ?? null,
    purchaseId: session.metadata?.purchaseId ?? null,
    teamId: session.metadata?.teamId ?? null,
    state: stateOf(session, intent),
    amountCents: session.amount_total ?? 0,
    currency: session.currency ?? "",
    receiptUrl: charge?.receipt_url ?? null,
    cardBrand: card?.brand ?? null,
    cardLast4: card?.last4 ?? null,
  };
}

function stateOf(session: Stripe.Checkout.Session, intent: Stripe.PaymentIntent | null): CheckoutFacts["state"] {
  if (session.payment_status === "paid") return "paid";
  if (session.status === "expired") return "expired";
  if (session.status !== "complete") return "open";
  return intent && ["requires_payment_method", "canceled"].includes(intent.status) ? "failed" : "waiting";
}

async function verifyEvent(stripe: Stripe, secret: string, body: string, signature: string) {
  try {
    const event = await stripe.webhooks.constructEventAsync(body, signature, secret);
    const object = event.data.object as { id?: string };
    return { id: event.id, type: event.type, objectId: object.id ?? "" };
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return null;
    throw error;
  }
}
