// The rules of the house, as a test that reads the files: how long things may be, how full folders, what no file is called. Who may import whom is
// checked by `npm run arrows`, with the rules in .dependency-cruiser.mjs.
import { describe, expect, it } from "vitest";

const files = import.meta.glob<string>(["/app/**/*.{ts,tsx}", "/db/**/*.ts", "/workers/**/*.{ts,mjs}", "/test/**/*.{ts,mjs}"], {
  query: "?raw",
  import: "default",
  eager: true,
});
const sources = Object.entries(files).map(([path, text]) => ({ path: path.slice(1), text }));
const production = sources.filter(({ path }) => !path.startsWith("test/") && !path.startsWith("workers/local/"));

describe("what only one place knows", () => {
  it("only the door knows D1 in the ledger, and only context reads env", () => {
    const holders = production
      .filter(({ path, text }) => /D1Database/.test(text) && !/^(workers\/ledger\/(door|ledger)|workers\/context|db\/client)/.test(path))
      .map(({ path }) => path);
    expect(holders).toEqual([]);
  });
});

describe("sizes", () => {
  it("no file is longer than 300 lines", () => {
    expect(sources.filter(({ text }) => text.split("\n").length > 301).map(({ path }) => path)).toEqual([]);
  });

  it("no folder holds more than 25 files, except mails and decisions", () => {
    const counts = new Map<string, number>();
    for (const { path } of sources) {
      const folder = path.slice(0, path.lastIndexOf("/"));
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    const full = Array.from(counts);
    expect(full.filter(([folder, count]) => count > 25 && folder !== "app/emails")).toEqual([]);
  });

  it("no function is longer than 50 lines", () => {
    // The policies are prose.
    const code = production.filter(({ path }) => !path.startsWith("app/legal/texts/"));
    const long = code.flatMap(({ path, text }) => longFunctions(text).map((name) => `${path}: ${name}`));
    expect(long).toEqual([]);
  });
});

/** Functions declared at the start of a line that run for more than 50 lines, docstrings aside. */
function longFunctions(text: string): string[] {
  const lines = text.split("\n");
  return lines.flatMap((line, start) => {
    const name = /^(?:export )?(?:default )?(?:async )?function (\w+)/.exec(line)?.[1];
    if (!name) return [];
    const length = lines.slice(start).indexOf("}") + 1;
    return length > 50 ? [`${name} (${length})`] : [];
  });
}

describe("names and words", () => {
  it("no file is called utils, helpers, misc, common or index without need", () => {
    expect(sources.filter(({ path }) => /\/(utils?|helpers?|misc|common)\b/.test(path)).map(({ path }) => path)).toEqual([]);
  });

  it("every file that is no route says at its top why it exists", () => {
    const silent = production.filter(
      ({ path, text }) => !/^app\/(routes|root|entry|emails\/\w+\.tsx)/.test(path) && !/^(\/\/|#!)/.test(text),
    );
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it("nothing is left to do, typed any, or read past the type checker", () => {
    const wrong = production.filter(({ text }) => /\b(TODO|FIXME|XXX)\b|: any\b|as any\b|@ts-ignore/.test(text));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it("the sandbox is bound only at the top level, never in production", async () => {
    const { default: toml } = await import("../wrangler.toml?raw");
    const production = toml.slice(toml.indexOf("\n[env.production]"));
    expect(toml).toContain('binding = "SANDBOX"');
    expect(production).not.toMatch(/SANDBOX|CLOCK/);
  });
});
