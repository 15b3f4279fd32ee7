// What those who run the deployment see and do: teams without their contacts, money, events, jobs, checks. Every act is in the audit log.
import { openTeamDb } from "~/db/client";
import { listGrants, listPromoCodes } from "~/db/queries/billing";
import { retryMail } from "~/db/queries/mails";
import {
  listActs,
  listChecks,
  listDeadLetters,
  listEvents,
  listFailedMails,
  listRecentPurchases,
  listTeams,
} from "~/db/queries/operations";
import { findPurchase, listPurchases, type Purchase } from "~/db/queries/purchases";
import { findTeam, listMembers, type Team } from "~/db/queries/teams";
import { checkKinds } from "~/db/schema/operations";
import { writeAll } from "~/db/statements";
import type { Balance } from "~/workers/ledger/contract";
import { tellActs } from "../core/actWords";
import { recordAct } from "../core/auditLog";
import type { TeamContext } from "../core/context";
import { DAY_MS } from "../core/dates";
import { isOwner } from "../core/permissions";
import { processEvent } from "../payments/paymentEvents";
import { applyPayment } from "../payments/payments";
import { checkLedgers } from "./checks";
import { checkKeys, rotateKeys } from "./keys";
import { reconcile } from "./reconciliation";
import { checkAfterRestore } from "./restore";

const PAGE = 50;

/** Results of events that somebody should look at. */
const ODD = new Set(["not-ours", "team-gone", "seen", "mismatch"]);

/** Teams, newest first, each with what its ledger says is left; null where the ledger does not answer. */
export async function readTeams(ctx: TeamContext, beforeId: string | null) {
  const rows = await listTeams(ctx.db, beforeId, PAGE + 1);
  const page = rows.slice(0, PAGE);
  const teams = await Promise.all(page.map(async (team) => ({ ...team, balance: await balanceOf(ctx, team.id) })));
  return { teams, next: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null };
}

function balanceOf(ctx: TeamContext, teamId: string): Promise<Balance | null> {
  return ctx
    .ledger(teamId)
    .balance()
    .catch(() => null);
}

export interface RefundLine extends Purchase {
  /** The unspent share of the price, rounded down, less what was refunded. */
  unspentCents: number;
}

/** A team as an operator sees it: its credits and money, never its contacts. Null for one that does not exist. */
export async function readTeamAccount(ctx: TeamContext, teamId: string) {
  const team: Team | null = await findTeam(ctx.db, teamId);
  if (!team) return null;
  const teamDb = openTeamDb(ctx.db, teamId);
  const [balance, purchases, grants, members, acts] = await Promise.all([
    balanceOf(ctx, teamId),
    listPurchases(teamDb, null, PAGE),
    listGrants(teamDb, PAGE),
    listMembers(teamDb),
    listActs(ctx.db, teamId, PAGE),
  ]);
  const lines = purchases.map((purchase): RefundLine => ({ ...purchase, unspentCents: unspentCents(purchase, balance) }));
  const owners = members.filter(isOwner).map(({ email }) => email);
  return { team, balance, purchases: lines, grants, members: members.length, owners, acts: tellActs(acts) };
}

function unspentCents({ paymentId, credits, amountCents }: Purchase, balance: Balance | null): number {
  const lot = balance?.lots.find(({ lotId }) => lotId === `payment:${paymentId}`)?.left ?? 0;
  // What another payment owes is taken off what this one has left.
  const left = Math.min(lot, Math.max(0, balance?.free ?? 0));
  return Math.floor((amountCents * left) / credits);
}

export type RefundOutcome =
  | { kind: "done" }
  | { kind: "changed"; refundedCents: number }
  | { kind: "missing" }
  | { kind: "too-much"; most: number }
  | { kind: "refused"; reason: string };

