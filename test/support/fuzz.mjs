// npm run test:fuzz [-- --requests N --from SEED]: odd requests over HTTP against the built Worker. Prints how many were answered with a failure of ours, how many
// took over two seconds, how far memory grew, and whether a balance moved. Ends with 1 if any did.
import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { build } from "../../workers/sandbox/build.mjs";
import { Client, newKey } from "../../workers/sandbox/client.mjs";
import { freePort } from "../../workers/sandbox/freePort.mjs";
import { installMissing } from "../../workers/sandbox/install.mjs";
import { migrate, root, startServer } from "../../workers/sandbox/server.mjs";
import { oddRequest } from "./oddRequests.ts";
import { randomFrom } from "./random.ts";
import { addressesOf } from "./routes.ts";

const SLOW_MS = 2_000;
const AT_ONCE = 4;
const GROWTH_MB_MAX = 50;

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? Number(process.argv[at + 1]) : otherwise;
};

/** Megabytes that this process's workerd holds; 0 where the system does not say. */
function memoryMb() {
  try {
    const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    const mine = pids.filter((pid) => {
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      return /^Name:\s+workerd/m.test(status) && new RegExp(`^PPid:\\s+${process.pid}$`, "m").test(status);
    });
    return mine.reduce(
      (sum, pid) => sum + Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024,
      0,
    );
  } catch {
    return 0;
  }
}

/** Sends a request as it is, whatever its address. Resolves to its status; 0 where the connection was closed. */
function send(port, { method, path, headers, body }, origin) {
  // Said here, or Node sends a body of a DELETE without its length, and the next request begins in the middle of it.
  const length = body === null ? {} : { "Content-Length": String(Buffer.byteLength(body)) };
  const own = { ...headers, ...length, Host: `localhost:${port}`, ...(headers.Origin === "" ? { Origin: origin } : {}) };
  return new Promise((resolve) => {
    const asked = request({ host: "127.0.0.1", port, method, path: encodeURI(path).replace(/%25/g, "%"), headers: own }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode));
      response.on("error", () => resolve(0));
    });
    asked.on("error", () => resolve(0));
    asked.end(body ?? undefined);
  });
}

async function balanceOf(client) {
  const { text } = await client.get("/credits");
  return /data-balance="(-?[\d,]+)"/.exec(text)?.[1] ?? text.length;
}

installMissing();
build();
const port = await freePort();
const origin = `http://localhost:${port}`;
const server = await startServer({ port, logs: false });
await migrate(server);
const client = new Client(origin);
const account = { name: "Fuzz", email: "fuzz@example.org", password: "correct horse battery", adult: "on" };
await client.expectPost("/sign-up", { ...account, key: newKey() });
const files = readdirSync(join(root, "app/routes"));
const addresses = addressesOf(files).filter((address) => address !== "/sign-out");
const [requests, seed] = [option("requests", 20_000), option("from", Date.now() % 1_000_000)];
console.log(`${requests} requests over ${addresses.length} addresses, from seed ${seed}`);
const random = randomFrom(seed);
const own = () => Array.from(client.cookies, ([name, value]) => `${name}=${value}`).join("; ");
const before = await balanceOf(client);
const found = { failed: 0, slow: 0, closed: 0, slowest: 0 };
let sent = 0;
/** Megabytes after each tenth. */
const levels = [];
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
    if (n > 0 && n % Math.ceil(requests / 10) === 0) levels.push(Math.round(memoryMb()));
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, walk));
levels.push(Math.round(memoryMb()));
// Warm after half of them: what is held more from there on is what requests leave behind.
const growth = (levels.at(-1) ?? 0) - (levels[4] ?? 0);
const after = await balanceOf(client);
await server.dispose();
console.log(
  `${found.failed} answers of 500 or more, ${found.slow} over 2 s (slowest ${Math.round(found.slowest)} ms), ${found.closed} connections closed early, memory in MB by tenths ${levels.join(" ")}, balances ${before === after ? "unchanged" : "CHANGED"}`,
);
process.exit(found.failed + found.slow === 0 && before === after && growth <= GROWTH_MB_MAX ? 0 : 1);
