// What Stripe says of a payment now: paid or not, refunded how far, disputed how far. And what has changed since a moment.
import Stripe from "stripe";
import type { Changed, PaymentFacts, PaymentLabel } from "~/app/domain/core/ports/payments";
import { orNull } from "./checkout";

/** Money that refunds and disputes took back, from what Stripe says of them. An inquiry takes nothing; a dispute that was won gave it back. */
export function takenBack(
  refunds: Pick<Stripe.Refund, "amount" | "status">[],
  disputes: Pick<Stripe.Dispute, "amount" | "status" | "balance_transactions">[],
): { refundedCents: number; disputedCents: number } {
  let refundedCents = 0;
  for (const { amount, status } of refunds) if (status !== "failed" && status !== "canceled") refundedCents += amount;
  let disputedCents = 0;
  for (const { amount, status, balance_transactions } of disputes) {
    const net = balance_transactions.reduce((sum, transaction) => sum + transaction.amount, 0);
    if (net < 0 && status !== "won" && !status.startsWith("warning")) disputedCents += amount;
  }
  return { refundedCents, disputedCents };
}

export async function findPaid(stripe: Stripe, paymentId: string): Promise<PaymentLabel | null> {
  const intent = await orNull(stripe.paymentIntents.retrieve(paymentId));
  return intent && { ...ownerOf(intent), amountCents: intent.amount, currency: intent.currency };
}

function ownerOf({ metadata, created }: Stripe.PaymentIntent) {
  const { purchaseId = null, teamId = null, memberId = null, credits = "" } = metadata;
  return { purchaseId, teamId, memberId, credits: /^[1-9]\d{0,8}$/.test(credits) ? Number(credits) : null, createdAt: created * 1000 };
}

export async function readPayment(stripe: Stripe, paymentId: string): Promise<PaymentFacts | null> {
  const intent = await orNull(stripe.paymentIntents.retrieve(paymentId, { expand: ["latest_charge"] }));
  if (!intent) return null;
  const [refunds, disputes] = await Promise.all([
    stripe.refunds.list({ payment_intent: paymentId, limit: 100 }).autoPagingToArray({ limit: 1_000 }),
    stripe.disputes.list({ payment_intent: paymentId, limit: 100 }).autoPagingToArray({ limit: 1_000 }),
  ]);
  const charge = typeof intent.latest_charge === "object" ? intent.latest_charge : null;
  const card = charge?.payment_method_details?.card;
  return {
    paymentId: intent.id,
    ...ownerOf(intent),
    state: stateOf(intent),
    paidCents: intent.amount_received,
    currency: intent.currency,
    ...takenBack(refunds, disputes),
    disputeState: disputes[0]?.status ?? null,
    receiptUrl: charge?.receipt_url ?? null,
    cardBrand: card?.brand ?? null,
    cardLast4: card?.last4 ?? null,
  };
}

function stateOf({ status, latest_charge }: Stripe.PaymentIntent): PaymentFacts["state"] {
  if (status === "succeeded") return "paid";
  if (status === "processing") return "waiting";
  return status === "canceled" || (status === "requires_payment_method" && latest_charge) ? "failed" : "open";
}

export async function refund(stripe: Stripe, paymentId: string, amountCents: number, key: string) {
  try {
    await stripe.refunds.create(
      { payment_intent: paymentId, amount: amountCents, reason: "requested_by_customer" },
      { idempotencyKey: `refund-${key}` },
    );
    return { kind: "done" } as const;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError || error instanceof Stripe.errors.StripeIdempotencyError)
      return { kind: "refused", reason: error.message } as const;
    throw error;
  }
}

const idOf = (one: string | { id: string } | null) => (typeof one === "object" ? one?.id : one) ?? null;

/**
 * Paid sessions and payments made since one moment, refunds and disputes since another. A refund or dispute that only changed since is found as long as it was made
 * since; the caller looks back far enough for that.
 */
export async function* listChanged(
  stripe: Stripe,
  { paid, takenBack: back }: { paid: number; takenBack: number },
): AsyncGenerator<Changed> {
  const [since, created] = [{ gte: paid }, { gte: back }];
  for await (const { id, payment_status } of stripe.checkout.sessions.list({ created: since, limit: 100 }))
    if (payment_status === "paid") yield { kind: "session", sessionId: id };
  // An auto top-up has no session. What is on its way is looked at until it has come.
  for await (const { id, metadata } of stripe.paymentIntents.list({ created: since, limit: 100 }))
    if (metadata.purchaseId) yield { kind: "payment", paymentId: id };
  for await (const one of stripe.refunds.list({ created, limit: 100 })) {
    const paymentId = idOf(one.payment_intent);
    if (paymentId) yield { kind: "refund", paymentId };
  }
  for await (const one of stripe.disputes.list({ created, limit: 100 })) {
    const paymentId = idOf(one.payment_intent);
    if (paymentId) yield { kind: "dispute", paymentId };
  }
}
