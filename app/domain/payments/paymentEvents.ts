// Stripe's webhooks: kept as they came, acted on, and only then marked processed. A failure leaves one open: Stripe tells it again, the cron sweeps.
import { endEvent, findEvent, insertEvent, listOpenEventIds } from "~/db/queries/purchases";
import type { Context } from "../core/context";
import type { EventHint } from "../core/ports/payments";
import { problemWords } from "../core/problems";
import { applyPayment, applySession } from "./payments";

/** Keeps a verified event and acts on it. Another event under an id that is known is kept beside the first: neither hides the other. */
export async function receiveEvent(ctx: Context, event: EventHint & { body: string }): Promise<void> {
  const first = await findEvent(ctx.db, event.id);
  const isOther = first !== null && (first.type !== event.type || first.objectId !== event.objectId);
  const id = isOther ? `${event.id}/${event.type}/${event.objectId}` : event.id;
  await insertEvent(ctx.db, { ...event, id, receivedAt: ctx.now });
  await processEvent(ctx, id);
}

/** What an event is about decides what is looked at; what it says is not believed. */
export function aboutOf(type: string): "session" | "setup" | "payment" | "seen" | "unknown" {
  if (type.startsWith("checkout.session.")) return "session";
  if (type.startsWith("setup_intent.")) return "setup";
  // Nothing moves by these, but somebody should know: who buys with a stolen card, who asks their bank.
  if (type === "radar.early_fraud_warning.created" || type === "review.opened") return "seen";
  if (/^(payment_intent\.(succeeded|payment_failed|processing|canceled)|refund\.|charge\.(refund|dispute))/.test(type)) return "payment";
  return "unknown";
}

async function act(ctx: Context, { type, objectId, paymentId }: { type: string; objectId: string; paymentId: string | null }) {
  const about = aboutOf(type);
  if (about === "session") return applySession(ctx, objectId);
  if (about === "payment" && paymentId) return applyPayment(ctx, paymentId);
  return { result: about === "payment" ? "not-ours" : about === "setup" ? "waits" : about, teamId: null };
}

/** Acts on a kept event once more. Harmless for one that was processed. */
export async function processEvent(ctx: Context, eventId: string): Promise<void> {
  const event = await findEvent(ctx.db, eventId);
  if (!event) return;
  const { result, teamId } = await act(ctx, event);
  await endEvent(ctx.db, eventId, { processedAt: ctx.now, result, teamId });
}

/** Acts on events that were kept and not processed, because something failed at the time. */
export async function sweepEvents(ctx: Context): Promise<number> {
  const open = await listOpenEventIds(ctx.db, ctx.now - 60_000, 50);
  for (const eventId of open) {
    await processEvent(ctx, eventId).catch((error) => ctx.log({ at: "payment-event.failed", eventId, problem: problemWords(error) }));
  }
  return open.length;
}
