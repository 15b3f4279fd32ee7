// Disputes in the shape of Stripe's published API: opened, an inquiry, won, lost.
import type Stripe from "stripe";
import type { Charge } from "./charges";
import { newId, now } from "./objects";

export type Dispute = Omit<Stripe.Dispute, "lastResponse">;

const noEvidence: Stripe.Dispute.Evidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
};

/** The money taken for a dispute (`by` -1) or given back (`by` 1). */
export function newAdjustment(dispute: Pick<Dispute, "id" | "amount" | "currency">, by: -1 | 1): Stripe.BalanceTransaction {
  const amount = by * dispute.amount;
  const fee = by < 0 ? 1_500 : 0;
  return {
    id: newId("txn"),
    object: "balance_transaction",
    amount,
    available_on: now(),
    balance_type: "payments",
    created: now(),
    currency: dispute.currency,
    description: by < 0 ? "Chargeback withdrawal" : "Chargeback reversal",
    exchange_rate: null,
    fee,
    fee_details:
      fee > 0 ? [{ amount: fee, application: null, currency: dispute.currency, description: "Dispute fee", type: "stripe_fee" }] : [],
    net: amount - fee,
    reporting_category: by < 0 ? "dispute" : "dispute_reversal",
    source: dispute.id,
    status: "available",
    type: "adjustment",
  };
}

/** A dispute of a whole charge. An inquiry takes no money. */
export function newDispute(charge: Charge, inquiry: boolean): Dispute {
  const id = newId("du");
  const { amount, currency } = charge;
  return {
    id,
    object: "dispute",
    amount,
    balance_transactions: inquiry ? [] : [newAdjustment({ id, amount, currency }, -1)],
    charge: charge.id,
    created: now(),
    currency,
    enhanced_eligibility_types: [],
    evidence: noEvidence,
    evidence_details: {
      due_by: now() + 7 * 24 * 60 * 60,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: "not_submitted",
    },
    intended_submission_method: null,
    is_charge_refundable: inquiry,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method_details: {
      card: { brand: "visa", network: "visa", case_type: inquiry ? "inquiry" : "chargeback", network_reason_code: "10.4" },
      type: "card",
    },
    reason: "fraudulent",
    status: inquiry ? "warning_needs_response" : "needs_response",
  };
}
