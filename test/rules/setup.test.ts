// npm run setup as somebody runs it: the script itself, with stand-ins for wrangler, Stripe and Resend that keep what was made.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const answers = {
  APP_ORIGIN: "https://crm.acme.test",
  MAIL_FROM: "Acme CRM <hello@acme.test>",
  OPERATORS: "ada@acme.test, bob@acme.test",
  SENDER_NAME: 'Acme "The Best" Ltd',
  SENDER_ADDRESS: "1 Quay Street, Bristol",
  SUPPORT_EMAIL: "support@acme.test",
  PRIVACY_EMAIL: "privacy@acme.test",
  DATA_JURISDICTION: "eu",
  STRIPE_SECRET_KEY: "sk_test_abcdefgh12345678",
  RESEND_API_KEY: "re_abcdefgh12345678",
};

interface Hook {
  id: string;
  url: string;
  events: string[];
}

let folder: string;
let server: Server;
let hooks: { stripe: Hook[]; resend: Hook[] };
let made: number;

const bodyOf = async (request: IncomingMessage) => {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
};

/** Stripe's and Resend's own paths for webhooks, as far as setting up asks for them. */
async function answer(request: IncomingMessage): Promise<object> {
  const text = await bodyOf(request);
  const { pathname } = new URL(request.url ?? "/", "http://x");
  const isStripe = pathname.startsWith("/v1/");
  const list = isStripe ? hooks.stripe : hooks.resend;
  const id = pathname.split("/")[isStripe ? 3 : 2];
  const form = new URLSearchParams(text);
  const events = isStripe ? Array.from(form).flatMap(([name, value]) => (name.startsWith("enabled_events") ? [value] : [])) : [];
  const json = !isStripe && text ? JSON.parse(text) : {};
  if (request.method === "GET")
    return isStripe
      ? {
          object: "list",
          has_more: false,
          url: pathname,
          data: list.map(({ id, url, events }) => ({ object: "webhook_endpoint", id, url, enabled_events: events })),
        }
      : { object: "list", has_more: false, data: list.map(({ id, url, events }) => ({ id, endpoint: url, events, status: "enabled" })) };
  if (request.method === "DELETE") {
    list.splice(0, list.length, ...list.filter((one) => one.id !== id));
    return { id, deleted: true, object: "webhook" };
  }
  if (id) {
    const hook = list.find((one) => one.id === id);
    if (hook) hook.events = isStripe ? events : json.events;
    return { id, object: "webhook" };
  }
  const fresh = { id: `hook_${++made}`, url: isStripe ? (form.get("url") ?? "") : json.endpoint, events: isStripe ? events : json.events };
  list.push(fresh);
  return isStripe
    ? { id: fresh.id, object: "webhook_endpoint", secret: `whsec_stripe_${made}` }
    : { object: "webhook", id: fresh.id, signing_secret: `whsec_resend_${made}` };
}

const path = (name: string) => join(folder, name);
const state = () => JSON.parse(readFileSync(path("state.json"), "utf8"));
const toml = () => readFileSync(path("wrangler.toml"), "utf8");
const change = (over: object) => writeFileSync(path("state.json"), JSON.stringify({ ...state(), ...over }));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "setup-"));
  hooks = { stripe: [], resend: [] };
  made = 0;
  const empty = { signedIn: true, failing: "", asked: [], databases: [], buckets: [], queues: [], secrets: {} };
  writeFileSync(path("state.json"), JSON.stringify(empty));
  writeFileSync(path("wrangler.toml"), readFileSync(join(root, "wrangler.toml"), "utf8"));
  server = createServer(async (request, response) => {
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(await answer(request)));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
});

afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** Runs it with answers, and gives back how it ended and what it printed. */
async function setUp(given: object = answers, ...more: string[]): Promise<{ status: number | null; said: string }> {
  writeFileSync(path("answers.json"), JSON.stringify(given));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const standIns = { wrangler: join(root, "test/support/fakeWrangler.mjs"), stripe: url, resend: url };
  const env = { ...process.env, SETUP_STAND_INS: JSON.stringify(standIns), FAKE_WRANGLER_STATE: path("state.json") };
  const script = join(root, "workers/local/setup/setup.mjs");
  const run = spawn(process.execPath, [script, "--answers", path("answers.json"), "--settings", path("wrangler.toml"), ...more], {
    env,
    cwd: root,
  });
  let said = "";
  for (const stream of [run.stdout, run.stderr]) stream.on("data", (chunk) => (said += chunk));
  const status = await new Promise<number | null>((resolve) => run.once("exit", resolve));
  return { status, said };
}

