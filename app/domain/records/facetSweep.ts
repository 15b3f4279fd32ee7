// Records of before there were facets get theirs, in the background and in pieces that can stop anywhere. Until a team's are all there, its lists do not
// ask the index for them.
import { openTeamDb } from "~/db/client";
import { listUnfaceted } from "~/db/queries/records/records";
import { unlessChanged, writeAll } from "~/db/statements";
import type { Context } from "../core/context";
import { othersFirst } from "../core/pauses";
import { problemWords } from "../core/problems";
import type { Noun } from "./card";

const AT_ONCE = 50;
const SWEEP_MS = 10_000;

/** Works out the facets of records that have none yet, for a bounded time. Returns how many were looked at. */
export async function sweepFacets(ctx: Context, nouns: Noun[]): Promise<number> {
  const until = (await ctx.clock()) + SWEEP_MS;
  let looked = 0;
  for (const noun of nouns) {
    for (let full = true; full && (await ctx.clock()) < until; ) {
      const rows = await listUnfaceted<{ teamId: string }>(ctx.db, noun.table, AT_ONCE);
      const write = (some: typeof rows) =>
        unlessChanged(() =>
          writeAll(
            ctx.db,
            some.flatMap((row) => noun.refind(openTeamDb(ctx.db, row.teamId), row)),
          ),
        );
      // Where somebody changed one of them meanwhile, the next run looks at these again. One that fails keeps no other waiting.
      const done = await write(rows).catch(async () => {
        for (const row of rows)
          await write([row]).catch((error) => ctx.log({ at: "facets.failed", teamId: row.teamId, problem: problemWords(error) }));
        return false;
      });
      looked += rows.length;
      full = done && rows.length === AT_ONCE;
      await othersFirst();
    }
  }
  return looked;
}
