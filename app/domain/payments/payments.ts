// What a payment has come to. What Stripe sends is only a hint: the payment is fetched and acted on as it says now, so order and repetition
// cannot matter. See docs/decisions/0005.
import { openTeamDb } from "~/db/client";
import { freezeTopUp, releaseAttempt } from "~/db/queries/billing";
import { findPurchase, insertPurchaseOnce, type Purchase, updateOlder, updatePurchase, updateUnpaid } from "~/db/queries/purchases";
import { findTeam } from "~/db/queries/teams";
import { writeAll } from "~/db/statements";
import type { PaymentOutcome } from "~/workers/ledger/contract";
import type { Context, TeamContext } from "../core/context";
import { formatMoney } from "../core/money";
import type { CheckoutFacts, PaymentFacts, PaymentLabel } from "../core/ports/payments";
import { packs } from "../core/prices";
import { mailOwners, type WrittenMail, writeMail, writeWithMails } from "../mail/mails";
import type { MailTemplates } from "../mail/mailTemplates";
import { findRecipient } from "../teams/members";
import { noteSavedCard, readBilling } from "./billing";

export interface Applied {
  /** `waits`: the money has not come yet, or never will. */
  /** `forgotten`: ours, yet neither our database nor the payment says how many credits it bought. */
  result: "applied" | "waits" | "not-ours" | "team-gone" | "mismatch" | "forgotten";
  teamId: string | null;
  /** Whether anything was not yet as Stripe says. */
  changed: boolean;
}

type PurchaseContext = Context & Pick<TeamContext, "teamDb" | "team">;

const notOurs: Applied = { result: "not-ours", teamId: null, changed: false };

/** The team and the purchase that something at Stripe says it is for; what it is instead, where there is none. */
async function openPurchase(ctx: Context, about: { teamId: string | null; purchaseId: string | null } | null) {
  const { teamId, purchaseId } = about ?? {};
  if (!teamId || !purchaseId) return notOurs;
  const team = await findTeam(ctx.db, teamId);
  if (!team) return { result: "team-gone", teamId, changed: false } as Applied;
  const opened: PurchaseContext = { ...ctx, team, teamDb: openTeamDb(ctx.db, team.id) };
  return { opened, purchase: await findPurchase(opened.teamDb, purchaseId) };
}

/**
 * The purchase that a payment belongs to. Where our database has forgotten it, it is written anew from what the payment says of itself. A second payment under one
 * purchase gets a row of its own, so that neither hides the other.
 */
async function purchaseOf(ctx: PurchaseContext, known: Purchase | null, paymentId: string, label: PaymentLabel): Promise<Purchase | null> {
  const isOther = known?.state === "paid" && known.paymentId !== paymentId;
  if (known && !isOther) return known;
  const { amountCents, currency, createdAt } = label;
  const credits =
    known?.credits ?? label.credits ?? packs.find((pack) => pack.amountCents === amountCents && pack.currency === currency)?.credits;
  if (!credits || !label.purchaseId) return null;
  const id = isOther ? `${label.purchaseId}-${paymentId}` : label.purchaseId;
  const memberId = known?.memberId ?? label.memberId ?? "";
  const row = { id, memberId, credits, amountCents, currency, state: "open", kind: known?.kind ?? "pack", createdAt } as const;
  await writeAll(ctx.db, [insertPurchaseOnce(ctx.teamDb, row)]);
  ctx.log({ at: isOther ? "purchase.second-payment" : "purchase.written-anew", teamId: ctx.team.id, purchaseId: id });
  return findPurchase(ctx.teamDb, id);
}

