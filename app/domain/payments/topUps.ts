// Auto top-up and the low-balance alert. One attempt at a time, at most so much a month, pauses after declines: the claim in D1 is the guard,
// Stripe's idempotency key the second one.
import { openTeamDb } from "~/db/client";
import { type Billing, claimAlert, claimAttempt, listWatched, releaseAttempt, updateBilling } from "~/db/queries/billing";
import { findPurchase, insertTopUp, type Purchase, updateUnpaid } from "~/db/queries/purchases";
import { findTeam, listOwners } from "~/db/queries/teams";
import { type Statement, writeAll } from "~/db/statements";
import type { Context, TeamContext } from "../core/context";
import { DAY_MS, monthAround } from "../core/dates";
import { newId } from "../core/ids";
import { formatMoney } from "../core/money";
import type { SavedChargeResult } from "../core/ports/payments";
import { findPack } from "../core/prices";
import { problemWords } from "../core/problems";
import { forecastDays } from "../credits/credits";
import { mailOwners, writeWithMails } from "../mail/mails";
import type { MailTemplates } from "../mail/mailTemplates";
import { walkIds } from "../teams/teams";
import { markLow, readBilling } from "./billing";
import { applyPayment } from "./payments";

const PAUSE_MS = 60 * 60 * 1000;
const DECLINES_MAX = 3;
/** An attempt without an end is lost after this long: longer than the gateway lets one charge take, so that none that is still on its way is given up. */
export const ATTEMPT_STALE_MS = 100_000;
/** Stripe keeps an idempotency key for a day: after that the same key would be a new charge. */
const KEY_MS = 23 * 60 * 60 * 1000;

type WatchContext = Context & Pick<TeamContext, "teamDb" | "team">;

/** Looks at a team's balance: sends the alert once until it recovers, tops up where that is on. Any number of jobs may run it. */
export async function watchBalance(ctx: Context, teamId: string): Promise<void> {
  const team = await findTeam(ctx.db, teamId);
  if (!team || team.deactivatedAt !== null) return;
  const watch = { ...ctx, team, teamDb: openTeamDb(ctx.db, teamId) };
  const billing = await readBilling(watch);
  const { free, frozen } = await ctx.ledger(teamId).balance();
  if (frozen) return;
  await alertWhenLow(watch, billing, free);
  if (billing.attemptId) await resume(watch, billing, billing.attemptId, free);
  else if (billing.topUp === "on" && free < billing.threshold) await attempt(watch, billing);
}

/** Watches every team that asked for it: what a lost hint missed. Returns how many. */
export async function sweepBalances(ctx: Context): Promise<number> {
  let watched = 0;
  for await (const teamId of walkIds((after, limit) => listWatched(ctx.db, after, limit))) {
    await markLow(ctx, teamId)
      .then(() => watchBalance(ctx, teamId))
      .catch((error) => ctx.log({ at: "top-up.failed", teamId, problem: problemWords(error) }));
    watched++;
  }
  return watched;
}

async function alertWhenLow(ctx: WatchContext, { alertBelow, alertedAt }: Billing, free: number): Promise<void> {
  if (!alertBelow) return;
  if (free >= alertBelow) {
    if (alertedAt !== null) await writeAll(ctx.db, [updateBilling(ctx.teamDb, { alertedAt: null })]);
    return;
  }
  if (alertedAt !== null) return;
  const daysLeft = (await forecastDays(ctx, free)) ?? -1;
  const props = { balance: free, daysLeft, url: `${ctx.origin}/credits/buy` };
  // Two jobs at once: only one of them finds it not told yet.
  const [first] = await writeAll(ctx.db, [claimAlert(ctx.teamDb, ctx.now)]);
  if (first === 1) await tellOwners(ctx, { id: `low-${ctx.team.id}-${ctx.now}`, template: "low-balance", props }, []);
}

async function tellOwners<T extends keyof MailTemplates>(
  ctx: WatchContext,
  mail: { id: string; template: T; props: Omit<MailTemplates[T], "name"> },
  changes: Statement[],
): Promise<void> {
  await writeWithMails(ctx, changes, await mailOwners(ctx, ctx.teamDb, mail));
}

async function attempt(ctx: WatchContext, billing: Billing): Promise<void> {
  const pack = findPack(billing.packCredits);
  const owner = (await listOwners(ctx.teamDb))[0];
  if (!pack || !owner || !billing.paymentMethodId) return;
  const id = newId(ctx.now);
  const month = monthAround(ctx.now, ctx.team.timeZone);
  const { credits, amountCents, currency } = pack;
  const row = { id, memberId: owner.id, credits, amountCents, currency, createdAt: ctx.now, paymentMethodId: billing.paymentMethodId };
  // The claim refuses where another attempt is under way, a pause lasts, or the month's cap would be passed.
  const claim = claimAttempt(ctx.teamDb, id, ctx.now, { amountCents, sinceId: newId(month.from).slice(0, 10) });
  const [claimed] = await writeAll(ctx.db, [claim, insertTopUp(ctx.teamDb, row)]);
  if (claimed !== 1) return;
  // Read again behind the claim: another watcher may have topped up since the balance was read.
  if ((await ctx.ledger(ctx.team.id).balance()).free >= billing.threshold) return giveUp(ctx, id);
  await chargeCard(ctx, billing, row);
}

