import type { AppLoadContext, EntryContext } from "@remix-run/cloudflare";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToReadableStream } from "react-dom/server.browser";
import { NonceContext } from "./components/frame/nonce";
import { problemWords } from "./domain/core/problems";

export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remix: EntryContext,
  { nonce }: AppLoadContext,
) {
  const page = (
    <NonceContext.Provider value={nonce}>
      <RemixServer context={remix} url={request.url} nonce={nonce} />
    </NonceContext.Provider>
  );
  const problems = { status };
  const body = await renderToReadableStream(page, {
    nonce,
    signal: request.signal,
    onError(error: unknown) {
      problems.status = 500;
      console.error(JSON.stringify({ at: "render", problem: problemWords(error) }));
    },
  });
  if (isbot(request.headers.get("User-Agent") ?? "")) await body.allReady;
  headers.set("Content-Type", "text/html; charset=utf-8");
  return new Response(body, { headers, status: problems.status });
}

/** Remix calls this for errors in loaders and actions. The path is logged, never the query or what was posted. */
export function handleError(error: unknown, { request }: { request: Request }) {
  // What was not found or not allowed is an answer, no failure of ours.
  if (request.signal.aborted || (isRouteErrorResponse(error) && error.status < 500)) return;
  // A token in a path still opens something when its request failed.
  const path = new URL(request.url).pathname.replace(/^\/(reset|verify|email|unsubscribe|stop|join)\/.+/, "/$1/…");
  console.error(JSON.stringify({ at: "request.failed", method: request.method, path, problem: problemWords(error) }));
}
