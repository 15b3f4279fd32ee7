// A second factor: what it opens, what it keeps shut, and that no code works twice.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { describe, expect, it, vi } from "vitest";
import { requestReset, resetPassword } from "~/app/domain/accounts/passwords";
import { endLostFactor } from "~/app/domain/operations/lostFactor";
import { openTicket } from "~/app/domain/support/support";
// @ts-expect-error Plain JavaScript, shared with the journeys.
import { codeOf } from "../../../workers/local/client.mjs";
import { again, Browser, isIn, linkTo, newAddress, newContext, newPerson, PASSWORD, type Person, signInFrom } from "../../support/app";
import { joinedAs } from "../../support/members";

const firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
const unescaped = (html: string) => html.replaceAll("<!-- -->", "");
const HALF_MINUTE = 30_000;
const DAY = 24 * 60 * 60_000;

/** The key that the page shows. */
async function shownKey(browser: Browser): Promise<string> {
  const page = unescaped(await (await browser.ask("/second")).text());
  return /<code[^>]*>([A-Z2-7 ]+)<\/code>/.exec(page)?.[1] ?? "";
}

/** Sets up the app as a person does. Returns its key and the recovery codes. */
async function enrolled({ browser }: Person): Promise<{ key: string; codes: string[] }> {
  const key = await shownKey(browser);
  const page = await (await browser.post("/second", { intent: "on", code: codeOf(key) })).text();
  return { key, codes: Array.from(page.matchAll(/<li[^>]*>([a-z2-9]{5}-[a-z2-9]{5})<\/li>/g), ([, code = ""]) => code) };
}

/** A browser that has given the password, and is asked for a code. */
async function halfIn(person: Person): Promise<Browser> {
  const browser = new Browser();
  const answer = await signInFrom(browser, person.email, firefox);
  expect([answer.status, answer.headers.get("Location")]).toEqual([302, "/sign-in/second?to=%2Fcontacts"]);
  return browser;
}

