// The sandbox: stands in for Stripe, the mail service and the clock while developing and testing. Never deployed.
import { type Desk, Store } from "./desk";
import { answerEmails, answerMail, tellOfMail } from "./mail";
import { page } from "./page";
import { answerDecide, answerPay } from "./pay";
import { answerCharge, showPayments } from "./payments";
import { answerStripe } from "./stripe";
import { Webhooks } from "./webhooks";

export { Desk } from "./desk";

interface SandboxEnv {
  DESK: DurableObjectNamespace<Desk>;
  APP: Fetcher;
  WEBHOOK_SECRET: string;
  MAIL_WEBHOOK_SECRET: string;
}

export default {
  async fetch(request, env, execution) {
    const store = new Store(env.DESK.getByName("desk"));
    const webhooks = new Webhooks(env.APP, env.WEBHOOK_SECRET, store, (work) => execution.waitUntil(work));
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/v1/")) return answerStripe(request, store, webhooks);
    if (pathname === "/sandbox/resend/emails") return answerEmails(request, store);
    if (pathname === "/sandbox/clock") return answerClock(request, store);
    if (pathname.startsWith("/sandbox/mail/") && request.method === "POST")
      return tellOfMail(request, store, env.APP, env.MAIL_WEBHOOK_SECRET);
    if (pathname.startsWith("/sandbox/mail")) return answerMail(pathname, store);
    if (pathname.startsWith("/sandbox/pay/")) return answerPay(request, pathname.slice("/sandbox/pay/".length), store, webhooks);
    if (pathname.startsWith("/sandbox/decide/")) return answerDecide(request, pathname.slice("/sandbox/decide/".length), store, webhooks);
    if (pathname === "/sandbox/payments") return showPayments(store);
    if (pathname.startsWith("/sandbox/charges/")) return answerCharge(request, pathname.slice("/sandbox/charges/".length), store, webhooks);
    if (pathname.startsWith("/sandbox/events/")) return tellAgain(pathname.slice("/sandbox/events/".length), store, webhooks);
    if (pathname.startsWith("/sandbox/receipts/")) return page("Receipt", "<h1>Receipt</h1><p>Stripe’s receipt would be here.</p>");
    return page(
      "Sandbox",
      '<h1>Sandbox</h1><ul><li><a href="/sandbox/mail">Mail</a></li><li><a href="/sandbox/payments">Payments</a></li></ul>',
    );
  },
} satisfies ExportedHandler<SandboxEnv>;

/** GET: how far the clock is moved, in milliseconds. POST: moves it there. */
async function answerClock(request: Request, store: Store): Promise<Response> {
  if (request.method === "POST") await store.put({ id: "clock", object: "clock", offsetMs: Number(await request.text()) || 0 });
  return new Response(String((await store.get<{ offsetMs: number }>("clock"))?.offsetMs ?? 0));
}

/** POST /sandbox/events/:id tells the app an event once more, as Stripe's dashboard can. */
async function tellAgain(id: string, store: Store, webhooks: Webhooks): Promise<Response> {
  const event = await store.get<object>(id);
  return event ? Response.json({ status: await webhooks.deliver(event) }) : page("No such event", "", 404);
}
