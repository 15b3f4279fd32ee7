// Walking all teams, for the sweeps and the daily check.
import { listTeamIds } from "~/db/queries/teams";
import type { Context } from "./context";

const TEAMS_PER_PAGE = 200;

/** Every team's id, read page by page. */
export async function* allTeamIds(ctx: Context): AsyncGenerator<string> {
  for (let after = ""; ; ) {
    const teamIds = await listTeamIds(ctx.db, after, TEAMS_PER_PAGE);
    yield* teamIds;
    if (teamIds.length < TEAMS_PER_PAGE) return;
    after = teamIds.at(-1) ?? after;
  }
}
