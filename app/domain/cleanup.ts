// The nightly sweeps: worthless rows go, and every ledger is asked to bring its open ends to an end.
import { openTeamDb, writeAll } from "~/db/client";
import { removeStaleAccess } from "~/db/queries/accounts";
import { listTrashedBefore, removeContacts } from "~/db/queries/contacts";
import { removeDraftsBefore } from "~/db/queries/purchases";
import { listTeamIds } from "~/db/queries/teams";
import type { Context } from "./context";
import { DRAFT_MS } from "./drafts";

const TEAMS_PER_PAGE = 200;
const TRASH_MS = 30 * 24 * 60 * 60 * 1000;
const TRASH_AT_ONCE = 500;

/** Removes sessions and tokens that are over, and windows of limits that have ended. Returns how many rows went. */
export async function sweepAccess(ctx: Context): Promise<number> {
  return (await writeAll(ctx.db, removeStaleAccess(ctx.now))).reduce((sum, rows) => sum + rows, 0);
}

/** Removes drafts older than a day. Returns how many went. */
export async function sweepDrafts(ctx: Context): Promise<number> {
  return (await writeAll(ctx.db, [removeDraftsBefore(ctx.now - DRAFT_MS)]))[0] ?? 0;
}

/** Every team's id, read page by page. */
async function* allTeamIds(ctx: Context): AsyncGenerator<string> {
  for (let after = ""; ; ) {
    const teamIds = await listTeamIds(ctx.db, after, TEAMS_PER_PAGE);
    yield* teamIds;
    if (teamIds.length < TEAMS_PER_PAGE) return;
    after = teamIds.at(-1) ?? after;
  }
}

/** Removes for good what has been in the trash for 30 days, with all that hangs on it. Returns how many contacts went. */
export async function sweepTrash(ctx: Context): Promise<number> {
  let removed = 0;
  for await (const teamId of allTeamIds(ctx)) {
    const seqs = await listTrashedBefore(openTeamDb(ctx.db, teamId), ctx.now - TRASH_MS, TRASH_AT_ONCE);
    if (seqs.length > 0) await writeAll(ctx.db, removeContacts(teamId, JSON.stringify(seqs)));
    removed += seqs.length;
  }
  return removed;
}

/** Calls every team's ledger: overdue holds are resolved, due expiries booked. One that fails is logged. Returns how many were called. */
export async function sweepLedgers(ctx: Context): Promise<number> {
  let called = 0;
  for await (const teamId of allTeamIds(ctx)) {
    await ctx
      .ledger(teamId)
      .sweep()
      .catch((error) => ctx.log({ at: "ledger.sweep", teamId, problem: String(error).slice(0, 200) }));
    called++;
  }
  return called;
}
