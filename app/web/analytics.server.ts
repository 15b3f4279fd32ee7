// Counting visits, where a deployment turned it on: only of who agreed, and only which page. Whoever refuses is remembered just as well.
import { createCookie } from "@remix-run/cloudflare";
import type { Context } from "../domain/core/context";

/** Thirteen months at most, in seconds. */
const CHOICE_SECONDS = 395 * 24 * 60 * 60;
function cookieOf(ctx: Context) {
  const secure = ctx.origin.startsWith("https:");
  return createCookie("analytics", { sameSite: "lax", path: "/", maxAge: CHOICE_SECONDS, httpOnly: true, secure });
}

export type Choice = "yes" | "no" | null;

async function readAnalytics(ctx: Context, request: Request): Promise<Choice> {
  const stored: unknown = await cookieOf(ctx).parse(request.headers.get("Cookie") ?? "");
  return stored === "yes" || stored === "no" ? stored : null;
}

export async function writeAnalytics(ctx: Context, choice: "yes" | "no"): Promise<string> {
  return cookieOf(ctx).serialize(choice);
}

/** What this visitor said, or that they were not asked. Nobody is asked where nothing is counted. */
export async function analyticsState(ctx: Context, request: Request): Promise<"off" | "unasked" | "yes" | "no"> {
  return ctx.countVisit === null ? "off" : ((await readAnalytics(ctx, request)) ?? "unasked");
}

/** Ids in a path say who or what; they are left out. */
const patternOf = (pathname: string) => pathname.replace(/[^/]+/g, (part) => (/\d/.test(part) ? ":id" : part));

/** Counts the visit of a page, if its visitor agreed. */
export async function countVisit(ctx: Context, request: Request): Promise<void> {
  if (!ctx.countVisit || request.method !== "GET" || (await readAnalytics(ctx, request)) !== "yes") return;
  ctx.countVisit(patternOf(new URL(request.url).pathname));
}
