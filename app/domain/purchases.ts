// Buying a pack. What Stripe sends is only a hint: the session is fetched and acted on as it says now, so order and repetition cannot matter.
import { ulid } from "ulidx";
import { openTeamDb, writeAll } from "~/db/client";
import {
  endEvent,
  findEvent,
  findPurchase,
  insertEvent,
  insertPurchase,
  listOpenEventIds,
  listPurchases,
  type Purchase,
  updatePurchase,
  updateUnpaid,
} from "~/db/queries/purchases";
import { findMember, findTeam } from "~/db/queries/teams";
import type { CheckoutFacts } from "../gateways/payments";
import type { Context, TeamContext } from "./context";
import { writeMail } from "./mails";
import { formatMoney } from "./money";
import { type Pack, priceVersionAt } from "./prices";

/** Opens Stripe Checkout for a pack. Returns the address of Stripe's page. The purchase's row comes first, so no payment can be lost. */
export async function startPurchase(ctx: TeamContext, pack: Pack, draftId: string | null): Promise<{ url: string }> {
  const id = ulid(ctx.now);
  const { credits, amountCents, currency } = pack;
  const row = {
    id,
    memberId: ctx.member.id,
    credits,
    amountCents,
    currency,
    state: "open",
    draftId,
    createdAt: ctx.now,
    paidAt: null,
  } as const;
  await insertPurchase(ctx.teamDb, { ...row, sessionId: null, paymentId: null, receiptUrl: null, cardBrand: null, cardLast4: null });
  const back = `${ctx.origin}/credits/bought/${id}`;
  const order = { purchaseId: id, teamId: ctx.team.id, credits, amountCents, currency, email: ctx.member.email };
  const session = await ctx.payments.createCheckout({ ...order, successUrl: back, cancelUrl: `${back}?closed` });
  await writeAll(ctx.db, [updatePurchase(ctx.teamDb, id, { sessionId: session.sessionId })]);
  return { url: session.url };
}

export type AppliedResult = "topped-up" | "noted" | "not-ours" | "team-gone";

/** Brings a purchase and the ledger to what the session says now. Any number of times, in any order: the same end. */
export async function applySession(ctx: Context, sessionId: string): Promise<AppliedResult> {
  const facts = await ctx.payments.readCheckout(sessionId);
  if (!facts?.purchaseId || !facts.teamId) return "not-ours";
  const team = await findTeam(ctx.db, facts.teamId);
  if (!team) return "team-gone";
  const teamDb = openTeamDb(ctx.db, team.id);
  const purchase = await findPurchase(teamDb, facts.purchaseId);
  if (!purchase) return "not-ours";
  if (facts.state === "paid") return topUp({ ...ctx, teamDb, team }, purchase, facts);
  if (purchase.state === "paid") return "noted";
  const failedNow = facts.state === "failed" && purchase.state !== "failed";
  const mail = failedNow ? await failureMail({ ...ctx, teamDb, team }, purchase) : null;
  // What was paid meanwhile stays paid: this answer of Stripe's may be the older one.
  await writeAll(ctx.db, [updateUnpaid(teamDb, purchase.id, { state: facts.state, sessionId }), ...(mail ? [mail.statement] : [])]);
  if (mail) await ctx.hint({ kind: "mail", mailId: mail.mailId });
  return "noted";
}

type PurchaseContext = Context & Pick<TeamContext, "teamDb" | "team">;

