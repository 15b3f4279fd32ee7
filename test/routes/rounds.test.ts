// How often a page waits for the database one time after the other: what is asked at once counts as one round. A click across an ocean is as slow as
// its rounds are many, however fast each is.
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { readContacts } from "~/app/domain/contacts/contacts";
import { readImports } from "~/app/domain/imports/imports";
import type { Env } from "~/workers/context";
import { again, type Person } from "../support/app";
import { everything, settled } from "../support/planted";
import { newMark } from "../support/records";

const MOST = 3;
/** What begins within it is asked at once. */
const WAVE_MS = 15;

/** A database that answers in waves, and counts them. */
function inWaves(db: D1Database) {
  let rounds = 0;
  let waiting: (() => void)[] = [];
  const wave = () =>
    new Promise<void>((resolve) => {
      waiting.push(resolve);
      if (waiting.length > 1) return;
      setTimeout(() => {
        rounds++;
        const begun = waiting;
        waiting = [];
        for (const go of begun) go();
      }, WAVE_MS);
    });
  const real = new WeakMap<object, D1PreparedStatement>();
  const counted = (statement: D1PreparedStatement): D1PreparedStatement => {
    const after =
      (name: "all" | "run" | "first" | "raw") =>
      async (...args: never[]) => {
        await wave();
        return (statement[name] as (...all: never[]) => unknown)(...args);
      };
    const wrapped = {
      bind: (...values: unknown[]) => counted(statement.bind(...values)),
      all: after("all"),
      run: after("run"),
      first: after("first"),
      raw: after("raw"),
    };
    real.set(wrapped, statement);
    return wrapped as unknown as D1PreparedStatement;
  };
  const batch = async (statements: D1PreparedStatement[]) => {
    await wave();
    return db.batch(statements.map((one) => real.get(one) ?? one));
  };
  const database = { prepare: (sql: string) => counted(db.prepare(sql)), batch } as unknown as D1Database;
  return { database, count: () => rounds };
}

/** How many rounds a page takes, and what it answers. */
async function roundsOf(person: Person, path: string): Promise<{ status: number; rounds: number }> {
  const { default: worker } = await import("~/workers/index");
  const { database, count } = inWaves(env.DB);
  const request = new Request(`https://farthing.test${path}`, { headers: { Cookie: person.browser.cookieHeader, Host: "farthing.test" } });
  const execution = { waitUntil: () => undefined, passThroughOnException: () => undefined } as unknown as ExecutionContext;
  const answer = await worker.fetch(request as never, { ...env, DB: database } as unknown as Env, execution);
  await answer.text();
  return { status: answer.status, rounds: count() };
}

let person: Person;
let contactId = "";
let companyId = "";
let importId = "";
beforeAll(async () => {
  person = await settled(newMark());
  const ctx = await again(person);
  const [contact] = (await readContacts(ctx, { ...everything, search: "first" })).contacts;
  contactId = contact?.id ?? "";
  companyId = contact?.companyId ?? "";
  importId = (await readImports(ctx))[0]?.id ?? "";
});

describe("a page", () => {
  it.each([
    ...["/contacts", "/contacts?search=first", "/contacts?trash=1", "/contacts/new", "/contacts/CONTACT", "/contacts/CONTACT/edit"],
    ...[
      "/companies",
      "/companies?search=first",
      "/companies/new",
      "/companies/COMPANY",
      "/companies/COMPANY/edit",
      "/contacts?company=COMPANY",
    ],
    ...["/import", "/import/IMPORT", "/credits", "/credits/statement", "/settings", "/find?search=first"],
  ])(`%s draws after at most ${MOST} rounds of the database`, async (pattern) => {
    const path = pattern.replace("CONTACT", contactId).replace("COMPANY", companyId).replace("IMPORT", importId);
    const { status, rounds } = await roundsOf(person, path);
    expect(status).toBe(200);
    expect(rounds).toBeGreaterThan(0);
    expect(rounds).toBeLessThanOrEqual(MOST);
  });
});
