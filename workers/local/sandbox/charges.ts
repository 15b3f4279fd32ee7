// Charges and refunds in the shape of Stripe's published API. Typed as the SDK types them, so a missing field does not compile.
import type Stripe from "stripe";
import type { Card } from "./cards";
import { type Intent, newId, now } from "./objects";

export type Charge = Omit<Stripe.Charge, "lastResponse"> & { payment_intent: string };
export type Refund = Omit<Stripe.Refund, "lastResponse">;

/** A charge of an intent: paid with the well-known test card, or refused by the bank. */
export function newCharge(intent: Intent, paid: boolean, receiptOrigin: string, card: Card): Charge {
  const id = newId("ch");
  const failed = { failure_code: "card_declined", failure_message: "Your card was declined." };
  return {
    id,
    object: "charge",
    amount: intent.amount,
    amount_captured: paid ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: paid ? newId("txn") : null,
    billing_details: {
      address: { city: null, country: null, line1: null, line2: null, postal_code: null, state: null },
      email: intent.receipt_email,
      name: null,
      phone: null,
      tax_id: null,
    },
    calculated_statement_descriptor: "FARTHING",
    captured: paid,
    created: now(),
    currency: intent.currency,
    customer: intent.customer,
    description: null,
    disputed: false,
    failure_balance_transaction: null,
    ...(paid ? { failure_code: null, failure_message: null } : failed),
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: {
      advice_code: null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: paid ? "approved_by_network" : "declined_by_network",
      reason: paid ? null : "generic_decline",
      risk_level: "normal",
      seller_message: paid ? "Payment complete." : "The bank did not return any further details with this decline.",
      type: paid ? "authorized" : "issuer_declined",
    },
    paid,
    payment_intent: intent.id,
    payment_method: intent.payment_method,
    payment_method_details: {
      card: {
        amount_authorized: intent.amount,
        authorization_code: null,
        electronic_commerce_indicator: null,
        network_transaction_id: null,
        regulated_status: "unregulated",
        transaction_link_id: null,
        brand: "visa",
        checks: null,
        country: "US",
        exp_month: 12,
        exp_year: 2034,
        funding: "credit",
        installments: null,
        last4: card.last4,
        mandate: null,
        network: "visa",
        three_d_secure: null,
        wallet: null,
      },
      type: "card",
    },
    radar_options: {},
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: paid ? `${receiptOrigin}/sandbox/receipts/${id}` : null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: paid ? "succeeded" : "failed",
    transfer_data: null,
    transfer_group: null,
  };
}

export function newRefund(intent: Intent, amount: number, metadata: Record<string, string>, reason: Stripe.Refund.Reason | null): Refund {
  return {
    id: newId("re"),
    object: "refund",
    amount,
    balance_transaction: newId("txn"),
    charge: intent.latest_charge,
    created: now(),
    currency: intent.currency,
    customer: intent.customer,
    customer_account: null,
    payment_method: intent.payment_method,
    destination_details: {
      card: { reference_status: "pending", reference_type: "acquirer_reference_number", type: "refund" },
      type: "card",
    },
    metadata,
    payment_intent: intent.id,
    reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: "succeeded",
    transfer_reversal: null,
  };
}
