// Mails that time brings: credits about to expire, and the monthly statement for those who want it.
import { openTeamDb } from "~/db/client";
import { listReaderIds } from "~/db/queries/security";
import { findTeam, listMembers } from "~/db/queries/teams";
import type { Context } from "../core/context";
import { DAY_MS, dayWords, monthAround } from "../core/dates";
import { mailOwners, writeMail, writeWithMails } from "./mails";

/** How many days before their end credits are announced to expire. */
const NOTICE_DAYS = [14, 3];

/** Announces lots of a team that expire within 14 and 3 days: each once, though it runs twice or misses a day. */
export async function announceExpiry(ctx: Context, teamId: string): Promise<number> {
  const { lots } = await ctx.ledger(teamId).balance();
  const due = lots.flatMap(({ lotId, left, expiresAt }) => {
    const daysLeft = expiresAt === null ? Number.POSITIVE_INFINITY : (expiresAt - ctx.now) / DAY_MS;
    const days = nearestNotice(NOTICE_DAYS, daysLeft);
    return left > 0 && expiresAt !== null && days !== undefined ? [{ lotId, left, expiresAt, days }] : [];
  });
  const team = due.length > 0 ? await findTeam(ctx.db, teamId) : null;
  if (!team) return 0;
  const mails = due.map(({ lotId, left, expiresAt, days }) => {
    const day = dayWords(expiresAt, team.timeZone);
    const props = { credits: left, days: daysUntil(expiresAt, ctx.now), day, url: `${ctx.origin}/credits` };
    return mailOwners(ctx, openTeamDb(ctx.db, teamId), { id: `expiry-${days}-${teamId}-${lotId}`, template: "credits-expire", props });
  });
  return writeWithMails(ctx, [], (await Promise.all(mails)).flat());
}

/** The nearest of some notices, in days before the end: after a missed week there is one mail, not two. None while all are ahead. */
export function nearestNotice(notices: number[], daysLeft: number): number | undefined {
  return notices.filter((one) => daysLeft <= one).at(-1);
}

/** Whole days that are left until a moment: 1 within the last day, below 0 once it is past. */
export function daysUntil(at: number, now: number): number {
  const days = Math.floor((at - now) / DAY_MS);
  return at < now ? days : Math.max(1, days);
}

/** Sends last month's statement to the members of a team who want it: once, in the first days of a month or whenever it runs next. */
export async function sendMonthlyStatement(ctx: Context, teamId: string): Promise<number> {
  const teamDb = openTeamDb(ctx.db, teamId);
  const [members, readerIds] = await Promise.all([listMembers(teamDb), listReaderIds(teamDb, "statement")]);
  const readers = members.filter(({ userId, deactivatedAt }) => deactivatedAt === null && readerIds.has(userId));
  const team = readers.length > 0 ? await findTeam(ctx.db, teamId) : null;
  if (!team) return 0;
  const { name: month, from, to } = monthAround(ctx.now, team.timeZone, -1);
  const ledger = ctx.ledger(teamId);
  const [before, after, usage] = await Promise.all([ledger.standingAt(from), ledger.standingAt(to), ledger.usage(from, to)]);
  if (after.seq === before.seq) return 0;
  const spent = usage.reduce((sum, { credits }) => sum + credits, 0);
  const facts = { month, spent, bought: after.balance - before.balance + spent, balance: after.balance, head: after.head };
  const mails = readers.map(({ id, name, email }) => {
    const props = { ...facts, name, url: `${ctx.origin}/credits/statement?month=${month}` };
    return writeMail(ctx, { id: `statement-${month}-${teamId}-${id}`, template: "monthly-statement", recipient: email, props, teamId });
  });
  return writeWithMails(ctx, [], mails);
}
