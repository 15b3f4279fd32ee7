// A person's way in: sign up, confirm the address, sign in, reset a forgotten password.
import { ulid } from "ulidx";
import { z } from "zod";
import { writeAll } from "~/db/client";
import {
  claimWelcome,
  findToken,
  findUser,
  findUserByEmail,
  insertAcceptance,
  insertToken,
  insertUser,
  spendToken,
  spendTokens,
  type Token,
  updateUser,
} from "~/db/queries/accounts";
import { findMembership, insertMember, insertTeam } from "~/db/queries/teams";
import { acceptedPolicies, currentPolicies } from "../legal/policies";
import type { Context } from "./context";
import { makeDataKey } from "./encryption";
import { writeMail } from "./mails";
import { welcome } from "./prices";
import { keyedHash, newToken } from "./secrets";
import { type From, noteSecurity, nowhere } from "./security";
import { endAllSessions, hashPassword, isPassword } from "./sessions";
import { newTeamId } from "./teams";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const lifetimeMs = { verify: 3 * DAY_MS, reset: HOUR_MS, email: DAY_MS };
const linkOf = { verify: ["verify", "verify"], reset: ["reset", "reset"], email: ["email-confirm", "email"] } as const;

export const EmailAddress = z
  .string({ error: "Enter your e-mail address" })
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email("This is no e-mail address"));
export const NewPassword = z.string({ error: "Choose a password" }).min(10, "At least 10 characters").max(200, "At most 200 characters");

export const SignUpInput = z.object({
  name: z.string({ error: "Enter your name" }).trim().min(1, "Enter your name").max(100, "At most 100 characters"),
  email: EmailAddress,
  password: NewPassword,
  adult: z.literal("on", { error: "Accounts are for people of 18 and over" }),
  timeZone: z.string().max(60).optional(),
  country: z.string().length(2).optional(),
});
export type SignUpInput = z.infer<typeof SignUpInput>;

export type SignUpOutcome = { kind: "done"; userId: string } | { kind: "taken" };

function safeTimeZone(name: string | undefined): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}

/** Makes the account, the person's own team and its data key, and sends the mail that confirms the address. */
export async function signUp(ctx: Context, input: SignUpInput): Promise<SignUpOutcome> {
  if (await findUserByEmail(ctx.db, input.email)) return { kind: "taken" };
  const [userId, teamId, memberId] = [ulid(ctx.now), newTeamId(ctx), ulid(ctx.now)];
  const passwordHash = await hashPassword(input.password);
  await makeDataKey(ctx, teamId);
  const user = {
    id: userId,
    email: input.email,
    name: input.name,
    passwordHash,
    emailVerifiedAt: null,
    adultConfirmedAt: ctx.now,
    createdAt: ctx.now,
    phone: "",
    restrictedAt: null,
    namelessAt: null,
  };
  const country = (input.country ?? "US").toUpperCase();
  const name = `${input.name.split(" ")[0]}’s team`;
  const team = {
    id: teamId,
    name,
    defaultCountry: country,
    timeZone: safeTimeZone(input.timeZone),
    epoch: 1,
    deactivatedAt: null,
    purgeAt: null,
    createdAt: ctx.now,
    businessName: "",
  };
  const accepted = currentPolicies(ctx.now).filter(({ policy }) => acceptedPolicies.includes(policy));
  const policies = accepted.map(({ policy, version }) => insertAcceptance(ctx.db, { userId, policy, version, acceptedAt: ctx.now }));
  const mail = linkMail(ctx, { id: userId, name: input.name, email: input.email }, "verify");
  try {
    await writeAll(ctx.db, [
      insertUser(ctx.db, user),
      insertTeam(ctx.db, team),
      insertMember(ctx.db, { teamId, id: memberId, userId, role: "owner", joinedAt: ctx.now }),
      ...policies,
      ...mail.statements,
    ]);
  } catch (error) {
    // Two sign-ups with one address at once: the second clashes with the first.
    if (await findUserByEmail(ctx.db, input.email)) return { kind: "taken" };
    throw error;
  }
  await ctx.hint({ kind: "mail", mailId: mail.mailId });
  return { kind: "done", userId };
}

/** A one-time link by mail. Only the token's hash is kept with the account; the mail's row forgets it once it is sent. */
export function linkMail(ctx: Context, user: { id: string; name: string; email: string }, purpose: Token["purpose"]) {
  const token = newToken();
  const hash = keyedHash(ctx, purpose, token);
  const [template, page] = linkOf[purpose];
  const url = `${ctx.origin}/${page}/${token}`;
  const { mailId, statement } = writeMail(ctx, { template, recipient: user.email, props: { name: user.name, url }, teamId: null });
  const expiresAt = ctx.now + lifetimeMs[purpose];
  const email = purpose === "email" ? user.email : null;
  return { mailId, statements: [insertToken(ctx.db, { hash, userId: user.id, purpose, email, expiresAt }), statement] };
}

