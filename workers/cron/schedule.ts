// Cron string -> domain functions. The list is the documentation. Each may run twice, or be missed for a week, and still ends right.

import { endArchives, sweepArchives } from "~/app/domain/archives/archives";
import { endBulks, sweepBulks } from "~/app/domain/bulk/bulkRun";
import { sweepUnlinked } from "~/app/domain/companies/linking";
import { sweepRenamed } from "~/app/domain/contacts/naming";
import type { Context } from "~/app/domain/core/context";
import { sweepMarks } from "~/app/domain/core/erasureMarks";
import { problemWords } from "~/app/domain/core/problems";
import { noteRuns, type Run } from "~/app/domain/core/runs";
import { sweepGrants } from "~/app/domain/credits/grants";
import { sweepIndexes } from "~/app/domain/fields/indexing";
import { sweepCustomFields } from "~/app/domain/fields/sweep";
import { sweepImports } from "~/app/domain/imports/importRun";
import { sweepAccess, sweepDrafts, sweepTrash } from "~/app/domain/leaving/cleanup";
import { sweepDeactivated } from "~/app/domain/leaving/deactivation";
import { recheckPurges, sweepPurges } from "~/app/domain/leaving/purge";
import { announcePolicies, runBroadcasts } from "~/app/domain/mail/broadcasts";
import { sweepMails } from "~/app/domain/mail/mails";
import { nouns } from "~/app/domain/modules";
import { checkLedgers } from "~/app/domain/operations/checks";
import { checkKeys, rotateKeys } from "~/app/domain/operations/keys";
import { reconcile } from "~/app/domain/operations/reconciliation";
import { checkAfterRestore } from "~/app/domain/operations/restore";
import { sweepEvents } from "~/app/domain/payments/paymentEvents";
import { sweepBalances } from "~/app/domain/payments/topUps";
import { sweepExpired, sweepFiles, sweepUnconfirmed } from "~/app/domain/privacy/retentionSweep";
import { sweepRights } from "~/app/domain/privacy/rights";
import { sweepFacets } from "~/app/domain/records/facetSweep";
import { closeQuietTickets } from "~/app/domain/support/support";

type Sweep = (ctx: Context) => Promise<number>;

export const schedule: Record<string, Record<string, Sweep>> = {
  // Every minute: what the queue's hints missed.
  "* * * * *": {
    mails: sweepMails,
    "payment-events": sweepEvents,
    imports: sweepImports,
    archives: sweepArchives,
    facets: (ctx) => sweepFacets(ctx, nouns),
    "field-indexes": (ctx) => sweepIndexes(ctx, nouns),
    bulks: sweepBulks,
    "custom-fields": (ctx) => sweepCustomFields(ctx, nouns),
    "company-links": sweepUnlinked,
    "company-names": sweepRenamed,
    grants: sweepGrants,
    purges: sweepPurges,
    broadcasts: runBroadcasts,
  },
  // Every hour: alerts and top-ups whose hint was lost, attempts without an end, and changes to many that can no longer be undone.
  "23 * * * *": { balances: sweepBalances, "bulks-ended": endBulks },
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
