// npm run test:mutants: makes one small change after the other in a copy of the project, and says which of them no test notices.
// A change says where, what, and by which tests it should be noticed; a list of them lies beside this file.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { installMissing, projectNode, root } from "../../workers/local/install.mjs";

/** Longer than any of the chosen tests takes; a change that makes one hang is noticed too. */
const TEST_MS = 240_000;
/** Where a copy keeps what was built from the unchanged project. */
const BUILT = ".built";

/**
 * A change. `of`: the promise or the thing it takes away. `tests`: files that should notice; `title`: of which tests in them, or all. `build`: whether they look at built pages.
 * @typedef {{ of: string, file: string, from: string, to: string, tests: string[], title?: string, build?: boolean }} Change
 */

/** A copy of what is under version control or new, with the packages and the build of the original. */
function copyProject() {
  const copy = mkdtempSync(join(tmpdir(), "farthing-changes-"));
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" });
  for (const file of listed.split("\n").filter(Boolean)) {
    mkdirSync(join(copy, dirname(file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  for (const folder of ["build", "dist"]) cpSync(join(root, folder), join(copy, folder), { recursive: true });
  cpSync(join(root, "build"), join(copy, BUILT), { recursive: true });
  // Each package by itself: what is cached beside them belongs to one run alone.
  mkdirSync(join(copy, "node_modules"));
  for (const name of readdirSync(join(root, "node_modules")).filter((one) => one !== ".vite"))
    symlinkSync(join(root, "node_modules", name), join(copy, "node_modules", name));
  return copy;
}

function run(copy, command, args) {
  const env = { ...process.env, SEEDS: "8", FORCE_COLOR: "0", NO_COLOR: "1", WRANGLER_SEND_METRICS: "false" };
  const child = spawn(projectNode(), [join(root, "node_modules", command), ...args], {
    cwd: copy,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let output = "";
  child.stdout.on("data", (data) => (output += data));
  child.stderr.on("data", (data) => (output += data));
  const timer = setTimeout(() => process.kill(-child.pid, "SIGKILL"), TEST_MS);
  return new Promise((resolve) =>
    child.on("exit", (code) => {
      clearTimeout(timer);
      resolve({ well: code === 0, output });
    }),
  );
}

async function buildPages(copy) {
  return run(copy, "@remix-run/dev/dist/cli.js", ["vite:build", "--logLevel", "error"]);
}

/** Brings back what was built from the unchanged project. */
function restoreBuild(copy) {
  rmSync(join(copy, "build"), { recursive: true, force: true });
  cpSync(join(copy, BUILT), join(copy, "build"), { recursive: true });
}

/** Makes a change, runs what should notice it, and takes it back. */
async function tryChange(copy, { file, from, to, tests, title, build }) {
  const path = join(copy, file);
  const text = readFileSync(path, "utf8");
  const found = text.split(from).length - 1;
  if (found !== 1) return { verdict: "stale", output: `${file} has ${found} places like this: ${from}` };
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
  try {
    if (build && !(await buildPages(copy)).well) return { verdict: "does not build", output: "" };
    const chosen = title ? ["-t", title.replace(/[[\]().*+?^$|]/g, "\\$&")] : [];
    const { well, output } = await run(copy, "vitest/vitest.mjs", ["run", "--silent=passed-only", ...chosen, ...tests]);
    const ran = /Tests\s+.*\b(passed|failed)\b/.test(output);
    return { verdict: !ran ? "ran no test" : well ? "survived" : "noticed", output };
  } finally {
    writeFileSync(path, text);
    if (build) restoreBuild(copy);
  }
}

/**
 * Tries changes one after the other; prints a line for each. Returns those that no test noticed.
 * @param {Change[]} changes
 */
export async function tryAll(changes) {
  installMissing();
  const copy = copyProject();
  const left = [];
  try {
    for (const [n, change] of changes.entries()) {
      const { verdict, output } = await tryChange(copy, change);
      console.log(`${n + 1}/${changes.length} ${verdict.padEnd(9)} ${change.of}: ${change.file}`);
      if (verdict !== "noticed") {
        left.push(change);
        console.log(output.split("\n").slice(-12).join("\n"));
      }
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  console.log(`${changes.length - left.length} of ${changes.length} changes noticed`);
  return left;
}

/** Runs the lists named on the command line; `--of` keeps those about one thing. */
if (process.argv[1]?.endsWith("changes.mjs")) {
  const at = process.argv.indexOf("--of");
  const wanted = at > 0 ? process.argv[at + 1].split(",") : null;
  const all = ["ledger", "promises"];
  const names = process.argv.slice(2).filter((name) => all.includes(name));
  const lists = await Promise.all((names.length > 0 ? names : all).map((name) => import(`./${name}.mjs`)));
  const changes = lists.flatMap((list) => list.changes).filter(({ of }) => !wanted || wanted.some((one) => of.includes(one)));
  const left = await tryAll(changes);
  process.exit(left.length === 0 ? 0 : 1);
}
