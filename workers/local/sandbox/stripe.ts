// The part of Stripe's API that Farthing calls, answered from the desk. Errors have Stripe's shape too.
import qs from "qs";
import { type Fields, invalid, json, missing, text, words } from "./answers";
import type { Charge } from "./charges";
import type { Store } from "./desk";
import { chargeSavedCard, refundCharge } from "./money";
import { type Intent, newCustomer, newSession, type Session } from "./objects";
import { readBody } from "./page";
import { answerTrigger, disputeAtOnce, type Price, priceOf } from "./triggers";
import type { Webhooks } from "./webhooks";

/** Answers one request under /v1. The same idempotency key gets the same answer. */
export async function answerStripe(request: Request, store: Store, webhooks: Webhooks): Promise<Response> {
  if (!request.headers.get("Authorization")?.startsWith("Bearer sk_")) {
    return json({ error: { message: "You did not provide an API key.", type: "invalid_request_error" } }, 401);
  }
  const key = request.headers.get("Idempotency-Key");
  const known = key && request.method === "POST" ? await store.get<{ answer: unknown; status: number }>(`idempotency/${key}`) : null;
  if (known) return json(known.answer, known.status);
  const url = new URL(request.url);
  const fields = qs.parse(request.method === "POST" ? await readBody(request) : url.search.slice(1), { depth: 6 }) as Fields;
  const response = await route(request.method, url, fields, store, webhooks);
  if (key && request.method === "POST" && response.status < 500)
    await store.put({ id: `idempotency/${key}`, object: "idempotency", answer: await response.clone().json(), status: response.status });
  return response;
}

