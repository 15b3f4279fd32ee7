// One message carried over one redirect: what happened, what it cost, and how to undo it. A signed cookie, shown once.
import { createCookie } from "@remix-run/cloudflare";
import type { Context } from "../domain/context";

export interface Toast {
  text: string;
  tone: "good" | "bad";
  undo?: { kind: "contact" | "note"; id: string; contactId: string };
}

function cookieOf(ctx: Context) {
  return createCookie("toast", {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    secure: ctx.origin.startsWith("https:"),
    maxAge: 60,
    secrets: [ctx.secret],
  });
}

export async function setToast(ctx: Context, toast: Toast): Promise<string> {
  return cookieOf(ctx).serialize(toast);
}

/** The toast to show now, if any, and the header that clears it. */
export async function takeToast(ctx: Context, request: Request): Promise<{ toast: Toast | null; clear: string | null }> {
  const header = request.headers.get("Cookie") ?? "";
  if (!header.includes("toast=")) return { toast: null, clear: null };
  const toast = (await cookieOf(ctx).parse(header)) as Toast | null;
  return { toast, clear: await cookieOf(ctx).serialize("", { maxAge: 0 }) };
}
