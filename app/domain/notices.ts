// Mails that time brings: credits about to expire, and the monthly statement for those who want it.
import { openTeamDb, type Statement, writeAll } from "~/db/client";
import { findMember, findTeam, listMembers, listOwners, setStatementMail } from "~/db/queries/teams";
import type { Context, TeamContext } from "./context";
import { DAY_MS, monthAround } from "./dates";
import { writeMail } from "./mails";

/** How many days before their end credits are announced to expire. */
export const NOTICE_DAYS = [14, 3];

/** Announces lots of a team that expire within 14 and 3 days: each once, though it runs twice or misses a day. */
export async function announceExpiry(ctx: Context, teamId: string): Promise<number> {
  const { lots } = await ctx.ledger(teamId).balance();
  const due = lots.flatMap(({ lotId, left, expiresAt }) => {
    const daysLeft = expiresAt === null ? Number.POSITIVE_INFINITY : (expiresAt - ctx.now) / DAY_MS;
    // Only the nearest notice: after a missed week there is one mail, not two.
    const days = NOTICE_DAYS.filter((one) => daysLeft <= one).at(-1);
    return left > 0 && expiresAt !== null && days !== undefined ? [{ lotId, left, expiresAt, days }] : [];
  });
  const team = due.length > 0 ? await findTeam(ctx.db, teamId) : null;
  if (!team) return 0;
  const owners = await listOwners(openTeamDb(ctx.db, teamId));
  const mails = due.flatMap(({ lotId, left, expiresAt, days }) => {
    const day = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: team.timeZone }).format(expiresAt);
    const wait = Math.max(1, Math.ceil((expiresAt - ctx.now) / DAY_MS));
    return owners.map(({ id, name, email }) => {
      const props = { name, credits: left, days: wait, day, url: `${ctx.origin}/credits` };
      return writeMail(ctx, { id: `expiry-${days}-${teamId}-${lotId}-${id}`, template: "credits-expire", recipient: email, props, teamId });
    });
  });
  return send(ctx, mails);
}

async function send(ctx: Context, mails: { mailId: string; statement: Statement }[]): Promise<number> {
  if (mails.length === 0) return 0;
  const written = await writeAll(
    ctx.db,
    mails.map(({ statement }) => statement),
  );
  for (const [n, { mailId }] of mails.entries()) if (written[n]) await ctx.hint({ kind: "mail", mailId });
  return written.filter(Boolean).length;
}

/** Sends last month's statement to the members of a team who want it: once, in the first days of a month or whenever it runs next. */
export async function sendMonthlyStatement(ctx: Context, teamId: string): Promise<number> {
  const teamDb = openTeamDb(ctx.db, teamId);
  const readers = (await listMembers(teamDb)).filter(({ statementMail }) => statementMail);
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
  return send(ctx, mails);
}

/** Whether the asking member wants the monthly statement by mail. */
export async function chooseStatementMail(ctx: TeamContext, wanted: boolean): Promise<void> {
  await writeAll(ctx.db, [setStatementMail(ctx.teamDb, ctx.member.id, wanted)]);
}

export async function wantsStatementMail(ctx: TeamContext): Promise<boolean> {
  return (await findMember(ctx.teamDb, ctx.member.id))?.statementMail ?? false;
}
