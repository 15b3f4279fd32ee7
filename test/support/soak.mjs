// npm run test:soak -- --seeds N [--from S]: the random histories, as many as one likes. A failure prints the seed that repeats it.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { installMissing, projectNode, root } from "../../workers/sandbox/install.mjs";

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? process.argv[at + 1] : otherwise;
};
installMissing();
const env = { ...process.env, SEEDS: option("seeds", "5000"), SEED: option("from", "1") };
const files = ["test/rules/histories", "test/ledger/model"];
const run = spawnSync(
  projectNode(),
  [join(root, "node_modules/vitest/vitest.mjs"), "run", "--silent=passed-only", "--test-timeout=0", ...files],
  {
    cwd: root,
    stdio: "inherit",
    env,
  },
);
process.exit(run.status ?? 1);
