// One message carried over one redirect: what happened, what it cost, and how to undo it. A cookie, sealed because it may name a contact, and shown once.
import { createCookie } from "@remix-run/cloudflare";
import type { Context } from "../domain/core/context";
import { openBox } from "../domain/core/encryption";

export const undoKinds = ["add", "note", "log", "trash", "merge"] as const;
export type UndoKind = (typeof undoKinds)[number];

export interface Toast {
  text: string;
  tone: "good" | "bad";
  /** What /undo is asked for: `of` is the noun, `id` what is taken back, `recordId` the record it was about. */
  undo?: { kind: UndoKind; of: string; id: string; recordId: string };
}

function cookieOf(ctx: Context) {
  return createCookie("toast", {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    secure: ctx.origin.startsWith("https:"),
    maxAge: 60,
  });
}

export async function setToast(ctx: Context, toast: Toast): Promise<string> {
  return cookieOf(ctx).serialize(await (await openBox(ctx, "toast")).seal(JSON.stringify(toast)));
}

/** The toast to show now, if any, and the header that clears it. */
export async function takeToast(ctx: Context, request: Request): Promise<{ toast: Toast | null; clear: string | null }> {
  const header = request.headers.get("Cookie") ?? "";
  if (!header.includes("toast=")) return { toast: null, clear: null };
  const sealed: unknown = await cookieOf(ctx).parse(header);
  const box = await openBox(ctx, "toast");
  // Not ours, or sealed under another secret: there is nothing to say.
  const text = typeof sealed === "string" ? await box.open(sealed).catch(() => "null") : "null";
  const toast = JSON.parse(text) as Toast | null;
  return { toast, clear: await cookieOf(ctx).serialize("", { maxAge: 0 }) };
}
