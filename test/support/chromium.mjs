// A Chromium to drive: one that is there, else Debian's, else Playwright's own, else one from npm. None at all is a failure, said plainly.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const known = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
// Quiet: without these Chromium looks for its maker's hosts at every start.
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

const installers = [
  () =>
    process.getuid?.() === 0 &&
    existsSync("/usr/bin/apt-get") &&
    execFileSync("sh", ["-c", "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium"], {
      stdio: "ignore",
    }) &&
    "/usr/bin/chromium",
  () =>
    spawnSync(process.execPath, ["node_modules/playwright-core/cli.js", "install", "chromium-headless-shell"], {
      stdio: "ignore",
      timeout: 300_000,
    }).status === 0 && undefined,
  async () => {
    spawnSync("npm", ["install", "--no-save", "--no-audit", "--no-fund", "@sparticuz/chromium"], { stdio: "ignore" });
    const { default: packed } = await import("@sparticuz/chromium");
    return packed.executablePath();
  },
];

async function tryLaunch(executablePath) {
  try {
    return await chromium.launch({ executablePath, args: flags });
  } catch {
    return null;
  }
}

/** Launches the first Chromium that works. Throws one clear sentence where none does. */
export async function launchChromium() {
  const there = [...known.filter((path) => path && existsSync(path)), undefined];
  for (const path of there) {
    const browser = await tryLaunch(path);
    if (browser) return browser;
  }
  for (const install of installers) {
    try {
      const path = await install();
      const browser = path === false ? null : await tryLaunch(path);
      if (browser) return browser;
    } catch {
      // The next way is tried.
    }
  }
  throw new Error("No Chromium could be started: install one and set CHROMIUM to its path, then run the journeys again.");
}
