// A second factor: a code from an authenticator app (RFC 6238, six digits, half a minute), asked for after the password. Ten recovery codes stand in
// for a lost app, each for one sign-in. Every code is used once, and the app's secret lies sealed.
import { randomBytes } from "node:crypto";
import { createTOTPKeyURI, verifyHOTP } from "@oslojs/otp";
import { findToken, findUser, insertToken, spendToken, type User } from "~/db/queries/accounts";
import {
  confirmSecond,
  countCodes,
  findSecond,
  putSecond,
  removeSecond,
  replaceCodes,
  requireSecondRow,
  useCode,
  useStep,
} from "~/db/queries/factors";
import { type Statement, unlessChanged, writeAll } from "~/db/statements";
import type { Context } from "../core/context";
import { openBox } from "../core/encryption";
import { keyedHash, newToken } from "../core/secrets";
import { type From, type SecurityWord, tellChange } from "./security";

const STEP_SECONDS = 30;
const DIGITS = 6;
const CODES = 10;
/** How long somebody has for the code, once the password was right. */
export const HALF_SECONDS = 10 * 60;

/** How long a key that was shown waits for its first code. */
const BEGUN_MS = 15 * 60 * 1000;

const boxOf = (ctx: Context, userId: string) => openBox(ctx, `second/${userId}`);

export interface Enrolment {
  /** What the app scans. */
  uri: string;
  /** The same to be typed: in groups of four. */
  secret: string;
}

/**
 * A new app for somebody who has none in use; null where one is. What was begun in another session, or a while ago, is begun anew: whoever saw that key may be somebody
 * else.
 */
export async function beginSecond(ctx: Context, user: Pick<User, "id" | "email">, sessionId: string): Promise<Enrolment | null> {
  const known = await findSecond(ctx.db, user.id);
  if (known?.confirmedAt) return null;
  const isOurs = known?.sessionId === sessionId && ctx.now - known.createdAt < BEGUN_MS;
  const key = await keyOf(ctx, user.id, isOurs ? known.secret : await begun(ctx, user.id, sessionId));
  const uri = createTOTPKeyURI("Farthing", user.email, key, STEP_SECONDS, DIGITS);
  const secret = new URL(uri).searchParams.get("secret") ?? "";
  return { uri, secret: secret.replace(/(.{4})(?=.)/g, "$1 ") };
}

async function begun(ctx: Context, userId: string, sessionId: string): Promise<string> {
  const secret = await (await boxOf(ctx, userId)).seal(randomBytes(20).toString("base64"));
  await writeAll(ctx.db, [putSecond(ctx.db, { userId, secret, usedStep: 0, createdAt: ctx.now, confirmedAt: null, sessionId })]);
  // Two pages at once: both show what was kept.
  return (await findSecond(ctx.db, userId))?.secret ?? secret;
}

async function keyOf(ctx: Context, userId: string, sealed: string): Promise<Uint8Array> {
  return new Uint8Array(Buffer.from(await (await boxOf(ctx, userId)).open(sealed), "base64"));
}

/** Whether a code is one of the app's at this moment, or half a minute before or after; and was not used. */
async function isOfApp(ctx: Context, userId: string, code: string): Promise<boolean> {
  if (!/^\d{6}$/.test(code)) return false;
  const factor = await findSecond(ctx.db, userId);
  if (!factor) return false;
  // A key that the deployment's secret no longer opens answers no code.
  const key = await keyOf(ctx, userId, factor.secret).catch(() => null);
  if (!key) return false;
  const now = Math.floor(ctx.now / 1000 / STEP_SECONDS);
  const step = [now, now - 1, now + 1].find((one) => verifyHOTP(key, BigInt(one), DIGITS, code));
  return step !== undefined && useStep(ctx.db, userId, step);
}

const typed = (code: string) => code.replace(/[\s-]/g, "").toLowerCase();
const hashOf = (ctx: Context, userId: string, code: string) => keyedHash(ctx, "recovery", userId, typed(code));

/** Whether a code is good for one sign-in: of the app, or a recovery code. Either is used up by it. */
export async function checkSecond(ctx: Context, userId: string, code: string): Promise<"app" | "recovery" | null> {
  if (code.length > 40) return null;
  if (await isOfApp(ctx, userId, typed(code))) return "app";
  return (await useCode(ctx.db, userId, hashOf(ctx, userId, code))) ? "recovery" : null;
}

