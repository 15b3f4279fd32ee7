// Charges of a saved card while its owner is away.
import Stripe from "stripe";
import type { SavedCharge, SavedChargeResult } from "~/app/domain/core/ports/payments";
import { labelOf } from "./checkout";

export async function chargeSavedCard(stripe: Stripe, charge: SavedCharge): Promise<SavedChargeResult> {
  const { credits, amountCents, currency, customerId, paymentMethodId } = charge;
  try {
    const intent = await stripe.paymentIntents.create(
      {
        amount: amountCents,
        currency,
        customer: customerId,
        payment_method: paymentMethodId,
        description: `${credits} Farthing credits, auto top-up`,
        metadata: labelOf(charge),
        off_session: true,
        confirm: true,
      },
      { idempotencyKey: `top-up-${charge.purchaseId}` },
    );
    if (intent.status === "succeeded") return { kind: "done", paymentId: intent.id };
    return { kind: intent.status === "processing" ? "waiting" : "needs-person", paymentId: intent.id };
  } catch (error) {
    // A card or customer that Stripe no longer has is no better than one that is declined.
    if (error instanceof Stripe.errors.StripeInvalidRequestError) return { kind: "declined", paymentId: null };
    if (!(error instanceof Stripe.errors.StripeCardError)) throw error;
    const kind = error.code === "authentication_required" ? "needs-person" : "declined";
    return { kind, paymentId: error.payment_intent?.id ?? null };
  }
}

/** Among the customer's newest payments, the one for a purchase. */
export async function findSavedCharge(stripe: Stripe, customerId: string, purchaseId: string): Promise<SavedChargeResult | null> {
  const { data } = await stripe.paymentIntents.list({ customer: customerId, limit: 100 });
  const intent = data.find(({ metadata }) => metadata.purchaseId === purchaseId);
  if (!intent) return null;
  const { id: paymentId, status, last_payment_error: problem } = intent;
  if (status === "succeeded") return { kind: "done", paymentId };
  if (status === "processing") return { kind: "waiting", paymentId };
  return { kind: problem?.code === "authentication_required" || status === "requires_action" ? "needs-person" : "declined", paymentId };
}
