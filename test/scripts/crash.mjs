// npm run test:crash [-- --kills 50]: charged actions from 16 clients against the built Worker, which is killed over and over and started again.
// At the end, what clients were told is held against D1 and the ledger: nothing answered is lost, nothing is charged that is not there,
// nothing is there that is not charged.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "../../workers/local/build.mjs";
import { buyPack, giveCredits, newKey, signUp } from "../../workers/local/client.mjs";
import { freePort } from "../../workers/local/freePort.mjs";
import { Serving } from "./serving.mjs";

const CLIENTS = 16;
const GIVEN = 19_500;
const asked = process.argv.indexOf("--kills");
const kills = asked > 0 ? Number(process.argv[asked + 1]) : 50;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

build();
const state = mkdtempSync(join(tmpdir(), "farthing-kills-"));
const serving = new Serving(await freePort(), state);
process.on("exit", () => {
  serving.kill();
  rmSync(state, { recursive: true, force: true });
});
await serving.start();
const person = { name: "Crash Test", email: `kills${Date.now()}@example.org`, password: "correct horse battery" };
const client = await signUp(serving.origin, person);
await buyPack(client, 500);
await giveCredits(serving.origin, GIVEN);

/** What each key was told last: done, refused, or in doubt. */
const told = new Map();
let over = false;
let unanswered = 0;

async function post(key) {
  const fields = { key, price: "1", firstName: key };
  const answer = await client.post("/contacts/new", fields).catch(() => null);
  if (answer === null) unanswered++;
  const words = answer?.status === 302 ? "done" : answer?.status === 409 ? "refused" : "doubt";
  // Once told done, always done: a repeated post may not say otherwise.
  if (told.get(key) === "done" && words === "refused") throw new Error(`${key} was done, and then refused.`);
  if (told.get(key) !== "done") told.set(key, words);
  if (words === "doubt") await pause(20);
}

async function run() {
  while (!over) {
    const key = newKey();
    await post(key);
    // In doubt, half ask again under the same key as the page tells them to; half go away for good. Some ask twice for no reason.
    if ((told.get(key) === "doubt" && Math.random() < 0.5) || Math.random() < 0.05) await post(key);
  }
}

const clients = Array.from({ length: CLIENTS }, run);
for (let n = 0; n < kills; n++) {
  await pause(200 + Math.random() * 800);
  serving.kill();
  await serving.start();
  process.stdout.write(`\rkilled ${n + 1} times, ${told.size} actions asked for, ${unanswered} posts without an answer`);
}
await pause(500);
over = true;
await Promise.all(clients);
console.log("");

// What is still held comes to its end after its minute.
for (let tries = 0; tries < 200; tries++) {
  if (/"held":0/.test((await client.get("/credits")).text)) break;
  await pause(500);
}
const { entries } = JSON.parse((await client.get("/credits/statement.json")).text);
const csv = (await client.get("/contacts/export.csv")).text;
const there = new Set(csv.match(/\b[0-9A-HJKMNP-TV-Z]{26}\b/g));
const charged = new Map();
for (const { kind, key, credits } of entries) if (kind === "charge") charged.set(key, (charged.get(key) ?? 0) + credits);

const problems = [];
for (const [key, words] of told) {
  if (words === "done" && !there.has(key)) problems.push(`${key} was answered, and is lost.`);
  if (words === "refused" && there.has(key)) problems.push(`${key} was refused, and is there.`);
}
for (const key of there) if (charged.get(key) !== 1) problems.push(`${key} is there, and charged ${charged.get(key) ?? 0}.`);
for (const key of charged.keys()) if (!there.has(key)) problems.push(`${key} is charged, and not there.`);
const left = Number(/"free":(-?\d+),"held":0/.exec((await client.get("/credits")).text)?.[1]);
if (left !== 525 + GIVEN - there.size) problems.push(`${left} credits are left, ${525 + GIVEN - there.size} should be.`);
for (const problem of problems.slice(0, 20)) console.log(problem);
const count = (words) => Array.from(told.values()).filter((one) => one === words).length;
console.log(
  `${kills} kills: ${told.size} actions, ${count("done")} told done, ${count("refused")} told refused, ${count("doubt")} in doubt; ` +
    `${there.size} there, ${charged.size} charged, ${problems.length} problems.`,
);
process.exit(problems.length === 0 ? 0 : 1);
