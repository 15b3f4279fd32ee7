// What the domain asks of whoever takes payments. app/gateways fits Stripe to it.

export interface CheckoutOrder {
  purchaseId: string;
  teamId: string;
  memberId: string;
  credits: number;
  amountCents: number;
  currency: string;
  email: string;
  /** The team's customer at Stripe, once it has one. */
  customerId: string | null;
  successUrl: string;
  cancelUrl: string;
}

export interface CheckoutFacts {
  sessionId: string;
  /** A session that only saves a card. */
  setup: boolean;
  paymentId: string | null;
  purchaseId: string | null;
  teamId: string | null;
  /** `waiting`: the bank has not said yet. `failed`: it said no. */
  state: "open" | "waiting" | "paid" | "failed" | "expired";
  /** Who the receipt is for, as given on Stripe's page: a business name and its GST or VAT number. */
  buyerName: string | null;
  buyerTaxId: string | null;
}

export interface SetupOrder {
  teamId: string;
  customerId: string;
  successUrl: string;
  cancelUrl: string;
}

export interface SavedCard {
  teamId: string | null;
  customerId: string;
  paymentMethodId: string;
  brand: string;
  last4: string;
}

/** An event as a hint: what it is about, not what it says. */
export interface EventHint {
  id: string;
  type: string;
  objectId: string;
  paymentId: string | null;
}

export interface PaymentGateway {
  createCheckout(order: CheckoutOrder): Promise<{ sessionId: string; url: string }>;
  /** The session as Stripe has it now; null when Stripe does not know it. */
  readCheckout(sessionId: string): Promise<CheckoutFacts | null>;
  /** Which purchase of which team a payment is for; null when Stripe does not know it. */
  findPaid(paymentId: string): Promise<PaymentLabel | null>;
  /** The payment with its refunds and disputes as Stripe has them now; null when Stripe does not know it. */
  readPayment(paymentId: string): Promise<PaymentFacts | null>;
  /** Refunds part of a payment, once per key. `refused`: Stripe's reason, in its words. */
  refund(paymentId: string, amountCents: number, key: string): Promise<{ kind: "done" } | { kind: "refused"; reason: string }>;
  /** What Stripe knows to have changed since: what was paid, what was taken back. In seconds since 1970. */
  listChanged(since: { paid: number; takenBack: number }): AsyncGenerator<Changed>;
  createCustomer(teamId: string, email: string): Promise<string>;
  createSetup(order: SetupOrder): Promise<{ sessionId: string; url: string }>;
  /** The card that a session saved; null while it has not. */
  readSetup(sessionId: string): Promise<SavedCard | null>;
  /** Forgets a saved card at Stripe too. */
  detachCard(paymentMethodId: string): Promise<void>;
  /** Forgets a customer at Stripe with every card; payments stay, as the law wants. Any number of times. */
  forgetCustomer(customerId: string): Promise<void>;
  /** What became of the charge of a saved card for a purchase, should its answer have been lost; null when Stripe knows of none. */
  findSavedCharge(customerId: string, purchaseId: string): Promise<SavedChargeResult | null>;
  /** Charges a saved card while its owner is away. The same purchase is charged once, however often it is asked. */
  chargeSavedCard(charge: SavedCharge): Promise<SavedChargeResult>;
  /** The event, if the signature over the raw body is Stripe's; else null. */
  verifyEvent(body: string, signature: string): Promise<EventHint | null>;
}

export interface PaymentFacts {
  paymentId: string;
  purchaseId: string | null;
  teamId: string | null;
  /** As its label at Stripe says; null on payments from before there was one. */
  memberId: string | null;
  credits: number | null;
  /** Milliseconds since 1970. */
  createdAt: number;
  state: "open" | "waiting" | "paid" | "failed";
  paidCents: number;
  currency: string;
  /** Refunds that live: all but failed and cancelled ones. */
  refundedCents: number;
  /** Disputes whose money was taken and not given back. */
  disputedCents: number;
  /** Stripe's word on the newest dispute. */
  disputeState: string | null;
  receiptUrl: string | null;
  cardBrand: string | null;
  cardLast4: string | null;
}

/** Which purchase of which team a payment is for, and what it was to cost. */
export type PaymentLabel = Pick<PaymentFacts, "purchaseId" | "teamId" | "memberId" | "credits" | "createdAt" | "currency"> & {
  amountCents: number;
};

export type Changed = { kind: "session"; sessionId: string } | { kind: "payment" | "refund" | "dispute"; paymentId: string };

export interface SavedCharge {
  purchaseId: string;
  teamId: string;
  memberId: string;
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
