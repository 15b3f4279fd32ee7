// npm run dev: rebuilds on change and serves with wrangler dev, on the same entry as tests and production. PORT chooses the port.
import { spawn } from "node:child_process";
import { copyFileSync, existsSync, watch } from "node:fs";
import { join } from "node:path";
import { insistFree } from "./freePort.mjs";
import { installMissing, projectNode, root } from "./install.mjs";

const PAUSE_MS = 300;
const port = Number(process.env.PORT ?? 8787);

installMissing();
if (!existsSync(join(root, ".dev.vars"))) copyFileSync(join(root, ".dev.vars.example"), join(root, ".dev.vars"));
const env = { ...process.env, WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true", CLOUDFLARE_CF_FETCH_ENABLED: "false" };
const run = (name, ...args) => spawn(projectNode(), [join(root, "node_modules", name), ...args], { cwd: root, env, stdio: "inherit" });
const finished = (child) => new Promise((resolve) => child.on("exit", (code) => resolve(code === 0)));
const build = () => finished(run("@remix-run/dev/dist/cli.js", "vite:build", "--logLevel", "warn"));

await insistFree(port, "npm run dev");
if (!(await build())) process.exit(1);
await finished(run("wrangler/bin/wrangler.js", "d1", "migrations", "apply", "farthing", "--local"));
// Links in mails and the form's own address follow the port.
const where = ["--port", String(port), "--var", `APP_ORIGIN:http://localhost:${port}`];
const wrangler = run("wrangler/bin/wrangler.js", "dev", "-c", "wrangler.toml", "-c", "workers/sandbox/wrangler.toml", ...where);

let timer;
let building = Promise.resolve();
// wrangler watches workers/ and what the build writes; the app and the queries are ours to build.
for (const room of ["app", "db"]) {
  watch(join(root, room), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      building = building.then(build);
    }, PAUSE_MS);
  });
}
const cron = setInterval(() => fetch(`http://localhost:${port}/cdn-cgi/handler/scheduled?cron=*+*+*+*+*`).catch(() => null), 60_000);

for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => wrangler.kill(signal));
wrangler.on("exit", (code) => {
  clearInterval(cron);
  process.exit(code ?? 0);
});
