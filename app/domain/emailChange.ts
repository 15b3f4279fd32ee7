// Another address for an account: asked for with the password, confirmed from the new address, told to the old one.
import { writeAll } from "~/db/client";
import { findToken, findUser, findUserByEmail, spendToken, spendTokens, updateUser } from "~/db/queries/accounts";
import { linkMail } from "./accounts";
import type { Context } from "./context";
import { writeMail, writeWithMails } from "./mails";
import { keyedHash } from "./secrets";
import { type From, noteSecurity, nowhere } from "./security";
import { isPassword } from "./sessions";

export type EmailChangeOutcome = { kind: "sent" } | { kind: "wrong" } | { kind: "taken" } | { kind: "same" };

/** Mails a link to the new address. Nothing changes until it is opened. */
export async function requestEmailChange(ctx: Context, userId: string, email: string, password: string): Promise<EmailChangeOutcome> {
  const user = await findUser(ctx.db, userId);
  if (!user || !(await isPassword(password, user.passwordHash))) return { kind: "wrong" };
  if (user.email === email) return { kind: "same" };
  if (await findUserByEmail(ctx.db, email)) return { kind: "taken" };
  const mail = linkMail(ctx, { id: userId, name: user.name, email }, "email");
  // Only the link asked for last works.
  await writeAll(ctx.db, [spendTokens(userId, "email", ctx.now), ...mail.statements]);
  await ctx.hint({ kind: "mail", mailId: mail.mailId });
  return { kind: "sent" };
}

/** Makes the new address the account's, and tells the old one. False when the link is used up or over, or somebody else has the address by now. */
export async function confirmEmailChange(ctx: Context, token: string, from: From = nowhere): Promise<boolean> {
  const hash = keyedHash(ctx, "email", token);
  const found = await findToken(ctx.db, hash, "email", ctx.now);
  const user = found && (await findUser(ctx.db, found.userId));
  if (!user || !found.email || (await findUserByEmail(ctx.db, found.email)) || !(await spendToken(ctx.db, hash, ctx.now))) return false;
  const { name, email: before } = user;
  const mail = writeMail(ctx, { template: "email-changed", recipient: before, props: { name, email: found.email }, teamId: null });
  const change = updateUser(ctx.db, user.id, { email: found.email, emailVerifiedAt: ctx.now });
  // What was mailed before belongs to the person, and goes with them.
  const moved = { sql: "UPDATE mails SET recipient = ? WHERE recipient = ? AND due_at IS NULL", params: [found.email, before] };
  await writeWithMails(
    ctx,
    [change, moved, spendTokens(user.id, "reset", ctx.now), noteSecurity(ctx, user.id, "email-changed", from)],
    [mail],
  );
  return true;
}
