// The run, chunk by chunk: a chunk is one hold and one batch, and moves the import's cursor in that same batch. A crash anywhere goes on
// at the cursor; running out of credits stops there; nothing is imported twice. And the undo, chunk by chunk, in the same way.
import { openTeamDb } from "~/db/client";
import {
  advanceImport,
  findImport,
  type Import,
  insertChunk,
  listOpenChunks,
  listStaleImports,
  listUntouched,
  moveImport,
  undoChunk,
} from "~/db/queries/imports";
import { writeAll } from "~/db/statements";
import { type ChargeOutcome, charge, undoCharge } from "../core/charge";
import type { Context, TeamContext } from "../core/context";
import { openFiles } from "../core/encryption";
import { JOB_MS } from "../core/jobs";
import { can } from "../core/permissions";
import { priceOf, undoWindow } from "../core/prices";
import { problemWords } from "../core/problems";
import { cappedWords } from "../credits/budgets";
import { actFor } from "../teams/members";
import { bringRest } from "./archiveRecords";
import type { ReadyRow } from "./importable";
import { importableOf } from "./importables";
import { runCheck } from "./importCheck";
import { Known } from "./importMatch";
import { CHUNK_ROWS, readChunk } from "./importStage";

const ATTEMPTS_MAX = 20;
const STALE_MS = 60_000;
/** A piece of three seconds each: the next minute brings the others. */
const SWEPT_MAX = 8;

/** Does for a while what an import's row says there is to do next. Any number of jobs may run it; the guards keep them from doing anything twice. */
export async function runImport(ctx: Context, teamId: string, importId: string): Promise<void> {
  const until = (await ctx.clock()) + JOB_MS;
  const isOver = async () => (await ctx.clock()) > until;
  do {
    const found = await findImport(openTeamDb(ctx.db, teamId), importId);
    // Each step at its own time: a long run must not look left lying to the sweep.
    const acting = found && (await actFor({ ...ctx, now: await ctx.clock() }, teamId, found.memberId));
    if (!found || !["checking", "running", "undoing"].includes(found.state)) return;
    if (!acting || !can(acting, "import.make")) return stopFor(ctx, teamId, found);
    if (found.state === "checking") await runCheck(acting, found, isOver);
    else if (found.state === "running") await runStep(acting, found);
    else await undoStep(acting, found);
  } while (!(await isOver()));
  await ctx.hint({ kind: "import", teamId, importId });
}

/** Whoever began it has left, is kept out, or has a role without imports: somebody else can go on. */
async function stopFor(ctx: Context, teamId: string, found: Import): Promise<void> {
  const problem = "The person who began this import can’t import for this team any more.";
  const changes = { state: found.state === "running" ? "stopped" : "failed", problem, changedAt: ctx.now } as const;
  await moveImport(openTeamDb(ctx.db, teamId), found.id, [found.state], changes);
}

/** Goes on with imports that the queue left lying for a minute, a piece of each. Returns how many. */
export async function sweepImports(ctx: Context): Promise<number> {
  const stale = await listStaleImports(ctx.db, ctx.now - STALE_MS, SWEPT_MAX);
  for (const { teamId, id } of stale) {
    await runImport(ctx, teamId, id).catch((error) => ctx.log({ at: "import.failed", teamId, importId: id, problem: problemWords(error) }));
  }
  return stale.length;
}

async function runStep(ctx: TeamContext, found: Import): Promise<void> {
  if (found.cursor >= found.stopAt) return finish(ctx, found);
  const problem = await importableOf(found.noun).refuse(ctx, found);
  if (problem) return void (await moveImport(ctx.teamDb, found.id, ["running"], { state: "failed", problem, changedAt: ctx.now }));
  const chunk = await readChunk(openFiles(ctx, ctx.team.id), ctx.team.id, found.id, Math.floor(found.cursor / CHUNK_ROWS));
  const offset = found.cursor % CHUNK_ROWS;
  const rows = chunk.slice(offset, offset + (found.stopAt - found.cursor));
  if (rows.length === 0) {
    const problem = "The rows of this file are no longer kept. Upload it again: what was already imported is skipped, free of charge.";
    return void (await moveImport(ctx.teamDb, found.id, ["running"], { state: "failed", problem, changedAt: ctx.now }));
  }
  const outcome = await importRows(ctx, found, rows);
  if (outcome.kind === "done") return;
  if (outcome.kind === "refused") return tryAgain(ctx, found);
  if (outcome.kind !== "short" && outcome.kind !== "capped") return stopOrWait(ctx, found, outcome);
  // Less than a chunk can be paid, by the balance or by a budget: take what can, then stop.
  const within = outcome.kind === "short" ? outcome.balance : outcome.budget.most - outcome.budget.used - outcome.budget.held;
  const affordable = Math.floor(within / priceOf(importableOf(found.noun).action, ctx.now));
  const partly = affordable > 0 ? await importRows(ctx, found, rows.slice(0, affordable), found.attempt + 1) : outcome;
  if (partly.kind === "refused") await tryAgain(ctx, { ...found, attempt: found.attempt + 1 });
  else if (partly.kind !== "done") await stopOrWait(ctx, found, partly);
}

