// npm run test:soak -- [--seeds N] [--from S] [--minutes M]: random histories of the ledger and storms over the real object, as many as one likes: N of each kind, or rounds
// of N for M minutes. A failure prints the seed that repeats it. Ends with its figure: histories, operations, violations.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { installMissing, projectNode, root } from "../../workers/local/install.mjs";

/** Operations of one history, by the test that walks it: over the book alone, over the real object one by one, and many at once. */
const walks = { "test/rules/histories": 60, "test/ledger/model": 40, "test/ledger/chaos": 120 };

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? Number(process.argv[at + 1]) : otherwise;
};

/** Walks `seeds` histories of each kind. Resolves to how many tests failed. */
function walk(seeds, from) {
  const command = [join(root, "node_modules/vitest/vitest.mjs"), "run", "--silent=passed-only", "--reporter=dot", "--test-timeout=0"];
  const env = { ...process.env, SEEDS: String(seeds), SEED: String(from), FORCE_COLOR: "0", NO_COLOR: "1" };
  const child = spawn(projectNode(), [...command, ...Object.keys(walks)], { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (data) => (output += data));
  child.stderr.on("data", (data) => (output += data));
  return new Promise((resolve) =>
    child.on("exit", (code) => {
      const failed = Number(/Tests\s+(\d+) failed/.exec(output)?.[1] ?? (code === 0 ? 0 : 1));
      if (failed > 0) console.log(output);
      resolve(failed);
    }),
  );
}

installMissing();
const minutes = option("minutes", 0);
const seeds = option("seeds", minutes > 0 ? 150 : 1_000);
const until = Date.now() + minutes * 60_000;
const done = { histories: 0, operations: 0, violations: 0 };
let from = option("from", 1);
const began = Date.now();
do {
  done.violations += await walk(seeds, from);
  from += seeds;
  for (const operations of Object.values(walks)) {
    done.histories += seeds;
    done.operations += seeds * operations;
  }
  const took = Math.round((Date.now() - began) / 60_000);
  console.log(
    `${done.histories} histories, ${done.operations} operations, ${done.violations} violations in ${took} minutes, up to seed ${from - 1}`,
  );
} while (Date.now() < until);
process.exit(done.violations === 0 ? 0 : 1);
