// Builds, migrates, seeds and serves; drives the cron, since nothing else does locally. PORT chooses another port.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { owner } from "../../db/seed.ts";
import { build, isBuilt } from "./build.mjs";
import { freePort, insistFree } from "./freePort.mjs";
import { seedOnce } from "./seed.mjs";
import { fireCron, layDownSecrets, migrate, root, startServer } from "./server.mjs";

const port = Number(process.env.PORT ?? 8787);
const origin = `http://localhost:${port}`;
const state = ".wrangler/state";

await insistFree(port, "npm start");
if (process.argv.includes("--reset")) rmSync(join(root, state), { recursive: true, force: true });
layDownSecrets();
if (!isBuilt()) console.log("Building…");
build();
await prepare();
const miniflare = await startServer({ port, state });
console.log(`
  Farthing        ${origin}
  Sign in with    ${owner.email}  /  ${owner.password}
  Mail it sent    ${origin}/sandbox/mail
  Payments        ${origin}/sandbox/payments

  Ctrl+C stops it; the data stays. npm run reset starts over.
`);
// The platform's crons, by how often they come; each runs at the start too, so that a check of tonight can be looked at now.
const HOUR_MS = 3_600_000;
const crons = {
  "* * * * *": 60_000,
  "23 * * * *": HOUR_MS,
  "17 3 * * *": 24 * HOUR_MS,
  "32 3 * * *": 24 * HOUR_MS,
  "47 3 * * *": 24 * HOUR_MS,
  "2 4 * * *": 24 * HOUR_MS,
};
const fire = (cron) => fireCron(miniflare, cron).catch((error) => console.error(`The cron failed: ${error}`));
const timers = Object.entries(crons).map(([cron, everyMs]) => setInterval(() => fire(cron), everyMs));
for (const cron of Object.keys(crons)) await fire(cron);

/** Migrates and seeds on a port that nobody knows: whoever asks at the real one finds it closed, or ready. */
async function prepare() {
  const hidden = await freePort();
  const early = await startServer({ port: hidden, state });
  await migrate(early);
  const db = await early.getD1Database("DB", "farthing");
  await seedOnce(db, `http://localhost:${hidden}`);
  await early.dispose();
}

// A connection that somebody closes in the middle is their end of it, not ours.
process.on("unhandledRejection", (error) => console.error(`Went on after: ${error}`));

async function stop() {
  for (const timer of timers) clearInterval(timer);
  await miniflare.dispose();
  process.exit(0);
}
process.on("SIGINT", stop);
process.on("SIGTERM", stop);
