// The browser that asks: in words for its owner, and by a cookie that tells whether somebody signed in with it before.
import { createCookie } from "@remix-run/cloudflare";
import type { From } from "../domain/accounts/security";
import { isKnownDevice, noteSignIn } from "../domain/accounts/security";
import { beginSession } from "../domain/accounts/sessions";
import type { Context } from "../domain/core/context";
import { deviceWords } from "./browsers.server";
import { ipOf } from "./guard.server";

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

/** Begins a session for somebody whose password was just compared. Null where it was changed meanwhile. */
export async function signInByPassword(
  ctx: Context,
  request: Request,
  { userId, passwordHash }: { userId: string; passwordHash: string },
): Promise<Headers | null> {
  const cookie = await beginSession(ctx, userId, fromOf(request).device, passwordHash);
  return cookie === null ? null : signedIn(ctx, request, { userId, cookie });
}

/** Begins a session for somebody who has just shown who they are. Returns headers with both cookies. */
export async function signInWith(ctx: Context, request: Request, userId: string, first = false): Promise<Headers> {
  return signedIn(ctx, request, { userId, cookie: await beginSession(ctx, userId, fromOf(request).device) }, first);
}

async function signedIn(ctx: Context, request: Request, { userId, cookie }: { userId: string; cookie: string }, first = false) {
  const token = await noteSignIn(ctx, userId, fromOf(request), await deviceTokenOf(ctx, request), first);
  const headers = new Headers();
  headers.append("Set-Cookie", cookie);
  headers.append("Set-Cookie", await cookieOf(ctx).serialize(token));
  return headers;
}
