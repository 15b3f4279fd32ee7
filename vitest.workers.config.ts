import { readFileSync } from "node:fs";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { Response as MiniflareResponse } from "miniflare";
import { defineConfig } from "vitest/config";

/** The offline secrets that `.dev.vars.example` documents, so that tests and `npm start` run with the same ones. */
function offlineSecrets(): Record<string, string> {
  const lines = readFileSync(".dev.vars.example", "utf8").matchAll(/^([A-Z_]+)="(.*)"$/gm);
  return Object.fromEntries(Array.from(lines, ([, name, value]) => [name, value]));
}

/** The built sandbox: the real SDKs talk to it. Its webhooks go nowhere here; tests that want one sign it themselves. */
const sandbox = {
  name: "farthing-sandbox",
  modules: [{ type: "ESModule" as const, path: "dist/sandbox/index.js" }],
  compatibilityDate: "2026-07-01",
  compatibilityFlags: ["nodejs_compat"],
  bindings: {
    WEBHOOK_SECRET: offlineSecrets().STRIPE_WEBHOOK_SECRET ?? "",
    MAIL_WEBHOOK_SECRET: offlineSecrets().RESEND_WEBHOOK_SECRET ?? "",
  },
  durableObjects: { DESK: { className: "Desk", useSQLite: true } },
  serviceBindings: { APP: () => new MiniflareResponse("not told") },
};

export default defineConfig(async () => ({
  resolve: {
    alias: {
      "~": import.meta.dirname,
      "react-dom/server.edge": "react-dom/server.browser",
      "virtual:remix/server-build": `${import.meta.dirname}/build/server/index.js`,
    },
  },
  plugins: [
    cloudflareTest({
      main: "test/support/worker.ts",
      remoteBindings: false,
      wrangler: { configPath: "test/support/wrangler.toml" },
      miniflare: {
        bindings: {
          ...offlineSecrets(),
          // As in production.
          OPERATORS_SECOND_FACTOR: "required",
          SEEDS: process.env.SEEDS ?? "",
          SEED: process.env.SEED ?? "",
          MIGRATIONS: await readD1Migrations("migrations"),
        },
        serviceBindings: { SANDBOX: "farthing-sandbox" },
        workers: [sandbox],
      },
    }),
  ],
  test: {
    include: ["test/{structure,{ledger,domain,db,routes,workers}/**/*}.test.{ts,tsx}"],
    setupFiles: ["test/support/setup.ts"],
    testTimeout: 90_000,
    deps: {
      optimizer: {
        ssr: {
          enabled: true,
          include: [
            "@remix-run/cloudflare",
            "@remix-run/server-runtime",
            "papaparse",
            "remove-accents",
            "iconv-lite",
            "chardet",
            "stripe",
            "resend",
            "@react-email/body",
            "@react-email/button",
            "@react-email/render",
            "lucia",
            "@lucia-auth/adapter-drizzle",
            "drizzle-orm/d1",
            "drizzle-orm/sqlite-core",
            "zod",
            "ulidx",
            "libphonenumber-js/min",
          ],
        },
      },
    },
  },
}));
