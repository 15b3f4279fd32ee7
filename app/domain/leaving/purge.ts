// The purge: what is left of a team on its day goes, piece by piece. Every piece may run twice; a run that stops goes on where it stopped, and never
// keeps other teams waiting. It ends with a report that names nobody.
import { openTeamDb, type TeamDb } from "~/db/client";
import {
  anonymiseBilling,
  beginPurge,
  countPurged,
  findPurge,
  listDuePurges,
  listPurges,
  type Purge,
  removePeople,
  removeSome,
  removeTeam,
  teamTables,
  totalSomeReceipts,
  updatePurge,
} from "~/db/queries/purges";
import { listSomeSeqs } from "~/db/queries/records/records";
import { findTeam, listMembers } from "~/db/queries/teams";
import { writeAll } from "~/db/statements";
import { archiveFolder } from "../archives/archiveFiles";
import type { Context } from "../core/context";
import { DAY_MS } from "../core/dates";
import { removeDataKey, removeSomeFiles } from "../core/encryption";
import { contactMarks } from "../core/erasureMarks";
import { othersFirst } from "../core/pauses";
import { problemWords } from "../core/problems";
import { importFolder } from "../imports/importStage";
import { writeMail, writeWithMails } from "../mail/mails";
import { nouns } from "../modules";
import { readBilling } from "../payments/billing";
import type { Noun } from "../records/card";
import { removing } from "../records/trash";

const ROWS_AT_ONCE = 2_000;
const RECORDS_AT_ONCE = 500;
/** One run of one team ends after so long, and goes on with the next. */
const RUN_MS = 10_000;
/** And one run of all of them after so long. */
const RUNS_MS = 20_000;
/** Writes that were under way when the purge ended are looked for this long. */
const LOOK_AGAIN_MS = 2 * DAY_MS;

/** Purges teams whose day has come, and goes on with what was begun. Returns how many were worked on. */
export async function sweepPurges(ctx: Context): Promise<number> {
  const due = await listDuePurges(ctx.db, ctx.now, 20);
  for (const teamId of due) await writeAll(ctx.db, beginPurge(openTeamDb(ctx.db, teamId), ctx.now));
  return runSome(ctx, await listPurges(ctx.db, null, 50));
}

/** Looks once more at purges of the last days, for writes that were under way when they ended. Returns how many. */
export async function recheckPurges(ctx: Context): Promise<number> {
  return runSome(ctx, await listPurges(ctx.db, ctx.now - LOOK_AGAIN_MS, 200));
}

/** Begins the purge of a team that is due, and does what it can of it now; the cron does the rest. */
export async function purgeSoon(ctx: Context, teamId: string): Promise<void> {
  await writeAll(ctx.db, beginPurge(openTeamDb(ctx.db, teamId), ctx.now));
  await runPurge(ctx, teamId);
}

/** Works on purges one after the other until the run's time is up. */
async function runSome(ctx: Context, teamIds: string[]): Promise<number> {
  const until = (await ctx.clock()) + RUNS_MS;
  let worked = 0;
  for (const teamId of teamIds) {
    if (worked > 0 && (await ctx.clock()) > until) break;
    await runPurge(ctx, teamId);
    worked++;
  }
  return worked;
}

/** Works on one team's purge for a bounded time. Never throws: what failed is noted, logged and tried again. */
async function runPurge(ctx: Context, teamId: string): Promise<void> {
  const teamDb = openTeamDb(ctx.db, teamId);
  const purge = await findPurge(teamDb);
  if (!purge) return;
  try {
    const until = (await ctx.clock()) + RUN_MS;
    if (await purgeSteps(ctx, teamDb, purge, until)) await finish(ctx, teamDb, purge);
  } catch (error) {
    const problem = problemWords(error);
    ctx.log({ at: "purge.failed", teamId, attempts: purge.attempts + 1, problem });
    await writeAll(ctx.db, [updatePurge(teamDb, { attempts: purge.attempts + 1, problem })]).catch(() => null);
  }
}

