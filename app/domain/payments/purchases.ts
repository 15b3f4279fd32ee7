// Buying a pack, and reading what was bought. What a payment has come to is worked out in payments.ts.

import { findBilling } from "~/db/queries/billing";
import { findPurchase, insertPurchase, listPurchases, type Purchase, updatePurchase } from "~/db/queries/purchases";
import { writeAll } from "~/db/statements";
import type { TeamContext } from "../core/context";
import { newId } from "../core/ids";
import { assertCan } from "../core/permissions";
import type { Pack } from "../core/prices";
import { applySession } from "./payments";

export type { Purchase };

/** Opens Stripe Checkout for a pack. Returns the address of Stripe's page. The purchase's row comes first, so no payment can be lost. */
export async function startPurchase(ctx: TeamContext, pack: Pack, draftId: string | null): Promise<{ url: string }> {
  assertCan(ctx, "credits.buy");
  const id = newId(ctx.now);
  const { credits, amountCents, currency } = pack;
  const memberId = ctx.member.id;
  const row = { id, memberId, credits, amountCents, currency, state: "open", draftId, createdAt: ctx.now } as const;
  await writeAll(ctx.db, [insertPurchase(ctx.teamDb, row)]);
  return openCheckout(ctx, { id, memberId, credits, amountCents, currency });
}

/** Opens Stripe Checkout for a purchase that is not paid yet: the same one opens the same page. */
export async function openCheckout(
  ctx: TeamContext,
  purchase: Pick<Purchase, "id" | "memberId" | "credits" | "amountCents" | "currency">,
): Promise<{ url: string }> {
  const { id, memberId, credits, amountCents, currency } = purchase;
  const back = `${ctx.origin}/credits/bought/${id}`;
  const customerId = (await findBilling(ctx.teamDb))?.customerId ?? null;
  const order = { purchaseId: id, teamId: ctx.team.id, memberId, credits, amountCents, currency, email: ctx.member.email, customerId };
  const session = await ctx.payments.createCheckout({ ...order, successUrl: back, cancelUrl: `${back}?closed` });
  await writeAll(ctx.db, [updatePurchase(ctx.teamDb, id, { sessionId: session.sessionId })]);
  return { url: session.url };
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

/** What a receipt is called on paper and on the phone: the year it was paid in, and the end of the purchase's id. */
export function receiptNumber(purchaseId: string, paidAt: number): string {
  return `F-${new Date(paidAt).getUTCFullYear()}-${purchaseId.slice(-8)}`;
}
