// Stripe's objects in the shape of its published API. Typed as the SDK types them, so a missing field does not compile.
import Stripe from "stripe";

/** Seconds since 1970, as Stripe counts. */
export const now = () => Math.floor(Date.now() / 1000);

/** An id like Stripe's: a prefix and 24 letters and digits. */
export function newId(prefix: string): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  return `${prefix}_${Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => letters[byte % letters.length]).join("")}`;
}

export interface SessionOrder {
  mode: "payment" | "setup";
  amount: number;
  currency: string;
  email: string | null;
  metadata: Record<string, string>;
  intentMetadata: Record<string, string>;
  reference: string | null;
  customer: string | null;
  successUrl: string;
  cancelUrl: string | null;
}

export type Session = Omit<Stripe.Checkout.Session, "lastResponse" | "payment_intent"> & { payment_intent: string | null };
export type Intent = Omit<Stripe.PaymentIntent, "lastResponse" | "latest_charge" | "customer" | "payment_method"> & {
  latest_charge: string | null;
  customer: string | null;
  payment_method: string | null;
};

export function newSession(order: SessionOrder): Session {
  const id = newId("cs_test");
  // Stripe's page is on another origin than the app. So is this one: the loopback address instead of its name.
  const pay = new URL(`/sandbox/pay/${id}`, order.successUrl.replace("//localhost", "//127.0.0.1"));
  return {
    id,
    object: "checkout.session",
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: null,
    amount_subtotal: order.mode === "setup" ? null : order.amount,
    amount_total: order.mode === "setup" ? null : order.amount,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: order.cancelUrl,
    client_reference_id: order.reference,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: now(),
    currency: order.currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer: order.customer,
    customer_account: null,
    customer_creation: "if_required",
    customer_details: order.email
      ? {
          address: null,
          business_name: null,
          email: order.email,
          individual_name: null,
          name: null,
          phone: null,
          tax_exempt: "none",
          tax_ids: null,
        }
      : null,
    customer_email: order.email,
    discounts: [],
    expires_at: now() + 24 * 60 * 60,
    integration_identifier: null,
    invoice: null,
    invoice_creation: {
      enabled: false,
      invoice_data: {
        account_tax_ids: null,
        custom_fields: null,
        description: null,
        footer: null,
        issuer: null,
        metadata: {},
        rendering_options: null,
      },
    },
    livemode: false,
    locale: null,
    managed_payments: null,
    metadata: order.metadata,
    mode: order.mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: "if_required",
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ["card"],
    payment_status: order.mode === "setup" ? "no_payment_required" : "unpaid",
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: "open",
    submit_type: null,
    subscription: null,
    success_url: order.successUrl,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: "hosted_page",
    url: pay.toString(),
    wallet_options: null,
  };
}

export interface IntentOrder {
  amount: number;
  currency: string;
  customer: string | null;
  email: string | null;
  metadata: Record<string, string>;
  paymentMethod?: string;
}

export function newIntent(order: IntentOrder): Intent {
  const id = newId("pi");
  return {
    id,
    object: "payment_intent",
    amount: order.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    allowed_payment_method_types: null,
    managed_payments: null,
    payment_record: null,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: "automatic_async",
    client_secret: newId(`${id}_secret`),
    confirmation_method: "automatic",
    created: now(),
    currency: order.currency,
    customer: order.customer,
    customer_account: null,
    description: null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    metadata: order.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: order.paymentMethod ?? newId("pm"),
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ["card"],
    processing: null,
    receipt_email: order.email,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: "requires_payment_method",
    transfer_data: null,
    transfer_group: null,
  };
}

export function newCustomer(
  email: string | null,
  name: string | null,
  metadata: Record<string, string>,
): Omit<Stripe.Customer, "lastResponse"> {
  return {
    id: newId("cus"),
    object: "customer",
    address: null,
    balance: 0,
    created: now(),
    currency: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email,
    invoice_prefix: newId("x").slice(2, 10).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata,
    name,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: "none",
    test_clock: null,
  };
}

export function newEvent(type: string, object: { id: string }) {
  return {
    id: newId("evt"),
    object: "event" as const,
    api_version: Stripe.API_VERSION,
    created: now(),
    data: { object },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  };
}