/** Refunds part of a purchase through Stripe, once per key, and takes the credits' share back at once. */
export async function refundPurchase(
  ctx: TeamContext,
  asked: { teamId: string; purchaseId: string; amountCents: number; seenRefundedCents: number; key: string; reason: string },
): Promise<RefundOutcome> {
  const { teamId, purchaseId, amountCents, seenRefundedCents, key, reason } = asked;
  const teamDb = openTeamDb(ctx.db, teamId);
  const paymentId = (await findPurchase(teamDb, purchaseId))?.paymentId;
  if (paymentId) await applyPayment(ctx, paymentId);
  const purchase = await findPurchase(teamDb, purchaseId);
  if (purchase?.state !== "paid" || !purchase.paymentId) return { kind: "missing" };
  // A refund whose answer was lost is known by now: who asks again because of that is shown it first.
  if (purchase.refundedCents !== seenRefundedCents) return { kind: "changed", refundedCents: purchase.refundedCents };
  const most = purchase.amountCents - purchase.refundedCents;
  if (amountCents > most) return { kind: "too-much", most };
  // The act is in the log before any money moves.
  await writeAll(ctx.db, [recordAct(ctx, { act: "purchase.refunded", teamId, subjectId: purchaseId, detail: { amountCents, reason } })]);
  const refunded = await ctx.payments.refund(purchase.paymentId, amountCents, key);
  if (refunded.kind === "refused") return refunded;
  await applyPayment(ctx, purchase.paymentId);
  return { kind: "done" };
}

/** The newest purchases and events of all teams; `odd` are the events that moved nothing although somebody may have to act. */
export async function readPayments(ctx: TeamContext) {
  const [purchases, events] = await Promise.all([listRecentPurchases(ctx.db, PAGE), listEvents(ctx.db, 200)]);
  return { purchases, events: events.map((event) => ({ ...event, odd: event.processedAt === null || ODD.has(event.result ?? "") })) };
}

/** Acts on an event once more. */
export async function repeatEvent(ctx: TeamContext, eventId: string): Promise<void> {
  await writeAll(ctx.db, [recordAct(ctx, { act: "event.repeated", teamId: null, subjectId: eventId, detail: {} })]);
  await processEvent(ctx, eventId);
}

/** Jobs that failed for good, and mails that were given up within a month. */
export async function readFailures(ctx: TeamContext) {
  const [letters, mails] = await Promise.all([listDeadLetters(ctx.db, PAGE), listFailedMails(ctx.db, ctx.now - 30 * DAY_MS, PAGE)]);
  return { letters, mails };
}

/** Sends a mail that was given up once more. */
export async function repeatMail(ctx: TeamContext, mailId: string): Promise<void> {
  const act = recordAct(ctx, { act: "mail.repeated", teamId: null, subjectId: mailId, detail: {} });
  await writeAll(ctx.db, [retryMail(ctx.db, mailId, ctx.now), act]);
  await ctx.hint({ kind: "mail", mailId });
}

export async function readChecks(ctx: TeamContext) {
  const last = (kind: CheckKind) => listChecks(ctx.db, kind, 10);
  const [ledgers, reconciliation, restore, keys] = await Promise.all(checkKinds.map(last));
  return { ledgers: ledgers ?? [], reconciliation: reconciliation ?? [], restore: restore ?? [], keys: keys ?? [] };
}

export { checkKinds };

type CheckKind = (typeof checkKinds)[number];

/** Runs a check now. `apply`: after a restore, puts right what the look before it found. */
export async function runCheckNow(ctx: TeamContext, kind: CheckKind, apply: boolean): Promise<number> {
  await writeAll(ctx.db, [recordAct(ctx, { act: "check.run", teamId: null, subjectId: kind, detail: { apply: apply ? 1 : 0 } })]);
  if (kind === "restore") return checkAfterRestore(ctx, apply);
  if (kind === "keys") return checkKeys(ctx);
  return kind === "ledgers" ? checkLedgers(ctx) : reconcile(ctx);
}

/** Wraps every team's data key with the newest wrapping key. Returns how many were wrapped anew. */
export async function rotateKeysNow(ctx: TeamContext): Promise<number> {
  const wrapped = await rotateKeys(ctx);
  await writeAll(ctx.db, [
    recordAct(ctx, { act: "keys.rotated", teamId: null, subjectId: ctx.wrappingKeys[0]?.id ?? "", detail: { wrapped } }),
  ]);
  return wrapped;
}

/** Stops a team's ledger from taking anything new, or lets it go on. */
export async function freezeLedger(ctx: TeamContext, teamId: string, frozen: boolean, reason: string): Promise<void> {
  const act = frozen ? "ledger.frozen" : "ledger.reopened";
  await writeAll(ctx.db, [recordAct(ctx, { act, teamId, subjectId: teamId, detail: { reason } })]);
  if (frozen) await ctx.ledger(teamId).freeze("operator");
  else await ctx.ledger(teamId).reopen("operator");
}

export async function readPromoCodes(ctx: TeamContext) {
  const [codes, acts] = await Promise.all([listPromoCodes(ctx.db, 100), listActs(ctx.db, null, PAGE)]);
  return { codes, acts: tellActs(acts) };
}
