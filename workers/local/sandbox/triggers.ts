// What Stripe's own command line asks for beyond what Farthing calls: `stripe trigger <event> --api-base http://127.0.0.1:8787`. It makes a product
// and a price, opens a session, and confirms it where a person would use the pay page; it names test cards, and edits what came of them.

import { type Fields, json, missing, text, words } from "./answers";
import { cardOf, newPaymentMethod } from "./cards";
import type { Charge } from "./charges";
import type { Store } from "./desk";
import type { Dispute } from "./disputes";
import { type Bank, endDispute, openDispute } from "./money";
import { type Intent, newId, newIntent, now, type Session } from "./objects";
import { complete, type Desk, decide } from "./pay";

export interface Price {
  currency: string;
  unit_amount: string;
}

export async function priceOf(id: string | undefined, store: Store): Promise<Price | null> {
  return id ? store.get<Price>(id) : null;
}

/** What may be edited, and the events that tell of it. */
const edits: Record<string, string[]> = {
  customers: ["customer.updated"],
  refunds: ["charge.refund.updated", "refund.updated"],
  disputes: ["charge.dispute.updated"],
};

/** Answers what only the command line asks. Null for everything else. */
export async function answerTrigger(
  method: string,
  [noun = "", id, verb]: (string | undefined)[],
  fields: Fields,
  desk: Desk,
): Promise<Response | null> {
  const { store } = desk;
  if (noun === "payment_pages" && id) return verb === "confirm" ? confirm(id, fields, desk) : showPage(id, store);
  if (method !== "POST") return null;
  if (!id && (noun === "products" || noun === "prices")) return json(await store.put(newThing(noun.slice(0, -1), fields)));
  if (!id && noun === "payment_methods") return json(await store.put(newMethod(fields)));
  if (!id && noun === "payment_intents" && !text(fields.payment_method)) return begin(fields, desk);
  if (noun === "disputes" && id && verb === "close") return close(id, desk);
  return id && !verb && edits[noun] ? edit(id, edits[noun], fields, desk) : null;
}

function newThing(object: string, fields: Fields) {
  const prefix = object === "product" ? "prod" : "price";
  return { ...fields, id: newId(prefix), object, active: true, created: now(), livemode: false, metadata: words(fields.metadata) };
}

/** A card by Stripe's token, or an account that a bank answers for later. */
function newMethod(fields: Fields) {
  const method = newPaymentMethod(cardOf(undefined), null);
  if (text(fields.type) !== "sepa_debit") return method;
  const { card: _card, ...rest } = method;
  return { ...rest, type: "sepa_debit", sepa_debit: { last4: (words(fields.sepa_debit).iban ?? "").slice(-4) } };
}

async function showPage(id: string, store: Store): Promise<Response> {
  const session = await store.get<Session>(id);
  return session ? json({ id, object: "payment_page", session_id: id, mode: session.mode }) : missing("payment_page", id);
}

/** Accounts whose bank says no in the end, as Stripe's testing page lists them. */
const REFUSED = ["3202", "3456"];

async function confirm(id: string, fields: Fields, desk: Desk): Promise<Response> {
  const session = await desk.store.get<Session>(id);
  const account = (await desk.store.get<{ sepa_debit?: { last4: string } }>(text(fields.payment_method) ?? ""))?.sepa_debit;
  if (session?.status !== "open") return missing("payment_page", id);
  const done = await complete(session, account !== undefined, desk);
  if (account) await decide(done, !REFUSED.includes(account.last4), desk);
  return json({ id, object: "payment_page", session_id: id });
}

async function begin(fields: Fields, { store, webhooks }: Desk): Promise<Response> {
  const order = { amount: Number(fields.amount), currency: text(fields.currency) ?? "usd", customer: text(fields.customer), email: null };
  const intent = await store.put<Intent>(newIntent({ ...order, metadata: words(fields.metadata) }));
  await webhooks.send([{ type: "payment_intent.created", object: intent }]);
  return json(intent);
}

/** Two of Stripe's test cards are disputed as soon as they are charged. */
export async function disputeAtOnce(paymentMethod: string, intent: Intent, bank: Bank): Promise<Intent> {
  const charge = await bank.store.get<Charge>(intent.latest_charge ?? "");
  if (charge && /^pm_card_createDispute(Inquiry)?$/.test(paymentMethod)) await openDispute(bank, charge, paymentMethod.endsWith("Inquiry"));
  return intent;
}

/** Accepting a dispute loses it. */
async function close(id: string, desk: Desk): Promise<Response> {
  const dispute = await desk.store.get<Dispute>(id);
  const charge = dispute && (await desk.store.get<Charge>(String(dispute.charge)));
  if (!charge) return missing("dispute", id);
  await endDispute(desk, charge, false);
  return json(await desk.store.get(id));
}

async function edit(id: string, types: string[], fields: Fields, { store, webhooks }: Desk): Promise<Response> {
  const found = await store.get<{ id: string; object: string; metadata: Record<string, string> }>(id);
  if (!found) return missing("object", id);
  const object = await store.put({ ...found, metadata: { ...found.metadata, ...words(fields.metadata) } });
  await webhooks.send(types.map((type) => ({ type, object })));
  return json(object);
}
