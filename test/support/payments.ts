// Paying in the sandbox, as tests do it: begin a purchase, decide what happens to it, and hand its events to the app in any order.

import { env } from "cloudflare:workers";
import { findPack } from "~/app/domain/core/prices";
import type { startSavingCard } from "~/app/domain/payments/billing";
import { receiveEvent } from "~/app/domain/payments/paymentEvents";
import { readPurchase, readPurchases, startPurchase } from "~/app/domain/payments/purchases";
import { again, newContext, type Person } from "./app";
import { ledgerOf } from "./ledgers";

export const pack = findPack(100) ?? { credits: 0, amountCents: 0, currency: "usd" as const };

/** A form of the sandbox, posted. */
export const sandbox = (path: string, fields: Record<string, string>) =>
  env.SANDBOX.fetch(`http://127.0.0.1${path}`, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });

/** Begins a purchase; `sessionId` is Stripe's. */
export async function begin(person: Person, bought = pack) {
  const { url } = await startPurchase(await again(person), bought, null);
  const sessionId = url.split("/").at(-1) ?? "";
  const [purchase] = (await readPurchases(await again(person), null)).purchases;
  return { sessionId, purchaseId: purchase?.id ?? "" };
}

export const pay = (sessionId: string, outcome: string) => sandbox(`/sandbox/pay/${sessionId}`, { outcome, webhooks: "never" });
export const decide = (sessionId: string, outcome: string) => sandbox(`/sandbox/decide/${sessionId}`, { outcome });

/** Buys a pack and comes back: paid and credited. Returns Stripe's id of the payment. */
export async function buy(person: Person, bought = pack): Promise<{ paymentId: string; purchaseId: string; sessionId: string }> {
  const { sessionId, purchaseId } = await begin(person, bought);
  await pay(sessionId, "paid");
  const purchase = await readPurchase(await again(person), purchaseId);
  return { paymentId: purchase?.paymentId ?? "", purchaseId, sessionId };
}

/** Lets something happen to a payment at Stripe; nobody is told. */
export const happen = (paymentId: string, act: string, amountCents?: number) =>
  sandbox(`/sandbox/charges/${paymentId}`, { act, webhooks: "never", ...(amountCents ? { amount: String(amountCents) } : {}) });

/** An event reaches the app. */
export async function tell(
  type: string,
  about: { sessionId?: string; paymentId?: string },
  id = `evt_${crypto.randomUUID()}`,
): Promise<string> {
  const { sessionId = "", paymentId = null } = about;
  await receiveEvent(await newContext(), { id, type, objectId: sessionId, paymentId, body: "{}" });
  return id;
}

export const resultOf = (eventId: string) =>
  env.DB.prepare("SELECT result FROM payment_events WHERE id = ?").bind(eventId).first<string>("result");
export const balanceOf = async (person: Person) => (await ledgerOf(person.teamId).balance()).free;
export const purchaseOf = async (person: Person) => (await readPurchases(await again(person), null)).purchases[0];

/** How many mails of a template were written to an address. */
export const mailsTo = (recipient: string, template: string) =>
  env.DB.prepare("SELECT COUNT(*) AS n FROM mails WHERE recipient = ? AND template = ?").bind(recipient, template).first<number>("n");

/** Where a card is saved; empty for anyone who may not. */
export const cardUrl = (outcome: Awaited<ReturnType<typeof startSavingCard>>): string => (outcome.kind === "begun" ? outcome.url : "");