/** Brings a purchase to what its session says now. A paid one goes on as a payment. */
export async function applySession(ctx: Context, sessionId: string): Promise<Applied> {
  const facts = await ctx.payments.readCheckout(sessionId);
  if (facts?.state === "paid" && facts.paymentId) {
    await noteBuyer(ctx, facts);
    return applyPayment(ctx, facts.paymentId);
  }
  if (facts?.setup) {
    const noted = await noteSavedCard(ctx, sessionId);
    return { result: noted?.result ?? "waits", teamId: facts.teamId, changed: false };
  }
  const found = await openPurchase(ctx, facts);
  if (!("opened" in found)) return found;
  const { opened, purchase } = found;
  if (!facts || !purchase) return notOurs;
  const answer = (changed: boolean): Applied => ({ result: "waits", teamId: opened.team.id, changed });
  const same = purchase.state === facts.state || (purchase.state === "confirm" && facts.state === "open");
  if (facts.state === "paid" || purchase.state === "paid" || same) return answer(false);
  // What was paid meanwhile stays paid: this answer of Stripe's may be the older one.
  const changes = [updateUnpaid(opened.teamDb, purchase.id, { state: facts.state, sessionId })];
  if (facts.state === "failed" || facts.state === "expired") changes.push(releaseAttempt(opened.teamDb, purchase.id));
  await writeWithMails(opened, changes, facts.state === "failed" ? await failureMail(opened, purchase) : []);
  return answer(true);
}

/** Keeps who the receipt is for. Before the payment is applied, so that the receipt's mail finds it there. */
async function noteBuyer(ctx: Context, { teamId, purchaseId, buyerName, buyerTaxId }: CheckoutFacts): Promise<void> {
  if (!teamId || !purchaseId || !(buyerName || buyerTaxId)) return;
  await writeAll(ctx.db, [updatePurchase(openTeamDb(ctx.db, teamId), purchaseId, { buyerName, buyerTaxId })]);
}

/** Brings a payment's credits and its purchase to what Stripe says now: paid, refunded, disputed. Any number of times, in any order. */
export async function applyPayment(ctx: Context, paymentId: string): Promise<Applied> {
  const label = await ctx.payments.findPaid(paymentId);
  const found = await openPurchase(ctx, label);
  if (!label || !("opened" in found)) return "opened" in found ? notOurs : found;
  const { opened } = found;
  const purchase = await purchaseOf(opened, found.purchase, paymentId, label);
  if (!purchase) return { result: "forgotten", teamId: opened.team.id, changed: false };
  const ledger = ctx.ledger(opened.team.id);
  // Asked how it stands only after the ticket was taken: of two that ask at once, the ledger obeys the one that asked later.
  const ticket = await ledger.paymentTicket();
  const facts = await ctx.payments.readPayment(paymentId);
  if (facts?.state !== "paid") return notPaid(opened, purchase, facts);
  // Never credited by guessing: an operator sees it.
  if (facts.paidCents !== purchase.amountCents || facts.currency !== purchase.currency)
    return { result: "mismatch", teamId: opened.team.id, changed: false };
  const { credits, currency, memberId } = purchase;
  const { paidCents, refundedCents, disputedCents } = facts;
  const target = { paymentId, ticket, credits, paidCents, refundedCents, disputedCents, currency, memberId };
  const outcome = await ledger.applyPayment(target);
  const changed = outcome.kind === "applied" && (await noteChange(opened, purchase, { ...facts, ticket }, outcome));
  return { result: outcome.kind === "closed" ? "team-gone" : "applied", teamId: opened.team.id, changed };
}

/** A payment on its way may fail in the end: an auto top-up has no session that would say so. */
async function notPaid(ctx: PurchaseContext, purchase: Purchase, facts: PaymentFacts | null): Promise<Applied> {
  const failed = facts?.state === "failed" && purchase.kind === "auto" && purchase.state === "waiting";
  const changes = [updateUnpaid(ctx.teamDb, purchase.id, { state: "failed" }), releaseAttempt(ctx.teamDb, purchase.id)];
  if (failed) await writeWithMails(ctx, changes, await failureMail(ctx, purchase));
  return { result: "waits", teamId: ctx.team.id, changed: failed };
}

