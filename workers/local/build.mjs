// Builds the Worker with the app into build/, and the stand-ins into dist/, if a source is newer than the last build.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const stamp = join(root, "dist/built");
const sources = ["app", "db", "workers", "package-lock.json", "vite.config.ts", "wrangler.toml", "tsconfig.json"];

function newest(path) {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), 0);
}

export function isBuilt() {
  return existsSync(stamp) && sources.every((source) => newest(join(root, source)) <= statSync(stamp).mtimeMs);
}

/** Builds what is stale. Quiet unless something fails. */
export function build({ force = false } = {}) {
  if (!force && isBuilt()) return;
  const env = {
    ...process.env,
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_HIDE_BANNER: "true",
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
    FORCE_COLOR: "0",
  };
  const run = (name, ...args) => {
    try {
      execFileSync(process.execPath, [join(root, "node_modules", name), ...args], {
        cwd: root,
        env,
        stdio: "pipe",
        maxBuffer: 64 * 1024 * 1024,
      });
    } catch (error) {
      throw new Error(`${name} ${args.join(" ")} failed:\n${error.stdout}\n${error.stderr}`);
    }
  };
  run("@remix-run/dev/dist/cli.js", "vite:build");
  run(
    "wrangler/bin/wrangler.js",
    "deploy",
    "--dry-run",
    "-c",
    "workers/local/sandbox/wrangler.toml",
    "--outdir",
    join(root, "dist/sandbox"),
  );
  writeFileSync(stamp, new Date().toISOString());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) build({ force: process.argv.includes("--force") });
