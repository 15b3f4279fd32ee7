import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
// @ts-expect-error Plain JavaScript, shared with the seed.
import { buyPack, newKey, signUp, until } from "../../workers/local/client.mjs";
// @ts-expect-error Plain JavaScript.
import { freePort } from "../../workers/local/freePort.mjs";

const state = mkdtempSync(join(tmpdir(), "farthing-dev-"));
let server: ChildProcess | null = null;

after(async () => {
  if (server?.kill()) await once(server, "exit");
  rmSync(state, { recursive: true, force: true });
});

test("npm run dev serves the sources as they are, with the real ledger behind them: signing up, buying by webhook and a charged contact work", async () => {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const env = { ...process.env, PORT: String(port), STATE: state };
  server = spawn(process.execPath, ["workers/local/dev.mjs", "--empty"], { env, stdio: "ignore" });
  await until(async () => (await fetch(`${origin}/sign-up`).catch(() => null))?.ok, "the development server", 90_000);
  assert.match(await (await fetch(origin)).text(), /@id|@vite|\/app\/entry\.client/, "the page loads sources, not a build");
  const client = await signUp(origin, { name: "Dev Eloper", email: "dev@example.org", password: "correct horse battery" });
  await buyPack(client, 100);
  const key = newKey();
  await client.expectPost("/contacts/new", { key, price: "1", firstName: "Kofi", lastName: "Mensah", status: "lead" });
  const { text } = await client.get(`/contacts/${key}`);
  assert.match(text, /Kofi Mensah/);
  assert.match(text, /data-testid="balance"[^>]*>124</);
});
