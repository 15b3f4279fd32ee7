// Stripe Checkout: sessions that sell a pack, and sessions that only save a card.
import Stripe from "stripe";
import type { CheckoutFacts, CheckoutOrder, SavedCard, SetupOrder } from "~/app/domain/core/ports/payments";

export async function createCheckout(stripe: Stripe, order: CheckoutOrder): Promise<{ sessionId: string; url: string }> {
  const { purchaseId, teamId, memberId, credits, amountCents, currency } = order;
  const metadata = labelOf({ purchaseId, teamId, memberId, credits });
  const product = { name: `${credits} Farthing credits`, description: "Credits bought never expire." };
  const session = await stripe.checkout.sessions.create(
    {
      mode: "payment",
      line_items: [{ quantity: 1, price_data: { currency, unit_amount: amountCents, product_data: product } }],
      ...customerOf(order),
      // A business can give its GST or VAT number for the receipt.
      tax_id_collection: { enabled: true },
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

/** What a payment says about itself at Stripe: enough to write its purchase anew, should our database have forgotten it. Ids and a number, no personal data. */
export function labelOf({ purchaseId, teamId, memberId, credits }: Pick<CheckoutOrder, "purchaseId" | "teamId" | "memberId" | "credits">) {
  return { purchaseId, teamId, memberId, credits: String(credits) };
}

/** With tax ids Stripe wants a customer: the team's, brought up to date, or a new one. */
function customerOf({ customerId, email }: CheckoutOrder): Stripe.Checkout.SessionCreateParams {
  if (customerId) return { customer: customerId, customer_update: { name: "auto", address: "auto" } };
  return { customer_email: email, customer_creation: "always" };
}

/** Null for what Stripe does not know; any other error is thrown. */
export async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 404) return null;
    throw error;
  }
}

export async function readCheckout(stripe: Stripe, sessionId: string): Promise<CheckoutFacts | null> {
  const session = await orNull(stripe.checkout.sessions.retrieve(sessionId, { expand: ["payment_intent"] }));
  if (!session) return null;
  const intent = typeof session.payment_intent === "object" ? session.payment_intent : null;
  return {
    sessionId: session.id,
    setup: session.mode === "setup",
    paymentId: intent?.id ?? null,
    purchaseId: session.metadata?.purchaseId ?? null,
    teamId: session.metadata?.teamId ?? null,
    state: stateOf(session, intent),
    buyerName: session.customer_details?.business_name ?? null,
    buyerTaxId: session.customer_details?.tax_ids?.[0]?.value ?? null,
  };
}

function stateOf(session: Stripe.Checkout.Session, intent: Stripe.PaymentIntent | null): CheckoutFacts["state"] {
  if (session.payment_status === "paid") return "paid";
  if (session.status === "expired") return "expired";
  if (session.status !== "complete") return "open";
  return intent && ["requires_payment_method", "canceled"].includes(intent.status) ? "failed" : "waiting";
}

export async function createSetup(stripe: Stripe, order: SetupOrder): Promise<{ sessionId: string; url: string }> {
  const session = await stripe.checkout.sessions.create({
    mode: "setup",
    allowed_payment_method_types: ["card"],
    customer: order.customerId,
    metadata: { teamId: order.teamId },
    setup_intent_data: { metadata: { teamId: order.teamId } },
    success_url: order.successUrl,
    cancel_url: order.cancelUrl,
  });
  if (!session.url) throw new Error(`Stripe gave session ${session.id} no address.`);
  return { sessionId: session.id, url: session.url };
}

export async function readSetup(stripe: Stripe, sessionId: string): Promise<SavedCard | null> {
  const session = await orNull(stripe.checkout.sessions.retrieve(sessionId, { expand: ["setup_intent.payment_method"] }));
  const intent = session && typeof session.setup_intent === "object" ? session.setup_intent : null;
  const method = intent && typeof intent.payment_method === "object" ? intent.payment_method : null;
  const customerId = typeof session?.customer === "string" ? session.customer : session?.customer?.id;
  if (!session || intent?.status !== "succeeded" || !method?.card || !customerId) return null;
  const { brand, last4 } = method.card;
  return { teamId: session.metadata?.teamId ?? null, customerId, paymentMethodId: method.id, brand, last4 };
}
