// The saved card, auto top-up and alerts: how they are set. What they do is in topUps.ts.
import * as z from "zod";
import { openTeamDb } from "~/db/client";
import { type Billing, findBilling, insertBilling, updateBilling } from "~/db/queries/billing";
import { writeAll } from "~/db/statements";
import type { Context, TeamContext } from "../core/context";
import { can, type NotAllowed, notAllowed } from "../core/permissions";
import { findPack } from "../core/prices";
import { problemWords } from "../core/problems";

const none: Omit<Billing, "teamId"> = {
  customerId: null,
  paymentMethodId: null,
  setupSessionId: null,
  cardBrand: null,
  cardLast4: null,
  topUp: "off",
  threshold: 20,
  packCredits: 100,
  monthlyCapCents: 3_000,
  attemptId: null,
  attemptAt: null,
  declines: 0,
  pausedUntil: null,
  alertBelow: null,
  alertedAt: null,
};

export const TopUpInput = z
  .object({
    on: z.literal("on").optional(),
    threshold: z.coerce.number("At how many credits?").int("Whole credits only").min(1, "At least 1").max(100_000, "At most 100,000"),
    packCredits: z.coerce.number().refine((credits) => findPack(credits) !== null, "Choose a pack"),
    monthlyCap: z.coerce.number("How much a month?").min(1, "At least $1").max(10_000, "At most $10,000"),
  })
  .refine(({ packCredits, monthlyCap }) => monthlyCap * 100 >= (findPack(packCredits)?.amountCents ?? 0), {
    path: ["monthlyCap"],
    message: "Less than the price of one pack: nothing would ever be bought",
  });
export type TopUpInput = z.infer<typeof TopUpInput>;

export const AlertInput = z.object({
  /** Empty for no alert. */
  alertBelow: z
    .union([
      z.literal("").transform(() => null),
      z.coerce.number("Enter a whole number of credits").int().min(1, "At least 1").max(1_000_000),
    ])
    .nullable(),
});

/** How the team pays; the defaults where nothing was set yet. */
export async function readBilling(ctx: Pick<TeamContext, "teamDb">): Promise<Billing> {
  return (await findBilling(ctx.teamDb)) ?? { ...none, teamId: ctx.teamDb.teamId };
}

async function change(ctx: Context, teamId: string, changes: Partial<Billing>): Promise<void> {
  const teamDb = openTeamDb(ctx.db, teamId);
  await writeAll(ctx.db, [insertBilling(teamDb, none), updateBilling(teamDb, changes)]);
  // What is set is set: should the ledger not answer, the hourly sweep tells it.
  await markLow(ctx, teamId).catch((error) => ctx.log({ at: "ledger.marks", teamId, problem: problemWords(error) }));
}

/** Tells the ledger below which balances a charge should say so. Told again by the hourly sweep, should this get lost. */
export async function markLow(ctx: Context, teamId: string): Promise<void> {
  const { topUp, threshold, alertBelow } = await readBilling({ teamDb: openTeamDb(ctx.db, teamId) });
  await ctx.ledger(teamId).setLowMarks([...(topUp === "on" ? [threshold] : []), ...(alertBelow ? [alertBelow] : [])]);
}

/** Leads to Stripe's page that saves a card. Returns its address. */
export async function startSavingCard(ctx: TeamContext): Promise<{ kind: "begun"; url: string } | NotAllowed> {
  if (!can(ctx, "billing.change")) return notAllowed("billing.change");
  const known = (await readBilling(ctx)).customerId;
  const customerId = known ?? (await ctx.payments.createCustomer(ctx.team.id, ctx.member.email));
  if (!known) await change(ctx, ctx.team.id, { customerId });
  const back = `${ctx.origin}/credits/auto`;
  const order = { teamId: ctx.team.id, customerId, successUrl: `${back}?session={CHECKOUT_SESSION_ID}`, cancelUrl: back };
  const { sessionId, url } = await ctx.payments.createSetup(order);
  await change(ctx, ctx.team.id, { setupSessionId: sessionId });
  return { kind: "begun", url };
}

/** Keeps the card that a session saved, brand and last four digits only. Null for a session that saves none. */
export async function noteSavedCard(ctx: Context, sessionId: string): Promise<{ result: "applied" | "waits"; teamId: string } | null> {
  const card = await ctx.payments.readSetup(sessionId);
  if (!card?.teamId) return null;
  const billing = await findBilling(openTeamDb(ctx.db, card.teamId));
  // Only the session begun last: an older one, told late or opened again, must not bring another card back.
  if (billing?.customerId !== card.customerId || billing.setupSessionId !== sessionId) return { result: "waits", teamId: card.teamId };
  const { paymentMethodId, brand, last4 } = card;
  if (billing.paymentMethodId !== paymentMethodId)
    await change(ctx, card.teamId, { paymentMethodId, cardBrand: brand, cardLast4: last4, declines: 0, pausedUntil: null });
  return { result: "applied", teamId: card.teamId };
}

/** Forgets the saved card, and with it auto top-up. */
export async function forgetCard(ctx: TeamContext): Promise<{ kind: "done" } | NotAllowed> {
  if (!can(ctx, "billing.change")) return notAllowed("billing.change");
  const { paymentMethodId } = await readBilling(ctx);
  await change(ctx, ctx.team.id, { paymentMethodId: null, setupSessionId: null, cardBrand: null, cardLast4: null, topUp: "off" });
  if (paymentMethodId) await ctx.payments.detachCard(paymentMethodId);
  return { kind: "done" };
}

export type ChangeOutcome = { kind: "done" } | { kind: "no-card" } | NotAllowed;

/** Turns auto top-up on or off, and sets when it buys what and how much a month at most. */
export async function setTopUp(ctx: TeamContext, input: TopUpInput): Promise<ChangeOutcome> {
  if (!can(ctx, "billing.change")) return notAllowed("billing.change");
  const on = input.on === "on";
  if (on && !(await readBilling(ctx)).paymentMethodId) return { kind: "no-card" };
  const { threshold, packCredits, monthlyCap } = input;
  const amounts = { threshold, packCredits, monthlyCapCents: Math.round(monthlyCap * 100) };
  await change(ctx, ctx.team.id, { ...amounts, topUp: on ? "on" : "off", declines: 0, pausedUntil: null });
  if (on) await ctx.hint({ kind: "balance", teamId: ctx.team.id });
  return { kind: "done" };
}

/** Sets the alert by mail; null for none. */
export async function setAlert(ctx: TeamContext, alertBelow: number | null): Promise<ChangeOutcome> {
  if (!can(ctx, "billing.change")) return notAllowed("billing.change");
  await change(ctx, ctx.team.id, { alertBelow, alertedAt: null });
  if (alertBelow) await ctx.hint({ kind: "balance", teamId: ctx.team.id });
  return { kind: "done" };
}
