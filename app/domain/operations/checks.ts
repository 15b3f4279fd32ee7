// The daily check of every ledger: open ends are brought to an end, invariants are audited, the chain's head is written down outside of it,
// and credits about to expire are announced. Runs are kept; an operator reads them and may start one.
import { openTeamDb } from "~/db/client";
import { insertHead, listHeads } from "~/db/queries/billing";
import { type Check, insertCheck, updateCheck } from "~/db/queries/operations";
import { writeAll } from "~/db/statements";
import type { Context } from "../core/context";
import { midnightBefore } from "../core/dates";
import { newId } from "../core/ids";
import { problemWords } from "../core/problems";
import { UsageTally } from "../credits/usageTotals";
import { alignLedger } from "../leaving/deactivation";
import { announceExpiry, sendMonthlyStatement } from "../mail/notices";
import { allTeamIds } from "../teams/teams";

const FINDINGS_MAX = 200;

export interface Report {
  findings: string[];
  repaired: string[];
  looked: number;
}

/** Runs a check under a row that says when it began and how it ended. A run that fails leaves its row unfinished, with what it had found. */
export async function runCheck(ctx: Context, kind: Check["kind"], work: (report: Report) => Promise<void>): Promise<Report> {
  const id = newId(ctx.now);
  const report: Report = { findings: [], repaired: [], looked: 0 };
  await writeAll(ctx.db, [insertCheck(ctx.db, { id, kind, startedAt: ctx.now, finishedAt: null, ...report })]);
  const kept = () => ({ ...report, findings: report.findings.slice(0, FINDINGS_MAX), repaired: report.repaired.slice(0, FINDINGS_MAX) });
  try {
    await work(report);
  } catch (error) {
    report.findings.push(`The run stopped: ${problemWords(error)}`);
    await writeAll(ctx.db, [updateCheck(ctx.db, id, kept())]);
    throw error;
  }
  await writeAll(ctx.db, [updateCheck(ctx.db, id, { ...kept(), finishedAt: await ctx.clock() })]);
  for (const finding of report.findings) ctx.log({ at: "check.finding", kind, finding });
  return report;
}

/** Checks every team's ledger. Returns how many were looked at. */
export async function checkLedgers(ctx: Context): Promise<number> {
  const report = await runCheck(ctx, "ledgers", async (found) => {
    const tally = new UsageTally();
    for await (const teamId of allTeamIds(ctx)) {
      found.looked++;
      await checkLedger(ctx, teamId, found, tally).catch(
        (error) => void found.findings.push(`${teamId}: could not be checked: ${problemWords(error)}`),
      );
    }
    await tally.keep(ctx);
  });
  return report.looked;
}

async function checkLedger(ctx: Context, teamId: string, found: Report, tally: UsageTally): Promise<void> {
  const ledger = ctx.ledger(teamId);
  await alignLedger(ctx, teamId);
  const { open } = await ledger.sweep();
  if (open > 0) found.findings.push(`${teamId}: ${open} actions are still open after the sweep.`);
  const { findings } = await ledger.audit();
  found.findings.push(...findings.map((finding) => `${teamId}: ${finding}`));
  await keepHead(ctx, teamId, found);
  await tally.add(ctx, teamId);
  await announceExpiry(ctx, teamId);
  await sendMonthlyStatement(ctx, teamId);
}

/** Writes down where the chain stood at the end of yesterday, and holds the newest head on file against the chain as it is now. */
async function keepHead(ctx: Context, teamId: string, found: Report): Promise<void> {
  const teamDb = openTeamDb(ctx.db, teamId);
  const ledger = ctx.ledger(teamId);
  const [last] = await listHeads(teamDb, 1);
  const same = last && (await ledger.statement({ before: last.seq + 1, limit: 1 })).entries[0];
  if (last && (same?.seq !== last.seq || same.hash !== last.head))
    found.findings.push(`${teamId}: entry ${last.seq} is not what it was on ${last.day}.`);
  const midnight = midnightBefore(ctx.now);
  const { seq, head, balance } = await ledger.standingAt(midnight);
  if (seq === 0 || last?.seq === seq) return;
  const day = new Date(midnight - 1).toISOString().slice(0, 10);
  await writeAll(ctx.db, [insertHead(teamDb, { day, seq, head, balance })]);
}
