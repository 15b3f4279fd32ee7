// The nightly sweeps: worthless rows go.
import { removeStaleAccess } from "~/db/queries/accounts";
import { removeEndedInvitations } from "~/db/queries/invitations";
import { removeDraftsBefore } from "~/db/queries/purchases";
import { writeAll } from "~/db/statements";
import { DRAFT_MS } from "../contacts/drafts";
import type { Context } from "../core/context";
import { nouns } from "../modules";
import { emptyTrash } from "../records/trash";
import { allTeamIds } from "../teams/teams";

/** Removes sessions and tokens that are over, and windows of limits that have ended. Returns how many rows went. */
export async function sweepAccess(ctx: Context): Promise<number> {
  return (await writeAll(ctx.db, [...removeStaleAccess(ctx.now), ...removeEndedInvitations(ctx.now)])).reduce((sum, rows) => sum + rows, 0);
}

/** Removes drafts older than a day. Returns how many went. */
export async function sweepDrafts(ctx: Context): Promise<number> {
  return (await writeAll(ctx.db, [removeDraftsBefore(ctx.now - DRAFT_MS)]))[0] ?? 0;
}

/** Removes for good what has been in the trash for 30 days, with all that hangs on it. Returns how many records went. */
export async function sweepTrash(ctx: Context): Promise<number> {
  let removed = 0;
  for await (const teamId of allTeamIds(ctx)) {
    for (const noun of nouns) removed += await emptyTrash(ctx, teamId, noun);
  }
  return removed;
}
