// The list of payments, with what can happen to each later: the bank's late word, refunds, disputes.
import type { Charge } from "./charges";
import type { Store } from "./desk";
import { endDispute, failRefund, openDispute, refundCharge } from "./money";
import type { Intent, Session } from "./objects";
import { escapeHtml, page, readForm } from "./page";
import type { Manner, Webhooks } from "./webhooks";

const dollars = (cents: number | null) => `$${((cents ?? 0) / 100).toFixed(2)}`;

const acts: Record<string, string> = {
  "refund-half": "Refund half",
  refund: "Refund the rest",
  "refund-fails": "The refund fails",
  dispute: "Dispute",
  inquiry: "Inquiry",
  win: "Dispute won",
  lose: "Dispute lost",
};

export async function showPayments(store: Store): Promise<Response> {
  const waiting = (await store.list<Session>("checkout.session")).filter(
    ({ status, payment_status }) => status === "complete" && payment_status === "unpaid",
  );
  const waits = waiting.map(
    (session) =>
      `<tr><td>${dollars(session.amount_total)}</td><td>${escapeHtml(session.customer_email ?? "")}</td><td>waiting for the bank
       <form method="post" action="/sandbox/decide/${session.id}"><button name="outcome" value="paid">The money came</button>
       <button name="outcome" value="failed">The bank declined</button></form></td></tr>`,
  );
  const buttons = Object.entries(acts).map(([act, words]) => `<button name="act" value="${act}">${words}</button>`);
  const paid = (await store.list<Charge>("charge")).map(
    ({ id, amount, amount_refunded, status, disputed, receipt_email }) =>
      `<tr><td>${dollars(amount)}</td><td>${escapeHtml(receipt_email ?? "")}</td><td>${status}${amount_refunded ? `, ${dollars(amount_refunded)} refunded` : ""}${disputed ? ", disputed" : ""}
       ${status === "succeeded" ? `<form method="post" action="/sandbox/charges/${id}">${buttons.join(" ")}</form>` : ""}</td></tr>`,
  );
  const rows = [...waits, ...paid];
  return page("Payments", `<h1>Payments</h1><table>${rows.join("") || "<tr><td>None yet.</td></tr>"}</table>`);
}

/** POST /sandbox/charges/:id: what happens to a charge. `id` may also be its payment intent's. */
export async function answerCharge(request: Request, id: string, store: Store, webhooks: Webhooks): Promise<Response> {
  const found = await store.get<Charge | Intent>(id);
  const charge = found?.object === "payment_intent" ? await store.get<Charge>(found.latest_charge ?? "") : (found as Charge | null);
  const intent = charge && (await store.get<Intent>(charge.payment_intent));
  if (!charge || !intent) return page("No such charge", "", 404);
  const form = await readForm(request);
  const bank = { store, webhooks, manner: (form.get("webhooks") ?? "now") as Manner };
  const rest = charge.amount - charge.amount_refunded;
  const act = form.get("act");
  if (act === "refund-half") await refundCharge(bank, intent, charge, Math.ceil(rest / 2));
  if (act === "refund") await refundCharge(bank, intent, charge, Number(form.get("amount") ?? rest));
  if (act === "refund-fails") await failRefund(bank, charge);
  if (act === "dispute" || act === "inquiry") await openDispute(bank, charge, act === "inquiry");
  if (act === "win" || act === "lose") await endDispute(bank, charge, act === "win");
  return Response.redirect(new URL("/sandbox/payments", request.url).toString(), 303);
}
