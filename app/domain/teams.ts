// Walking teams by their ids, for the sweeps and the daily check.
import { listTeamIds } from "~/db/queries/teams";
import type { Context } from "./context";

const IDS_PER_PAGE = 200;

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
