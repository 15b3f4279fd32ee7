import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig, type Plugin, type SSROptions } from "vite";

/** The promises page reads which tests prove what: their titles, by the ids in square brackets. */
function proofs(): Plugin {
  const id = "virtual:proofs";
  const collect = () => {
    const found: Record<string, string[]> = {};
    const files = readdirSync(join(import.meta.dirname, "test"), { recursive: true, encoding: "utf8" });
    for (const file of files.filter((name) => /\.(test|journey)\.tsx?$/.test(name)).sort()) {
      const text = readFileSync(join(import.meta.dirname, "test", file), "utf8");
      for (const [, , title = ""] of text.matchAll(/\b(?:it|test)(?:\.each\([^)]*\))?\(\s*(["`])((?:(?!\1)[^\\]|\\.)*)\1/g))
        for (const [, promise = ""] of title.matchAll(/\[([A-Z]-\d+)\]/g)) {
          found[promise] ??= [];
          found[promise].push(title.replace(/\[[A-Z]-\d+\]\s*| \(\$\{\w+\}\)/g, ""));
        }
    }
    return found;
  };
  return {
    name: "proofs",
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load: (source) => (source === `\0${id}` ? `export default ${JSON.stringify(collect())}` : undefined),
  };
}

/** The Worker and the app are one bundle: nothing that both need is in it twice. `index` is what tests ask, `bench` what is measured. */
function oneBundle(): Plugin {
  const entries = { worker: "workers/index.ts", ...(process.env.BENCH ? { bench: "test/bench/index.ts" } : {}) };
  const prettier = "\0prettier";
  return {
    name: "one-bundle",
    enforce: "pre",
    apply: (_, { command, isSsrBuild }) => command === "build" && isSsrBuild === true,
    options: ({ input, ...rest }) => ({ ...rest, external: ["cloudflare:workers"], input: { index: String(input), ...entries } }),
    // React Email can print a mail prettily, which nobody asks of it.
    resolveId: (source) => (source.startsWith("prettier/") ? prettier : undefined),
    load: (source) => (source === prettier ? "export const format = null;" : undefined),
    outputOptions: (given) => ({ ...given, entryFileNames: "[name].js", inlineDynamicImports: false }),
  };
}

/**
 * Remix flattens and ranks all routes anew for each match, several times a request. On the server they never change, so once is enough. In the
 * browser they do: there it stays as it is. The build fails where the router is no longer what this was written for.
 */
function rankedOnce(): Plugin {
  const ranked = /let branches = flattenRoutes\(routes\);\s*rankRouteBranches\(branches\);/;
  const once = `let branches = rankedOnce.get(routes);
  if (!branches) {
    branches = flattenRoutes(routes);
    rankRouteBranches(branches);
    rankedOnce.set(routes, branches);
  }`;
  return {
    name: "ranked-once",
    apply: (_, { command, isSsrBuild }) => command === "build" && isSsrBuild === true,
    transform(code, id) {
      if (!id.endsWith("@remix-run/router/dist/router.js")) return;
      if (!ranked.test(code)) this.error("@remix-run/router has changed: see rankedOnce in vite.config.ts.");
      return { code: `const rankedOnce = new WeakMap();\n${code.replace(ranked, once)}`, map: null };
    },
  };
}

/**
 * In development the one entry, workers/index.ts, runs in Node through Vite. It knows the ledger's class only by name, since the ledger itself runs
 * in workerd. See workers/local/dev.mjs.
 */
function developmentEntry(): Plugin {
  const platform = "\0cloudflare:workers";
  return {
    name: "development-entry",
    apply: "serve",
    enforce: "pre",
    resolveId: (source, _importer, { ssr }) => (ssr && source === "cloudflare:workers" ? platform : undefined),
    load: (source) => (source === platform ? "export class DurableObject {}" : undefined),
  };
}

/** The Worker's bundle holds everything, by the platform's own conditions. */
const bundled: SSROptions = {
  target: "webworker",
  noExternal: true,
  external: ["cloudflare:workers", "node:crypto", "node:buffer", "node:stream", "node:async_hooks"],
  resolve: { conditions: ["workerd", "worker", "browser", "module", "import", "default"] },
};

export default defineConfig(({ command }) => ({
  publicDir: "app/public",
  resolve: {
    alias: {
      "~": import.meta.dirname,
      // React 18 has no edge build, which React Email asks for; the browser build streams on Workers.
      ...(command === "build" ? { "react-dom/server.edge": "react-dom/server.browser" } : {}),
    },
  },
  ssr: command === "build" ? bundled : {},
  build: { minify: true, sourcemap: false },
  plugins: [
    oneBundle(),
    rankedOnce(),
    developmentEntry(),
    proofs(),
    tailwindcss(),
    remix({
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        v3_lazyRouteDiscovery: true,
        v3_routeConfig: true,
      },
    }),
  ],
}));
