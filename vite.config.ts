import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig, type Plugin } from "vite";

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

export default defineConfig({
  publicDir: "app/public",
  resolve: {
    alias: {
      "~": import.meta.dirname,
      // React 18 has no edge build, which React Email asks for; the browser build streams on Workers.
      "react-dom/server.edge": "react-dom/server.browser",
    },
  },
  ssr: {
    target: "webworker",
    noExternal: true,
    external: ["cloudflare:workers", "node:crypto", "node:buffer", "node:stream", "node:async_hooks"],
    resolve: { conditions: ["workerd", "worker", "browser", "module", "import", "default"] },
  },
  build: { minify: true, sourcemap: false },
  plugins: [
    proofs(),
    tailwindcss(),
    remix({
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        v3_lazyRouteDiscovery: true,
        v3_routeConfig: false,
      },
    }),
  ],
});
