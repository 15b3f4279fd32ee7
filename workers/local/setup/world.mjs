// What the steps of setting up reach outside: wrangler as a process, Stripe and Resend through their own libraries, the file of settings.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Resend } from "resend";
import Stripe from "stripe";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const env = { ...process.env, WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true", FORCE_COLOR: "0" };

/** Runs wrangler, or what stands in for it. What it is given to read is never an argument, so that no list of processes shows it. */
function runWrangler(command, args, input) {
  const run = spawnSync(process.execPath, [command, ...args], { cwd: root, env, input, encoding: "utf8" });
  return { status: run.status ?? 1, output: run.status === 0 ? run.stdout : `${run.stdout}\n${run.stderr}` };
}

/** Where a library asks: the network, or a stand-in on this machine. */
function hostOf(url) {
  const { hostname, port, protocol } = new URL(url);
  return { host: hostname, port: port || undefined, protocol: protocol.slice(0, -1) };
}

function openStripe(key, url) {
  const stripe = new Stripe(key, { ...(url ? hostOf(url) : {}), telemetry: false, maxNetworkRetries: 2 });
  return {
    async list() {
      const found = await stripe.webhookEndpoints.list({ limit: 100 }).autoPagingToArray({ limit: 1_000 });
      return found.map(({ id, url, enabled_events: events }) => ({ id, url, events }));
    },
    create: async (url, events) => (await stripe.webhookEndpoints.create({ url, enabled_events: events })).secret,
    change: (id, events) => stripe.webhookEndpoints.update(id, { enabled_events: events }),
    remove: (id) => stripe.webhookEndpoints.del(id),
  };
}

function openResend(key, url) {
  const resend = new Resend(key, url ? { baseUrl: url } : {});
  const read = ({ data, error }) => {
    if (error) throw new Error(`Resend: ${error.message}`);
    return data;
  };
  return {
    list: async () =>
      read(await resend.webhooks.list()).data.map(({ id, endpoint, events }) => ({ id, url: endpoint, events: events ?? [] })),
    create: async (endpoint, events) => read(await resend.webhooks.create({ endpoint, events })).signing_secret,
    change: async (id, events) => read(await resend.webhooks.update(id, { events })),
    remove: async (id) => read(await resend.webhooks.remove(id)),
  };
}

/** The world as it is, or with stand-ins for parts of it, as the tests have them. */
export function openWorld({ stripeKey, resendKey, settings = join(root, "wrangler.toml"), standIns = {} }) {
  const command = standIns.wrangler ?? join(root, "node_modules/wrangler/bin/wrangler.js");
  return {
    wrangler: async (args, input) => runWrangler(command, args, input),
    stripe: openStripe(stripeKey, standIns.stripe),
    resend: openResend(resendKey, standIns.resend),
    readSettings: () => readFileSync(settings, "utf8"),
    writeSettings: (text) => writeFileSync(settings, text),
    random: async (bytes) => randomBytes(bytes).toString("base64"),
  };
}
