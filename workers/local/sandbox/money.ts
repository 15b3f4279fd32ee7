// What happens to a charge after it was paid: refunds, disputes, and charges of a saved card without its owner.
import { cardNamed, cardOf, type PaymentMethod } from "./cards";
import { type Charge, newCharge, newRefund, type Refund } from "./charges";
import type { Store } from "./desk";
import { type Dispute, newAdjustment, newDispute } from "./disputes";
import { type Intent, type IntentOrder, newIntent } from "./objects";
import type { Manner, Webhooks } from "./webhooks";

export interface Bank {
  store: Store;
  webhooks: Webhooks;
  manner?: Manner;
}

/** Refunds part of a charge and tells of it. */
export async function refundCharge(
  { store, webhooks, manner }: Bank,
  intent: Intent,
  charge: Charge,
  amount: number,
  metadata: Record<string, string> = {},
): Promise<Refund> {
  const refund = await store.put(newRefund(intent, amount, metadata, "requested_by_customer"));
  const refunded = charge.amount_refunded + amount;
  const after = await store.put({ ...charge, amount_refunded: refunded, refunded: refunded === charge.amount });
  await webhooks.send(
    [
      { type: "refund.created", object: refund },
      { type: "charge.refunded", object: after },
    ],
    manner,
  );
  return refund;
}

/** The bank of the buyer could not take the newest refund: the money stays with us after all. */
export async function failRefund({ store, webhooks, manner }: Bank, charge: Charge): Promise<boolean> {
  const refunds = await store.list<Refund>("refund", 5_000);
  const refund = refunds.find((one) => one.charge === charge.id && one.status === "succeeded");
  if (!refund) return false;
  const failed = await store.put({ ...refund, status: "failed", failure_reason: "lost_or_stolen_card" });
  await store.put({ ...charge, amount_refunded: charge.amount_refunded - refund.amount, refunded: false });
  await webhooks.send([{ type: "refund.failed", object: failed }], manner);
  return true;
}

export async function openDispute({ store, webhooks, manner }: Bank, charge: Charge, inquiry: boolean): Promise<void> {
  const dispute = await store.put(newDispute(charge, inquiry));
  await store.put({ ...charge, disputed: true });
  const told = [{ type: "charge.dispute.created", object: dispute }];
  if (!inquiry) told.push({ type: "charge.dispute.funds_withdrawn", object: dispute });
  await webhooks.send(told, manner);
}

/** Ends the newest open dispute of a charge. An inquiry is closed without anything having moved. */
export async function endDispute({ store, webhooks, manner }: Bank, charge: Charge, won: boolean): Promise<boolean> {
  const disputes = await store.list<Dispute>("dispute", 5_000);
  const dispute = disputes.find((one) => one.charge === charge.id && /needs_response$/.test(one.status));
  if (!dispute) return false;
  const inquiry = dispute.status.startsWith("warning");
  const moved = won && !inquiry ? [...dispute.balance_transactions, newAdjustment(dispute, 1)] : dispute.balance_transactions;
  const status = inquiry ? "warning_closed" : won ? "won" : "lost";
  const ended = await store.put<Dispute>({ ...dispute, balance_transactions: moved, status });
  const told = [{ type: "charge.dispute.closed", object: ended }];
  if (won && !inquiry) told.push({ type: "charge.dispute.funds_reinstated", object: ended });
  await webhooks.send(told, manner);
  return true;
}

/** Charges a saved card without its owner: it works, the bank says no, or the bank wants its owner. */
export async function chargeSavedCard(
  { store, webhooks }: Bank,
  order: IntentOrder,
  origin: string,
): Promise<{ intent: Intent; problem: "card_declined" | "authentication_required" | null }> {
  const method = await store.get<PaymentMethod>(order.paymentMethod ?? "");
  const card = method ? cardOf(method.card?.last4) : cardNamed(order.paymentMethod);
  const paid = card.later === "good";
  const begun = newIntent(order);
  const charge = await store.put(newCharge(begun, paid, origin, card));
  const status = paid ? "succeeded" : "requires_payment_method";
  const code = card.later === "declined" ? "card_declined" : "authentication_required";
  const last_payment_error: Intent["last_payment_error"] = paid ? null : { type: "card_error", code, message: "Your card was declined." };
  const intent = await store.put<Intent>({
    ...begun,
    last_payment_error,
    status,
    latest_charge: charge.id,
    amount_received: paid ? order.amount : 0,
  });
  await webhooks.send([
    { type: paid ? "charge.succeeded" : "charge.failed", object: charge },
    { type: paid ? "payment_intent.succeeded" : "payment_intent.payment_failed", object: intent },
  ]);
  return { intent, problem: paid ? null : card.later === "declined" ? "card_declined" : "authentication_required" };
}
