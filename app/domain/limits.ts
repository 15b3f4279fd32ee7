// How often something may be tried, per address and per IP. Keys are hashed: neither is stored as it is.
import { countAttempt } from "~/db/queries/accounts";
import type { Context } from "./context";
import { keyedHash } from "./secrets";

const QUARTER_HOUR_MS = 15 * 60 * 1000;

/** Tries allowed within a quarter of an hour: by address, and by IP (an office shares one). */
export const limits = {
  "sign-in": { address: 8, ip: 40 },
  "sign-up": { address: 4, ip: 20 },
  reset: { address: 3, ip: 20 },
  promo: { address: 10, ip: 20 },
  rights: { address: 5, ip: 20 },
  support: { address: 5, ip: 20 },
  password: { address: 8, ip: 40 },
} as const;

/** Counts a try. False when there were too many, by address or by IP. */
export async function allow(ctx: Context, what: keyof typeof limits, address: string, ip: string): Promise<boolean> {
  const count = (kind: string, value: string) =>
    countAttempt(ctx.db, keyedHash(ctx, `limit/${what}/${kind}`, value), ctx.now, QUARTER_HOUR_MS);
  const [byAddress, byIp] = await Promise.all([count("address", address), count("ip", ip)]);
  return byAddress <= limits[what].address && byIp <= limits[what].ip;
}
