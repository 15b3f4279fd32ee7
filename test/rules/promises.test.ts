// The list of changes that promises are tried with: whole, fitting the code of today, and told in docs/promises.md.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import page from "~/docs/promises.md?raw";
// @ts-expect-error Plain JavaScript, shared with the scripts.
import { cited } from "../mutants/citing.mjs";
// @ts-expect-error Plain JavaScript, shared with the scripts.
import { changes as ledger } from "../mutants/ledger.mjs";
// @ts-expect-error Plain JavaScript, shared with the scripts.
import { changes } from "../mutants/promises.mjs";
// @ts-expect-error Plain JavaScript, shared with the scripts.
import { table } from "../mutants/table.mjs";

interface Change {
  of: string;
  clause?: string;
  file: string;
  from: string;
  tests: string[];
}
const root = join(import.meta.dirname, "../..");

it("every promise that a test cites has a change that breaks it", () => {
  const tried = new Set((changes as Change[]).map(({ clause }) => clause));
  expect((cited as string[]).length).toBeGreaterThan(80);
  expect((cited as string[]).filter((clause) => !tried.has(clause))).toEqual([]);
});

it("every change has one place in the code, and tests that are to notice it", () => {
  const stale = [...(ledger as Change[]), ...(changes as Change[])].flatMap(({ of, file, from, tests }) => {
    const found = readFileSync(join(root, file), "utf8").split(from).length - 1;
    return found === 1 && tests.length > 0 ? [] : [`${of}: ${found} places, ${tests.length} tests`];
  });
  expect(stale).toEqual([]);
});

it("docs/promises.md says which test and which change", () => {
  expect(page).toBe(table());
});
