import type { ActionFunctionArgs } from "@remix-run/cloudflare";
import { receiveEvent } from "../domain/paymentEvents";

const BODY_BYTES_MAX = 256 * 1024;

export const loader = () => new Response("Stripe posts here.", { status: 405 });

/** Stripe's webhook: the raw body is verified, kept, acted on; anything but 200 makes Stripe tell it again. */
export async function action({ request, context: { ctx } }: ActionFunctionArgs) {
  const body = await request.text();
  if (body.length > BODY_BYTES_MAX) return new Response("Too large", { status: 413 });
  const event = await ctx.payments.verifyEvent(body, request.headers.get("Stripe-Signature") ?? "");
  if (!event) return new Response("The signature does not fit", { status: 400 });
  await receiveEvent(ctx, { ...event, body });
  return new Response("Thank you");
}
