// The browser that asks: in words for its owner, and by a cookie that tells whether somebody signed in with it before.
import { createCookie } from "@remix-run/cloudflare";
import { isKept } from "../domain/accounts/passkeys";
import { beginHalf, findHalf, HALF_SECONDS, hasSecond, spendHalf } from "../domain/accounts/secondFactor";
import type { From } from "../domain/accounts/security";
import { isKnownDevice, noteSignIn } from "../domain/accounts/security";
import { beginSession, endSession } from "../domain/accounts/sessions";
import type { Context } from "../domain/core/context";
import { deviceWords } from "./browsers.server";
import { ipOf } from "./guard.server";
import { paths } from "./paths";

const YEAR_SECONDS = 365 * 24 * 60 * 60;

function cookieOf(ctx: Context) {
  const secure = ctx.origin.startsWith("https:");
  return createCookie(secure ? "__Host-device" : "device", { httpOnly: true, secure, sameSite: "lax", path: "/", maxAge: YEAR_SECONDS });
}

/** Where a request comes from, as the security log keeps it. */
export function fromOf(request: Request): From {
  return { ip: ipOf(request), device: deviceWords(request.headers.get("User-Agent")) };
}

async function deviceTokenOf(ctx: Context, request: Request): Promise<string | null> {
  const known: unknown = await cookieOf(ctx).parse(request.headers.get("Cookie") ?? "");
  return typeof known === "string" && known !== "" ? known : null;
}

/** The browser's mark, where somebody with this address has signed in with it: its tries count by themselves. Null for a browser that is new to them. */
export async function knownDevice(ctx: Context, request: Request, email: string): Promise<string | null> {
  const token = await deviceTokenOf(ctx, request);
  return token && (await isKnownDevice(ctx, email, token)) ? token : null;
}

/** What a password, or a mailbox, opens: a session; or, for who has a second factor, half of one that the code completes. */
export interface SignedIn {
  /** `second`: the code is still to be asked for. */
  kind: "in" | "second";
  headers: Headers;
}

/** Begins a session for somebody whose password was just compared. Null where it was changed meanwhile. */
export async function signInByPassword(
  ctx: Context,
  request: Request,
  { userId, passwordHash, second }: { userId: string; passwordHash: string; second: boolean },
): Promise<SignedIn | null> {
  if (second) return half(ctx, userId);
  const cookie = await beginSession(ctx, userId, fromOf(request).device, passwordHash);
  return cookie === null ? null : { kind: "in", headers: await signedIn(ctx, request, { userId, cookie }) };
}

/** Begins a session for somebody who has just shown who they are by a mailbox; `first`: with an account made now. */
export async function signInWith(ctx: Context, request: Request, userId: string, first = false): Promise<SignedIn> {
  if (!first && (await hasSecond(ctx, userId))) return half(ctx, userId);
  const cookie = await beginSession(ctx, userId, fromOf(request).device);
  return { kind: "in", headers: await signedIn(ctx, request, { userId, cookie }, first) };
}

/** Begins a session for somebody whose passkey has signed: that was two factors already. Null where it was taken away meanwhile. */
export async function signInByPasskey(
  ctx: Context,
  request: Request,
  { userId, passkeyId }: { userId: string; passkeyId: string },
): Promise<Headers | null> {
  const cookie = await beginSession(ctx, userId, fromOf(request).device);
  if (await isKept(ctx, passkeyId)) return signedIn(ctx, request, { userId, cookie });
  await endSession(ctx, cookie);
  return null;
}

function halfCookieOf(ctx: Context) {
  const secure = ctx.origin.startsWith("https:");
  return createCookie(secure ? "__Host-half" : "half", { httpOnly: true, secure, sameSite: "lax", path: "/" });
}

async function half(ctx: Context, userId: string): Promise<SignedIn> {
  const cookie = await halfCookieOf(ctx).serialize(await beginHalf(ctx, userId), { maxAge: HALF_SECONDS });
  return { kind: "second", headers: new Headers({ "Set-Cookie": cookie }) };
}

/** Whose half sign-in this browser has; null where there is none. */
export async function readHalf(ctx: Context, request: Request): Promise<{ userId: string; token: string } | null> {
  const token: unknown = await halfCookieOf(ctx).parse(request.headers.get("Cookie") ?? "");
  const found = typeof token === "string" && token !== "" ? await findHalf(ctx, token) : null;
  return found && { userId: found.userId, token: String(token) };
}

/** Makes a whole of a half sign-in whose code was right. Null where it was used or ended meanwhile. */
export async function completeHalf(
  ctx: Context,
  request: Request,
  { userId, token }: { userId: string; token: string },
): Promise<Headers | null> {
  if (!(await spendHalf(ctx, token))) return null;
  const headers = await signedIn(ctx, request, { userId, cookie: await beginSession(ctx, userId, fromOf(request).device) });
  headers.append("Set-Cookie", await halfCookieOf(ctx).serialize("", { maxAge: 0 }));
  return headers;
}

/** Where somebody goes once a password or a mailbox was right: on, or first to the page that asks for the code. */
export const ledTo = ({ kind }: SignedIn, to: string): string => (kind === "second" ? paths.second(to) : to);

async function signedIn(ctx: Context, request: Request, { userId, cookie }: { userId: string; cookie: string }, first = false) {
  const token = await noteSignIn(ctx, userId, fromOf(request), await deviceTokenOf(ctx, request), first);
  const headers = new Headers();
  headers.append("Set-Cookie", cookie);
  headers.append("Set-Cookie", await cookieOf(ctx).serialize(token));
  return headers;
}
