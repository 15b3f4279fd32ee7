// The built Worker and its sandbox under Miniflare: what `npm start`, the journeys, the crash test and the bench run.
// Loopback only; state lies where `wrangler dev` keeps it, so both see the same data.
import { copyFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Log, LogLevel, Miniflare } from "miniflare";

export const root = fileURLToPath(new URL("../../", import.meta.url));
const compatibility = { compatibilityDate: "2026-07-01", compatibilityFlags: ["nodejs_compat"] };

function swallow(stdout, stderr) {
  stdout.resume();
  stderr.resume();
}

/** Lays the example's variables down as one's own, to be changed, where there are none. */
export function layDownSecrets() {
  if (!existsSync(join(root, ".dev.vars"))) copyFileSync(join(root, ".dev.vars.example"), join(root, ".dev.vars"));
}

/** The variables of .dev.vars, and those of its example for what is not in there. */
function readSecrets() {
  const own = join(root, ".dev.vars");
  // One's own come last: what a newer version wants beside them has the example's value.
  const text = readFileSync(join(root, ".dev.vars.example"), "utf8") + (existsSync(own) ? readFileSync(own, "utf8") : "");
  return Object.fromEntries(Array.from(text.matchAll(/^([A-Z_]+)\s*=\s*"?(.*?)"?\s*$/gm), ([, name, value]) => [name, value]));
}

/** The variables that wrangler.toml gives at its top level. */
function readVariables() {
  const [, vars = ""] = /^\[vars\]\n([^[]*)/m.exec(readFileSync(join(root, "wrangler.toml"), "utf8")) ?? [];
  return Object.fromEntries(Array.from(vars.matchAll(/^([A-Z_]+) = "(.*)"$/gm), ([, name, value]) => [name, value]));
}

/** A Worker's entry with the modules that the build laid beside it. */
function modulesOf(path) {
  const folder = dirname(path);
  const assets = existsSync(join(folder, "assets")) ? readdirSync(join(folder, "assets")).filter((name) => name.endsWith(".js")) : [];
  const paths = [path, ...assets.map((name) => join(folder, "assets", name))];
  return { modulesRoot: folder, modules: paths.map((one) => ({ type: "ESModule", path: one })) };
}

/**
 * Starts the server. `worker`, `sandbox`: the entries of the two, if not the built ones. `appPort`: where people reach the app, if not at `port`. `node`: a function that answers what the Worker passes on, in development. `state` is the folder that keeps D1, the ledgers and files; without it everything is in memory.
 * `clock`: whether the sandbox's clock is bound. `logs`: whether the Worker's log lines are shown. `inspectorPort`: where a debugger reaches it. Returns Miniflare; call `dispose()` to stop.
 */
export async function startServer({
  port,
  appPort = port,
  node,
  state,
  clock = true,
  worker = join(root, "build/server/worker.js"),
  sandbox: standIns = join(root, "dist/sandbox/index.js"),
  verbose = false,
  logs = true,
  inspectorPort,
}) {
  const at = (part) => (state ? resolve(root, state, "v3", part) : undefined);
  const origin = `http://localhost:${appPort}`;
  const assets = {
    directory: join(root, "build/client"),
    routerConfig: { has_user_worker: true },
    assetConfig: { html_handling: "none", not_found_handling: "none" },
  };
  const app = {
    name: "farthing",
    ...modulesOf(worker),
    ...compatibility,
    bindings: { ...readVariables(), ...readSecrets(), APP_ORIGIN: origin },
    d1Databases: { DB: "local" },
    r2Buckets: { FILES: "farthing-files" },
    queueProducers: { JOBS: "farthing-jobs" },
    queueConsumers: {
      "farthing-jobs": { maxBatchSize: 10, maxBatchTimeout: 0, maxRetries: 5, deadLetterQueue: "farthing-jobs-dead" },
      "farthing-jobs-dead": { maxBatchSize: 10, maxBatchTimeout: 0 },
    },
    durableObjects: { LEDGER: { className: "CreditLedger", useSQLite: true } },
    serviceBindings: { SANDBOX: "farthing-sandbox", ...(clock ? { CLOCK: "farthing-sandbox" } : {}), ...(node ? { NODE: node } : {}) },
    // In development Vite serves them.
    ...(node ? {} : { assets }),
  };
  const sandbox = {
    name: "farthing-sandbox",
    ...modulesOf(standIns),
    ...compatibility,
    bindings: { WEBHOOK_SECRET: readSecrets().STRIPE_WEBHOOK_SECRET, MAIL_WEBHOOK_SECRET: readSecrets().RESEND_WEBHOOK_SECRET },
    durableObjects: { DESK: { className: "Desk", useSQLite: true } },
    serviceBindings: { APP: "farthing" },
  };
  const miniflare = new Miniflare({
    host: "127.0.0.1",
    port,
    cf: false,
    ...(inspectorPort ? { inspectorPort } : {}),
    ...(logs ? {} : { handleRuntimeStdio: swallow }),
    log: new Log(verbose ? LogLevel.INFO : LogLevel.ERROR),
    d1Persist: at("d1"),
    r2Persist: at("r2"),
    durableObjectsPersist: at("do"),
    workers: [app, sandbox],
  });
  await miniflare.ready;
  return miniflare;
}

/** Applies migrations that a database has not seen, and notes them as wrangler does. */
export async function migrate(miniflare) {
  const { readD1Migrations } = await import("@cloudflare/vitest-pool-workers");
  const db = await miniflare.getD1Database("DB", "farthing");
  await db.exec(
    "CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)",
  );
  const { results } = await db.prepare("SELECT name FROM d1_migrations").all();
  const done = new Set(results.map(({ name }) => name));
  for (const { name, queries } of await readD1Migrations(join(root, "migrations"))) {
    if (done.has(name)) continue;
    await db.batch([...queries.map((query) => db.prepare(query)), db.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(name)]);
  }
}

/** Asks Miniflare once more where its kept-alive connection was closed under the first: only what may run twice. Some of its calls throw at once, not as a promise. */
export async function twice(ask) {
  try {
    return await ask();
  } catch {
    return ask();
  }
}

/** Fires a cron of the Worker, as the platform would. Each may run twice. */
export async function fireCron(miniflare, cron) {
  await twice(async () => (await miniflare.getWorker("farthing")).scheduled({ cron }));
}