async function route(method: string, { pathname: path, origin }: URL, fields: Fields, store: Store, webhooks: Webhooks): Promise<Response> {
  const [noun = "", id, verb] = path
    .replace(/^\/v1\//, "")
    .replace(/^checkout\//, "")
    .split("/");
  const forTriggers = await answerTrigger(method, [noun, id, verb], fields, { store, webhooks, manner: "now", origin });
  if (forTriggers) return forTriggers;
  if (method === "POST" && !id && noun === "payment_intents") return chargeLater(fields, store, webhooks, origin);
  if (method === "POST" && !id) return create(noun, fields, store, webhooks);
  if (method === "POST" && noun === "sessions" && id && verb === "expire") return expire(id, store, webhooks);
  if (method === "POST" && noun === "payment_methods" && id && verb === "detach") return detach(id, store);
  if (method === "DELETE" && noun === "customers" && id) return forget(id, store);
  if (method === "GET" && id) return retrieve(noun, id, fields, store);
  if (method === "GET") return listAll(noun, fields, store);
  return json({ error: { message: `Unrecognized request URL (${method}: ${path}).`, type: "invalid_request_error" } }, 404);
}

const kinds: Record<string, string> = {
  sessions: "checkout.session",
  payment_intents: "payment_intent",
  charges: "charge",
  customers: "customer",
  refunds: "refund",
  disputes: "dispute",
  setup_intents: "setup_intent",
  payment_methods: "payment_method",
  events: "event",
};

async function create(noun: string, fields: Fields, store: Store, webhooks: Webhooks): Promise<Response> {
  if (noun === "customers") return json(await store.put(newCustomer(text(fields.email), text(fields.name), words(fields.metadata))));
  if (noun === "refunds") return refund(fields, store, webhooks);
  if (noun !== "sessions")
    return json({ error: { message: `Unrecognized request URL (POST: /v1/${noun}).`, type: "invalid_request_error" } }, 404);
  const mode = text(fields.mode) === "setup" ? "setup" : "payment";
  const [item] = Object.values(words(fields.line_items)) as unknown as { quantity: string; price?: string; price_data?: Price }[];
  const price = item?.price_data ?? (await priceOf(item?.price, store));
  const successUrl = text(fields.success_url);
  if (mode === "payment" && !price) return invalid("line_items", "Missing required param: line_items.");
  if (!successUrl) return invalid("success_url", "Missing required param: success_url.");
  const order = {
    mode,
    amount: Number(price?.unit_amount ?? 0) * Number(item?.quantity ?? 1),
    currency: price?.currency ?? text(fields.currency) ?? "usd",
    email: text(fields.customer_email),
    metadata: words(fields.metadata),
    reference: text(fields.client_reference_id),
  } as const;
  const intentMetadata = words(words(fields.payment_intent_data).metadata as unknown);
  const session = newSession({ ...order, intentMetadata, customer: text(fields.customer), successUrl, cancelUrl: text(fields.cancel_url) });
  await store.put({ id: `metadata/${session.id}`, object: "intent-metadata", ...intentMetadata });
  return json(await store.put(session as Session));
}

/** A charge of a saved card without its owner, as auto top-up makes it. A decline is Stripe's 402 with the intent inside. */
async function chargeLater(fields: Fields, store: Store, webhooks: Webhooks, origin: string): Promise<Response> {
  const [amount, currency, customer] = [Number(fields.amount), text(fields.currency) ?? "", text(fields.customer)];
  const paymentMethod = text(fields.payment_method);
  if (!paymentMethod || !(customer || paymentMethod.startsWith("pm_card_")))
    return invalid("payment_method", "Missing required param: payment_method.");
  const order = { amount, currency, customer, email: null, metadata: words(fields.metadata), paymentMethod };
  const { intent, problem } = await chargeSavedCard({ store, webhooks }, order, origin);
  if (!problem) return json(await disputeAtOnce(paymentMethod, intent, { store, webhooks }));
  const message =
    problem === "card_declined" ? "Your card was declined." : "Your card was declined. This transaction requires authentication.";
  const error = { code: problem, decline_code: problem === "card_declined" ? "generic_decline" : problem, message, payment_intent: intent };
  return json({ error: { ...error, charge: intent.latest_charge, type: "card_error" } }, 402);
}

async function refund(fields: Fields, store: Store, webhooks: Webhooks): Promise<Response> {
  const intent = await store.get<Intent>(text(fields.payment_intent) ?? "");
  if (!intent) return missing("payment_intent", text(fields.payment_intent) ?? "");
  const charge = await store.get<Charge>(intent.latest_charge ?? "");
  if (!charge) return invalid("payment_intent", "This PaymentIntent does not have a successful charge to refund.");
  const amount = Number(fields.amount ?? charge.amount - charge.amount_refunded);
  if (amount > charge.amount - charge.amount_refunded)
    return invalid("amount", "Refund amount is greater than unrefunded amount on charge.");
  return json(await refundCharge({ store, webhooks }, intent, charge, amount, words(fields.metadata)));
}

async function expire(id: string, store: Store, webhooks: Webhooks): Promise<Response> {
  const session = await store.get<Session>(id);
  if (!session) return missing("checkout.session", id);
  const expired = await store.put({ ...session, status: "expired", url: null } as Session);
  await webhooks.send([{ type: "checkout.session.expired", object: expired }]);
  return json(expired);
}

async function detach(id: string, store: Store): Promise<Response> {
  const method = await store.get<{ id: string; object: string }>(id);
  return method ? json(await store.put({ ...method, customer: null })) : missing("payment_method", id);
}

/** A customer with every card. Payments stay, as at Stripe. */
async function forget(id: string, store: Store): Promise<Response> {
  const customer = await store.get<{ id: string; object: string }>(id);
  if (customer?.object !== "customer" || "deleted" in customer) return missing("customer", id);
  for (const method of await store.list<{ id: string; object: string; customer: string | null }>("payment_method"))
    if (method.customer === id) await store.put({ ...method, customer: null });
  await store.put({ id, object: "customer", deleted: true });
  return json({ id, object: "customer", deleted: true });
}

async function retrieve(noun: string, id: string, fields: Fields, store: Store): Promise<Response> {
  const object = kinds[noun] ? await store.get<Fields>(id) : null;
  if (!object || object.object !== kinds[noun]) return missing(kinds[noun] ?? noun, id);
  for (const path of Object.values(words(fields.expand))) await expand(object, path.split("."), store);
  return json(object);
}

/** Puts whole objects where ids stand, along a path like `payment_intent.latest_charge`. */
async function expand(object: Fields, [name, ...rest]: string[], store: Store): Promise<void> {
  if (!name) return;
  const value = object[name];
  if (typeof value === "string") object[name] = (await store.get<Fields>(value)) ?? value;
  if (typeof object[name] === "object" && object[name] !== null) await expand(object[name] as Fields, rest, store);
}

/** A page of a kind, newest first, by payment intent and by when it was made. */
async function listAll(noun: string, fields: Fields, store: Store): Promise<Response> {
  if (!kinds[noun]) return missing("resource", noun);
  const since = Number(words(fields.created).gte ?? 0);
  const [intent, customer] = [text(fields.payment_intent), text(fields.customer)];
  const all = (await store.list<Fields>(kinds[noun], 5_000)).filter(
    (one) =>
      Number(one.created) >= since &&
      (intent === null || one.payment_intent === intent) &&
      (customer === null || one.customer === customer),
  );
  const from = all.findIndex(({ id }) => id === text(fields.starting_after)) + 1;
  const data = all.slice(from, from + Number(fields.limit ?? 10));
  for (const path of Object.values(words(fields.expand)))
    for (const object of data) await expand(object, path.replace(/^data\./, "").split("."), store);
  const url = `/v1/${noun === "sessions" ? "checkout/sessions" : noun}`;
  return json({ object: "list", data, has_more: from + data.length < all.length, url });
}
