// npm run test:journeys: builds, serves the built Worker with nothing kept on disk, and runs every journey in a real browser.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { build } from "../../workers/local/build.mjs";
import { freePort } from "../../workers/local/freePort.mjs";
import { fireCron, migrate, startServer, twice } from "../../workers/local/server.mjs";
import { launchChromium } from "../support/chromium.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));

const chosen = process.argv.slice(2);
const files = readdirSync(here).filter(
  (name) => name.endsWith(".journey.ts") && (chosen.length === 0 || chosen.some((one) => name.includes(one))),
);
if (files.length === 0) {
  console.error(`No journey has ${chosen.join(" or ")} in the name of its file.`);
  process.exit(1);
}

build();
await (await launchChromium()).close();
const port = await freePort();
const miniflare = await startServer({ port, logs: false });
await migrate(miniflare);
// What no page can do: journeys may let a team's day come, straight in the database. Loopback only, ends with the run.
const db = await miniflare.getD1Database("DB", "farthing");
/** The day of a deactivated team is now; the cron comes by. */
async function letDayCome(email) {
  const mine = "id IN (SELECT m.team_id FROM members AS m JOIN users AS u ON u.id = m.user_id WHERE u.email = ?2)";
  const sql = `UPDATE teams SET purge_at = ?1 WHERE purge_at IS NOT NULL AND ${mine}`;
  await twice(() => db.prepare(sql).bind(Date.now(), email).run());
  for (let n = 0; n < 2; n++) await fireCron(miniflare, "* * * * *");
}

/** The id of somebody's team, for what an operator does about it. */
async function teamOf(email) {
  const sql = "SELECT m.team_id AS id FROM members AS m JOIN users AS u ON u.id = m.user_id WHERE u.email = ?";
  return twice(() => db.prepare(sql).bind(email).first("id"));
}

// As under npm start: what the queue left lying is found by the cron.
const cron = setInterval(() => fireCron(miniflare, "* * * * *").catch(() => null), 60_000);

const control = createServer(async (request, response) => {
  const [email] = await new Response(Readable.toWeb(request)).json();
  if (request.url === "/team") return void response.end(await teamOf(email));
  await letDayCome(email);
  response.end();
}).listen(0, "127.0.0.1");
await once(control, "listening");
const addresses = { ORIGIN: `http://localhost:${port}`, CONTROL: `http://127.0.0.1:${control.address().port}` };

/** Runs some files, two at once. Resolves to how many passed and failed. */
async function play(some) {
  const flags = ["--disable-warning=ExperimentalWarning", "--test", "--test-concurrency=2", "--test-reporter=spec"];
  const env = { ...process.env, ...addresses, FORCE_COLOR: "0" };
  const child = spawn(process.execPath, [...flags, ...some.map((name) => join(here, name))], { stdio: ["ignore", "pipe", "inherit"], env });
  let output = "";
  child.stdout.on("data", (data) => {
    output += data;
    process.stdout.write(data);
  });
  const code = await new Promise((resolve) => child.on("exit", resolve));
  const count = (word) => Number(new RegExp(`ℹ ${word} (\\d+)`).exec(output)?.[1] ?? 0);
  return { passed: count("pass"), failed: count("fail") + count("cancelled") + (code !== 0 && count("fail") === 0 ? 1 : 0) };
}

// What takes a whole core for a while would make the others wait for theirs.
const alone = files.filter((name) => name.startsWith("large"));
const sums = { passed: 0, failed: 0 };
for (const some of [files.filter((name) => !alone.includes(name)), alone].filter((names) => names.length > 0)) {
  const { passed, failed } = await play(some);
  sums.passed += passed;
  sums.failed += failed;
}
clearInterval(cron);
control.close();
await miniflare.dispose();
console.log(`${sums.passed} passed, ${sums.failed} failed`);
process.exit(sums.failed === 0 && sums.passed > 0 ? 0 : 1);
