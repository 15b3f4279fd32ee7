// npm run test:mutants: changes the pure rules one by one, and says how many of the changes some test notices. Fewer histories than usual: each
// of a few hundred mutants walks them.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { installMissing, projectNode, root } from "../../workers/sandbox/install.mjs";

installMissing();
const env = { ...process.env, SEEDS: "24", STRYKER_TELEMETRY: "0" };
const run = spawnSync(projectNode(), [join(root, "node_modules/@stryker-mutator/core/bin/stryker.js"), "run"], {
  cwd: root,
  stdio: "inherit",
  env,
});
process.exit(run.status ?? 1);
