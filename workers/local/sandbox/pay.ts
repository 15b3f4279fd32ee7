// The pay page: what a person does on Stripe's own page, with the outcome to choose.

import { cardOf, cards, goodCard, newPaymentMethod, newSetupIntent } from "./cards";
import { newCharge } from "./charges";
import type { Store } from "./desk";
import { type Intent, newIntent, type Session } from "./objects";
import { escapeHtml, page, readForm } from "./page";
import type { Manner, Telling, Webhooks } from "./webhooks";

const money = (session: Session) => `$${((session.amount_total ?? 0) / 100).toFixed(2)}`;

/** Answers GET and POST of /sandbox/pay/:id. */
export async function answerPay(request: Request, id: string, store: Store, webhooks: Webhooks): Promise<Response> {
  const session = await store.get<Session>(id);
  if (!session) return page("No such payment", "<p>This payment page does not exist.</p>", 404);
  if (request.method === "GET") return session.status === "open" ? showPay(session, null) : closedPage(session);
  const form = await readForm(request);
  const manner = (form.get("webhooks") ?? "now") as Manner;
  const origin = new URL(request.url).origin;
  if (form.get("outcome") === "close") return Response.redirect(session.cancel_url ?? session.success_url ?? "/", 303);
  if (session.status !== "open") return closedPage(session);
  if (session.mode === "setup") return saveCard(session, form.get("card") ?? "", { store, webhooks, manner, origin });
  await noteBuyer(session, form, store);
  if (form.get("outcome") === "declined") return decline(session, store, webhooks, manner, origin);
  await complete(session, form.get("outcome") === "later", { store, webhooks, manner, origin });
  return Response.redirect(session.success_url ?? "/", 303);
}

export interface Desk {
  store: Store;
  webhooks: Webhooks;
  manner: Manner;
  origin: string;
}

async function intentOf(session: Session, store: Store): Promise<Intent> {
  const known = session.payment_intent ? await store.get<Intent>(session.payment_intent) : null;
  const { id: _id, object: _object, ...metadata } = (await store.get<Record<string, string>>(`metadata/${session.id}`)) ?? {};
  const customer = typeof session.customer === "string" ? session.customer : null;
  const order = { amount: session.amount_total ?? 0, currency: session.currency ?? "usd", customer, email: session.customer_email };
  return known ?? newIntent({ ...order, metadata });
}

/** A business that gives its name and tax number on the pay page. */
async function noteBuyer(session: Session, form: URLSearchParams, store: Store): Promise<void> {
  const [name, value] = [form.get("business"), form.get("tax-id")];
  const empty = { address: null, email: null, individual_name: null, name: null, phone: null, tax_exempt: "none" as const };
  const details = {
    ...empty,
    ...session.customer_details,
    business_name: name || null,
    tax_ids: value ? [{ type: "in_gst" as const, value }] : [],
  };
  if (name || value) Object.assign(session, await store.put<Session>({ ...session, customer_details: details }));
}

/** The end of a session that only saves a card, for charges without its owner later. */
async function saveCard(session: Session, last4: string, { store, webhooks, manner }: Desk): Promise<Response> {
  const customer = typeof session.customer === "string" ? session.customer : null;
  const method = await store.put(newPaymentMethod(cardOf(last4), customer));
  const intent = await store.put(newSetupIntent(customer, method.id, session.metadata ?? {}));
  const done = await store.put({ ...session, status: "complete", url: null, setup_intent: intent.id } as Session);
  await webhooks.send(
    [
      { type: "setup_intent.succeeded", object: intent },
      { type: "checkout.session.completed", object: done },
    ],
    manner,
  );
  return Response.redirect(session.success_url ?? "/", 303);
}

/** The buyer has paid, or has told a bank to: its word comes later. */
export async function complete(session: Session, later: boolean, desk: Desk): Promise<Session> {
  const { store, webhooks, manner } = desk;
  const intent = await store.put({ ...(await intentOf(session, store)), status: later ? "processing" : "succeeded" } as Intent);
  let done = await store.put({ ...session, status: "complete", url: null, payment_intent: intent.id, payment_status: "unpaid" } as Session);
  const told: Telling[] = [];
  if (!later) {
    const paid = await settle(done, intent, true, desk);
    done = paid.session;
    told.push({ type: "charge.succeeded", object: paid.charge }, { type: "payment_intent.succeeded", object: paid.intent });
  }
  await webhooks.send([...told, { type: "checkout.session.completed", object: done }], manner);
  return done;
}

