// Team ids: what they say of where a team lives; and walking them, for the sweeps and the daily check.

import { listTeamIds } from "~/db/queries/teams";
import type { Context } from "../core/context";
import { newId } from "../core/ids";

const IDS_PER_PAGE = 200;

const ULID_LETTERS = 26;
const jurisdictions = ["eu", "fedramp"] as const;

/** The id of a new team. Where its ledger lives is part of it, since the same name in another jurisdiction is another object: it can never change. */
export function newTeamId(ctx: { now: number; location: Pick<Context["location"], "jurisdiction"> }): string {
  return newId(ctx.now) + ctx.location.jurisdiction;
}

/** The jurisdiction of a team's ledger; empty for none. */
export function jurisdictionOf(teamId: string): (typeof jurisdictions)[number] | "" {
  return jurisdictions.find((one) => one === teamId.slice(ULID_LETTERS)) ?? "";
}

/** Every id that `list` has, in order, read page by page. */
export async function* walkIds(list: (after: string, limit: number) => Promise<string[]>): AsyncGenerator<string> {
  for (let after = ""; ; ) {
    const ids = await list(after, IDS_PER_PAGE);
    yield* ids;
    if (ids.length < IDS_PER_PAGE) return;
    after = ids.at(-1) ?? after;
  }
}

/** Every team's id. */
export function allTeamIds(ctx: Context): AsyncGenerator<string> {
  return walkIds((after, limit) => listTeamIds(ctx.db, after, limit));
}
