// Cards to save and how they behave when they are charged later, and the setup intents that save them. Numbers as on Stripe's testing page.
import type Stripe from "stripe";
import { newId, now } from "./objects";

export interface Card {
  last4: string;
  /** What happens when it is charged without its owner. */
  later: "good" | "declined" | "confirm";
  words: string;
}

export const cards: Card[] = [
  { last4: "4242", later: "good", words: "a card that always works (4242)" },
  { last4: "0341", later: "declined", words: "a card that is declined later (0341)" },
  { last4: "3184", later: "confirm", words: "a card whose bank asks for confirmation each time (3184)" },
];
export const goodCard = cards[0] as Card;

export type PaymentMethod = Omit<Stripe.PaymentMethod, "lastResponse">;
export type SetupIntent = Omit<Stripe.SetupIntent, "lastResponse" | "payment_method"> & { payment_method: string };

/** Stripe's names for its test cards, by how they end. Source: https://docs.stripe.com/testing. */
const named: Record<string, string> = {
  pm_card_chargeDeclined: "0341",
  pm_card_visa_chargeDeclined: "0341",
  pm_card_authenticationRequired: "3184",
};

export const cardNamed = (name: string | undefined): Card => cardOf(named[name ?? ""]);

export function cardOf(last4: string | undefined): Card {
  return cards.find((card) => card.last4 === last4) ?? goodCard;
}

export function newPaymentMethod(card: Card, customer: string | null): PaymentMethod {
  return {
    id: newId("pm"),
    object: "payment_method",
    allow_redisplay: "unspecified",
    billing_details: {
      address: { city: null, country: null, line1: null, line2: null, postal_code: null, state: null },
      email: null,
      name: null,
      phone: null,
      tax_id: null,
    },
    card: {
      brand: "visa",
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
      country: "US",
      display_brand: "visa",
      exp_month: 12,
      exp_year: 2034,
      fingerprint: newId("f").slice(2, 18),
      funding: "credit",
      generated_from: null,
      last4: card.last4,
      networks: { available: ["visa"], preferred: null },
      regulated_status: "unregulated",
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: now(),
    customer,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: "card",
  };
}

export function newSetupIntent(customer: string | null, paymentMethod: string, metadata: Record<string, string>): SetupIntent {
  return {
    id: newId("seti"),
    object: "setup_intent",
    allowed_payment_method_types: null,
    application: null,
    automatic_payment_methods: null,
    cancellation_reason: null,
    client_secret: newId("seti_secret"),
    created: now(),
    customer,
    description: null,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: newId("setatt"),
    livemode: false,
    mandate: null,
    metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: paymentMethod,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: ["card"],
    single_use_mandate: null,
    status: "succeeded",
    usage: "off_session",
  };
}
