// npm run audit [-- --after-restore [--apply]]: checks every ledger of the local state, or of a copy (--state FOLDER), and prints what it found.
// A deployment does the same from /operator/checks.
import { build } from "./build.mjs";
import { fireCron, migrate, startServer } from "./server.mjs";

const asked = (name) => process.argv.includes(`--${name}`);
const at = process.argv.indexOf("--state");
const state = at > 0 ? process.argv[at + 1] : ".wrangler/state";
const restore = asked("after-restore");

build();
const miniflare = await startServer({ port: 0, state, logs: false });
await migrate(miniflare);
await fireCron(miniflare, restore ? `audit after-restore${asked("apply") ? " apply" : ""}` : "audit ledgers");
const db = await miniflare.getD1Database("DB", "farthing");
const kind = restore ? "restore" : "ledgers";
const run = await db.prepare("SELECT * FROM checks WHERE kind = ? ORDER BY id DESC LIMIT 1").bind(kind).first();
const lines = [...JSON.parse(run.findings), ...JSON.parse(run.repaired)];
for (const line of lines) console.log(line);
const well = run.finished_at !== null && run.findings === "[]";
console.log(`${run.looked} teams looked at, ${JSON.parse(run.findings).length} findings, ${JSON.parse(run.repaired).length} put right.`);
if (restore && !asked("apply") && lines.length > 0)
  console.log("Nothing was changed. Put it right with: npm run audit -- --after-restore --apply");
await miniflare.dispose();
process.exit(well ? 0 : 1);
