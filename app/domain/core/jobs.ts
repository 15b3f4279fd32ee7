// Every job that the queue can be told about. Ids only: what there is to do is a row in D1.
import * as z from "zod";

/**
 * One job works this long and goes on by a new message: others wait behind it, and a queue gives up on a consumer that takes for ever, the local one after five seconds.
 */
export const JOB_MS = 1_500;

export const Job = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("mail"), mailId: z.string() }),
  z.object({ kind: z.literal("import"), teamId: z.string(), importId: z.string() }),
  /** The balance went below a mark: an alert, or a top-up. */
  z.object({ kind: z.literal("balance"), teamId: z.string() }),
  z.object({ kind: z.literal("archive"), teamId: z.string(), archiveId: z.string() }),
  z.object({ kind: z.literal("bulk"), teamId: z.string(), bulkId: z.string() }),
  z.object({ kind: z.literal("payment-event"), eventId: z.string() }),
]);
export type Job = z.infer<typeof Job>;