/** Ten codes of fifty bits, to be written down; and the writes that keep their hashes. */
function newCodes(ctx: Context, userId: string): { codes: string[]; statements: Statement[] } {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789x";
  const one = () => Array.from(randomBytes(10), (byte) => letters[byte % 32]).join("");
  const codes = Array.from({ length: CODES }, () => one().replace(/^(.{5})/, "$1-"));
  return {
    codes,
    statements: replaceCodes(
      ctx.db,
      userId,
      codes.map((code) => hashOf(ctx, userId, code)),
    ),
  };
}

const said: Partial<Record<SecurityWord, [title: string, body: string]>> = {
  "second-on": ["A second factor was turned on", "Signing in to your account asks for a code from your authenticator app from now on."],
  "second-off": ["Your second factor was turned off", "Signing in to your account asks for your password alone from now on."],
  "codes-renewed": ["New recovery codes", "The recovery codes you had before no longer work."],
};

/** Notes a change of it in the security log, and tells its person by mail. */
async function changed(ctx: Context, user: Pick<User, "id" | "name" | "email">, word: SecurityWord, from: From, statements: Statement[]) {
  const [title = "", about = ""] = said[word] ?? [];
  const body = `${about} If it wasn’t you, change your password and write to us.`;
  await tellChange(ctx, user, word, { title, body, url: `${ctx.origin}/second` }, from, statements);
}

interface Sitting {
  userId: string;
  sessionId: string;
}

/** Turns the second factor on with the first code of the app. Returns the recovery codes, which are shown once; null where the code is wrong. */
export async function turnOnSecond(ctx: Context, { userId, sessionId }: Sitting, code: string, from: From): Promise<string[] | null> {
  const [user, begun] = await Promise.all([findUser(ctx.db, userId), findSecond(ctx.db, userId)]);
  // Only the key that this session was shown.
  if (!user || user.secondSince !== null || begun?.sessionId !== sessionId || !(await isOfApp(ctx, userId, typed(code)))) return null;
  const { codes, statements } = newCodes(ctx, userId);
  const on = confirmSecond(ctx.db, userId, ctx.now);
  // Nothing is turned on where the app has been taken away meanwhile.
  const isOn = await unlessChanged(() => changed(ctx, user, "second-on", from, [requireSecondRow(userId), ...on, ...statements]));
  return isOn ? codes : null;
}

/** Turns it off with a code. False where the code is wrong. */
export async function turnOffSecond(ctx: Context, userId: string, code: string, from: From): Promise<boolean> {
  const user = await findUser(ctx.db, userId);
  if (!user?.secondSince || !(await checkSecond(ctx, userId, code))) return false;
  await changed(ctx, user, "second-off", from, removeSecond(ctx.db, userId));
  return true;
}

/** New recovery codes, with a code. Null where the code is wrong. */
export async function renewCodes(ctx: Context, userId: string, code: string, from: From): Promise<string[] | null> {
  const user = await findUser(ctx.db, userId);
  if (!user?.secondSince || !(await checkSecond(ctx, userId, code))) return null;
  const { codes, statements } = newCodes(ctx, userId);
  await changed(ctx, user, "codes-renewed", from, statements);
  return codes;
}

/** Whether signing in asks for more than the password. */
export async function hasSecond(ctx: Context, userId: string): Promise<boolean> {
  return (await findUser(ctx.db, userId))?.secondSince != null;
}

/** How many recovery codes somebody has left. */
export const countRecovery = (ctx: Context, userId: string): Promise<number> => countCodes(ctx.db, userId);

/** Half a sign-in: the password was right, the code is to come. Returns the token that the browser keeps until then. */
export async function beginHalf(ctx: Context, userId: string): Promise<string> {
  const token = newToken();
  const row = {
    hash: keyedHash(ctx, "second", token),
    userId,
    purpose: "second",
    email: null,
    sessionId: null,
    expiresAt: ctx.now + HALF_SECONDS * 1000,
  } as const;
  await writeAll(ctx.db, [insertToken(ctx.db, row)]);
  return token;
}

/** Whose half sign-in a token is; null when it is over, used, or the password has changed since. */
export async function findHalf(ctx: Context, token: string): Promise<{ userId: string } | null> {
  return findToken(ctx.db, keyedHash(ctx, "second", token), "second", ctx.now);
}

/** Ends a half sign-in. False where somebody else was faster. */
export const spendHalf = (ctx: Context, token: string): Promise<boolean> => spendToken(ctx.db, keyedHash(ctx, "second", token), ctx.now);
