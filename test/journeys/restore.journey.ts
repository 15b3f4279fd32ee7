import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
// @ts-expect-error Plain JavaScript, shared with the seed.
import { type Client, newKey, signUp } from "../../workers/local/client.mjs";
// @ts-expect-error Plain JavaScript.
import { freePort } from "../../workers/local/freePort.mjs";
// @ts-expect-error Plain JavaScript.
import { Serving } from "../scripts/serving.mjs";

const state = mkdtempSync(join(tmpdir(), "farthing-restore-"));
let serving: { kill(): void } | null = null;

after(() => {
  serving?.kill();
  rmSync(state, { recursive: true, force: true });
});

async function add(client: Client): Promise<string> {
  const key = newKey();
  await client.expectPost("/contacts/new", { key, price: "1", firstName: key });
  return key;
}

/** Runs the command of the drill; its exit code is 1 when it found something. */
function audit(...args: string[]): string {
  const script = fileURLToPath(new URL("../../workers/local/audit.mjs", import.meta.url));
  try {
    return execFileSync(process.execPath, [script, "--state", state, ...args], { encoding: "utf8" });
  } catch (error) {
    return String((error as { stdout: string }).stdout);
  }
}

test("D1 turned back to this morning: the audit says what it would do, does it when asked, and finds nothing afterwards", async () => {
  const server = new Serving(await freePort(), state);
  serving = server;
  await server.start();
  const client = await signUp(server.origin, {
    name: "Restore",
    email: `restore${Date.now()}@example.org`,
    password: "correct horse battery",
  });
  const kept = await add(client);
  const undone = await add(client);
  server.kill();
  cpSync(join(state, "v3/d1"), join(state, "morning"), { recursive: true });
  await server.start();
  await client.expectPost("/undo", { kind: "add", of: "contact", id: undone, recordId: undone });
  const lost = await add(client);
  server.kill();
  rmSync(join(state, "v3/d1"), { recursive: true });
  cpSync(join(state, "morning"), join(state, "v3/d1"), { recursive: true });

  const plan = audit("--after-restore");
  assert.match(plan, new RegExp(`contact.add ${lost} was charged and is no longer there: 1 credits would be given back`));
  assert.match(plan, new RegExp(`${undone} was undone but is back: would be left as a gift`));
  assert.match(plan, /Nothing was changed/);
  assert.equal(plan.includes(kept), false);
  assert.equal(audit("--after-restore"), plan, "a look changes nothing");
  assert.match(audit("--after-restore", "--apply"), /0 findings, 2 put right/);
  assert.match(audit("--after-restore"), /0 findings, 0 put right/);
  assert.match(audit(), /0 findings/);

  await server.start();
  const credits = (await client.get("/credits")).text;
  assert.match(credits, /"free":24,"held":0/);
});
