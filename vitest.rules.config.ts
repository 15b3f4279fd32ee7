// The book over an SQLite in memory, and the pure rules of payments, prices and budgets. Also what the mutation tests run.
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "~": import.meta.dirname } },
  test: { name: "rules", include: ["test/rules/**/*.test.ts"], testTimeout: 120_000 },
});
