// The values of a removed field go from every record, in the background: a bounded piece at a time, that can stop anywhere.
import { openTeamDb, type TeamDb } from "~/db/client";
import { forgetFieldInBulks } from "~/db/queries/records/bulks";
import { advanceSweep, listHolders, listRemovedFields, type RemovedField, removeCustomValue } from "~/db/queries/records/customFields";
import { forgetInMerges } from "~/db/queries/records/merges";
import type { NounTable } from "~/db/queries/records/records";
import { type Statement, unlessChanged, writeAll } from "~/db/statements";
import type { Context } from "../core/context";
import { othersFirst } from "../core/pauses";
import { problemWords } from "../core/problems";
import type { Holder } from "./book";

const SWEPT_AT_ONCE = 100;
const FIELDS_AT_ONCE = 20;
const SWEEP_MS = 10_000;

/** A noun whose records have custom fields. */
export interface Holding {
  noun: string;
  table: NounTable;
  refind(teamDb: TeamDb, row: object): Statement[];
}

/** Takes the values of removed fields off records: a piece of each field in turn, so that none waits for another's, for a bounded time. Returns how many records had one. */
export async function sweepCustomFields(ctx: Context, nouns: Holding[]): Promise<number> {
  const until = (await ctx.clock()) + SWEEP_MS;
  let swept = 0;
  let left = await listRemovedFields(ctx.db, FIELDS_AT_ONCE);
  while (left.length > 0 && (await ctx.clock()) < until) {
    const further: RemovedField[] = [];
    for (const field of left) {
      const of = nouns.find(({ noun }) => noun === field.noun);
      const piece = await (of ? sweepSome(ctx, field, of) : null)?.catch((error) => {
        ctx.log({ at: "field.failed", teamId: field.teamId, problem: problemWords(error) });
        return { taken: 0, next: null };
      });
      swept += piece?.taken ?? 0;
      if (piece && piece.next !== null) further.push({ ...field, sweptSeq: piece.next });
      await othersFirst();
    }
    left = further;
  }
  return swept;
}

/** One piece. `next`: where the field's next one begins; null when it is done, or has to wait for the next run. */
async function sweepSome(ctx: Context, field: RemovedField, of: Holding): Promise<{ taken: number; next: number | null }> {
  const { id, sweptSeq } = field;
  const teamDb = openTeamDb(ctx.db, field.teamId);
  const records = await listHolders<Holder & { seq: number }>(teamDb, of.table, sweptSeq, SWEPT_AT_ONCE);
  const next = records.at(-1)?.seq ?? null;
  const holders = records.filter(({ customValues }) => id in customValues);
  const removals = holders.flatMap((record) => {
    const { [id]: _gone, ...customValues } = record.customValues;
    return [removeCustomValue(teamDb, of.table, record.seq, id), ...of.refind(teamDb, { ...record, customValues })];
  });
  const last = next === null ? [forgetInMerges(teamDb, field.noun, id), ...forgetFieldInBulks(teamDb, `custom.${id}`)] : [];
  // Somebody changed one of them meanwhile: the next run looks at these again.
  const done = await unlessChanged(() => writeAll(ctx.db, [...removals, ...last, advanceSweep(teamDb, id, next)]));
  return done ? { taken: holders.length, next } : { taken: 0, next: null };
}
