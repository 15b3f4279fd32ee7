// Installs what is missing, just as the lock says, with the Node that the machine has; everything after that runs on the Node that the install brings.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

export function installMissing() {
  const installed = join(root, "node_modules/.package-lock.json");
  const lock = join(root, "package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs - 1_000) return;
  console.log("Installing …");
  installLocked(root);
}

/** npm ci in a folder with a lock of its own. Quiet about engines: wrangler's is the Node that comes along. */
export function installLocked(folder) {
  const { status } = spawnSync(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`npm ci failed in ${folder}; see above.`);
}

/** The Node of the `node` package: wrangler needs 22 or newer, whatever the machine has. */
export function projectNode() {
  const own = join(root, "node_modules/node/bin/node");
  return existsSync(own) ? own : process.execPath;
}
