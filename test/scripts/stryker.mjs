// npm run test:stryker: changes the pure rules one by one, and says how many of the changes some test notices. Fewer histories than usual: each
// of a few hundred mutants walks them. What makes the mutants has a lock of its own, so that nobody waits for it who only wants to start.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { installLocked, installMissing, projectNode, root } from "../../workers/local/install.mjs";

const folder = join(root, "test/mutants");
installMissing();
if (!existsSync(join(folder, "node_modules/.package-lock.json"))) installLocked(folder);
const env = { ...process.env, SEEDS: "24", STRYKER_TELEMETRY: "0" };
const command = [join(folder, "node_modules/@stryker-mutator/core/bin/stryker.js"), "run", join(folder, "stryker.config.json")];
const run = spawnSync(projectNode(), command, { cwd: root, stdio: "inherit", env });
process.exit(run.status ?? 1);
