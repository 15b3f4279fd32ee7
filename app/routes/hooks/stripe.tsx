import type { ActionFunctionArgs } from "@remix-run/cloudflare";
import { receiveEvent } from "../../domain/payments/paymentEvents";
import { readText } from "../../web/body.server";

export const loader = () => new Response("Stripe posts here.", { status: 405, headers: { Allow: "POST" } });

/** Stripe's webhook: the raw body is verified, kept, acted on; anything but 200 makes Stripe tell it again. */
export async function action({ request, context: { ctx } }: ActionFunctionArgs) {
  const body = await readText(request);
  const event = await ctx.payments.verifyEvent(body, request.headers.get("Stripe-Signature") ?? "");
  if (!event) return new Response("The signature does not fit", { status: 400 });
  await receiveEvent(ctx, { ...event, body });
  return new Response("Thank you");
}
