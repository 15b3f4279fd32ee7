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

/** The files that put expressions together when they are loaded or asked. */
const builders = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && readFileSync(join(root, folder, name), "utf8").includes("new RegExp("))
    .map((name) => `${folder}/${name}`),
);

/** Loads what puts expressions together, and returns those that our own code made. What libraries make reads texts that we have bounded before. */
async function expressionsMadeBy(load: () => Promise<unknown>): Promise<RegExp[]> {
  const made: RegExp[] = [];
  const own = RegExp;
  globalThis.RegExp = new Proxy(own, {
    construct(target, given) {
      const expression = Reflect.construct(target, given) as RegExp;
      const [, , caller = ""] = (new Error().stack ?? "").split("\n");
      if (!caller.includes("node_modules")) made.push(expression);
      return expression;
    },
  });
  try {
    await load();
  } finally {
    globalThis.RegExp = own;
  }
  return made;
}

it("no expression that is put together can be made slow by a text either", async () => {
  const made = await expressionsMadeBy(async () => {
    for (const file of builders) await import(join(root, file));
    const { namesIn } = await import("~/app/web/fieldNames.server");
    const { ContactInput } = await import("~/app/domain/contacts/contactInput");
    namesIn(["intent", "column-*", ContactInput]);
  });
  expect(builders.length).toBeGreaterThan(2);
  expect(made.length).toBeGreaterThan(20);
  expect(made.filter(({ source, flags }) => !isLinear(`/${source}/${flags}`)).map(({ source }) => source)).toEqual([]);
}, 120_000);

it("the check itself knows a slow one", () => {
  expect(["/(a+)+b/", "/^(\\w+\\s?)*$/", "/a*a*a*c/"].map(isLinear)).toEqual([false, false, false]);
  expect(["/^[a-z]+$/", "/\\d{4}-\\d\\d/", "/(?:one|two) ?\\d{0,9}/"].map(isLinear)).toEqual([true, true, true]);
});
