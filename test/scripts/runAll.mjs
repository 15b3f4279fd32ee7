// npm test: installs what is missing, then the check and the journeys, on the project's own Node. Ends with one honest line over both.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installMissing, projectNode, root } from "../../workers/local/install.mjs";

const NOISE = /^(Sourcemap for|stack: |uncaught exception|\s+at |NOSENTRY|workerd\/)/;

/** Runs a command, passes its output on without the runtime's noise, and returns the output and whether it succeeded. */
function run(name, command, args) {
  console.log(`\n> ${name}`);
  const path = `${join(root, "node_modules/node/bin")}:${join(root, "node_modules/.bin")}:${process.env.PATH}`;
  const child = spawn(command, args, {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PATH: path, FORCE_COLOR: "0", NO_COLOR: "1" },
  });
  let output = "";
  const pass = (data) => {
    output += data;
    const kept = String(data)
      .split("\n")
      .filter((line) => !NOISE.test(line));
    if (kept.some((line) => line.trim() !== "")) process.stdout.write(kept.join("\n"));
  };
  child.stdout.on("data", pass);
  child.stderr.on("data", pass);
  return new Promise((resolve) => child.on("exit", (code) => resolve({ output, well: code === 0 })));
}

installMissing();
const node = projectNode();
const bin = (name) => join(root, "node_modules", name);
const steps = [
  ["types", node, [bin("typescript/bin/tsc"), "-p", "."]],
  ["lint", node, [bin("@biomejs/biome/bin/biome"), "check", "--error-on-warnings", "."]],
  [
    "arrows",
    node,
    [bin("dependency-cruiser/bin/dependency-cruiser.mjs"), "--config", ".dependency-cruiser.mjs", ...["app", "db", "workers"]],
  ],
  ["migrations", node, [join(root, "test/scripts/checkMigrations.mjs")]],
  ["build", node, [join(root, "workers/local/build.mjs")]],
  ["production deploy, dry run", node, [join(root, "test/scripts/checkDeploy.mjs")]],
  ["tests in workerd", node, [bin("vitest/vitest.mjs"), "run", "--silent=passed-only"]],
  [
    "journeys in a browser",
    node,
    ["--disable-warning=ExperimentalWarning", fileURLToPath(new URL("../journeys/run.mjs", import.meta.url))],
  ],
];
let passed = 0;
let failed = 0;
for (const [name, command, args] of steps.slice(0, process.argv.includes("--check") ? -1 : undefined)) {
  const { output, well } = await run(name, command, args);
  const tests = /^\s*Tests {2,}(?:(\d+) failed)?[ |]*(?:(\d+) passed)?/m.exec(output);
  const journeys = /^(\d+) passed, (\d+) failed$/m.exec(output);
  const [won, lost] = name.startsWith("tests")
    ? [tests?.[2], tests?.[1]]
    : name.startsWith("journeys")
      ? [journeys?.[1], journeys?.[2]]
      : [well ? 1 : 0, well ? 0 : 1];
  passed += Number(won ?? 0);
  failed += Math.max(Number(lost ?? 0), well ? 0 : 1);
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
