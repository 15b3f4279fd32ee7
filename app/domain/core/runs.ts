// How each job of the cron ended last, for those who run the deployment.

import { type CronRun, listRuns, putRun } from "~/db/queries/operations";
import { writeAll } from "~/db/statements";
import type { Context } from "./context";
import { problemWords } from "./problems";

export type Run = Omit<CronRun, "failures">;

/** Notes the last run of some jobs. Never throws: a job that did its work has done it. */
export async function noteRuns(ctx: Context, runs: Run[]): Promise<void> {
  if (runs.length === 0) return;
  await writeAll(ctx.db, runs.map(putRun)).catch((error) => ctx.log({ at: "cron.not-noted", problem: problemWords(error) }));
}

export async function readRuns(ctx: Context): Promise<CronRun[]> {
  return listRuns(ctx.db);
}
