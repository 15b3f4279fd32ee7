// Whether the parts answer, asked at this moment. What a visitor sees on the status page.
import { findTeam } from "~/db/queries/teams";
import type { Context } from "../core/context";
import { readRuns } from "../core/runs";

const FAILURES_MAX = 3;

async function works(name: string, ask: () => Promise<unknown>): Promise<{ name: string; works: boolean }> {
  return {
    name,
    works: await Promise.resolve()
      .then(ask)
      .then(
        () => true,
        () => false,
      ),
  };
}

/** Fails when a job of the cron has failed several times in a row. */
async function failedJobs(ctx: Context): Promise<void> {
  if ((await readRuns(ctx)).some(({ failures }) => failures > FAILURES_MAX)) throw new Error("A job keeps failing.");
}

type Status = { name: string; works: boolean }[];
const KEPT_MS = 15_000;
let last: { at: number; status: Promise<Status> } | null = null;

/** What works, part by part, as of at most a quarter of a minute ago: however many look, the parts are asked no more often than that. */
export async function readStatus(ctx: Context): Promise<Status> {
  const now = await ctx.clock();
  if (!last || Math.abs(now - last.at) > KEPT_MS) last = { at: now, status: askParts(ctx) };
  return last.status;
}

async function askParts(ctx: Context): Promise<Status> {
  return Promise.all([
    works("Contacts", () => findTeam(ctx.db, "status")),
    works("Credits", () => ctx.ledger("status").balance()),
    works("Files", () => ctx.files.get("status")),
    works("Daily checks and cleanup", () => failedJobs(ctx)),
  ]);
}
