// The nightly sweeps: worthless rows go.
import { openTeamDb, writeAll } from "~/db/client";
import { removeStaleAccess } from "~/db/queries/accounts";
import { listTrashedBefore, removeContacts } from "~/db/queries/contacts";
import { removeDraftsBefore } from "~/db/queries/purchases";
import { DRAFT_MS } from "../contacts/drafts";
import type { Context } from "../core/context";
import { DAY_MS } from "../core/dates";
import { daysOf } from "../core/retention";
import { allTeamIds } from "../teams/teams";

const TRASH_AT_ONCE = 500;

/** Removes sessions and tokens that are over, and windows of limits that have ended. Returns how many rows went. */
export async function sweepAccess(ctx: Context): Promise<number> {
  return (await writeAll(ctx.db, removeStaleAccess(ctx.now))).reduce((sum, rows) => sum + rows, 0);
}

/** Removes drafts older than a day. Returns how many went. */
export async function sweepDrafts(ctx: Context): Promise<number> {
  return (await writeAll(ctx.db, [removeDraftsBefore(ctx.now - DRAFT_MS)]))[0] ?? 0;
}

/** Removes for good what has been in the trash for 30 days, with all that hangs on it. Returns how many contacts went. */
export async function sweepTrash(ctx: Context): Promise<number> {
  let removed = 0;
  for await (const teamId of allTeamIds(ctx)) {
    for (let full = true; full; ) {
      const seqs = await listTrashedBefore(openTeamDb(ctx.db, teamId), ctx.now - daysOf("Trash") * DAY_MS, TRASH_AT_ONCE);
      if (seqs.length > 0) await writeAll(ctx.db, removeContacts(teamId, JSON.stringify(seqs)));
      removed += seqs.length;
      full = seqs.length === TRASH_AT_ONCE;
    }
  }
  return removed;
}
