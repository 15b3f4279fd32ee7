// All tests of vitest in one run: the Worker's in workerd, the ledger's book and pure rules in Node, where thousands of histories take seconds.
import { defineConfig } from "vitest/config";

export default defineConfig({ test: { projects: ["vitest.workers.config.ts", "vitest.rules.config.ts"] } });
