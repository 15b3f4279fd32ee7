// The trash: records are put there and taken out again, free, and go for good after 30 days.

import { openTeamDb, type TeamDb } from "~/db/client";
import { listTrashedBefore, moveToTrash, removeRecords } from "~/db/queries/records/records";
import { type Statement, writeAll } from "~/db/statements";
import type { Context, TeamContext } from "../core/context";
import { DAY_MS } from "../core/dates";
import { assertCan } from "../core/permissions";
import { daysOf } from "../core/retention";
import type { Card, Noun } from "./card";

/** As many as are moved at once. */
export const TRASHED_AT_ONCE = 200;
const REMOVED_AT_ONCE = 500;

/** Moves records to the trash, where they stay for 30 days. Ids that are not the team's change nothing. Returns how many went there. */
export async function trashRecords(ctx: TeamContext, card: Card, ids: string[]): Promise<number> {
  assertCan(ctx, "record.trash");
  const few = ids.slice(0, TRASHED_AT_ONCE);
  return (await writeAll(ctx.db, [moveToTrash(ctx.teamDb, card.table, few, ctx.now, ctx.now)]))[0] ?? 0;
}

/** Takes records out of the trash. Returns how many came back. */
export async function restoreRecords(ctx: TeamContext, card: Card, ids: string[]): Promise<number> {
  assertCan(ctx, "record.trash");
  const few = ids.slice(0, TRASHED_AT_ONCE);
  return (await writeAll(ctx.db, [moveToTrash(ctx.teamDb, card.table, few, 0, ctx.now)]))[0] ?? 0;
}

/** The writes that remove records for good, with all that hangs on them. */
export function removing({ table, remove }: Noun, teamDb: TeamDb, seqs: number[]): Statement[] {
  return remove ? remove(teamDb, seqs) : [removeRecords(teamDb, table, seqs)];
}

/** Removes for good what has been in a team's trash for 30 days. Returns how many went. */
export async function emptyTrash(ctx: Context, teamId: string, noun: Noun): Promise<number> {
  const teamDb = openTeamDb(ctx.db, teamId);
  let removed = 0;
  for (let full = true; full; ) {
    const seqs = await listTrashedBefore(teamDb, noun.table, ctx.now - daysOf("Trash") * DAY_MS, REMOVED_AT_ONCE);
    if (seqs.length > 0) await writeAll(ctx.db, removing(noun, teamDb, seqs));
    removed += seqs.length;
    full = seqs.length === REMOVED_AT_ONCE;
  }
  return removed;
}