async function topUp(ctx: PurchaseContext, purchase: Purchase, facts: CheckoutFacts): Promise<AppliedResult> {
  const paymentId = facts.paymentId ?? facts.sessionId;
  const { credits, amountCents, currency, memberId } = purchase;
  if (facts.amountCents !== amountCents || facts.currency !== currency)
    throw new Error(`Purchase ${purchase.id} was paid with another amount than it costs.`);
  const lot = {
    lotId: `payment:${paymentId}`,
    source: "purchase",
    credits,
    priority: 1,
    paymentId,
    costCents: amountCents,
    currency,
  } as const;
  const granted = await ctx.ledger(ctx.team.id).grant({ ...lot, expiresAt: null, memberId });
  if (purchase.state === "paid") return "topped-up";
  const { receiptUrl, cardBrand, cardLast4, sessionId } = facts;
  const mail = await receiptMail(ctx, purchase, granted.balance, receiptUrl);
  const paid = { state: "paid", paidAt: ctx.now, paymentId, receiptUrl, cardBrand, cardLast4, sessionId } as const;
  await writeAll(ctx.db, [updatePurchase(ctx.teamDb, purchase.id, paid), ...(mail ? [mail.statement] : [])]);
  if (mail) await ctx.hint({ kind: "mail", mailId: mail.mailId });
  ctx.log({ at: "purchase.paid", teamId: ctx.team.id, purchaseId: purchase.id, credits, priceVersion: priceVersionAt(ctx.now).version });
  return "topped-up";
}

async function receiptMail(ctx: PurchaseContext, purchase: Purchase, balance: number, receiptUrl: string | null) {
  const member = await findMember(ctx.teamDb, purchase.memberId);
  if (!member) return null;
  const amount = formatMoney(purchase.amountCents, purchase.currency);
  const props = {
    name: member.name,
    credits: purchase.credits,
    amount,
    balance,
    receiptUrl: receiptUrl ?? "",
    url: `${ctx.origin}/credits/purchases`,
  };
  return writeMail(ctx, { id: `receipt-${purchase.id}`, template: "receipt", recipient: member.email, props, teamId: ctx.team.id });
}

async function failureMail(ctx: PurchaseContext, purchase: Purchase) {
  const member = await findMember(ctx.teamDb, purchase.memberId);
  if (!member) return null;
  const props = {
    name: member.name,
    credits: purchase.credits,
    amount: formatMoney(purchase.amountCents, purchase.currency),
    url: `${ctx.origin}/credits/buy`,
  };
  return writeMail(ctx, { id: `failed-${purchase.id}`, template: "payment-failed", recipient: member.email, props, teamId: ctx.team.id });
}

/** Keeps a verified event, acts on it, and only then marks it processed. An error leaves it open: Stripe tells it again, the cron sweeps. */
export async function receiveEvent(ctx: Context, event: { id: string; type: string; objectId: string; body: string }): Promise<void> {
  await insertEvent(ctx.db, { ...event, receivedAt: ctx.now });
  await processEvent(ctx, event.id);
}

/** Acts on a kept event once more. Harmless for one that was processed. */
export async function processEvent(ctx: Context, eventId: string): Promise<void> {
  const event = await findEvent(ctx.db, eventId);
  if (!event) return;
  const result = event.type.startsWith("checkout.session.") ? await applySession(ctx, event.objectId) : "unknown";
  await endEvent(ctx.db, eventId, ctx.now, result);
}

/** Acts on events that were kept and not processed, because something failed at the time. */
export async function sweepEvents(ctx: Context): Promise<number> {
  const open = await listOpenEventIds(ctx.db, ctx.now - 60_000, 50);
  for (const eventId of open) {
    try {
      await processEvent(ctx, eventId);
    } catch (error) {
      ctx.log({ at: "payment-event.failed", eventId, problem: error instanceof Error ? error.name : "unknown" });
    }
  }
  return open.length;
}

/** A purchase of the team, brought up to date with Stripe first: the landing page does not wait for the webhook. */
export async function readPurchase(ctx: TeamContext, purchaseId: string): Promise<Purchase | null> {
  const purchase = await findPurchase(ctx.teamDb, purchaseId);
  if (!purchase?.sessionId || purchase.state === "paid") return purchase;
  await applySession(ctx, purchase.sessionId);
  return findPurchase(ctx.teamDb, purchaseId);
}

export async function readPurchases(ctx: TeamContext, beforeId: string | null): Promise<{ purchases: Purchase[]; next: string | null }> {
  const rows = await listPurchases(ctx.teamDb, beforeId, 51);
  const page = rows.slice(0, 50);
  return { purchases: page, next: rows.length > 50 ? (page.at(-1)?.id ?? null) : null };
}