describe("a second factor", () => {
  it("stands between the password and the session: nothing opens until the code comes", async () => {
    const person = await newPerson({ verified: true });
    const { key, codes } = await enrolled(person);
    expect(codes).toHaveLength(10);
    expect(await isIn(person.browser)).toBe(true);
    const browser = await halfIn(person);
    for (const path of ["/contacts", "/settings/me.json", "/teams", "/second"])
      expect((await browser.ask(path)).headers.get("Location"), path).toContain("/sign-in");
    expect((await browser.post("/sign-in/second", { code: "000000" })).status).toBe(403);
    vi.setSystemTime(Date.now() + HALF_MINUTE);
    expect((await browser.post("/sign-in/second", { code: codeOf(key, Date.now()) })).status).toBe(302);
    expect(await isIn(browser)).toBe(true);
    // Without a password's half, the page is not there for anybody.
    expect((await new Browser().ask("/sign-in/second")).headers.get("Location")).toBe("/sign-in");
  });

  it("takes each code once, the app's and the written ones, and none of another person", async () => {
    const [person, other] = [await newPerson({ verified: true }), await newPerson({ verified: true })];
    const { key, codes } = await enrolled(person);
    const theirs = await enrolled(other);
    vi.setSystemTime(Date.now() + HALF_MINUTE);
    const code = codeOf(key, Date.now());
    const tryWith = async (one: string) => (await (await halfIn(person)).post("/sign-in/second", { code: one })).status;
    expect([await tryWith(code), await tryWith(code)]).toEqual([302, 403]);
    const [first = "", second = ""] = codes;
    expect([await tryWith(first.toUpperCase()), await tryWith(first)]).toEqual([302, 403]);
    expect(await tryWith(theirs.codes[0] ?? "")).toBe(403);
    const both = await Promise.all([halfIn(person), halfIn(person)]);
    const statuses = await Promise.all(both.map(async (browser) => (await browser.post("/sign-in/second", { code: second })).status));
    expect(statuses.sort()).toEqual([302, 403]);
  });

  it("is asked for after a reset by mail, too; and ends when a mailbox shows that somebody else made the account", async () => {
    const person = await newPerson({ verified: true });
    await enrolled(person);
    const ctx = await newContext();
    await requestReset(ctx, person.email);
    const browser = new Browser();
    const link = new URL(await linkTo(person.email, "reset")).pathname;
    const answer = await browser.post(link, { password: "a new long password" });
    expect(answer.headers.get("Location")).toContain("/sign-in/second");
    expect(await isIn(browser)).toBe(false);
    const squatted = await newPerson();
    await enrolled(squatted);
    await requestReset(ctx, squatted.email);
    const token = (await linkTo(squatted.email, "reset")).split("/").at(-1) ?? "";
    expect(await resetPassword(ctx, token, "a new long password")).toEqual({ userId: squatted.userId });
    const owner = new Browser();
    expect((await signInFrom(owner, squatted.email, firefox, "a new long password")).headers.get("Location")).toBe("/contacts");
  });

  it("shows each session a key of its own, and takes only the codes of that one", async () => {
    const person = await newPerson({ verified: true });
    const intruder = new Browser();
    await signInFrom(intruder, person.email, firefox);
    const seen = await shownKey(intruder);
    const own = await shownKey(person.browser);
    expect([own === seen, own === (await shownKey(person.browser))]).toEqual([false, true]);
    expect((await intruder.post("/second", { intent: "on", code: codeOf(own) })).status).toBe(403);
    expect((await person.browser.post("/second", { intent: "on", code: codeOf(seen) })).status).toBe(403);
    // Either page has begun anew since.
    const last = await shownKey(person.browser);
    expect((await person.browser.post("/second", { intent: "on", code: codeOf(last) })).status).toBe(200);
  });

  it("is not taken away by a link that confirms an address which is confirmed already", async () => {
    const person = await newPerson({ confirmed: true });
    const link = new URL(await linkTo(person.email, "verify")).pathname;
    await enrolled(person);
    const answer = await new Browser().post(link, { intent: "new-password", newPassword: "a new long password" });
    expect(answer.status).toBe(410);
    expect((await signInFrom(new Browser(), person.email, firefox)).headers.get("Location")).toContain("/sign-in/second");
  });

  it("bounds the tries, and a half sign-in ends after ten minutes or with a new password", async () => {
    const person = await newPerson({ verified: true });
    const { codes } = await enrolled(person);
    const browser = await halfIn(person);
    const statuses: number[] = [];
    for (let n = 0; n < 9; n++) statuses.push((await browser.post("/sign-in/second", { code: String(100_000 + n) })).status);
    expect(statuses).toEqual([...Array(8).fill(403), 429]);
    // Whoever the account belongs to hears of it, once.
    const sql = "SELECT COUNT(*) AS n FROM mails WHERE recipient = ? AND id LIKE 'wrong-codes-%'";
    expect(await env.DB.prepare(sql).bind(person.email).first<number>("n")).toBe(1);
    const late = await browser.post("/sign-in/second", { code: "123456" });
    expect([late.status, late.headers.get("Retry-After")]).toEqual([429, "900"]);
    expect((await browser.post("/sign-in/second", { code: codes[0] ?? "" })).status).toBe(429);
    vi.setSystemTime(Date.now() + 16 * 60_000);
    expect((await browser.post("/sign-in/second", { code: codes[0] ?? "" })).headers.get("Location")).toBe("/sign-in");
    const later = await halfIn(person);
    await env.DB.prepare("UPDATE tokens SET used_at = 1 WHERE user_id = ?").bind(person.userId).run();
    expect((await later.post("/sign-in/second", { code: codes[1] ?? "" })).headers.get("Location")).toBe("/sign-in");
  });

  it("is turned off and renewed only with a code, told by mail each time, and keeps its key sealed and its codes hashed", async () => {
    const person = await newPerson({ verified: true });
    const { key, codes } = await enrolled(person);
    const rows = async (table: string) =>
      JSON.stringify((await env.DB.prepare(`SELECT * FROM ${table} WHERE user_id = ?`).bind(person.userId).all()).results);
    expect(await rows("second_factors")).not.toContain(key.replaceAll(" ", ""));
    for (const code of codes) expect(await rows("recovery_codes")).not.toContain(code);
    expect((await person.browser.post("/second", { intent: "off", code: "000000" })).status).toBe(403);
    expect((await person.browser.post("/second", { intent: "codes", code: codes[0] ?? "" })).status).toBe(200);
    expect((await person.browser.post("/second", { intent: "off", code: codes[1] ?? "" })).status).toBe(403);
    vi.setSystemTime(Date.now() + HALF_MINUTE);
    expect((await person.browser.post("/second", { intent: "off", code: codeOf(key, Date.now()) })).status).toBe(200);
    expect([await rows("second_factors"), await rows("recovery_codes")]).toEqual(["[]", "[]"]);
    const told = await env.DB.prepare("SELECT COUNT(*) AS n FROM mails WHERE recipient = ? AND template = 'security-notice'")
      .bind(person.email)
      .first<number>("n");
    expect(told).toBe(3);
    expect((await signInFrom(new Browser(), person.email, firefox)).headers.get("Location")).toBe("/contacts");
  });
});

