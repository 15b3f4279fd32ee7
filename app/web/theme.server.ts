// Light, dark, or as the system says: the one preference kept in the browser, and only once it was chosen.
import { createCookie } from "@remix-run/cloudflare";
import { type Theme, themes } from "./themes";

const cookie = createCookie("theme", { sameSite: "lax", path: "/", maxAge: 365 * 24 * 60 * 60 });

export async function readTheme(request: Request): Promise<Theme> {
  const stored = await cookie.parse(request.headers.get("Cookie") ?? "");
  return themes.find((theme) => theme === stored) ?? "system";
}

export async function writeTheme(theme: Theme): Promise<string> {
  return theme === "system" ? cookie.serialize("", { maxAge: 0 }) : cookie.serialize(theme);
}
