// Charges of a saved card while its owner is away.
import Stripe from "stripe";

export interface SavedCharge {
  purchaseId: string;
  teamId: string;
  credits: number;
  amountCents: number;
  currency: string;
  customerId: string;
  paymentMethodId: string;
}

/** `needs-person`: the bank wants its customer to confirm. `declined`: the bank said no. */
export type SavedChargeResult =
  | { kind: "done" | "waiting"; paymentId: string }
  | { kind: "declined" | "needs-person"; paymentId: string | null };

export async function chargeSavedCard(stripe: Stripe, charge: SavedCharge): Promise<SavedChargeResult> {
  const { purchaseId, teamId, credits, amountCents, currency, customerId, paymentMethodId } = charge;
  try {
    const intent = await stripe.paymentIntents.create(
      {
        amount: amountCents,
        currency,
        customer: customerId,
        payment_method: paymentMethodId,
        description: `${credits} Farthing credits, auto top-up`,
        metadata: { purchaseId, teamId },
        off_session: true,
        confirm: true,
      },
      { idempotencyKey: `top-up-${purchaseId}` },
    );
    if (intent.status === "succeeded") return { kind: "done", paymentId: intent.id };
    return { kind: intent.status === "processing" ? "waiting" : "needs-person", paymentId: intent.id };
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeCardError)) throw error;
    const kind = error.code === "authentication_required" ? "needs-person" : "declined";
    return { kind, paymentId: error.payment_intent?.id ?? null };
  }
}