/** Sends the confirming mail again. Nothing happens where the address is confirmed already. */
export async function resendVerification(ctx: Context, userId: string): Promise<void> {
  const user = await findUser(ctx.db, userId);
  if (!user || user.emailVerifiedAt !== null) return;
  const mail = linkMail(ctx, user, "verify");
  await writeAll(ctx.db, mail.statements);
  await ctx.hint({ kind: "mail", mailId: mail.mailId });
}

export type VerifyOutcome = { kind: "done"; userId: string; welcomed: boolean } | { kind: "stale" };

/** Confirms an address with the token of its mail, and gives the team of a new address its welcome credits, once. */
export async function verifyEmail(ctx: Context, token: string): Promise<VerifyOutcome> {
  const hash = keyedHash(ctx, "verify", token);
  const found = await findToken(ctx.db, hash, "verify", ctx.now);
  const user = found && (await findUser(ctx.db, found.userId));
  if (!user) return { kind: "stale" };
  // The grant comes before the token is used up: a crash in between is mended by clicking again, and a lot is granted once.
  const welcomed = await grantWelcome(ctx, user.id, user.email);
  await writeAll(ctx.db, [updateUser(ctx.db, user.id, { emailVerifiedAt: ctx.now })]);
  await spendToken(ctx.db, hash, ctx.now);
  return { kind: "done", userId: user.id, welcomed };
}

async function grantWelcome(ctx: Context, userId: string, email: string): Promise<boolean> {
  const membership = await findMembership(ctx.db, userId);
  if (membership?.member.role !== "owner") return false;
  const { team, member } = membership;
  if ((await claimWelcome(ctx.db, keyedHash(ctx, "welcome", email), team.id, ctx.now)) !== team.id) return false;
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

/** The user with this address and password, or null. An unknown address takes as long as a wrong password. */
export async function checkPassword(ctx: Context, email: string, password: string): Promise<{ userId: string } | null> {
  const user = await findUserByEmail(ctx.db, email);
  return (await isPassword(password, user?.passwordHash ?? null)) && user ? { userId: user.id } : null;
}

/** Sends a reset link where the address has an account; where it has none, nothing. The caller cannot tell which. */
export async function requestReset(ctx: Context, email: string): Promise<void> {
  const user = await findUserByEmail(ctx.db, email);
  if (!user) return;
  const mail = linkMail(ctx, user, "reset");
  await writeAll(ctx.db, mail.statements);
  await ctx.hint({ kind: "mail", mailId: mail.mailId });
}

/** Sets a new password with a reset token, ends every session, and tells the owner of the address. Null when the link is used up or over. */
export async function resetPassword(
  ctx: Context,
  token: string,
  password: string,
  from: From = nowhere,
): Promise<{ userId: string } | null> {
  const hash = keyedHash(ctx, "reset", token);
  const found = await findToken(ctx.db, hash, "reset", ctx.now);
  const user = found && (await findUser(ctx.db, found.userId));
  if (!user) return null;
  const passwordHash = await hashPassword(password);
  if (!(await spendToken(ctx.db, hash, ctx.now))) return null;
  await changePassword(ctx, user, passwordHash, from);
  return { userId: user.id };
}

async function changePassword(
  ctx: Context,
  user: { id: string; name: string; email: string },
  passwordHash: string,
  from: From,
): Promise<void> {
  const mail = writeMail(ctx, { template: "password-changed", recipient: user.email, props: { name: user.name }, teamId: null });
  await writeAll(ctx.db, [
    updateUser(ctx.db, user.id, { passwordHash }),
    spendTokens(user.id, "reset", ctx.now),
    spendTokens(user.id, "email", ctx.now),
    noteSecurity(ctx, user.id, "password-changed", from),
    mail.statement,
  ]);
  await endAllSessions(ctx, user.id);
  await ctx.hint({ kind: "mail", mailId: mail.mailId });
}

/** Changes the password of somebody who knows the old one. Every session ends. */
export async function replacePassword(
  ctx: Context,
  userId: string,
  before: string,
  after: string,
  from: From = nowhere,
): Promise<{ kind: "done" } | { kind: "wrong" }> {
  const user = await findUser(ctx.db, userId);
  if (!user || !(await isPassword(before, user.passwordHash))) return { kind: "wrong" };
  await changePassword(ctx, user, await hashPassword(after), from);
  return { kind: "done" };
}

/** What somebody says about themselves. */
export async function readUser(ctx: Context, userId: string): Promise<{ name: string; phone: string } | null> {
  return findUser(ctx.db, userId);
}

/** Corrects what somebody says about themselves. */
export async function changeUser(ctx: Context, userId: string, changes: { name: string; phone: string }): Promise<void> {
  await writeAll(ctx.db, [updateUser(ctx.db, userId, changes)]);
}