describe("setting up", () => {
  it("makes everything that a deployment needs, writes the settings beside their comments, and tells no secret", async () => {
    const before = toml();
    const { status, said } = await setUp();
    expect([status, said.includes("12 steps were taken")], said).toEqual([0, true]);
    const { databases, buckets, queues, secrets } = state();
    expect(databases).toEqual([{ uuid: "id-of-farthing", name: "farthing", args: ["--jurisdiction", "eu"] }]);
    expect([buckets, queues]).toEqual([["farthing-files"], ["farthing-jobs", "farthing-jobs-dead"]]);
    expect(Buffer.from(secrets.APP_SECRET, "base64")).toHaveLength(32);
    expect(Buffer.from(secrets.DATA_KEYS.replace(/^1:/, ""), "base64")).toHaveLength(32);
    expect(secrets).toMatchObject({
      STRIPE_SECRET_KEY: answers.STRIPE_SECRET_KEY,
      RESEND_API_KEY: answers.RESEND_API_KEY,
      STRIPE_WEBHOOK_SECRET: "whsec_stripe_1",
      RESEND_WEBHOOK_SECRET: "whsec_resend_2",
    });
    expect(hooks.stripe).toMatchObject([{ url: "https://crm.acme.test/hooks/stripe" }]);
    expect(hooks.stripe[0]?.events).toEqual(
      expect.arrayContaining(["checkout.session.completed", "charge.dispute.created", "refund.updated"]),
    );
    expect(hooks.resend).toMatchObject([{ url: "https://crm.acme.test/hooks/resend", events: ["email.bounced", "email.complained"] }]);
    const production = toml().slice(toml().indexOf("[env.production.vars]"));
    for (const line of [
      'APP_ORIGIN = "https://crm.acme.test"',
      'SENDER_NAME = "Acme \\"The Best\\" Ltd"',
      'DATA_JURISDICTION = "eu"',
      'DATABASE_JURISDICTION = "eu"',
      'database_id = "id-of-farthing"',
    ])
      expect(production).toContain(line);
    const local = (text: string) => text.slice(0, text.indexOf("[env.production.vars]"));
    expect(local(toml())).toBe(local(before));
    expect(toml().split("\n").length).toBe(before.split("\n").length);
    for (const hidden of Object.values(secrets) as string[]) expect(said).not.toContain(hidden);
    for (const asked of state().asked as string[])
      for (const hidden of Object.values(secrets) as string[]) expect(asked).not.toContain(hidden);
  });

  it("shows in a dry run what it would do, and does none of it", async () => {
    const before = [toml(), JSON.stringify({ ...state(), asked: [] })];
    const { status, said } = await setUp(answers, "--dry-run");
    expect([status, said.includes("12 steps would be taken"), said.includes("would be made")], said).toEqual([0, true, true]);
    expect([toml(), JSON.stringify({ ...state(), asked: [] }), hooks]).toEqual([...before, { stripe: [], resend: [] }]);
  });

  it("run once more changes nothing; with another answer, only that", async () => {
    await setUp();
    const first = { ...state(), asked: [] };
    const once = await setUp();
    expect([once.status, once.said.includes("Nothing was changed")], once.said).toEqual([0, true]);
    expect({ ...state(), asked: [] }).toEqual(first);
    const before = toml();
    const other = await setUp({ ...answers, SUPPORT_EMAIL: "help@acme.test" });
    expect(other.said).toContain("1 step was taken");
    expect({ ...state(), asked: [] }).toEqual(first);
    expect(toml()).toBe(before.replace('SUPPORT_EMAIL = "support@acme.test"', 'SUPPORT_EMAIL = "help@acme.test"'));
  });

  it("lets a webhook hear what it should, and makes one anew only where its secret is lost", async () => {
    await setUp();
    for (const hook of [...hooks.stripe, ...hooks.resend]) hook.events = ["email.bounced"];
    const ids = () => [...hooks.stripe, ...hooks.resend].map(({ id }) => id);
    const before = ids();
    await setUp();
    expect([ids(), hooks.resend[0]?.events]).toEqual([before, ["email.bounced", "email.complained"]]);
    const { STRIPE_WEBHOOK_SECRET: _lost, ...left } = state().secrets;
    change({ secrets: left });
    await setUp();
    expect(hooks.stripe).toHaveLength(1);
    expect([hooks.stripe[0]?.id === before[0], hooks.resend[0]?.id === before[1], state().secrets.STRIPE_WEBHOOK_SECRET]).toEqual([
      false,
      true,
      "whsec_stripe_3",
    ]);
  });

  it("stops where something fails, says what, and goes on there when it is run again", async () => {
    change({ failing: "queues create farthing-jobs-dead" });
    const stopped = await setUp();
    expect([stopped.status, stopped.said.includes("failed"), stopped.said.includes("goes on where it stopped")], stopped.said).toEqual([
      1,
      true,
      true,
    ]);
    expect([state().databases.length, state().queues, Object.keys(state().secrets)]).toEqual([1, ["farthing-jobs"], []]);
    change({ failing: "" });
    expect((await setUp()).status).toBe(0);
    expect([state().databases.length, state().queues.length, Object.keys(state().secrets).length]).toEqual([1, 2, 6]);
  });

  it("does nothing for anybody who is not signed in, or with answers that are wrong; the sandbox's keys are none", async () => {
    change({ signedIn: false });
    const stranger = await setUp();
    expect([stranger.status, stranger.said.includes("wrangler login")]).toEqual([1, true]);
    change({ signedIn: true });
    const wrong = {
      APP_ORIGIN: "http://crm.acme.test/x",
      OPERATORS: "ada",
      SENDER_NAME: "",
      STRIPE_SECRET_KEY: "sk_sandbox_local",
      RESEND_API_KEY: "re_sandbox_local",
    };
    const { status, said } = await setUp({ ...answers, ...wrong });
    expect(status).toBe(1);
    for (const name of Object.keys(wrong)) expect(said).toContain(name);
    expect([state().databases, state().secrets, hooks.stripe]).toEqual([[], {}, []]);
  });
});
