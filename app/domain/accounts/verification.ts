// Whether an address is its account's. The link in a mail proves a mailbox, not who made the account: confirming asks for the account's session or password
// too. Whoever has neither chooses a new password, which ends every session and every link there was.
import { writeAll } from "~/db/client";
import { claimWelcome, findUser, spendEveryToken, updateUser } from "~/db/queries/accounts";
import { findMembership } from "~/db/queries/teams";
import type { Context } from "../core/context";
import { DAY_MS } from "../core/dates";
import { welcome } from "../core/prices";
import { welcomeHash } from "../mail/mailboxes";
import { findLink, linkMail } from "./links";
import { changePassword } from "./passwords";
import { type From, nowhere } from "./security";
import { hashPassword, isPassword } from "./sessions";

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

/** The account that a link would confirm: its address, and whether `userId` is signed in to it. Null for a link that is over. */
export async function readVerification(
  ctx: Context,
  token: string,
  userId: string | null,
): Promise<{ email: string; own: boolean } | null> {
  const found = await findLink(ctx, "verify", token);
  return found && found.link.email === found.user.email ? { email: found.user.email, own: found.user.id === userId } : null;
}

/** Confirms an address with the token of its mail, and gives the team of a new address its welcome credits, once. Signs nobody in. */
export async function verifyEmail(ctx: Context, token: string, proof: Proof, from: From = nowhere): Promise<VerifyOutcome> {
  const found = await findLink(ctx, "verify", token);
  if (!found || found.link.email !== found.user.email) return { kind: "stale" };
  const { user } = found;
  if (proof.kind === "session" && proof.userId !== user.id) return { kind: "unproven" };
  if (proof.kind === "password" && !(await isPassword(proof.password, user.passwordHash))) return { kind: "wrong-password" };
  if (proof.kind === "new-password") await changePassword(ctx, user, await hashPassword(proof.password), from);
  const welcomed = await confirmAddress(ctx, user);
  await writeAll(ctx.db, [spendEveryToken(user.id, ctx.now)]);
  return { kind: "done", userId: user.id, welcomed };
}

/** Notes that an address is proven, and gives the welcome credits. The grant comes first: a crash in between is mended by doing it again, and a lot is granted once. */
export async function confirmAddress(ctx: Context, user: { id: string; email: string }): Promise<boolean> {
  const welcomed = await grantWelcome(ctx, user.id, user.email);
  await writeAll(ctx.db, [updateUser(ctx.db, user.id, { emailVerifiedAt: ctx.now })]);
  return welcomed;
}

async function grantWelcome(ctx: Context, userId: string, email: string): Promise<boolean> {
  const membership = await findMembership(ctx.db, userId);
  if (membership?.member.role !== "owner") return false;
  const { team, member } = membership;
  if ((await claimWelcome(ctx.db, welcomeHash(ctx, email), team.id, ctx.now)) !== team.id) return false;
  const lot = {
    lotId: "welcome",
    source: "welcome",
    credits: welcome.credits,
    priority: 0,
    paymentId: null,
    costCents: 0,
    currency: null,
  } as const;
  await ctx.ledger(team.id).grant({ ...lot, expiresAt: ctx.now + welcome.days * DAY_MS, memberId: member.id });
  return true;
}
