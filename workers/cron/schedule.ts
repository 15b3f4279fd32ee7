// Cron string -> domain functions. The list is the documentation. Each may run twice, or be missed for a week, and still ends right.
import { sweepAccess, sweepDrafts, sweepLedgers, sweepTrash } from "~/app/domain/cleanup";
import type { Context } from "~/app/domain/context";
import { sweepImports } from "~/app/domain/importRun";
import { sweepMails } from "~/app/domain/mails";
import { problemWords } from "~/app/domain/problems";
import { sweepEvents } from "~/app/domain/purchases";

type Sweep = (ctx: Context) => Promise<number>;

export const schedule: Record<string, Record<string, Sweep>> = {
  // Every minute: what the queue's hints missed.
  "* * * * *": { mails: sweepMails, "payment-events": sweepEvents, imports: sweepImports },
  // Every night: what is over goes; every ledger brings its overdue holds and expiries to an end.
  "17 3 * * *": { access: sweepAccess, drafts: sweepDrafts, trash: sweepTrash, ledgers: sweepLedgers },
};

/** Runs every sweep of a cron string. One that fails is logged and does not keep the others from running. */
export async function runSchedule(cron: string, ctx: Context): Promise<void> {
  for (const [name, sweep] of Object.entries(schedule[cron] ?? {})) {
    try {
      const done = await sweep(ctx);
      if (done > 0) ctx.log({ at: "cron", name, done });
    } catch (error) {
      ctx.log({ at: "cron.failed", name, problem: problemWords(error) });
    }
  }
}
