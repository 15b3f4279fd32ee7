// Somebody has lost their phone and their recovery codes, and writes to support from their mailbox. Support can turn the second factor off, a day after
// the mailbox was shown and never for an address that anybody could have typed: the password is still asked for, and its owner is told.
import { findUserByEmail, spendEveryToken } from "~/db/queries/accounts";
import { removeSecond } from "~/db/queries/factors";
import { findTicket } from "~/db/queries/support";
import { noteSecurity, nowhere } from "../accounts/security";
import { recordAct } from "../core/auditLog";
import type { Context, TeamContext } from "../core/context";
import { DAY_MS } from "../core/dates";
import { writeMail, writeWithMails } from "../mail/mails";

const LOST_WAIT_MS = DAY_MS;

/** Whose second factor a ticket can end, and from when on. Null where its writer has none, or has not shown the mailbox. */
export async function findLostFactor(
  ctx: Context,
  ticketId: string,
): Promise<{ userId: string; name: string; email: string; from: number } | null> {
  const ticket = await findTicket(ctx.db, ticketId);
  if (!ticket || ticket.provenAt === null) return null;
  const user = await findUserByEmail(ctx.db, ticket.email);
  if (!user?.emailVerifiedAt || user.secondSince === null) return null;
  return { userId: user.id, name: ticket.name, email: ticket.email, from: ticket.provenAt + LOST_WAIT_MS };
}

/** Turns off the second factor of a ticket's writer. False while it is too early, or where there is none. */
export async function endLostFactor(ctx: TeamContext, ticketId: string): Promise<boolean> {
  const found = await findLostFactor(ctx, ticketId);
  if (!found || found.from > ctx.now) return false;
  const { userId, name, email } = found;
  const body =
    "Support did this because you wrote that you lost it. If you didn’t write to us, change your password now and answer this e-mail.";
  const props = { name, title: "Your second factor was turned off", body, url: `${ctx.origin}/second` };
  const mail = writeMail(ctx, { template: "security-notice", recipient: email, props, teamId: null });
  const act = recordAct(ctx, { act: "second.ended", teamId: null, subjectId: userId, detail: { ticket: ticketId } });
  const off = [...removeSecond(ctx.db, userId), spendEveryToken(userId, ctx.now)];
  await writeWithMails(ctx, [...off, noteSecurity(ctx, userId, "second-off", nowhere), act], [mail]);
  return true;
}
