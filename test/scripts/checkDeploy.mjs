// npm run deploy:check: a dry run of the production deploy; it must bundle, and must not bind the sandbox.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const env = {
  ...process.env,
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_HIDE_BANNER: "true",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  FORCE_COLOR: "0",
};
const args = ["deploy", "--dry-run", "--env", "production", "--outdir", join(root, "dist/production")];
const run = spawnSync(process.execPath, [join(root, "node_modules/wrangler/bin/wrangler.js"), ...args], {
  cwd: root,
  env,
  encoding: "utf8",
});
const said = `${run.stdout}\n${run.stderr}`;
if (run.status !== 0 || /SANDBOX|CLOCK/.test(said) || !/env\.LEDGER/.test(said)) {
  console.error(said);
  console.error("The production deploy would not go through.");
  process.exit(1);
}
console.log(`Production bundle: ${/gzip: [\d.]+ \w+/.exec(said)?.[0] ?? "built"}.`);
