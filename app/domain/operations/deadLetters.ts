// Jobs that failed for good: kept where an operator sees them, to be tried again or set aside.

import { findDeadLetter, insertDeadLetter, resolveDeadLetter } from "~/db/queries/operations";
import { writeAll } from "~/db/statements";
import { recordAct } from "../core/auditLog";
import type { Context, TeamContext } from "../core/context";
import { Job } from "../core/jobs";

/** Keeps a job that the queue has given up. */
export async function keepDeadLetter(ctx: Context, id: string, body: unknown): Promise<void> {
  const job = Job.safeParse(body);
  const letter = { id, kind: job.success ? job.data.kind : "unknown", body: JSON.stringify(body ?? null), receivedAt: ctx.now };
  await writeAll(ctx.db, [insertDeadLetter(ctx.db, letter)]);
  ctx.log({ at: "queue.dead", id, kind: letter.kind });
}

/** Gives a dead letter back to the queue, or sets it aside. False for one that does not exist. */
export async function resolveLetter(ctx: TeamContext, id: string, again: boolean): Promise<boolean> {
  const letter = await findDeadLetter(ctx.db, id);
  const job = letter && Job.safeParse(JSON.parse(letter.body));
  if (!letter || (again && !job?.success)) return false;
  const act = again ? "letter.repeated" : "letter.set-aside";
  await writeAll(ctx.db, [
    resolveDeadLetter(ctx.db, id, ctx.now),
    recordAct(ctx, { act, teamId: null, subjectId: id, detail: { kind: letter.kind } }),
  ]);
  if (again && job?.success) await ctx.hint(job.data);
  return true;
}
