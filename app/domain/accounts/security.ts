// Somebody's ways in, as they can look at them: sessions, devices, and a log. A sign-in from a new device and every change of a way in is told of by mail.

import { findUser, findUserByEmail, type User } from "~/db/queries/accounts";
import {
  insertSecurityEvent,
  keepDevice,
  listDevices,
  listSecurityEvents,
  listSessions,
  removeOtherSessions,
  removeSession,
} from "~/db/queries/security";
import { findMembership } from "~/db/queries/teams";
import { type Statement, writeAll } from "~/db/statements";
import type { Context } from "../core/context";
import { momentWords } from "../core/dates";
import { newId } from "../core/ids";
import { isSame, keyedHash, newToken } from "../core/secrets";
import { writeMail, writeWithMails } from "../mail/mails";

const LOG_PAGE = 50;

/** Where somebody asks from. */
export interface From {
  ip: string;
  /** In words: "Firefox on Windows". */
  device: string;
}
export const nowhere: From = { ip: "", device: "" };

export type SecurityWord =
  | "signed-up"
  | "signed-in"
  | "new-device"
  | "sign-in-failed"
  | "signed-out-elsewhere"
  | "password-changed"
  | "email-changed"
  | "email-change-stopped"
  | "copy-taken"
  | "second-on"
  | "second-off"
  | "codes-renewed"
  | "second-failed"
  | "proven"
  | "passkey-added"
  | "passkey-removed";

/** A line of the log, for the batch of its cause. */
export function noteSecurity(ctx: Context, userId: string, event: SecurityWord, { ip, device }: From): Statement {
  return insertSecurityEvent(ctx.db, { id: newId(ctx.now), userId, event, device, ip, at: ctx.now });
}

/** Notes a change of somebody's ways in, in the batch that makes it, and tells them by mail. */
export async function tellChange(
  ctx: Context,
  user: Pick<User, "id" | "name" | "email">,
  word: SecurityWord,
  { title, body, url }: { title: string; body: string; url: string },
  from: From,
  statements: Statement[] = [],
): Promise<void> {
  const mail = writeMail(ctx, {
    template: "security-notice",
    recipient: user.email,
    props: { name: user.name, title, body, url },
    teamId: null,
  });
  await writeWithMails(ctx, [...statements, noteSecurity(ctx, user.id, word, from)], [mail]);
}

/** Notes a try with a wrong password, where the address has an account. */
export async function noteFailedSignIn(ctx: Context, email: string, from: From): Promise<void> {
  const user = await findUserByEmail(ctx.db, email);
  if (user) await writeAll(ctx.db, [noteSecurity(ctx, user.id, "sign-in-failed", from)]);
}

/** Wrong codes within an hour, after a right password, of which an owner is told. */
const WRONG_CODES = 5;
const HOUR_MS = 60 * 60 * 1000;

/** Notes a wrong code, after a password that was right. After several, its owner is told by mail, once a day: somebody else may know the password. */
export async function noteSecond(ctx: Context, userId: string, from: From): Promise<void> {
  await writeAll(ctx.db, [noteSecurity(ctx, userId, "second-failed", from)]);
  const [user, recent] = await Promise.all([findUser(ctx.db, userId), listSecurityEvents(ctx.db, userId, null, WRONG_CODES)]);
  const isTried = recent.length === WRONG_CODES && recent.every(({ event, at }) => event === "second-failed" && ctx.now - at < HOUR_MS);
  if (!user || !isTried) return;
  const day = new Date(ctx.now).toISOString().slice(0, 10);
  const body =
    "Somebody entered your password, and then several wrong codes. They didn’t get in. If it wasn’t you, change your password now.";
  const props = { name: user.name, title: "Several wrong codes for your account", body, url: `${ctx.origin}/settings` };
  const id = `wrong-codes-${userId}-${day}`;
  await writeWithMails(ctx, [], [writeMail(ctx, { id, template: "security-notice", recipient: user.email, props, teamId: null })]);
}

/** Notes that somebody who was signed in showed again who they are. */
export async function noteProven(ctx: Context, userId: string, from: From): Promise<void> {
  await writeAll(ctx.db, [noteSecurity(ctx, userId, "proven", from)]);
}

