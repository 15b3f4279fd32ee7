// One-time links by mail. Only a keyed hash of the token is kept with the account; the mail's row forgets the link once it is sent.
import { findToken, findUser, insertToken, type Token, type User } from "~/db/queries/accounts";
import type { Context } from "../core/context";
import { DAY_MS } from "../core/dates";
import { keyedHash, newToken } from "../core/secrets";
import { writeMail } from "../mail/mails";

const HOUR_MS = 60 * 60 * 1000;
const lifetimeMs = { verify: 3 * DAY_MS, reset: HOUR_MS, email: DAY_MS, "stop-email": 7 * DAY_MS };
const linkOf = {
  verify: ["verify", "verify"],
  reset: ["reset", "reset"],
  email: ["email-confirm", "email"],
  "stop-email": ["email-asked", "stop"],
} as const;

/** What comes by mail: a half sign-in does not. */
type Mailed = Exclude<Token["purpose"], "second">;

interface Linked {
  /** Where the mail goes; the link proves this mailbox and no other. */
  email: string;
  /** The session in which it was asked for, where only that one may use it. */
  sessionId?: string | null;
}

/** A link for somebody, as the rows of its cause: the token's hash and the mail. */
export function linkMail(ctx: Context, user: Pick<User, "id" | "name">, purpose: Mailed, { email, sessionId = null }: Linked) {
  const token = newToken();
  const hash = keyedHash(ctx, purpose, token);
  const [template, page] = linkOf[purpose];
  const props = { name: user.name, url: `${ctx.origin}/${page}/${token}` };
  const { mailId, statement } = writeMail(ctx, { template, recipient: email, props, teamId: null });
  const expiresAt = ctx.now + lifetimeMs[purpose];
  return { mailId, statements: [insertToken(ctx.db, { hash, userId: user.id, purpose, email, sessionId, expiresAt }), statement] };
}

/** What a link stands for while it can be used: whose it is, and the mailbox that it proves. */
export async function findLink(ctx: Context, purpose: Token["purpose"], token: string): Promise<{ link: Token; user: User } | null> {
  const link = await findToken(ctx.db, keyedHash(ctx, purpose, token), purpose, ctx.now);
  const user = link && (await findUser(ctx.db, link.userId));
  return user ? { link, user } : null;
}
