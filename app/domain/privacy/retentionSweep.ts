// The nightly sweep of what has a period of its own. Each step may run twice, or be missed for a week.
import { openTeamDb } from "~/db/client";
import { listStaleFiles, listUnconfirmed, markDue, markFilesGone, removeExpired } from "~/db/queries/retention";
import { writeAll } from "~/db/statements";
import type { Context } from "../core/context";
import { DAY_MS } from "../core/dates";
import { daysOf } from "../core/retention";
import { removeStaged } from "../imports/importStage";

const AT_ONCE = 200;
const PAGES_MAX = 50;
/** What a mail said that was given up: no link in one lasts longer. */
const GIVEN_UP_DAYS = 3;
/** A request that nobody confirmed. */
const UNCONFIRMED_DAYS = 7;

/** Removes rows whose class has ended, and blanks what is kept without its words. Returns how many rows changed. */
export async function sweepExpired(ctx: Context): Promise<number> {
  const before = (name: string) => ctx.now - daysOf(name) * DAY_MS;
  const ends = {
    mails: before("Mail log"),
    givenUp: ctx.now - GIVEN_UP_DAYS * DAY_MS,
    events: before("Payment messages"),
    purchases: before("Billing records"),
    operations: before("Jobs that failed, checks"),
    acts: before("What operators did"),
    security: before("Security log"),
    tickets: before("Support tickets"),
    rights: before("Requests about personal data"),
    unconfirmedRights: ctx.now - UNCONFIRMED_DAYS * DAY_MS,
    suppressions: before("Addresses that refuse mail"),
    // As long as the cookie that it belongs to.
    devices: ctx.now - 365 * DAY_MS,
    merges: before("Merges"),
  };
  return (await writeAll(ctx.db, removeExpired(ends))).reduce((sum, rows) => sum + rows, 0);
}

/** Removes the files of imports that ended a week ago. Returns how many imports. */
export async function sweepFiles(ctx: Context): Promise<number> {
  return pageByPage(async () => {
    const stale = await listStaleFiles(ctx.db, ctx.now - daysOf("Uploaded files") * DAY_MS, AT_ONCE);
    for (const { teamId, id } of stale) {
      await removeStaged(ctx.files, teamId, id);
      await writeAll(ctx.db, [markFilesGone(openTeamDb(ctx.db, teamId), id, ctx.now)]);
    }
    return stale.length;
  });
}

/** Goes on while pages are full, so that one busy day breaks no period; and ends at some number of them, should one never get shorter. */
async function pageByPage(page: () => Promise<number>): Promise<number> {
  let total = 0;
  for (let n = 0; n < PAGES_MAX; n++) {
    const done = await page();
    total += done;
    if (done < AT_ONCE) break;
  }
  return total;
}

/** Stripe's page for a payment is open for a day. */
const PAYING_MS = DAY_MS;

/** Sign-ups that were never confirmed and bought nothing are due for the purge at once. Returns how many. */
export async function sweepUnconfirmed(ctx: Context): Promise<number> {
  return pageByPage(async () => {
    const teamIds = await listUnconfirmed(
      ctx.db,
      { before: ctx.now - daysOf("Unconfirmed sign-ups") * DAY_MS, begun: ctx.now - PAYING_MS },
      AT_ONCE,
    );
    for (const teamId of teamIds) await writeAll(ctx.db, [markDue(openTeamDb(ctx.db, teamId), ctx.now)]);
    return teamIds.length;
  });
}
