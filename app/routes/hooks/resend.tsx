import type { ActionFunctionArgs } from "@remix-run/cloudflare";
import { receiveMailEvent } from "../../domain/mail/mailChoices";
import { readText } from "../../web/body.server";

export const loader = () => new Response("Resend posts here.", { status: 405, headers: { Allow: "POST" } });

/** Resend's webhook: bounces and complaints end further mail to an address. Told twice, it holds once. */
export async function action({ request, context: { ctx } }: ActionFunctionArgs) {
  const body = await readText(request);
  const header = (name: string) => request.headers.get(`svix-${name}`) ?? "";
  const event = ctx.mail.verifyEvent(body, { id: header("id"), timestamp: header("timestamp"), signature: header("signature") });
  if (!event) return new Response("The signature does not fit", { status: 400 });
  await receiveMailEvent(ctx, event);
  return new Response("Thank you");
}