async function settle(session: Session, intent: Intent, paid: boolean, { store, origin }: Desk) {
  const charge = newCharge(intent, paid, origin, goodCard);
  await store.put(charge);
  const status = paid ? "succeeded" : "requires_payment_method";
  const ended = await store.put({ ...intent, status, latest_charge: charge.id, amount_received: paid ? intent.amount : 0 } as Intent);
  const known = await store.put({ ...session, payment_status: paid ? "paid" : "unpaid", payment_intent: intent.id } as Session);
  return { charge, intent: ended, session: known };
}

async function decline(session: Session, store: Store, webhooks: Webhooks, manner: Manner, origin: string): Promise<Response> {
  const intent = await intentOf(session, store);
  const failed = await settle(session, intent, false, { store, webhooks, manner, origin });
  await webhooks.send([
    { type: "charge.failed", object: failed.charge },
    { type: "payment_intent.payment_failed", object: failed.intent },
  ]);
  return showPay(failed.session, "Your card was declined. Try another one.");
}

/** POST /sandbox/decide/:id: the bank's late word on a payment that was left waiting. */
export async function answerDecide(request: Request, id: string, store: Store, webhooks: Webhooks): Promise<Response> {
  const session = await store.get<Session>(id);
  const paid = (await readForm(request)).get("outcome") === "paid";
  const origin = new URL(request.url).origin;
  if (!session || !(await decide(session, paid, { store, webhooks, manner: "now", origin })))
    return page("Nothing to decide", "<p>This payment is not waiting.</p>", 409);
  return Response.redirect(`${origin}/sandbox/payments`, 303);
}

/** What the bank says in the end about a payment that waits for it. False where none does. */
export async function decide(session: Session, paid: boolean, desk: Desk): Promise<boolean> {
  const intent = session.payment_intent ? await desk.store.get<Intent>(session.payment_intent) : null;
  if (intent?.status !== "processing") return false;
  const ended = await settle(session, intent, paid, desk);
  await desk.webhooks.send([
    { type: paid ? "checkout.session.async_payment_succeeded" : "checkout.session.async_payment_failed", object: ended.session },
  ]);
  return true;
}

function showPay(session: Session, problem: string | null): Response {
  const alert = problem ? `<p role="alert" class="bad">${escapeHtml(problem)}</p>` : "";
  if (session.mode === "setup") return showSave(session);
  const button = (outcome: string, words: string, kind = "") =>
    `<button name="outcome" value="${outcome}" class="${kind}">${words}</button>`;
  return page(
    `Pay ${money(session)}`,
    `<p class="quiet">Farthing</p><h1>${money(session)}</h1><p>${escapeHtml(session.customer_email ?? "")}</p>${alert}
     <p class="quiet">This is the sandbox: no money moves. Choose what happens.</p>
     <form method="post">
       <label>Webhooks <select name="webhooks"><option value="now">at once</option><option value="late">eight seconds late</option>
         <option value="twice">twice</option><option value="backwards">out of order</option><option value="never">never</option></select></label>
       <label>Business name (optional) <input name="business"></label>
       <label>GST or VAT number (optional) <input name="tax-id"></label>
       ${button("paid", `Pay ${money(session)} with 4242`, "go")}
       ${button("declined", "Pay with a card that is declined")}
       ${button("later", "Pay by bank transfer, confirmed later")}
       ${button("close", "Close without paying", "bare")}
     </form>`,
  );
}

function showSave(session: Session): Response {
  const buttons = cards.map(({ last4, words }) => `<button name="card" value="${last4}">Save ${words}</button>`);
  return page(
    "Save a card",
    `<p class="quiet">Farthing</p><h1>Save a card</h1><p>${escapeHtml(session.customer_email ?? "")}</p>
     <p class="quiet">This is the sandbox: no money moves. Choose what kind of card it is.</p>
     <form method="post">${buttons.join("")}<button name="outcome" value="close" class="bare">Close without saving</button></form>`,
  );
}

function closedPage(session: Session): Response {
  const words = session.status === "complete" ? "This payment is complete." : "This payment page has expired.";
  return page("Nothing to pay", `<p>${words}</p><p><a href="${escapeHtml(session.success_url ?? "/")}">Back to Farthing</a></p>`);
}