/** Writes what is new on the purchase's row, with the mails that tell of it, in one batch. False when nothing is. */
async function noteChange(
  ctx: PurchaseContext,
  before: Purchase,
  facts: PaymentFacts & { ticket: number },
  { debt, balance }: PaymentOutcome & { kind: "applied" },
): Promise<boolean> {
  const { paymentId, receiptUrl, cardBrand, cardLast4, refundedCents, disputedCents, disputeState } = facts;
  const changes = { refundedCents, disputedCents, disputeState, debt };
  const names = Object.keys(changes) as (keyof typeof changes)[];
  const isNew = before.state !== "paid";
  if (!isNew && names.every((name) => before[name] === changes[name])) return false;
  const statements = [
    updateOlder(ctx.teamDb, before.id, facts.ticket, {
      ...changes,
      ...(isNew ? { state: "paid", paidAt: ctx.now, paymentId, receiptUrl, cardBrand, cardLast4 } : {}),
    }),
    releaseAttempt(ctx.teamDb, before.id),
  ];
  const mails = isNew ? await receiptMail(ctx, before, balance, receiptUrl) : [];
  if (refundedCents > before.refundedCents) mails.push(...(await refundMail(ctx, before, refundedCents, balance)));
  // Money that went back must not be charged again by the low balance that it leaves.
  if (refundedCents > before.refundedCents || disputedCents > before.disputedCents) statements.push(freezeTopUp(ctx.teamDb));
  if (disputedCents !== before.disputedCents) mails.push(...(await disputeMails(ctx, before, facts, balance)));
  await writeWithMails(ctx, statements, mails);
  // Alerts and top-ups look anew at a balance that has changed.
  await ctx.hint({ kind: "balance", teamId: ctx.team.id });
  ctx.log({ at: "purchase.changed", teamId: ctx.team.id, purchaseId: before.id, refundedCents, disputedCents, debt });
  return true;
}

async function mailTo<T extends keyof MailTemplates>(
  ctx: PurchaseContext,
  purchase: Purchase,
  id: string,
  template: T,
  props: Omit<MailTemplates[T], "name">,
): Promise<WrittenMail[]> {
  const member = await findRecipient(ctx.teamDb, purchase.memberId);
  if (!member) return [];
  const named = { ...props, name: member.name } as MailTemplates[T];
  return [writeMail(ctx, { id, template, recipient: member.email, props: named, teamId: ctx.team.id })];
}

const money = (purchase: Purchase, cents = purchase.amountCents) => formatMoney(cents, purchase.currency);

function receiptMail(ctx: PurchaseContext, purchase: Purchase, balance: number, receiptUrl: string | null): Promise<WrittenMail[]> {
  const url = `${ctx.origin}/credits/purchases`;
  const props = { credits: purchase.credits, amount: money(purchase), balance, receiptUrl: receiptUrl ?? "", url };
  return mailTo(ctx, purchase, `receipt-${purchase.id}`, "receipt", props);
}

function failureMail(ctx: PurchaseContext, purchase: Purchase): Promise<WrittenMail[]> {
  const props = { credits: purchase.credits, amount: money(purchase), url: `${ctx.origin}/credits/buy` };
  return mailTo(ctx, purchase, `failed-${purchase.id}`, "payment-failed", props);
}

async function refundMail(ctx: PurchaseContext, purchase: Purchase, refundedCents: number, balance: number): Promise<WrittenMail[]> {
  const paused = (await readBilling(ctx)).topUp === "on" ? 1 : 0;
  const props = { amount: money(purchase, refundedCents), of: money(purchase), balance, paused, url: `${ctx.origin}/credits/purchases` };
  return mailTo(ctx, purchase, `refund-${purchase.id}-${refundedCents}`, "refund", props);
}

/** To every owner: money was taken back by a dispute, or given back after it. */
function disputeMails(ctx: PurchaseContext, purchase: Purchase, facts: PaymentFacts, balance: number): Promise<WrittenMail[]> {
  const taken = facts.disputedCents > 0 ? 1 : 0;
  const props = { amount: money(purchase), taken, balance, url: `${ctx.origin}/credits` };
  const id = `dispute-${purchase.id}-${facts.disputedCents}-${facts.disputeState}`;
  return mailOwners(ctx, ctx.teamDb, { id, template: "dispute", props });
}
