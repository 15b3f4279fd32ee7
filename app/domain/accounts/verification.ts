// Whether an address is its account's. The link in a mail proves a mailbox, not who made the account: confirming asks for the account's session or password
// too. Whoever has neither chooses a new password, which ends every session and every link there was.

import { findUser, spendEveryToken } from "~/db/queries/accounts";
import { writeAll } from "~/db/statements";
import type { Context } from "../core/context";
import { findLink, linkMail } from "./links";
import { changePassword, forgetMaker, hashPassword, isPassword } from "./passwords";
import { type From, nowhere } from "./security";

import { confirmAddress } from "./welcome";

/** Sends the confirming mail again. Nothing happens where the address is confirmed already. */
export async function resendVerification(ctx: Context, userId: string): Promise<void> {
  const user = await findUser(ctx.db, userId);
  if (!user || user.emailVerifiedAt !== null) return;
  const mail = linkMail(ctx, user, "verify", { email: user.email });
  await writeAll(ctx.db, mail.statements);
  await ctx.hint({ kind: "mail", mailId: mail.mailId });
}

/** How whoever opens the link shows that the account is theirs: signed in to it, by its password, or by a new one that takes its place. */
export type Proof =
  | { kind: "session"; userId: string | null }
  | { kind: "password"; password: string }
  | { kind: "new-password"; password: string };

export type VerifyOutcome =
  | { kind: "done"; userId: string; welcomed: boolean }
  /** Neither signed in to the account, nor by its password. */
  | { kind: "unproven" | "wrong-password" }
  /** Used, over, or for an address that is not the account's any more. */
  | { kind: "stale" };

/** Whether a link has something to confirm still. Of an account that is confirmed, by this link or in another way, it opens nothing. */
const isOpen = ({ link, user }: NonNullable<Awaited<ReturnType<typeof findLink>>>) =>
  link.email === user.email && user.emailVerifiedAt === null;

/** The account that a link would confirm: its address, and whether `userId` is signed in to it. Null for a link that is over. */
export async function readVerification(
  ctx: Context,
  token: string,
  userId: string | null,
): Promise<{ email: string; own: boolean } | null> {
  const found = await findLink(ctx, "verify", token);
  return found && isOpen(found) ? { email: found.user.email, own: found.user.id === userId } : null;
}

/** Confirms an address with the token of its mail, and gives the team of a new address its welcome credits, once. Signs nobody in. */
export async function verifyEmail(ctx: Context, token: string, proof: Proof, from: From = nowhere): Promise<VerifyOutcome> {
  const found = await findLink(ctx, "verify", token);
  if (!found || !isOpen(found)) return { kind: "stale" };
  const { user } = found;
  if (proof.kind === "session" && proof.userId !== user.id) return { kind: "unproven" };
  if (proof.kind === "password" && !(await isPassword(proof.password, user.passwordHash))) return { kind: "wrong-password" };
  if (proof.kind === "new-password") {
    await changePassword(ctx, user, await hashPassword(proof.password), from);
    await forgetMaker(ctx, user.id);
  }
  const welcomed = await confirmAddress(ctx, user);
  await writeAll(ctx.db, [spendEveryToken(user.id, ctx.now)]);
  return { kind: "done", userId: user.id, welcomed };
}