/** Whether what is left of an import can still come in: its rows are kept, and its columns have their fields. */
export async function canContinue(ctx: TeamContext, found: Import): Promise<boolean> {
  if (found.filesGoneAt !== null) return false;
  return found.source === "archive" || (await importableOf(found.noun).refuse(ctx, found)) === null;
}

/** Stops where only a person can go on; anything else throws, so that the queue tries again. */
async function stopOrWait(ctx: TeamContext, found: Import, outcome: Exclude<ChargeOutcome, { kind: "done" }>): Promise<void> {
  const stop = (state: "short" | "stopped", problem: string | null) =>
    moveImport(ctx.teamDb, found.id, ["running"], { state, problem, changedAt: ctx.now });
  if (outcome.kind === "short") await stop("short", null);
  else if (outcome.kind === "capped") await stop("stopped", cappedWords(ctx, outcome));
  else if (outcome.kind === "frozen") await stop("stopped", "This team is deactivated: nothing new is added.");
  else throw new Error(`Import ${found.id} has to wait: ${outcome.kind}.`);
}

async function finish(ctx: TeamContext, found: Import): Promise<void> {
  const state = found.cursor >= found.newTotal ? "done" : "stopped";
  if (state === "done" && found.source === "archive") await bringRest(ctx, found.id);
  await moveImport(ctx.teamDb, found.id, ["running"], { state, finishedAt: ctx.now, changedAt: ctx.now });
  ctx.log({ at: "import.finished", teamId: ctx.team.id, importId: found.id, state, imported: found.imported });
}

/** A void attempt is not the end: the chunk runs again under the next attempt's key, a few times. */
async function tryAgain(ctx: TeamContext, found: Import): Promise<void> {
  const given = (found.attempt + 1) % ATTEMPTS_MAX === 0;
  const problem = given ? "The rows couldn’t be saved. Nothing was charged for this step; try to continue." : null;
  await moveImport(ctx.teamDb, found.id, ["running"], {
    ...(given ? { state: "failed" } : {}),
    attempt: found.attempt + 1,
    problem,
    changedAt: ctx.now,
  });
}

/** Imports rows from the cursor on, in one charge. Rows that became known since the dry run are passed over, free. `attempt` is part of the charge's key. */
async function importRows(ctx: TeamContext, found: Import, rows: ReadyRow[], attempt = found.attempt): Promise<ChargeOutcome> {
  // An archive came into an empty team: two who share an e-mail in it are two. Only who was erased here is passed over.
  const importable = importableOf(found.noun);
  const matched = await importable.match(ctx, rows, found.source === "archive" ? null : new Known());
  const fresh = matched.flatMap(({ row, match }) => (match || row.gone ? [] : [row]));
  const step = {
    importId: found.id,
    cursor: found.cursor,
    attempt: found.attempt,
    nextCursor: found.cursor + rows.length,
    imported: fresh.length,
    knownLate: rows.length - fresh.length,
    at: ctx.now,
  };
  const advance = advanceImport(ctx.teamDb, step);
  const key = `import:${found.id}:${found.cursor}:${attempt}`;
  if (fresh.length === 0) {
    await writeAll(ctx.db, [advance]);
    return { kind: "done", credits: 0, balance: 0, repeat: false, low: false, subjectId: found.id };
  }
  const { statements, ids } = await importable.write(ctx, found, fresh);
  const chunk = { importId: found.id, cursor: found.cursor, key, firstId: ids[0] ?? "", lastId: ids.at(-1) ?? "", contacts: ids.length };
  const count = fresh.length;
  const shownCredits = priceOf(importable.action, ctx.now, count);
  // Not the rows: a run that goes on after a crash may find another part of them known by then.
  const input = { importId: found.id, cursor: found.cursor, attempt };
  return charge(ctx, {
    action: importable.action,
    key,
    count,
    subjectId: found.id,
    input,
    shownCredits,
    statements: [...statements, insertChunk(ctx.teamDb, importable.imported, chunk), advance],
  });
}

async function undoStep(ctx: TeamContext, found: Import): Promise<void> {
  const [chunk] = await listOpenChunks(ctx.teamDb, found.id, 1);
  const { imported, undone } = importableOf(found.noun);
  if (!chunk) {
    await writeAll(ctx.db, undone(ctx, found.id));
    return void (await moveImport(ctx.teamDb, found.id, ["undoing"], { state: "undone", finishedAt: ctx.now, changedAt: ctx.now }));
  }
  const seqs = await listUntouched(ctx.teamDb, found.id, chunk, imported);
  // The window is checked when the undo begins; once begun it goes through to the end.
  const statements = undoChunk(ctx.teamDb, { importId: found.id, chunk, at: ctx.now }, seqs, imported);
  const outcome = await undoCharge(ctx, chunk.key, statements, undoWindow.importMs * 2);
  if (outcome.kind === "late" || outcome.kind === "missing") {
    const problem = "Some rows were imported more than a day ago, so they stay.";
    await moveImport(ctx.teamDb, found.id, ["undoing"], { state: "undone", problem, finishedAt: ctx.now, changedAt: ctx.now });
  } else if (outcome.kind !== "undone") throw new Error(`The undo of import ${found.id} has to wait: ${outcome.kind}.`);
}
