// Light, dark, or as the system says: the one preference kept in the browser, and only once it was chosen.
import { createCookie } from "@remix-run/cloudflare";
import type { Context } from "../domain/core/context";
import { type Theme, themes } from "./themes";

function cookieOf(ctx: Context) {
  return createCookie("theme", { sameSite: "lax", path: "/", maxAge: 365 * 24 * 60 * 60, secure: ctx.origin.startsWith("https:") });
}

export async function readTheme(ctx: Context, request: Request): Promise<Theme> {
  const stored = await cookieOf(ctx).parse(request.headers.get("Cookie") ?? "");
  return themes.find((theme) => theme === stored) ?? "system";
}

export async function writeTheme(ctx: Context, theme: Theme): Promise<string> {
  const cookie = cookieOf(ctx);
  return theme === "system" ? cookie.serialize("", { maxAge: 0 }) : cookie.serialize(theme);
}
