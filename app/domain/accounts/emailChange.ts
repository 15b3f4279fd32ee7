// Another address for an account: asked for with the password; the old address is told before and can stop it; confirmed from the new mailbox, inside the session that
// asked for it. A link that leaks from either mailbox alone changes nothing for whoever finds it.

import { findUser, findUserByEmail, spendEveryToken, spendToken, spendTokens, updateUser } from "~/db/queries/accounts";
import { removePasskeys } from "~/db/queries/factors";
import { writeAll } from "~/db/statements";
import type { Context } from "../core/context";
import { writeMail, writeWithMails } from "../mail/mails";
import { findLink, linkMail } from "./links";
import { isPassword } from "./passwords";
import { type From, noteSecurity, nowhere } from "./security";
import { endAllSessions } from "./sessions";

export type EmailChangeOutcome = { kind: "sent" } | { kind: "wrong" } | { kind: "same" };

/**
 * Mails a link to the new address, and the old one what was asked for with a link that stops it. Nothing changes until the first is opened. An address that has an account
 * gets no link, and whoever asks is not told so.
 */
export async function requestEmailChange(
  ctx: Context,
  asked: { userId: string; sessionId: string; email: string; password: string },
): Promise<EmailChangeOutcome> {
  const { userId, sessionId, email, password } = asked;
  const user = await findUser(ctx.db, userId);
  if (!user || !(await isPassword(password, user.passwordHash))) return { kind: "wrong" };
  if (user.email === email) return { kind: "same" };
  const toOld = linkMail(ctx, user, "stop-email", { email: user.email });
  const toNew = (await findUserByEmail(ctx.db, email)) ? null : linkMail(ctx, user, "email", { email, sessionId });
  // Only the link asked for last works.
  const over = [spendTokens(userId, "email", ctx.now), spendTokens(userId, "stop-email", ctx.now)];
  await writeAll(ctx.db, [...over, ...toOld.statements, ...(toNew?.statements ?? [])]);
  for (const mail of [toOld, toNew]) if (mail) await ctx.hint({ kind: "mail", mailId: mail.mailId });
  return { kind: "sent" };
}

export type EmailConfirmOutcome = "done" | "stale" | "other-session";

/** Makes the new address the account's. Every link there was ends. `stale` when the link is used up or over, or somebody else has the address by now. */
export async function confirmEmailChange(
  ctx: Context,
  token: string,
  sessionId: string | null,
  from: From = nowhere,
): Promise<EmailConfirmOutcome> {
  const found = await findLink(ctx, "email", token);
  const email = found?.link.email;
  if (!found || !email || (await findUserByEmail(ctx.db, email))) return "stale";
  if (found.link.sessionId === null || found.link.sessionId !== sessionId) return "other-session";
  if (!(await spendToken(ctx.db, found.link.hash, ctx.now))) return "stale";
  const { id, name, email: before } = found.user;
  const mail = writeMail(ctx, { template: "email-changed", recipient: before, props: { name, email }, teamId: null });
  const change = updateUser(ctx.db, id, { email, emailVerifiedAt: ctx.now });
  // What was mailed before belongs to the person, and goes with them.
  const moved = { sql: "UPDATE mails SET recipient = ? WHERE recipient = ? AND due_at IS NULL", params: [email, before] };
  await writeWithMails(ctx, [change, moved, spendEveryToken(id, ctx.now), noteSecurity(ctx, id, "email-changed", from)], [mail]);
  return "done";
}

/** The old mailbox says no: the change is off, and every session ends, since somebody knew the password. False for a link that is over. */
export async function stopEmailChange(ctx: Context, token: string, from: From = nowhere): Promise<boolean> {
  const found = await findLink(ctx, "stop-email", token);
  if (!found || found.link.email !== found.user.email) return false;
  await writeAll(ctx.db, [
    spendEveryToken(found.user.id, ctx.now),
    removePasskeys(ctx.db, found.user.id),
    noteSecurity(ctx, found.user.id, "email-change-stopped", from),
  ]);
  await endAllSessions(ctx, found.user.id);
  return true;
}
