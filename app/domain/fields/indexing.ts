// The values of fields that lists can be sorted by come into their order, and go out of it again, in the background: a bounded piece at a time, that can
// stop anywhere. What is written meanwhile is put there by triggers.
import { openTeamDb } from "~/db/client";
import { advanceIndexing, findPieceEnd, type Indexing, indexValues, listIndexing, unindexValues } from "~/db/queries/records/customFields";
import { writeAll } from "~/db/statements";
import type { Context } from "../core/context";
import { othersFirst } from "../core/pauses";
import { problemWords } from "../core/problems";
import type { Holding } from "./sweep";

const AT_ONCE = 1_000;
const FIELDS_AT_ONCE = 20;
const SWEEP_MS = 10_000;

/** Goes on with fields whose values are on their way, for a bounded time. Returns how many pieces were moved. */
export async function sweepIndexes(ctx: Context, nouns: Holding[]): Promise<number> {
  const until = (await ctx.clock()) + SWEEP_MS;
  let pieces = 0;
  for (const field of await listIndexing(ctx.db, FIELDS_AT_ONCE)) {
    const of = nouns.find(({ noun }) => noun === field.noun);
    for (let upTo = field.indexedUpTo; of && upTo !== null && (await ctx.clock()) < until; pieces++) {
      upTo = await moveSome(ctx, { ...field, indexedUpTo: upTo }, of).catch((error) => {
        ctx.log({ at: "field.index-failed", teamId: field.teamId, problem: problemWords(error) });
        return null;
      });
      await othersFirst();
    }
  }
  return pieces;
}

/** One piece. Returns where the next one begins; null at the end. */
async function moveSome(ctx: Context, field: Indexing, { table }: Holding): Promise<number | null> {
  const teamDb = openTeamDb(ctx.db, field.teamId);
  const from = field.indexedUpTo ?? 0;
  if (!field.indexed) {
    const [gone = 0] = await writeAll(ctx.db, [unindexValues(teamDb, field.id, AT_ONCE)]);
    if (gone < AT_ONCE) await writeAll(ctx.db, [advanceIndexing(teamDb, field.id, null)]);
    return gone < AT_ONCE ? null : from;
  }
  const to = await findPieceEnd(teamDb, table, from, AT_ONCE);
  await writeAll(ctx.db, [indexValues(teamDb, table, field, from, to), advanceIndexing(teamDb, field.id, to)]);
  return to;
}
