import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

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
