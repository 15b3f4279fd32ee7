// All tests of vitest in one run: the Worker's in workerd, the ledger's book and pure rules in Node, where thousands of histories take seconds.
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: ["vitest.workers.config.ts", "vitest.rules.config.ts"],
    // Vitest leaves one core free, which on a machine with two is half of it.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