/**
 * Notes a sign-in. `known` is what the browser's device cookie says. Somebody who has signed in before, and never with this browser, is told by mail.
 * Returns what the cookie is to say from now on.
 */
export async function noteSignIn(ctx: Context, userId: string, from: From, known: string | null, first = false): Promise<string> {
  const devices = await listDevices(ctx.db, userId);
  const hashOf = (token: string) => keyedHash(ctx, "device", userId, token);
  const token = known ?? newToken();
  const isNew = !first && !devices.some(({ hash }) => hash === hashOf(token));
  const statements = [
    keepDevice(ctx.db, { userId, hash: hashOf(token), device: from.device, seenAt: ctx.now }),
    noteSecurity(ctx, userId, first ? "signed-up" : isNew ? "new-device" : "signed-in", from),
  ];
  await writeWithMails(ctx, statements, isNew ? await alert(ctx, userId, from) : []);
  return token;
}

/** Whether somebody with this address has signed in with a browser, by what its cookie says. */
export async function isKnownDevice(ctx: Context, email: string, token: string): Promise<boolean> {
  const user = await findUserByEmail(ctx.db, email);
  if (!user) return false;
  const hash = keyedHash(ctx, "device", user.id, token);
  return (await listDevices(ctx.db, user.id)).some((device) => isSame(device.hash, hash));
}

async function alert(ctx: Context, userId: string, from: From) {
  const user = await findUser(ctx.db, userId);
  if (!user) return [];
  const timeZone = (await findMembership(ctx.db, userId))?.team.timeZone ?? "UTC";
  const when = momentWords(ctx.now, timeZone);
  const props = { name: user.name, device: from.device || "a browser", when, zone: timeZone, url: `${ctx.origin}/settings/privacy` };
  return [writeMail(ctx, { template: "new-sign-in", recipient: user.email, props, teamId: null })];
}

/** Somebody's sessions and browsers. */
export async function readWaysIn(ctx: Context, userId: string) {
  const [sessions, devices] = await Promise.all([listSessions(ctx.db, userId, ctx.now), listDevices(ctx.db, userId)]);
  return { sessions, devices: devices.map(({ device, seenAt }) => ({ device, seenAt })) };
}

/** A page of somebody's security log, newest first, and where the next begins. IP addresses are here alone, for 90 days. */
export async function readSecurityLog(ctx: Context, userId: string, before: string | null, limit = LOG_PAGE) {
  const rows = await listSecurityEvents(ctx.db, userId, before, limit + 1);
  const log = rows.slice(0, limit);
  return { log, next: rows.length > limit ? (log.at(-1)?.id ?? null) : null };
}

/** All of it, for a copy. */
export async function readWholeSecurityLog(ctx: Context, userId: string) {
  const whole: Awaited<ReturnType<typeof readSecurityLog>>["log"] = [];
  for (let before: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof readSecurityLog>> = await readSecurityLog(ctx, userId, before, 1_000);
    whole.push(...page.log);
    if (page.next === null) return whole;
    before = page.next;
  }
}

/** What names a session on a page, and opens nothing. */
export const sessionMark = (ctx: Context, sessionId: string): string => keyedHash(ctx, "session-mark", sessionId).slice(0, 20);

/** Ends one of somebody's sessions, by what names it on the page. False where there is none. */
export async function endOneSession(ctx: Context, userId: string, mark: string, from: From): Promise<boolean> {
  const found = (await listSessions(ctx.db, userId, ctx.now)).find(({ id }) => isSame(sessionMark(ctx, id), mark));
  if (!found) return false;
  await writeAll(ctx.db, [removeSession(ctx.db, userId, found.id), noteSecurity(ctx, userId, "signed-out-elsewhere", from)]);
  return true;
}

/** Ends the sessions of other devices. */
export async function endOtherSessions(ctx: Context, userId: string, ownId: string, from: From): Promise<number> {
  const ended = [removeOtherSessions(ctx.db, userId, ownId), noteSecurity(ctx, userId, "signed-out-elsewhere", from)];
  return (await writeAll(ctx.db, ended))[0] ?? 0;
}
