// Every regular expression of the app and its Workers takes time in proportion to what it reads: no text, however it was made, keeps a Worker busy.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isSafe } from "redos-detector";
import ts from "typescript";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const folders = ["app", "workers", "db"];

/** The literals of a file, with where they stand. */
function expressionsIn(path: string): { at: string; text: string }[] {
  const kind = path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const source = ts.createSourceFile(path, readFileSync(join(root, path), "utf8"), ts.ScriptTarget.Latest, true, kind);
  const found: { at: string; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push({ at: `${path}:${line + 1}`, text: node.text });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** What matches no more than so many letters is done with each place of a text after so many steps. */
function isBounded(pattern: string): boolean {
  const bare = pattern.replace(/\\./g, "x").replace(/\[[^\]]*\]/g, "x");
  return !/[*+]|\{\d+,\}/.test(bare);
}

function isLinear(text: string): boolean {
  const end = text.lastIndexOf("/");
  const pattern = text.slice(1, end);
  return isBounded(pattern) || isSafe(new RegExp(pattern, text.slice(end + 1)), { timeout: 5_000, maxScore: 200 }).safe;
}

const expressions = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .flatMap((name) => expressionsIn(`${folder}/${name}`)),
);

it("no expression can be made slow by a text", () => {
  expect(expressions.length).toBeGreaterThan(100);
  expect(expressions.filter(({ text }) => !isLinear(text)).map(({ at, text }) => `${at} ${text}`)).toEqual([]);
}, 120_000);

it("the check itself knows a slow one", () => {
  expect(["/(a+)+b/", "/^(\\w+\\s?)*$/", "/a*a*a*c/"].map(isLinear)).toEqual([false, false, false]);
  expect(["/^[a-z]+$/", "/\\d{4}-\\d\\d/", "/(?:one|two) ?\\d{0,9}/"].map(isLinear)).toEqual([true, true, true]);
});
