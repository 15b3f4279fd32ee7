// Passwords: how they are kept and compared, and new ones: by a link to the mailbox, or by somebody who knows the old one. Either ends every session and
// every link there was.
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { findUser, findUserByEmail, spendEveryToken, spendToken, type User, updateUser } from "~/db/queries/accounts";
import { removePasskeys, removeSecond } from "~/db/queries/factors";
import { removeDevices, removeNominee } from "~/db/queries/security";
import { writeAll } from "~/db/statements";
import type { Context } from "../core/context";
import { writeMail } from "../mail/mails";
import { findLink, linkMail } from "./links";
import { type From, noteSecurity, nowhere } from "./security";
import { endAllSessions } from "./sessions";
import { confirmAddress } from "./welcome";

// OWASP's set for 16 MB of memory. About 35 ms for each p: more than a free plan's Worker may use.
const SCRYPT = { N: 16_384, r: 8, p: 5, maxmem: 64 * 1024 * 1024 };
const KEY_BYTES = 64;

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, KEY_BYTES, SCRYPT, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** scrypt with a fresh salt, as `salt:key` in hex. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString("hex")}:${(await derive(password, salt)).toString("hex")}`;
}

const NOBODY = `${"00".repeat(16)}:${"00".repeat(KEY_BYTES)}`;

/** Whether the password is the hash's. Pass null for an unknown address: it takes as long, and is false. */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const [salt = "", key = ""] = (hash ?? NOBODY).split(":");
  const given = await derive(password, Buffer.from(salt, "hex"));
  return timingSafeEqual(given, Buffer.from(key, "hex")) && hash !== null;
}

/** Sends a reset link where the address has an account; where it has none, nothing. The caller cannot tell which, by the answer or by the time it takes. */
export function requestReset(ctx: Context, email: string): Promise<void> {
  return ctx.later(async () => {
    const user = await findUserByEmail(ctx.db, email);
    if (!user) return;
    const mail = linkMail(ctx, user, "reset", { email });
    await writeAll(ctx.db, mail.statements);
    await ctx.hint({ kind: "mail", mailId: mail.mailId });
  });
}

/** Sets a new password with a reset token, ends every session, and tells the owner of the address. Null when the link is used up or over, or the address is another one by now. */
export async function resetPassword(
  ctx: Context,
  token: string,
  password: string,
  from: From = nowhere,
): Promise<{ userId: string } | null> {
  const found = await findLink(ctx, "reset", token);
  if (!found || found.link.email !== found.user.email) return null;
  const { user, link } = found;
  const passwordHash = await hashPassword(password);
  if (!(await spendToken(ctx.db, link.hash, ctx.now))) return null;
  // The link came by this mailbox, and whoever had the account before has lost it: first what is theirs, then their sessions.
  if (user.emailVerifiedAt === null) await forgetMaker(ctx, user.id);
  // Somebody who resets a password may have lost more than that.
  await writeAll(ctx.db, [removePasskeys(ctx.db, user.id)]);
  await changePassword(ctx, user, passwordHash, from);
  if (user.emailVerifiedAt === null) await confirmAddress(ctx, user);
  return { userId: user.id };
}

/** Sets a password; every session and every link ends, and the owner of the address is told. */
export async function changePassword(
  ctx: Context,
  user: Pick<User, "id" | "name" | "email">,
  passwordHash: string,
  from: From,
): Promise<void> {
  const mail = writeMail(ctx, { template: "password-changed", recipient: user.email, props: { name: user.name }, teamId: null });
  await writeAll(ctx.db, [
    updateUser(ctx.db, user.id, { passwordHash }),
    spendEveryToken(user.id, ctx.now),
    noteSecurity(ctx, user.id, "password-changed", from),
    mail.statement,
  ]);
  await endAllSessions(ctx, user.id);
  await ctx.hint({ kind: "mail", mailId: mail.mailId });
}

/**
 * Takes away what whoever made an account with somebody else's address left in it, once the mailbox has shown whose it is: the person who would use its rights, and the
 * browsers it counts as known, a second factor that only they could answer, and passkeys of theirs.
 */
export async function forgetMaker(ctx: Context, userId: string): Promise<void> {
  await writeAll(ctx.db, [
    removeNominee(ctx.db, userId),
    removeDevices(ctx.db, userId),
    ...removeSecond(ctx.db, userId),
    removePasskeys(ctx.db, userId),
  ]);
}

/** Changes the password of somebody who knows the old one. */
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
