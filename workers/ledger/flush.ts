// Group commit: what waits goes to D1 as one batch; in doubt each action is sent alone, then its receipt is asked.
// Nobody reads an error's message, and nobody guesses.
import type { Charge } from "./contract";
import type { Door, Receipt } from "./door";

export const GROUP_ACTIONS_MAX = 40;
export const GROUP_BYTES_MAX = 1_000_000;
export const WAITING_MAX = 2_000;

/** What became of an action: its receipt, or null while D1 gives no answer. */
export type Verdict = { key: string; receipt: Receipt | null };

/** The first of the waiting actions that fit one batch: at least one, at most GROUP_ACTIONS_MAX and GROUP_BYTES_MAX. */
export function takeGroup(waiting: Charge[]): Charge[] {
  const group: Charge[] = [];
  let bytes = 0;
  for (const charge of waiting) {
    bytes += sizeOf(charge);
    if (group.length > 0 && (bytes > GROUP_BYTES_MAX || group.length === GROUP_ACTIONS_MAX)) break;
    group.push(charge);
  }
  return group;
}

function sizeOf(charge: Charge): number {
  let bytes = 0;
  for (const { sql, params } of charge.statements) {
    bytes += sql.length;
    for (const value of params) bytes += typeof value === "string" ? value.length : 8;
  }
  return bytes;
}

/** Does a group of actions in D1 and says what became of each. Never throws. */
export async function commitGroup(door: Door, group: Charge[], now: number): Promise<Verdict[]> {
  // An action of more than one credit may use fewer than it held; its receipt says how many.
  const asked = group.filter((charge) => charge.credits > 1).map((charge) => charge.key);
  try {
    const statements = group.flatMap((charge) => charge.statements);
    const receipts = await door.send(statements, asked);
    return group.map(({ key, credits }) => ({ key, receipt: receipts.get(key) ?? { state: "done", credits, creditsBack: 0, attempt: 0 } }));
  } catch {
    if (group.length === 1) return [await decide(door, group[0] as Charge, now)];
    const alone = await Promise.all(group.map((charge) => commitGroup(door, [charge], now)));
    return alone.flat();
  }
}

async function decide(door: Door, charge: Charge, now: number): Promise<Verdict> {
  try {
    return { key: charge.key, receipt: await door.resolve(charge.key, charge.memberId, now) };
  } catch {
    return { key: charge.key, receipt: null };
  }
}
