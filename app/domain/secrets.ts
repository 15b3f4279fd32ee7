// Keyed hashes and random tokens. The key is the deployment's; what is hashed cannot be guessed back without it.
import { createHmac, randomBytes } from "node:crypto";
import type { Context } from "./context";

/** HMAC-SHA-256 of the parts, as hex. `purpose` keeps hashes of one kind from being used as another. */
export function keyedHash(ctx: Pick<Context, "secret">, purpose: string, ...parts: string[]): string {
  return createHmac("sha256", ctx.secret)
    .update(JSON.stringify([purpose, ...parts]))
    .digest("hex");
}

/** 256 random bits for a link that works once. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}
