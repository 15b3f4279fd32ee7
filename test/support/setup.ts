// Before each test file: the migrations. After each test: no planned fault is left over, and nothing unexpected was logged as an error.
import { applyD1Migrations, env } from "cloudflare:test";
import { afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import { planFaults } from "./faults";

const logged: unknown[][] = [];

beforeAll(async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
});

beforeEach(() => {
  logged.length = 0;
  globalThis.console.error = (...words: unknown[]) => void logged.push(words);
});

afterEach(() => {
  planFaults(null);
  vi.useRealTimers();
  expect(logged, "an unexpected console.error").toEqual([]);
});
