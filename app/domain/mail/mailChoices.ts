// What somebody wants by mail, and which addresses want none at all. Looked at when a mail is sent, so that a choice holds at once.

import { findUser, findUserByEmail } from "~/db/queries/accounts";
import { findSuppression, liftSuppression, type Mail, suppress } from "~/db/queries/mails";
import { listMailChoices, setMailChoice } from "~/db/queries/security";
import { findTeam } from "~/db/queries/teams";
import { writeAll } from "~/db/statements";
import type { Context } from "../core/context";
import type { MailEvent } from "../core/ports/mail";
import { isSame, keyedHash } from "../core/secrets";
import { isMailKind, isSentThoughRestricted, isSentWhileLeaving, kindOfTemplate, type MailKindName, mailKinds } from "./mailKinds";
import type { MailTemplates } from "./mailTemplates";

const choosableKinds = (Object.keys(mailKinds) as MailKindName[]).filter((kind) => mailKinds[kind].default !== "always");

const addressHash = (ctx: Context, email: string) => keyedHash(ctx, "suppressed", email.trim().toLowerCase());

/** What somebody chose, kind by kind. */
export async function readChoices(ctx: Context, userId: string): Promise<{ kind: MailKindName; wanted: boolean }[]> {
  const chosen = new Map((await listMailChoices(ctx.db, userId)).map(({ kind, wanted }) => [kind, wanted]));
  return choosableKinds.map((kind) => ({ kind, wanted: chosen.get(kind) ?? mailKinds[kind].default === "on" }));
}

export async function wantsMail(ctx: Context, userId: string, kind: MailKindName): Promise<boolean> {
  return (await readChoices(ctx, userId)).find((choice) => choice.kind === kind)?.wanted ?? true;
}

/** Turns a kind on or off. Service and security mail stays as it is: false. */
export async function chooseMail(ctx: Context, userId: string, kind: string, wanted: boolean): Promise<boolean> {
  if (!isMailKind(kind) || mailKinds[kind].default === "always") return false;
  await writeAll(ctx.db, [setMailChoice(ctx.db, { userId, kind, wanted, at: ctx.now })]);
  return true;
}

/** `confirmed`: the account that the address is confirmed for, if any. */
type Verdict = { kind: "dropped" } | { kind: "wanted"; unsubscribeUrl: string | null; confirmed: { name: string } | null };

/** Whether a mail is sent now: not to an address that refused, not what somebody turned off, not to who is restricted, not for a team that has left. */
export async function judgeMail(ctx: Context, mail: Pick<Mail, "recipient" | "template" | "teamId">): Promise<Verdict> {
  const kind = kindOfTemplate[mail.template as keyof MailTemplates];
  if (await findSuppression(ctx.db, addressHash(ctx, mail.recipient))) return { kind: "dropped" };
  const team = mail.teamId === null ? null : await findTeam(ctx.db, mail.teamId);
  if (team?.deactivatedAt && !isSentWhileLeaving(mail.template)) return { kind: "dropped" };
  const user = await findUserByEmail(ctx.db, mail.recipient);
  if (user?.restrictedAt && !isSentThoughRestricted(mail.template, kind)) return { kind: "dropped" };
  const confirmed = user?.emailVerifiedAt ? { name: user.name } : null;
  if (mailKinds[kind].default === "always") return { kind: "wanted", unsubscribeUrl: null, confirmed };
  if (!user || !(await wantsMail(ctx, user.id, kind))) return { kind: "dropped" };
  return { kind: "wanted", confirmed, unsubscribeUrl: `${ctx.origin}/unsubscribe/${unsubscribeToken(ctx, user.id, kind)}` };
}

function unsubscribeToken(ctx: Context, userId: string, kind: MailKindName): string {
  return `${userId}.${kind}.${keyedHash(ctx, "unsubscribe", userId, kind)}`;
}

/** What the link in a mail turns off, for whom. Null when it is not ours, or its account is gone. Works without signing in, and as often as it is pressed. */
export async function readUnsubscribe(ctx: Context, token: string): Promise<{ userId: string; kind: MailKindName } | null> {
  const [userId = "", kind = ""] = token.split(".");
  if (!isMailKind(kind) || !isSame(token, unsubscribeToken(ctx, userId, kind))) return null;
  return (await findUser(ctx.db, userId)) ? { userId, kind } : null;
}

/** Acts on what the mail service tells: an address that does not exist, or whose owner complained, gets nothing more. Returns how many addresses. */
export async function receiveMailEvent(ctx: Context, event: MailEvent): Promise<number> {
  const { reason, recipients } = event;
  if (!reason) return 0;
  await writeAll(
    ctx.db,
    recipients.map((email) => suppress(ctx.db, { hash: addressHash(ctx, email), reason, at: ctx.now })),
  );
  ctx.log({ at: "mail.suppressed", reason, addresses: recipients.length });
  return recipients.length;
}

/** Why nothing is sent to an address, if so. */
export async function readSuppression(ctx: Context, email: string): Promise<"bounce" | "complaint" | null> {
  return (await findSuppression(ctx.db, addressHash(ctx, email)))?.reason ?? null;
}

/** Lets mail go to an address again, because its owner asks. False from an account that has not shown that the address is theirs. */
export async function tryAddressAgain(ctx: Context & { verified: boolean }, email: string): Promise<boolean> {
  if (!ctx.verified) return false;
  await writeAll(ctx.db, [liftSuppression(ctx.db, addressHash(ctx, email))]);
  return true;
}
