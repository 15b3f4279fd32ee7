// Cron string -> domain functions. The list is the documentation. Each may run twice, or be missed for a week, and still ends right.

import { endArchives, sweepArchives } from "~/app/domain/archives";
import { announcePolicies, runBroadcasts } from "~/app/domain/broadcasts";
import { checkLedgers } from "~/app/domain/checks";
import { sweepAccess, sweepDrafts, sweepTrash } from "~/app/domain/cleanup";
import type { Context } from "~/app/domain/context";
import { sweepCustomFields } from "~/app/domain/customFields";
import { sweepDeactivated } from "~/app/domain/deactivation";
import { sweepMarks } from "~/app/domain/erasureMarks";
import { sweepGrants } from "~/app/domain/grants";
import { sweepImports } from "~/app/domain/importRun";
import { checkKeys, rotateKeys } from "~/app/domain/keys";
import { sweepMails } from "~/app/domain/mails";
import { sweepEvents } from "~/app/domain/paymentEvents";
import { problemWords } from "~/app/domain/problems";
import { recheckPurges, sweepPurges } from "~/app/domain/purge";
import { reconcile } from "~/app/domain/reconciliation";
import { checkAfterRestore } from "~/app/domain/restore";
import { sweepExpired, sweepFiles, sweepUnconfirmed } from "~/app/domain/retentionSweep";
import { sweepRights } from "~/app/domain/rights";
import { noteRuns, type Run } from "~/app/domain/runs";
import { closeQuietTickets } from "~/app/domain/support";
import { sweepBalances } from "~/app/domain/topUps";

type Sweep = (ctx: Context) => Promise<number>;

export const schedule: Record<string, Record<string, Sweep>> = {
  // Every minute: what the queue's hints missed.
  "* * * * *": {
    mails: sweepMails,
    "payment-events": sweepEvents,
    imports: sweepImports,
    archives: sweepArchives,
    "custom-fields": sweepCustomFields,
    grants: sweepGrants,
    purges: sweepPurges,
    broadcasts: runBroadcasts,
  },
  // Every hour: alerts and top-ups whose hint was lost, and attempts without an end.
  "23 * * * *": { balances: sweepBalances },
  // Every night: what is over goes; what Stripe knows is applied once more; every ledger is audited.
  "17 3 * * *": {
    access: sweepAccess,
    drafts: sweepDrafts,
    trash: sweepTrash,
    expired: sweepExpired,
    files: sweepFiles,
    "erasure-marks": sweepMarks,
    unconfirmed: sweepUnconfirmed,
    deactivated: sweepDeactivated,
    purged: recheckPurges,
    "archives-ended": endArchives,
    tickets: closeQuietTickets,
    rights: sweepRights,
    policies: announcePolicies,
  },
  // Each in a run of its own, since the platform bounds what one run may ask of others.
  "32 3 * * *": { reconciliation: reconcile },
  "47 3 * * *": { ledgers: checkLedgers },
  "2 4 * * *": { keys: checkKeys },
  // Never by the clock: `npm run audit` asks for these by name.
  "audit after-restore": { restore: (ctx) => checkAfterRestore(ctx, false) },
  "audit after-restore apply": { restore: (ctx) => checkAfterRestore(ctx, true) },
  "audit ledgers": { ledgers: checkLedgers },
  // `npm run keys:rotate` asks for this one.
  "keys rotate": { "keys-rotated": rotateKeys },
};

/** Runs every sweep of a cron string, and notes how each ended. One that fails is logged and does not keep the others from running. */
export async function runSchedule(cron: string, ctx: Context): Promise<void> {
  const runs: Run[] = [];
  for (const [name, sweep] of Object.entries(schedule[cron] ?? {})) {
    const startedAt = await ctx.clock();
    const run = await sweep(ctx).then(
      (done) => ({ name, startedAt, done, problem: null }),
      (error) => ({ name, startedAt, done: 0, problem: problemWords(error) }),
    );
    if (run.problem !== null) ctx.log({ at: "cron.failed", name, problem: run.problem });
    else if (run.done > 0) ctx.log({ at: "cron", name, done: run.done });
    runs.push({ ...run, finishedAt: await ctx.clock() });
  }
  await noteRuns(ctx, runs);
}
