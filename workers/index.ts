// The only production entry: fetch, scheduled, queue, and the ledger's class. Wires, decides nothing.

// @ts-expect-error Made of app/routes.ts by Remix's plugin, without types.
import * as build from "virtual:remix/server-build";
import { createRequestHandler } from "@remix-run/cloudflare";
import type { Context } from "~/app/domain/core/context";
import { countVisit } from "~/app/web/analytics.server";
import { newNonce, secureAddress, withSecurityHeaders } from "~/app/web/csp.server";
import { isForeignPost } from "~/app/web/csrf.server";
import { admit } from "~/app/web/edge.server";
import { type Env, openContext } from "./context";
import { runSchedule } from "./cron/schedule";
import { consume } from "./queue/consume";

export { CreditLedger } from "./ledger/ledger";

const handle = createRequestHandler(build);

async function answer(asked: Request, ctx: Context, nonce: string): Promise<Response> {
  const secure = secureAddress(asked, ctx.origin);
  if (secure) return Response.redirect(secure, 301);
  const request = admit(asked);
  if (request instanceof Response) return request;
  if (isForeignPost(request)) return new Response("This form was sent from another site, so it was not accepted.", { status: 403 });
  await countVisit(ctx, request);
  return handle(request, { ctx, nonce });
}

export default {
  async fetch(request, env, execution) {
    const { pathname } = new URL(request.url);
    // Locally the stand-ins answer: their pages, and Stripe’s API for its own command line.
    if (env.SANDBOX && /^\/(sandbox|v1)\//.test(pathname)) return env.SANDBOX.fetch(request);
    const nonce = newNonce();
    const ctx = await openContext(env, (work) => execution.waitUntil(work));
    return withSecurityHeaders(await answer(request, ctx, nonce), nonce, ctx.origin);
  },
  async scheduled(controller, env) {
    await runSchedule(controller.cron, await openContext(env));
  },
  async queue(batch, env) {
    await consume(batch, await openContext(env));
  },
} satisfies ExportedHandler<Env>;
