// Reconciliation with Stripe, without webhooks: what Stripe knows to be paid, refunded or disputed is applied once more, and what was not yet
// as Stripe says is reported as repaired.
import { listChecks, listDisputed } from "~/db/queries/operations";
import { listUnsettled } from "~/db/queries/purchases";
import type { Context } from "../core/context";
import { DAY_MS } from "../core/dates";
import { problemWords } from "../core/problems";
import { applyPayment, applySession } from "../payments/payments";
import { runCheck } from "./checks";

/** Refunds fail and disputes end weeks after they were made. */
const LOOK_BACK_MS = 30 * DAY_MS;
const PAID_BACK_MS = 7 * DAY_MS;
/** A bank takes two weeks at most to say whether it pays; then some. */
const UNSETTLED_BACK_MS = 40 * DAY_MS;
const UNSETTLED_MAX = 1_000;
const DISPUTED_MAX = 1_000;

/** Looks at everything that Stripe has since the last clean run, and at every dispute that is not over. Returns how much was looked at. */
export async function reconcile(ctx: Context): Promise<number> {
  const clean = (await listChecks(ctx.db, "reconciliation", 20)).find(
    ({ finishedAt, findings }) => finishedAt !== null && findings.length === 0,
  );
  const seconds = (ms: number) => Math.floor(ms / 1000);
  // What was paid, since a week before the last clean run: a payment may be on its way for days. What was taken back, for longer.
  const paid = seconds(Math.min(clean?.startedAt ?? 0, ctx.now) - PAID_BACK_MS);
  const since = { paid: clean ? paid : seconds(ctx.now - LOOK_BACK_MS), takenBack: seconds(ctx.now - LOOK_BACK_MS) };
  const report = await runCheck(ctx, "reconciliation", async (found) => {
    const seen = new Set<string>();
    const look = async (what: string, id: string, apply: () => Promise<{ result: string; teamId: string | null; changed: boolean }>) => {
      if (seen.has(id)) return;
      seen.add(id);
      found.looked++;
      try {
        const { result, teamId, changed } = await apply();
        if (changed) found.repaired.push(`${what} ${id} of team ${teamId ?? "?"} didn’t match Stripe; it does now.`);
        if (result === "mismatch")
          found.findings.push(`${what} ${id} of team ${teamId ?? "?"} was paid with an amount that isn’t its price.`);
        if (result === "forgotten")
          found.findings.push(`${what} ${id} of team ${teamId ?? "?"} belongs to none of our purchases, and doesn’t say what it bought.`);
        if (result === "team-gone") found.findings.push(`${what} ${id} belongs to team ${teamId ?? "?"}, which is gone.`);
      } catch (error) {
        found.findings.push(`${what} ${id}: ${problemWords(error)}`);
      }
    };
    for await (const one of ctx.payments.listChanged(since)) {
      if (one.kind === "session") await look("Session", one.sessionId, () => applySession(ctx, one.sessionId));
      else await look("Payment", one.paymentId, () => applyPayment(ctx, one.paymentId));
    }
    for (const { sessionId } of await listUnsettled(ctx.db, ctx.now - UNSETTLED_BACK_MS, UNSETTLED_MAX))
      await look("Session", sessionId, () => applySession(ctx, sessionId));
    for (const { paymentId } of await listDisputed(ctx.db, DISPUTED_MAX))
      if (paymentId) await look("Payment", paymentId, () => applyPayment(ctx, paymentId));
  });
  return report.looked;
}