/** The steps in their order, the data key first: from then on no copy of anything encrypted opens. False when the time was up. */
async function purgeSteps(ctx: Context, teamDb: TeamDb, purge: Purge, until: number): Promise<boolean> {
  const { teamId } = teamDb;
  await removeDataKey(ctx, teamId);
  await ctx.files.put(`purged/${teamId}`, String(purge.startedAt));
  await closeLedger(ctx, teamDb, purge);
  const more = async (piece: () => Promise<number>) => {
    while ((await piece()) > 0) {
      if ((await ctx.clock()) > until) return false;
      await othersFirst();
    }
    return true;
  };
  if (!(await more(() => removeSomeStored(ctx, teamDb)))) return false;
  for (const noun of nouns) if (!(await more(() => removeSomeOf(noun, teamDb)))) return false;
  for (const [table, keys] of teamTables) {
    // While Stripe does not answer, everything else has gone already.
    if (table === "billing") await forgetCustomer(ctx, teamDb);
    if (!(await more(() => removeSomeRows(teamDb, table, keys)))) return false;
  }
  if (!(await more(() => removeSomeReceipts(teamDb)))) return false;
  await writeAll(ctx.db, anonymiseBilling(teamDb));
  return true;
}

async function forgetCustomer(ctx: Context, teamDb: TeamDb): Promise<void> {
  const { customerId } = await readBilling({ teamDb });
  if (customerId) await ctx.payments.forgetCustomer(customerId);
}

/** The closing balance and the head of the chain go to the report before the ledger is emptied of all else. */
async function closeLedger(ctx: Context, teamDb: TeamDb, purge: Purge): Promise<void> {
  if (purge.chainHead !== null) return;
  const ledger = ctx.ledger(teamDb.teamId);
  await ledger.freeze("team");
  const closed = await ledger.close();
  if (closed.kind !== "closed") throw new Error(`The ledger cannot be closed yet: ${closed.kind}.`);
  await writeAll(ctx.db, [updatePurge(teamDb, { finalBalance: closed.balance, chainHead: closed.head, chainSeq: closed.seq })]);
}

async function removeSomeStored(ctx: Context, teamDb: TeamDb): Promise<number> {
  const folders = [archiveFolder(teamDb.teamId, null), importFolder(teamDb.teamId, null), contactMarks(teamDb.teamId)];
  let removed = 0;
  for (const folder of folders) removed += await removeSomeFiles(ctx.files, folder);
  if (removed > 0) await writeAll(ctx.db, [countPurged(teamDb, "files", removed)]);
  return removed;
}

async function removeSomeOf(noun: Noun, teamDb: TeamDb): Promise<number> {
  const seqs = await listSomeSeqs(teamDb, noun.table, RECORDS_AT_ONCE);
  if (seqs.length > 0) await writeAll(teamDb.db, [...removing(noun, teamDb, seqs), countPurged(teamDb, noun.plural, seqs.length)]);
  return seqs.length;
}

async function removeSomeRows(teamDb: TeamDb, table: string, keys: string): Promise<number> {
  const [removed = 0] = await writeAll(teamDb.db, [removeSome(teamDb, table, keys, ROWS_AT_ONCE)]);
  if (removed > 0) await writeAll(teamDb.db, [countPurged(teamDb, table, removed)]);
  return removed;
}

async function removeSomeReceipts(teamDb: TeamDb): Promise<number> {
  const [, removed = 0] = await writeAll(teamDb.db, totalSomeReceipts(teamDb, ROWS_AT_ONCE));
  if (removed > 0) await writeAll(teamDb.db, [countPurged(teamDb, "receipts", removed)]);
  return removed;
}

/** The people and the team itself go last, in one batch with the report's end and the mail that says it is done. */
async function finish(ctx: Context, teamDb: TeamDb, purge: Purge): Promise<void> {
  const team = await findTeam(ctx.db, teamDb.teamId);
  if (!team && purge.finishedAt !== null) return;
  // Who never confirmed an address may not be who it belongs to: they asked for nothing, and are told nothing.
  const people = team ? (await listMembers(teamDb)).filter(({ emailVerifiedAt }) => emailVerifiedAt !== null) : [];
  const mails = people.map(({ id, name, email }) => {
    // Without a team: the row is removed as soon as it is sent.
    const props = { name, team: team?.name ?? "" };
    return writeMail(ctx, { id: `purged-${teamDb.teamId}-${id}`, template: "team-purged", recipient: email, props, teamId: null });
  });
  const gone = [
    ...removePeople(teamDb),
    removeTeam(teamDb),
    updatePurge(teamDb, { finishedAt: purge.finishedAt ?? (await ctx.clock()), problem: null }),
  ];
  await writeWithMails(ctx, gone, mails);
  ctx.log({ at: "purge.finished", teamId: teamDb.teamId });
}
