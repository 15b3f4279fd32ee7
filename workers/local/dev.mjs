// npm run dev: the app runs in Node through Vite, so that a change shows in the browser at once; the ledger, D1, files and queue run in workerd
// as ever. One entry for both: workers/index.ts. PORT chooses the port. Shares its data with npm start, unless STATE names another folder; --empty
// leaves the demo team out. Why: docs/decisions/0013.
import { watch } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { createRequestListener } from "@remix-run/node-fetch-server";
import { build as bundle } from "esbuild";
import { createServer as createVite } from "vite";
import { owner } from "../../db/seed.ts";
import { freePort, insistFree } from "./freePort.mjs";
import { seedOnce } from "./seed.mjs";
import { fireCron, layDownSecrets, migrate, root, startServer } from "./server.mjs";

const port = Number(process.env.PORT ?? 8787);
const state = process.env.STATE ?? ".wrangler/state";
const dist = join(root, ".wrangler/development");
let vite;
let miniflare;
let env;

const execution = { waitUntil: (work) => void work.catch((error) => console.error(error)), passThroughOnException() {} };

const listen = createRequestListener(
  async (request) => {
    const { method, url } = request;
    const headers = new Headers(request.headers);
    headers.set("CF-Connecting-IP", "127.0.0.1");
    const body = method === "GET" || method === "HEAD" ? undefined : request.body;
    const init = { method, headers, body, duplex: "half", redirect: "manual" };
    return (await loadWorker()).fetch(new Request(url, init), env, execution);
  },
  { onError: fail },
);

await insistFree(port, "npm run dev");
layDownSecrets();
await startPlatform();
const server = createServer(answer);
vite = await createVite({ root, appType: "custom", server: { middlewareMode: true, hmr: { server } } });
server.listen(port, "127.0.0.1");
if (!process.argv.includes("--empty")) await seedOnce(env.DB, `http://localhost:${port}`);
console.log(`
  Farthing        http://localhost:${port}   (development: changes show at once)
  Sign in with    ${owner.email}  /  ${owner.password}
  Mail it sent    http://localhost:${port}/sandbox/mail
  Payments        http://localhost:${port}/sandbox/payments

  Ctrl+C stops it. Its data is that of npm start, which can't run at the same time.
`);
const cron = setInterval(() => fireCron(miniflare, "* * * * *").catch(() => null), 60_000);

/** The ledger and the sandbox, bundled in a moment and served by Miniflare on a port that only this process knows. */
async function startPlatform() {
  const entryPoints = {
    "app/index": join(root, "workers/local/devWorker.ts"),
    "sandbox/index": join(root, "workers/local/sandbox/index.ts"),
  };
  const platform = { conditions: ["workerd", "worker"], external: ["cloudflare:*", "node:*"], target: "es2023" };
  const entries = { worker: join(dist, "app/index.js"), sandbox: join(dist, "sandbox/index.js") };
  await bundle({ entryPoints, outdir: dist, bundle: true, format: "esm", logLevel: "warning", ...platform });
  await miniflare?.dispose();
  miniflare = await startServer({ port: await freePort(), appPort: port, state, ...entries, node: fromWorker });
  await migrate(miniflare);
  const bindings = await miniflare.getBindings("farthing");
  env = { ...bindings, SANDBOX: { fetch: (asked, init) => askSandbox(bindings.SANDBOX, asked, init) } };
}

/** Miniflare's fetch takes its own requests and an address, not Node's requests. */
async function askSandbox(sandbox, asked, init) {
  if (!(asked instanceof Request)) return sandbox.fetch(asked, init);
  const { method, url } = asked;
  const body = asked.body ? await asked.arrayBuffer() : undefined;
  return sandbox.fetch(url, { method, headers: [...asked.headers], body, redirect: "manual" });
}

/** The Worker as it is written at this moment. */
async function loadWorker() {
  return (await vite.ssrLoadModule("/workers/index.ts")).default;
}

/** What devWorker.ts passes on: jobs, crons, and the sandbox's webhooks. */
async function fromWorker(request) {
  const { pathname } = new URL(request.url);
  const worker = await loadWorker();
  if (pathname === "/@dev/cron") await worker.scheduled({ cron: (await request.json()).cron }, env);
  if (pathname === "/@dev/queue") return Response.json(await consume(worker, await request.json()));
  if (pathname.startsWith("/@dev/")) return new Response(null, { status: 204 });
  return worker.fetch(await inNode(request), env, execution);
}

/** A request of Miniflare's own class as Node's. */
async function inNode(request) {
  const body = request.method === "GET" || request.method === "HEAD" ? undefined : await request.arrayBuffer();
  const url = new URL(request.url);
  return new Request(`http://localhost:${port}${url.pathname}${url.search}`, {
    method: request.method,
    headers: [...request.headers],
    body,
  });
}

async function consume(worker, { queue, messages }) {
  const decided = new Map();
  const batch = messages.map((message) => ({
    ...message,
    ack: () => decided.set(message.id, null),
    retry: ({ delaySeconds = 1 } = {}) => decided.set(message.id, delaySeconds),
  }));
  await worker.queue({ queue, messages: batch, ackAll: () => batch.forEach(({ ack }) => void ack()) }, env);
  return messages.map(({ id }) => ({ id, retryAfterSeconds: decided.has(id) ? decided.get(id) : 1 }));
}

function fail(error) {
  if (error instanceof Error) vite.ssrFixStacktrace(error);
  console.error(error);
  return new Response(String(error?.stack ?? error), { status: 500, headers: { "Content-Type": "text/plain" } });
}

/** Vite answers for sources and styles, the app for everything else. */
function answer(request, response) {
  vite.middlewares(request, response, () => listen(request, response));
}

// The ledger and the stand-ins live in workerd: they start again when their code changes, within a second or two.
let timer;
for (const room of ["workers/ledger", "workers/local/sandbox"])
  watch(join(root, room), () => {
    clearTimeout(timer);
    timer = setTimeout(() => startPlatform().catch((error) => console.error(error)), 200);
  });

// A connection that somebody closes in the middle is their end of it, not ours.
process.on("unhandledRejection", (error) => console.error(error));

async function stop() {
  clearInterval(cron);
  await vite.close();
  await miniflare.dispose();
  process.exit(0);
}
process.on("SIGINT", stop);
process.on("SIGTERM", stop);
