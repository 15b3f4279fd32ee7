// npm run test:fuzz [-- --requests N --from SEED]: odd requests over HTTP against the built Worker. Prints how many were answered with a failure of ours, how many
// took over two seconds, how far memory grew, and whether a balance moved. Ends with 1 if any did.
import { once } from "node:events";
import { request } from "node:http";
import { build } from "../../workers/local/build.mjs";
import { signUp } from "../../workers/local/client.mjs";
import { freePort } from "../../workers/local/freePort.mjs";
import { installMissing } from "../../workers/local/install.mjs";
import { migrate, startServer } from "../../workers/local/server.mjs";
import { oddRequest } from "../support/oddRequests.ts";
import { randomFrom } from "../support/random.ts";
import { addressesOf } from "../support/routes.ts";

const SLOW_MS = 2_000;
const AT_ONCE = 4;
const GROWTH_MB_MAX = 50;

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? Number(process.argv[at + 1]) : otherwise;
};

/** Asks the debugger of the app's isolate how much of its heap is in use, in megabytes. What the process holds beside it is Miniflare's, and the allocator's. */
async function heapOf(inspectorPort) {
  const socket = new WebSocket(`ws://127.0.0.1:${inspectorPort}/core:user:farthing`);
  await once(socket, "open");
  return {
    async megabytes() {
      const answered = once(socket, "message");
      socket.send(JSON.stringify({ id: 1, method: "Runtime.getHeapUsage" }));
      const [{ data }] = await answered;
      return Math.round(JSON.parse(data).result.usedSize / 1_000_000);
    },
    close: () => socket.close(),
  };
}

/** Sends a request as it is, whatever its address. Resolves to its status; 0 where the connection was closed. */
function send(port, { method, path, headers, body }, origin) {
  // Said here, or Node sends a body of a DELETE without its length, and the next request begins in the middle of it.
  const length = body === null ? {} : { "Content-Length": String(Buffer.byteLength(body)) };
  const own = { ...headers, ...length, Host: `localhost:${port}`, ...(headers.Origin === "" ? { Origin: origin } : {}) };
  return new Promise((resolve) => {
    // A connection each: one that the server has closed under a body it did not want would take the next request along.
    const asked = request(
      { agent: false, host: "127.0.0.1", port, method, path: encodeURI(path).replace(/%25/g, "%"), headers: own },
      (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode));
        response.on("error", () => resolve(0));
      },
    );
    asked.on("error", () => resolve(0));
    asked.end(body ?? undefined);
  });
}

async function balanceOf(client) {
  const { text } = await client.get("/credits");
  const [, balance] = /"balance":(-?\d+)/.exec(text) ?? [];
  if (balance === undefined) throw new Error("The page says no balance.");
  return balance;
}

installMissing();
build();
const port = await freePort();
const origin = `http://localhost:${port}`;
const inspectorPort = await freePort();
const server = await startServer({ port, logs: false, inspectorPort });
await migrate(server);
const heap = await heapOf(inspectorPort);
// Confirmed, so that there are credits to lose.
const client = await signUp(origin, { name: "Fuzz", email: "fuzz@example.org", password: "correct horse battery" });
const { routes } = await import("../../build/server/index.js");
const addresses = addressesOf(routes).filter((address) => address !== "/sign-out");
const [requests, seed] = [option("requests", 20_000), option("from", Date.now() % 1_000_000)];
console.log(`${requests} requests over ${addresses.length} addresses, from seed ${seed}`);
const random = randomFrom(seed);
const own = () => Array.from(client.cookies, ([name, value]) => `${name}=${value}`).join("; ");
const before = await balanceOf(client);
const found = { failed: 0, slow: 0, closed: 0, slowest: 0 };
let sent = 0;
/** The least that was in use in each tenth, in megabytes: right after a collection it is what requests leave behind. */
const levels = Array.from({ length: 10 }, () => Number.POSITIVE_INFINITY);
/** Requests between two looks at the heap. */
const LOOK_EVERY = 50;
async function walk() {
  while (sent < requests) {
    const n = sent++;
    const odd = oddRequest(random, addresses, own());
    const began = performance.now();
    const status = await send(port, odd, origin);
    const took = performance.now() - began;
    found.slowest = Math.max(found.slowest, took);
    if (status >= 500) found.failed++;
    if (status === 0) found.closed++;
    if (took > SLOW_MS) found.slow++;
    if (status >= 500 || took > SLOW_MS)
      console.log(`${n}: ${status} in ${Math.round(took)} ms: ${odd.method} ${odd.path.slice(0, 120)} ${String(odd.body).slice(0, 200)}`);
    if (n % LOOK_EVERY !== 0) continue;
    const tenth = Math.min(9, Math.floor((n * 10) / requests));
    levels[tenth] = Math.min(levels[tenth], await heap.megabytes());
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, walk));
// Warm after half of them: what is held more from there on is what requests leave behind.
const growth = (levels.at(-1) ?? 0) - (levels[4] ?? 0);
const after = await balanceOf(client);
heap.close();
await server.dispose();
console.log(
  `${found.failed} answers of 500 or more, ${found.slow} over 2 s (slowest ${Math.round(found.slowest)} ms), ${found.closed} connections closed early, heap in MB by tenths ${levels.join(" ")}, balances ${before === after ? "unchanged" : "CHANGED"}`,
);
process.exit(found.failed + found.slow === 0 && before === after && growth <= GROWTH_MB_MAX ? 0 : 1);