/** Ends an attempt that charged nothing. */
async function giveUp(ctx: WatchContext, purchaseId: string): Promise<void> {
  await writeAll(ctx.db, [updateUnpaid(ctx.teamDb, purchaseId, { state: "failed" }), releaseAttempt(ctx.teamDb, purchaseId)]);
}

/**
 * An attempt whose end was lost: Stripe is asked what became of it. Where it knows of none, the card is charged only if everything still is as
 * it was when the attempt began.
 */
async function resume(ctx: WatchContext, billing: Billing, attemptId: string, free: number): Promise<void> {
  const age = ctx.now - (billing.attemptAt ?? 0);
  if (age < ATTEMPT_STALE_MS) return;
  const purchase = await findPurchase(ctx.teamDb, attemptId);
  if (!purchase || !["open", "waiting"].includes(purchase.state))
    return void (await writeAll(ctx.db, [releaseAttempt(ctx.teamDb, attemptId)]));
  const known = billing.customerId ? await ctx.payments.findSavedCharge(billing.customerId, purchase.id) : null;
  if (known) return conclude(ctx, billing, purchase, known);
  const sameMonth = purchase.createdAt >= monthAround(ctx.now, ctx.team.timeZone).from;
  const sameCard = purchase.paymentMethodId === billing.paymentMethodId;
  const wanted = billing.topUp === "on" && free < billing.threshold && sameMonth && sameCard && age < KEY_MS;
  if (wanted && purchase.state === "open") await chargeCard(ctx, billing, purchase);
  else await giveUp(ctx, purchase.id);
}

type Order = Pick<Purchase, "id" | "memberId" | "credits" | "amountCents" | "currency" | "paymentMethodId">;

async function chargeCard(ctx: WatchContext, billing: Billing, order: Order): Promise<void> {
  const { customerId } = billing;
  const { id: purchaseId, memberId, credits, amountCents, currency, paymentMethodId } = order;
  if (!customerId || !paymentMethodId) return giveUp(ctx, purchaseId);
  const charge = { purchaseId, teamId: ctx.team.id, memberId, credits, amountCents, currency, customerId, paymentMethodId };
  await conclude(ctx, billing, order, await ctx.payments.chargeSavedCard(charge));
}

async function conclude(ctx: WatchContext, billing: Billing, order: Order, charged: SavedChargeResult): Promise<void> {
  const { paymentId } = charged;
  ctx.log({ at: "top-up", teamId: ctx.team.id, purchaseId: order.id, result: charged.kind });
  if (charged.kind === "done") await finish(ctx, charged.paymentId);
  else if (charged.kind === "waiting") await writeAll(ctx.db, [updateUnpaid(ctx.teamDb, order.id, { state: "waiting", paymentId })]);
  else if (charged.kind === "declined") await decline(ctx, billing, order);
  else await askPerson(ctx, billing, order);
}

async function finish(ctx: WatchContext, paymentId: string): Promise<void> {
  await applyPayment(ctx, paymentId);
  await writeAll(ctx.db, [updateBilling(ctx.teamDb, { declines: 0, pausedUntil: null })]);
}

const cardWords = ({ cardBrand, cardLast4 }: Billing) => `${cardBrand ?? "card"} ending in ${cardLast4 ?? ""}`;

/** After a decline an hour's pause; after three it is off and the owners know. */
async function decline(ctx: WatchContext, billing: Billing, order: Order): Promise<void> {
  const declines = billing.declines + 1;
  const off = declines >= DECLINES_MAX;
  const url = `${ctx.origin}/credits/auto`;
  const props = { amount: formatMoney(order.amountCents, order.currency), card: cardWords(billing), off: off ? 1 : 0, url };
  await tellOwners(ctx, { id: `declined-${order.id}`, template: "top-up-declined", props }, [
    updateUnpaid(ctx.teamDb, order.id, { state: "failed" }),
    updateBilling(ctx.teamDb, { declines, pausedUntil: ctx.now + PAUSE_MS, ...(off ? { topUp: "off" } : {}) }),
    releaseAttempt(ctx.teamDb, order.id),
  ]);
}

/** The bank wants its customer: a link by mail to pay this purchase on Stripe's page, and a day's pause. */
async function askPerson(ctx: WatchContext, billing: Billing, order: Order): Promise<void> {
  const url = `${ctx.origin}/credits/confirm/${order.id}`;
  const props = { amount: formatMoney(order.amountCents, order.currency), card: cardWords(billing), url };
  await tellOwners(ctx, { id: `confirm-${order.id}`, template: "top-up-confirm", props }, [
    updateUnpaid(ctx.teamDb, order.id, { state: "confirm" }),
    updateBilling(ctx.teamDb, { pausedUntil: ctx.now + DAY_MS }),
    releaseAttempt(ctx.teamDb, order.id),
  ]);
}
