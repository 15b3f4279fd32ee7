// npm run dev: rebuilds on change and serves with wrangler dev, on the same entry as tests and production.
import { spawn } from "node:child_process";
import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { installMissing, projectNode, root } from "./install.mjs";

installMissing();
if (!existsSync(join(root, ".dev.vars"))) copyFileSync(join(root, ".dev.vars.example"), join(root, ".dev.vars"));
const env = { ...process.env, WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true", CLOUDFLARE_CF_FETCH_ENABLED: "false" };
const run = (name, ...args) => spawn(projectNode(), [join(root, "node_modules", name), ...args], { cwd: root, env, stdio: "inherit" });
const finish = (child) =>
  new Promise((resolve, reject) => child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`stopped with ${code}`)))));

await finish(run("@remix-run/dev/dist/cli.js", "vite:build"));
await finish(run("wrangler/bin/wrangler.js", "d1", "migrations", "apply", "farthing", "--local"));
const wrangler = run("wrangler/bin/wrangler.js", "dev", "-c", "wrangler.toml", "-c", "workers/sandbox/wrangler.toml", "--port", "8787");
const watcher = run("vite/bin/vite.js", "build", "--watch");
const server = run("vite/bin/vite.js", "build", "--watch", "--ssr");
const children = [wrangler, watcher, server];
const timer = setInterval(() => fetch("http://localhost:8787/cdn-cgi/local/scheduled?cron=*+*+*+*+*").catch(() => null), 60_000);
const stop = () => {
  clearInterval(timer);
  for (const child of children) child.kill();
};
process.on("SIGINT", stop);
process.on("SIGTERM", stop);
for (const child of children) child.on("exit", stop);
