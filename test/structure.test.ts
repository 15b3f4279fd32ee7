// The rules of the house, as a test that reads the files: who may import whom, how long things may be, what no file is called.
import { describe, expect, it } from "vitest";

const files = import.meta.glob<string>(["/app/**/*.{ts,tsx}", "/db/**/*.ts", "/workers/**/*.{ts,mjs}", "/test/**/*.{ts,mjs}"], {
  query: "?raw",
  import: "default",
  eager: true,
});
const sources = Object.entries(files).map(([path, text]) => ({ path: path.slice(1), text }));
const production = sources.filter(({ path }) => !path.startsWith("test/") && !path.startsWith("workers/local/"));

/** What each room may import of our own rooms. The type-only ones stand behind `types`. */
const rooms: { room: string; may: string[]; types?: string[]; never?: RegExp }[] = [
  {
    room: "app/routes/",
    may: ["app/web/", "app/components/", "app/domain/", "app/legal/"],
    types: ["workers/ledger/contract"],
    never: /^(drizzle-orm|cloudflare:workers|stripe|resend)/,
  },
  { room: "app/web/", may: ["app/web/", "app/domain/", "app/components/contacts/status"], never: /^(drizzle-orm|react|stripe|resend)$/ },
  { room: "app/components/", may: ["app/components/", "app/web/paths"], never: /^(drizzle-orm|stripe|resend|@remix-run\/cloudflare)/ },
  {
    room: "app/domain/",
    may: ["app/domain/", "db/", "app/legal/policies"],
    types: ["app/gateways/", "workers/ledger/contract"],
    never: /^(@remix-run|react|stripe|resend|cloudflare:)/,
  },
  { room: "app/gateways/", may: ["app/gateways/"], never: /^(@remix-run|react|drizzle-orm)/ },
  { room: "app/emails/", may: ["app/emails/", "app/components/"], types: ["app/domain/mails"], never: /^(drizzle-orm|stripe|resend)/ },
  { room: "app/legal/", may: ["app/legal/", "app/components/"], never: /^(drizzle-orm|stripe|resend)/ },
  { room: "db/", may: ["db/"], never: /^(@remix-run|react|stripe|resend|cloudflare:)/ },
  { room: "workers/ledger/", may: ["workers/ledger/"], never: /^(drizzle-orm|stripe|@remix-run|react|zod)/ },
  { room: "workers/queue/", may: ["app/domain/", "workers/queue/"], types: ["workers/ledger/contract"], never: /^(@remix-run|react)/ },
  { room: "workers/cron/", may: ["app/domain/", "workers/cron/"], types: ["workers/ledger/contract"], never: /^(@remix-run|react)/ },
];

interface Imported {
  from: string;
  typeOnly: boolean;
}

function importsOf({ path, text }: { path: string; text: string }): Imported[] {
  const found = text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^"'`;]*?\sfrom\s+)?["']([^"']+)["']/gm);
  return Array.from(found, ([statement, type, from = ""]) => {
    const names = /\{([^}]*)\}/.exec(statement)?.[1];
    const allTypes = names?.split(",").every((name) => name.trim() === "" || name.trim().startsWith("type ")) ?? false;
    return { from: resolve(path, from), typeOnly: Boolean(type) || allTypes };
  });
}

function resolve(path: string, from: string): string {
  if (from.startsWith("~/")) return from.slice(2);
  if (!from.startsWith(".")) return from;
  return new URL(from, `file:///${path}`).pathname.slice(1);
}

const isOurs = (from: string) => /^(app|db|workers|test)\//.test(from);

describe("arrows point one way", () => {
  it.each(rooms)("$room imports only what it may", ({ room, may, types = [], never }) => {
    const wrong = production
      .filter(({ path }) => path.startsWith(room))
      .flatMap((file) => importsOf(file).map((imported) => ({ ...imported, path: file.path })))
      .filter(({ from, typeOnly }) => {
        if (!isOurs(from)) return never?.test(from) ?? false;
        return (
          !may.some((one) => from.startsWith(one)) && !(typeOnly && types.some((one) => from.startsWith(one))) && !from.endsWith(".css?url")
        );
      });
    expect(wrong.map(({ path, from }) => `${path} imports ${from}`)).toEqual([]);
  });

  it("@remix-run is known only where it belongs", () => {
    const allowed = /^(app\/(root|entry\.|routes\/|web\/|components\/)|workers\/index)/;
    const wrong = production.filter(
      (file) => !allowed.test(file.path) && importsOf(file).some(({ from }) => from.startsWith("@remix-run")),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it("only the door knows D1 in the ledger, only context reads env, only the gateways know Stripe and Resend", () => {
    const holders = (pattern: RegExp, allowed: RegExp) =>
      production.filter(({ path, text }) => pattern.test(text) && !allowed.test(path)).map(({ path }) => path);
    expect(holders(/D1Database/, /^(workers\/ledger\/(door|ledger)|workers\/context|db\/client)/)).toEqual([]);
    expect(holders(/from "(stripe|resend)"/, /^app\/gateways\//)).toEqual([]);
    expect(holders(/from "lucia"/, /^app\/domain\/sessions/)).toEqual([]);
  });
});

describe("sizes", () => {
  it("no file is longer than 300 lines", () => {
    expect(sources.filter(({ text }) => text.split("\n").length > 301).map(({ path }) => path)).toEqual([]);
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
