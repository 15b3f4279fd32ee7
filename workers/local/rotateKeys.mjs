// npm run keys:rotate: wraps every team's data key in the local state (or --state FOLDER) with the newest key of DATA_KEYS, and says how many are left.
// A deployment does the same from /operator/checks, while people work.
import { build } from "./build.mjs";
import { fireCron, migrate, startServer } from "./server.mjs";

const at = process.argv.indexOf("--state");
build();
const miniflare = await startServer({ port: 0, state: at > 0 ? process.argv[at + 1] : ".wrangler/state", logs: false });
await migrate(miniflare);
await fireCron(miniflare, "keys rotate");
await fireCron(miniflare, "2 4 * * *");
const db = await miniflare.getD1Database("DB", "farthing");
const run = await db.prepare("SELECT done FROM cron_runs WHERE name = 'keys-rotated'").first();
const check = await db.prepare("SELECT looked, findings, repaired FROM checks WHERE kind = 'keys' ORDER BY id DESC LIMIT 1").first();
for (const line of [...JSON.parse(check.findings), ...JSON.parse(check.repaired)]) console.log(line);
const old = JSON.parse(check.repaired).length;
console.log(`${run.done} keys wrapped anew, ${check.looked} looked at, ${old} still under an older key.`);
console.log(old === 0 ? "The older keys can be taken out of DATA_KEYS." : "Keep the older keys in DATA_KEYS, and run this again.");
await miniflare.dispose();
process.exit(old === 0 && check.findings === "[]" ? 0 : 1);
