import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
// @ts-expect-error Plain JavaScript, shared with the seed.
import { buyPack, type Client, signUp, until } from "../../workers/sandbox/client.mjs";
// @ts-expect-error Plain JavaScript.
import { freePort } from "../support/freePort.mjs";

const KILLS = 20;
const ROWS = 6_000;
const state = mkdtempSync(join(tmpdir(), "farthing-crash-"));
let server: ChildProcess | null = null;

after(() => {
  kill();
  rmSync(state, { recursive: true, force: true });
});

/** SIGKILL for the server and everything it started: nothing gets to say goodbye. */
function kill(): void {
  if (server?.pid) process.kill(-server.pid, "SIGKILL");
  server = null;
}

/** Starts the server on the same state and waits until it answers; the cron is fired once, as the platform would every minute. */
async function start(port: number): Promise<void> {
  const script = fileURLToPath(new URL("../support/serveState.mjs", import.meta.url));
  server = spawn(process.execPath, [script, String(port), state], { detached: true, stdio: "ignore" });
  await until(() => fetch(`http://localhost:${port}/favicon.svg`).then(({ ok }) => ok, () => false), "the server");
}

/** The import's page as it stands: how many are in, and whether it is done. */
async function look(client: Client, path: string): Promise<{ cursor: number; done: boolean; text: string }> {
  const { text } = await client.get(path).catch(() => ({ text: "" }));
  return { cursor: Number(/"cursor":(\d+)/.exec(text)?.[1] ?? 0), done: /"state":"done"/.test(text), text };
}

test(`a server killed ${KILLS} times at random moments during an import: every row is there once, every credit accounted for`, async () => {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  await start(port);
  const email = `crash${Date.now()}@example.org`;
  const client = await signUp(origin, { name: "Crash Test", email, password: "correct horse battery" });
  for (let n = 0; n < 13; n++) await buyPack(client, 500);
  const form = new FormData();
  const text = `Name,Email\n${Array.from({ length: ROWS }, (_, n) => `Person ${n},p${n}@example.org`).join("\n")}\n`;
  form.set("file", new File([text], "people.csv", { type: "text/csv" }));
  const { location } = await client.expectPost("/import", form);
  await client.expectPost(location, [["column-0", "fullName"], ["column-1", "email"], ["intent", "check"]]);
  await until(async () => /"state":"checked"/.test((await look(client, location)).text), "the dry run");
  await client.expectPost(location, { intent: "start", most: String(ROWS), price: String(ROWS) });
  for (let kills = 0; kills < KILLS; kills++) {
    // Within what the run needs for a chunk or two; the moment itself is chance.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 120));
    kill();
    await start(port);
  }
  for (let tries = 0; tries < 120 && !(await look(client, location)).done; tries++) await new Promise((resolve) => setTimeout(resolve, 500));
  const end = await look(client, location);
  assert.ok(end.done, "the import came to its end");
  assert.match(end.text, new RegExp(`"imported":${ROWS}`));
  const taken = (await client.get("/contacts/export.csv")).text;
  const emails = Array.from(taken.matchAll(/p\d+@example\.org/g), ([one]) => one);
  assert.equal(emails.length, ROWS);
  assert.equal(new Set(emails).size, ROWS);
  const credits = (await client.get("/credits")).text;
  assert.match(credits, new RegExp(`"free":${25 + 13 * 500 - ROWS},"held":0`));
});
