import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
// @ts-expect-error Plain JavaScript, shared with the seed.
import { buyPack, type Client, giveCredits, signUp, until } from "../../workers/local/client.mjs";
// @ts-expect-error Plain JavaScript.
import { freePort } from "../../workers/local/freePort.mjs";
// @ts-expect-error Plain JavaScript.
import { Serving } from "../scripts/serving.mjs";

const KILLS = 20;
const ROWS = 50_000;
const GIVEN = ROWS - 500;
const state = mkdtempSync(join(tmpdir(), "farthing-crash-"));
let serving: { origin: string; start(): Promise<number>; kill(): void } | null = null;

after(() => {
  serving?.kill();
  rmSync(state, { recursive: true, force: true });
});

/** The import's page as it stands. */
async function look(client: Client, path: string): Promise<{ done: boolean; text: string }> {
  const { text } = await client.get(path).catch(() => ({ text: "" }));
  return { done: /"state":"done"/.test(text), text };
}

test(`a server killed ${KILLS} times at random moments during an import: every row is there once, every credit accounted for`, async () => {
  const server = new Serving(await freePort(), state);
  serving = server;
  const { origin } = server;
  await server.start();
  const email = `crash${Date.now()}@example.org`;
  const client = await signUp(origin, { name: "Crash Test", email, password: "correct horse battery" });
  await buyPack(client, 500);
  await giveCredits(origin, GIVEN);
  const form = new FormData();
  const text = `Name,Email\n${Array.from({ length: ROWS }, (_, n) => `Person ${n},p${n}@example.org`).join("\n")}\n`;
  form.set("file", new File([text], "people.csv", { type: "text/csv" }));
  const { location } = await client.expectPost("/import", form);
  await client.expectPost(location, [
    ["column-0", "fullName"],
    ["column-1", "email"],
    ["intent", "check"],
  ]);
  await until(async () => /"state":"checked"/.test((await look(client, location)).text), "the dry run", 180_000);
  await client.expectPost(location, { intent: "start", most: String(ROWS), price: String(ROWS) });
  const cursors: number[] = [];
  for (let kills = 0; kills < KILLS; kills++) {
    // From before the first chunk of a life to some chunks on; the moment itself is chance.
    // A busy machine does little in a life: after two that moved nothing, the next is longer.
    const stuck = kills > 2 && new Set(cursors.slice(-3)).size === 1;
    const most = stuck ? 1_500 : 500;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * most));
    server.kill();
    cursors.push(await server.start());
  }
  const moved = new Set(cursors).size;
  assert.ok(moved > 5 && cursors.filter((cursor) => cursor < ROWS).length > 15, `the kills came while it ran: ${cursors.join(", ")}`);
  for (let tries = 0; tries < 240 && !(await look(client, location)).done; tries++)
    await new Promise((resolve) => setTimeout(resolve, 500));
  const end = await look(client, location);
  assert.ok(end.done, "the import came to its end");
  assert.match(end.text, new RegExp(`"imported":${ROWS}`));
  const taken = (await client.get("/contacts/export.csv")).text;
  const emails = Array.from(taken.matchAll(/p\d+@example\.org/g), ([one]) => one);
  assert.equal(emails.length, ROWS);
  assert.equal(new Set(emails).size, ROWS);
  // A chunk that landed while its ledger was killed stays held until its minute is over; then its receipt settles it.
  let credits = "";
  for (let tries = 0; tries < 180 && !credits.includes('"held":0'); tries++) {
    if (tries > 0) await new Promise((resolve) => setTimeout(resolve, 500));
    credits = (await client.get("/credits")).text;
  }
  assert.equal(/"free":\d+,"held":\d+/.exec(credits)?.[0], `"free":${25 + 500 + GIVEN - ROWS},"held":0`);
});
