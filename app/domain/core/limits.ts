// How often something may be tried. Keys are hashed: neither addresses nor networks are stored as they are.
import { countAttempt } from "~/db/queries/accounts";
import type { Context, TeamContext } from "./context";
import { DAY_MS } from "./dates";
import { keyedHash } from "./secrets";

const QUARTER_HOUR_MS = 15 * 60 * 1000;

/** Tries allowed within a window: about one subject (an address, a team, a request) from one network; about it from everywhere; from a network about anything (an office shares one). */
interface Limit {
  from: number;
  subject: number;
  network: number;
  windowMs: number;
}

const often = { windowMs: QUARTER_HOUR_MS };

/**
 * One table of them. Where a stranger names the subject, `subject` is well above `from`: nobody is kept out by what somebody else tries from elsewhere; and a browser that
 * somebody has signed in with is counted by itself.
 */
export const limits = {
  "sign-in": { from: 8, subject: 60, network: 40, ...often },
  "sign-up": { from: 4, subject: 8, network: 20, ...often },
  reset: { from: 3, subject: 12, network: 20, ...often },
  verify: { from: 8, subject: 20, network: 40, ...often },
  promo: { from: 10, subject: 10, network: 20, ...often },
  rights: { from: 3, subject: 5, network: 10, ...often },
  support: { from: 5, subject: 10, network: 20, ...often },
  password: { from: 8, subject: 20, network: 40, ...often },
  copy: { from: 20, subject: 20, network: 60, ...often },
  second: { from: 8, subject: 30, network: 40, ...often },
  /** Refusals that the team's log keeps of one member. */
  refused: { from: 20, subject: 20, network: 20, windowMs: DAY_MS },
  /** By network alone: who signs in with a passkey names nobody. */
  passkey: { from: 40, subject: 40, network: 40, ...often },
  /** A code has six digits: whoever knows the password gets no more tries at it than this in a day. */
  "second/day": { from: 60, subject: 100, network: 400, windowMs: DAY_MS },
  /** What somebody changes about their own second factor, signed in. */
  "own-second": { from: 8, subject: 20, network: 40, ...often },
  /** Forms, each with up to 20 addresses. */
  invite: { from: 8, subject: 8, network: 16, windowMs: DAY_MS },
  team: { from: 5, subject: 5, network: 20, windowMs: DAY_MS },
  member: { from: 60, subject: 60, network: 120, windowMs: DAY_MS },
  join: { from: 10, subject: 20, network: 40, ...often },
  upload: { from: 40, subject: 40, network: 80, windowMs: DAY_MS },
  checkout: { from: 20, subject: 20, network: 60, ...often },
} as const satisfies Record<string, Limit>;

export type Limited = keyof typeof limits;

/** Counts once more what is counted under a name, about something, within a window. Returns how often it was. */
const count = (ctx: Context, name: string, windowMs: number, ...about: string[]) =>
  countAttempt(ctx.db, keyedHash(ctx, `limit/${name}`, ...about), ctx.now, windowMs);

/** What shares one connection: an IPv4 address, or the /64 that a provider gives to each home. */
export function networkOf(ip: string): string {
  if (!ip.includes(":")) return ip;
  const [head = "", tail] = ip.toLowerCase().split("::");
  const before = head.split(":").filter(Boolean);
  const after = tail === undefined ? [] : tail.split(":").filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => "0");
  const groups = [...before, ...(tail === undefined ? [] : zeros), ...after].slice(0, 4);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, "")).join(":")}::/64`;
}

/**
 * Counts a try. False when there were too many: about this subject from this network, about it from everywhere, or from this network. `device` is the browser's mark
 * where somebody has signed in with it: then its own tries are what counts, since others' must not keep it out.
 */
export async function allow(ctx: Context, what: Limited, subject: string, ip: string, device: string | null = null): Promise<boolean> {
  const limit: Limit = limits[what];
  const network = networkOf(ip);
  const within = async (most: number, ...about: string[]) => (await count(ctx, what, limit.windowMs, ...about)) <= most;
  if (device !== null) return within(limit.from, "device", device);
  // First: a network that has used up its tries leaves no rows about ever new subjects.
  if (!(await within(limit.network, "network", network))) return false;
  const counts = [within(limit.from, "from", subject, network), within(limit.subject, "subject", subject)];
  return (await Promise.all(counts)).every(Boolean);
}

/** What a team may write for nothing in a day, as a bound on what one free account can fill. */
export const FREE_ROWS_MAX = 2_000;

/** Counts one more row that costs nothing. False when the team has written all that it may today. */
export async function allowFreeRow(ctx: TeamContext): Promise<boolean> {
  return (await count(ctx, "free-rows", DAY_MS, ctx.team.id)) <= FREE_ROWS_MAX;
}

/** Mails a day to addresses that nobody has confirmed, all together: what a flood of sign-ups can send in our name. */
const UNCONFIRMED_MAILS_MAX = 2_000;

/** Of these to one address, whichever forms they come from. */
const UNCONFIRMED_MAILS_EACH_MAX = 12;

/**
 * Counts one more of them. `each`: this address has had today's; `all`: all together have. `recipient` is null for a mail that is tried again: it was counted for its address
 * the first time, and waiting is no flood. Invitations are counted by themselves: they must not hold back the mails that confirm an address.
 */
export async function countUnconfirmedMail(
  ctx: Context,
  recipient: string | null,
  name: "unconfirmed-mails" | "invitations",
): Promise<"allowed" | "each" | "all"> {
  if (recipient !== null && (await count(ctx, name, DAY_MS, "to", recipient)) > UNCONFIRMED_MAILS_EACH_MAX) return "each";
  return (await count(ctx, name, DAY_MS)) > UNCONFIRMED_MAILS_MAX ? "all" : "allowed";
}
