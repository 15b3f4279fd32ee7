// npm run migrations:check: drizzle-kit finds the migrations sound, and generating them from the schema leaves no difference.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const kit = (...args) =>
  spawnSync(process.execPath, [join(root, "node_modules/drizzle-kit/bin.cjs"), ...args], { cwd: root, encoding: "utf8" });

const check = kit("check");
const before = readdirSync(join(root, "migrations")).length;
const generate = kit("generate");
const after = readdirSync(join(root, "migrations")).length;
if (check.status !== 0 || generate.status !== 0 || before !== after || !/No schema changes/.test(generate.stdout)) {
  console.error(check.stdout, check.stderr, generate.stdout, generate.stderr);
  console.error("The schema and the migrations differ: run npm run migrations and commit what it makes.");
  process.exit(1);
}
console.log("Migrations fit the schema.");
