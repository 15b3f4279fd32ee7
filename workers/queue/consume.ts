// Queue message -> domain function. A job that fails is tried again with a pause; the last failure goes to the dead letters.
import { runArchive } from "~/app/domain/archives/archives";
import { runBulk } from "~/app/domain/bulk/bulkRun";
import type { Context } from "~/app/domain/core/context";
import { Job } from "~/app/domain/core/jobs";
import { problemWords } from "~/app/domain/core/problems";
import { runImport } from "~/app/domain/imports/importRun";
import { sendMail } from "~/app/domain/mail/mails";
import { keepDeadLetter } from "~/app/domain/operations/deadLetters";
import { processEvent } from "~/app/domain/payments/paymentEvents";
import { watchBalance } from "~/app/domain/payments/topUps";

const PAUSE_SECONDS = 10;

async function run(job: Job, ctx: Context): Promise<void> {
  if (job.kind === "mail") return sendMail(ctx, job.mailId);
  if (job.kind === "import") return runImport(ctx, job.teamId, job.importId);
  if (job.kind === "archive") return runArchive(ctx, job.teamId, job.archiveId);
  if (job.kind === "bulk") return runBulk(ctx, job.teamId, job.bulkId);
  if (job.kind === "balance") return watchBalance(ctx, job.teamId);
  return processEvent(ctx, job.eventId);
}

export async function consume(batch: MessageBatch, ctx: Context): Promise<void> {
  if (batch.queue.endsWith("-dead")) {
    for (const { id, body } of batch.messages) await keepDeadLetter(ctx, id, body);
    return batch.ackAll();
  }
  for (const message of batch.messages) {
    const job = Job.safeParse(message.body);
    try {
      if (job.success) await run(job.data, ctx);
      else ctx.log({ at: "queue.unknown", messageId: message.id });
      message.ack();
    } catch (error) {
      ctx.log({
        at: "queue.failed",
        kind: job.success ? job.data.kind : "unknown",
        attempts: message.attempts,
        problem: problemWords(error),
      });
      message.retry({ delaySeconds: PAUSE_SECONDS * message.attempts });
    }
  }
}
