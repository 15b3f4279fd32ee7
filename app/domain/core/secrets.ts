// Keyed hashes and random tokens. The key is the deployment's; what is hashed cannot be guessed back without it.
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Context } from "./context";

/** HMAC-SHA-256 of the parts, as hex. `purpose` keeps hashes of one kind from being used as another. */
export function keyedHash(ctx: Pick<Context, "secret">, purpose: string, ...parts: string[]): string {
  return createHmac("sha256", ctx.secret)
    .update(JSON.stringify([purpose, ...parts]))
    .digest("hex");
}

/** Whether two texts are the same, in a time that does not tell how much of them is. */
export function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Opens one thing until a moment: derived, so that it is kept nowhere. */
export function datedKey(ctx: Pick<Context, "secret">, purpose: string, id: string, endsAt: number): string {
  return `${endsAt.toString(36)}.${keyedHash(ctx, purpose, id, String(endsAt))}`;
}

/** Whether a key opens this thing now. */
export function opens(ctx: Pick<Context, "secret" | "now">, purpose: string, id: string, key: string | null): boolean {
  const endsAt = Number.parseInt(key?.split(".")[0] ?? "", 36);
  return Number.isSafeInteger(endsAt) && endsAt > ctx.now && isSame(key ?? "", datedKey(ctx, purpose, id, endsAt));
}

/** 256 random bits for a link that works once. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}
