// A person's account: how it is made, and whether a password is its own. Confirming the address is in verification.ts, new passwords in passwords.ts.
import * as z from "zod";

import { findUser, findUserByEmail, insertAcceptance, insertUser, updateUser } from "~/db/queries/accounts";
import { writeAll } from "~/db/statements";
import type { Context } from "../core/context";
import { newId } from "../core/ids";
import { acceptedPolicies, currentPolicies } from "../core/policies";
import { newTeam } from "../teams/newTeam";
import { isLeaked } from "./leaked";
import { linkMail } from "./links";
import { hashPassword, isPassword } from "./passwords";

export const EmailAddress = z
  .string({ error: "Enter your e-mail address" })
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email("Enter a valid e-mail address"));
export const NewPassword = z
  .string({ error: "Choose a password" })
  .min(12, "At least 12 characters")
  .max(200, "At most 200 characters")
  // What is too short or too long says just that.
  .refine(
    (password) => password.length < 12 || password.length > 200 || !isLeaked(password),
    "This one is easily guessed: it’s in lists of leaked passwords. Try a few words of your own",
  );

export const SignUpInput = z.object({
  name: z.string({ error: "Enter your name" }).trim().min(1, "Enter your name").max(100, "At most 100 characters"),
  email: EmailAddress,
  password: NewPassword,
  adult: z.literal("on", { error: "Accounts are for people 18 and older" }),
  timeZone: z.string().max(60).optional(),
  country: z.string().length(2).optional(),
});
export type SignUpInput = z.infer<typeof SignUpInput>;

export type SignUpOutcome = { kind: "done"; userId: string } | { kind: "taken" };

/** A person's row and what they accept by making it. `verifiedAt`: when, where the mailbox is proven already. */
export async function newUser(
  ctx: Context,
  { name, email, password }: Pick<SignUpInput, "name" | "email" | "password">,
  verifiedAt: number | null,
) {
  const userId = newId(ctx.now);
  const user = {
    id: userId,
    email,
    name,
    passwordHash: await hashPassword(password),
    emailVerifiedAt: verifiedAt,
    adultConfirmedAt: ctx.now,
    createdAt: ctx.now,
    phone: "",
    restrictedAt: null,
    namelessAt: null,
    secondSince: null,
  };
  const accepted = currentPolicies(ctx.now).filter(({ policy }) => acceptedPolicies.includes(policy));
  const policies = accepted.map(({ policy, version }) => insertAcceptance(ctx.db, { userId, policy, version, acceptedAt: ctx.now }));
  return { userId, statements: [insertUser(ctx.db, user), ...policies] };
}

/** Makes the account, the person's own team and its data key, and sends the mail that confirms the address. */
export async function signUp(ctx: Context, input: SignUpInput): Promise<SignUpOutcome> {
  if (await findUserByEmail(ctx.db, input.email)) return { kind: "taken" };
  const { userId, statements } = await newUser(ctx, input, null);
  const team = await newTeam(ctx, { name: `${input.name.split(" ")[0]}’s team`, userId, country: input.country, timeZone: input.timeZone });
  const mail = linkMail(ctx, { id: userId, name: input.name }, "verify", { email: input.email });
  try {
    await writeAll(ctx.db, [...statements, ...team.statements, ...mail.statements]);
  } catch (error) {
    // Two sign-ups with one address at once: the second clashes with the first.
    if (await findUserByEmail(ctx.db, input.email)) return { kind: "taken" };
    throw error;
  }
  await ctx.hint({ kind: "mail", mailId: mail.mailId });
  return { kind: "done", userId };
}

/** The user with this address and password, or null. An unknown address takes as long as a wrong password. */
export async function checkPassword(
  ctx: Context,
  email: string,
  password: string,
): Promise<{ userId: string; passwordHash: string; second: boolean } | null> {
  const user = await findUserByEmail(ctx.db, email);
  if (!(await isPassword(password, user?.passwordHash ?? null)) || !user) return null;
  return { userId: user.id, passwordHash: user.passwordHash, second: user.secondSince !== null };
}

/** Whether a password is the one of an account. */
export async function isOwnPassword(ctx: Context, userId: string, password: string): Promise<boolean> {
  return isPassword(password, (await findUser(ctx.db, userId))?.passwordHash ?? null);
}

/** The address somebody signs in with. */
export async function findEmail(ctx: Context, userId: string): Promise<string | null> {
  return (await findUser(ctx.db, userId))?.email ?? null;
}

/** What somebody says about themselves. */
export async function readUser(ctx: Context, userId: string): Promise<{ name: string; phone: string } | null> {
  return findUser(ctx.db, userId);
}

/** Corrects what somebody says about themselves. */
export async function changeUser(ctx: Context, userId: string, changes: { name: string; phone: string }): Promise<void> {
  await writeAll(ctx.db, [updateUser(ctx.db, userId, changes)]);
}