describe("a team that asks for a second factor", () => {
  it("lets in only members who have one, and is asked for by an owner who has one", async () => {
    const owner = await newPerson({ verified: true });
    const member = await joinedAs("agent", owner);
    const ask = (name: string) => owner.browser.post("/settings/team", { intent: "second", name });
    expect((await ask("on")).status).toBe(409);
    await enrolled(owner);
    expect((await ask("on")).status).toBe(302);
    for (const path of ["/contacts", "/contacts/new", "/settings", "/contacts/export.csv", "/find?search=a"])
      expect((await member.browser.ask(path)).headers.get("Location"), path).toBe("/second");
    const answer = await member.browser.post("/contacts/new", { firstName: "New", key: ulid(), price: "1" });
    expect(answer.headers.get("Location")).toBe("/second");
    expect(await isIn(owner.browser)).toBe(true);
    await enrolled(member);
    expect(await isIn(member.browser)).toBe(true);
    expect((await ask("off")).status).toBe(302);
    expect((await again(owner)).team.secondRequiredAt).toBeNull();
  });
});

describe("a lost phone", () => {
  it("is helped by support a day after the mailbox was shown, and only then; the password still stands", async () => {
    const [person, operator] = [await newPerson({ verified: true }), await newPerson({ verified: true, address: newAddress() })];
    await enrolled(person);
    const written = { name: "Asha", email: person.email, topic: "help" as const, body: "I lost my phone and the codes." };
    const { ticketId } = await openTicket(await newContext(), written, null);
    const end = async (later = 0) => {
      const ctx = await again(operator);
      return endLostFactor({ ...ctx, now: ctx.now + later }, ticketId);
    };
    // Anybody could have typed the address.
    expect(await end(9 * DAY)).toBe(false);
    const link = new URL(await linkTo(person.email, "ticket-received"));
    expect((await new Browser().ask(link.pathname + link.search)).status).toBe(200);
    expect([await end(DAY - 60_000), await end(DAY + 60_000), await end(DAY + 60_000)]).toEqual([false, true, false]);
    expect((await signInFrom(new Browser(), person.email, firefox, "wrong")).status).toBe(401);
    expect((await signInFrom(new Browser(), person.email, firefox)).headers.get("Location")).toBe("/contacts");
  });
});

describe("whoever runs the deployment", () => {
  it("works as such only with a second factor; to others their pages do not exist", async () => {
    const operator = await newPerson({ verified: true, address: "operator@farthing.test" });
    await env.DB.prepare("UPDATE users SET second_since = NULL WHERE id = ?").bind(operator.userId).run();
    for (const path of ["/operator", "/operator/payments", `/operator/teams/${operator.teamId}`])
      expect((await operator.browser.ask(path)).headers.get("Location"), path).toBe("/second");
    await enrolled(operator);
    expect((await operator.browser.ask("/operator")).status).toBe(200);
    expect((await (await newPerson({ verified: true })).browser.ask("/operator")).status).toBe(404);
  });
});

describe("what matters", () => {
  it("asks again who one is, a quarter of an hour after the sign-in, and comes back to where one was", async () => {
    const owner = await newPerson({ verified: true });
    const make = (name: string) => owner.browser.post("/settings/roles", { name, acts: "record.add" });
    expect((await make("First")).headers.get("Location")).toBe("/settings/roles");
    vi.setSystemTime(Date.now() + 16 * 60_000);
    expect((await make("Second")).headers.get("Location")).toBe("/prove?to=%2Fsettings%2Froles");
    expect((await owner.browser.post("/prove?to=%2Fsettings%2Froles", { password: "wrong" })).status).toBe(403);
    expect((await owner.browser.post("/prove?to=%2F%2Fevil.example", { password: PASSWORD })).headers.get("Location")).toBe("/settings");
    expect((await make("Second")).headers.get("Location")).toBe("/settings/roles");
  });
});
