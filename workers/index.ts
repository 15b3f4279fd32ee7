// The only production entry: fetch, scheduled, queue, and the ledger's class. Wires, decides nothing.
import { createRequestHandler } from "@remix-run/cloudflare";
import { countVisit } from "~/app/web/analytics.server";
import { newNonce, secureAddress, withSecurityHeaders } from "~/app/web/csp.server";
import { isForeignPost } from "~/app/web/csrf.server";
// @ts-expect-error The build has no types; it is made by `npm run build`.
import * as build from "../build/server/index.js";
import { type Env, openContext } from "./context";
import { runSchedule } from "./cron/schedule";
import { consume } from "./queue/consume";

export { CreditLedger } from "./ledger/ledger";

const handle = createRequestHandler(build);

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/sandbox/")) return env.SANDBOX ? env.SANDBOX.fetch(request) : new Response("Not found", { status: 404 });
    if (isForeignPost(request)) return new Response("This form was sent from another site, so it was not accepted.", { status: 403 });
    const nonce = newNonce();
    const ctx = await openContext(env);
    const secure = secureAddress(request, ctx.origin);
    if (secure) return Response.redirect(secure, 301);
    await countVisit(ctx, request);
    const response = await handle(request, { ctx, nonce });
    return withSecurityHeaders(response, nonce, ctx.origin);
  },
  async scheduled(controller, env) {
    await runSchedule(controller.cron, await openContext(env));
  },
  async queue(batch, env) {
    await consume(batch, await openContext(env));
  },
} satisfies ExportedHandler<Env>;
