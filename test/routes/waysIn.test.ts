// What was tried by an attacker on the ways in: links that leak, accounts made in another's name, redirects, lock-outs, names in mails. As a browser.
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { checkPassword } from "~/app/domain/accounts/accounts";
import { replacePassword } from "~/app/domain/accounts/passwords";
import { beginSession, findSession } from "~/app/domain/accounts/sessions";
import { networkOf } from "~/app/domain/core/limits";
import { returnPath } from "~/app/web/reply.server";
import { Browser, isIn, linkTo, newAddress, newContext, newPerson, origin, PASSWORD, type Person } from "../support/app";

const DAY = 86_400_000;
const pathOf = (link: string) => link.slice(origin.length);
const isConfirmed = async ({ userId }: Person) =>
  (await env.DB.prepare("SELECT email_verified_at AS at FROM users WHERE id = ?").bind(userId).first("at")) !== null;
const signIn = (browser: Browser, email: string, password = PASSWORD) => browser.post("/sign-in", { email, password });

describe("the link that confirms an address", () => {
  it("signs nobody in: a stranger who has it is asked for the password, and gets no further", async () => {
    const person = await newPerson();
    const stranger = new Browser();
    const path = pathOf(await linkTo(person.email, "verify"));
    expect(await (await stranger.ask(path)).text()).toContain("Your password");
    expect((await stranger.post(path, { intent: "session" })).status).toBe(403);
    expect((await stranger.post(path, { intent: "password", password: "guessed wrongly" })).status).toBe(403);
    expect([await isIn(stranger), await isConfirmed(person)]).toEqual([false, false]);
  });

  it("confirms in the session of its account, and by its password", async () => {
    const [first, second] = [await newPerson(), await newPerson()];
    expect((await first.browser.post(pathOf(await linkTo(first.email, "verify")), { intent: "session" })).status).toBe(302);
    const browser = new Browser();
    await browser.post(pathOf(await linkTo(second.email, "verify")), { intent: "password", password: PASSWORD });
    expect([await isConfirmed(first), await isConfirmed(second), await isIn(browser)]).toEqual([true, true, true]);
  });

  it("does not confirm in the session of another account", async () => {
    const [person, other] = [await newPerson(), await newPerson()];
    expect((await other.browser.post(pathOf(await linkTo(person.email, "verify")), { intent: "session" })).status).toBe(403);
    expect(await isConfirmed(person)).toBe(false);
  });

  it("gives an account made in another's name to the mailbox's owner alone: a new password, every session of the maker ended, the old password gone", async () => {
    const made = await newPerson();
    const owner = new Browser();
    await owner.post(pathOf(await linkTo(made.email, "verify")), { intent: "new-password", newPassword: "the owner's own words" });
    expect([await isIn(owner), await isIn(made.browser), await isConfirmed(made)]).toEqual([true, false, true]);
    expect((await signIn(new Browser(), made.email)).status).toBe(401);
  });

  it.each([
    [
      "the password was changed",
      (person: Person) => person.browser.post("/settings", { intent: "password", before: PASSWORD, password: "another long password" }),
    ],
    [
      "the password was reset",
      async (person: Person) => {
        await new Browser().post("/forgot", { email: person.email });
        return new Browser().post(pathOf(await linkTo(person.email, "reset")), { password: "another long password" });
      },
    ],
    ["it was used", async (person: Person) => person.browser.post(pathOf(await linkTo(person.email, "verify")), { intent: "session" })],
  ])("is over once %s", async (_, change) => {
    const person = await newPerson();
    const path = pathOf(await linkTo(person.email, "verify"));
    await change(person);
    expect((await person.browser.post(path, { intent: "password", password: "another long password" })).status).toBe(410);
  });

  it("is over once the account has another address, as every link from before is", async () => {
    const person = await newPerson();
    const verify = pathOf(await linkTo(person.email, "verify"));
    await new Browser().post("/forgot", { email: person.email });
    const reset = pathOf(await linkTo(person.email, "reset"));
    const fresh = newAddress();
    await person.browser.post("/settings", { intent: "email", email: fresh, current: PASSWORD });
    expect((await person.browser.post(pathOf(await linkTo(fresh, "email-confirm")), {})).status).toBe(302);
    expect((await person.browser.post(verify, { intent: "session" })).status).toBe(410);
    expect((await new Browser().post(reset, { password: "another long password" })).status).toBe(410);
  });
});

describe("a change of address", () => {
  it("is told to the old mailbox before, which can stop it: nothing changes, and everyone is signed out", async () => {
    const person = await newPerson();
    const fresh = newAddress();
    await person.browser.post("/settings", { intent: "email", email: fresh, current: PASSWORD });
    const stop = pathOf(await linkTo(person.email, "email-asked"));
    expect((await new Browser().post(stop, {})).status).toBe(200);
    expect(await isIn(person.browser)).toBe(false);
    const again = new Browser();
    await signIn(again, person.email);
    expect((await again.post(pathOf(await linkTo(fresh, "email-confirm")), {})).status).toBe(410);
    expect((await new Browser().post(stop, {})).status).toBe(410);
  });

  it("is confirmed in the session that asked for it, not in another one of the same person", async () => {
    const person = await newPerson();
    const fresh = newAddress();
    await person.browser.post("/settings", { intent: "email", email: fresh, current: PASSWORD });
    const other = new Browser();
    await signIn(other, person.email);
    const path = pathOf(await linkTo(fresh, "email-confirm"));
    expect((await other.post(path, {})).status).toBe(403);
    expect((await person.browser.post(path, {})).status).toBe(302);
  });
});

describe("too many tries", () => {
  const from = (ip: string) => ({ method: "POST", headers: { Origin: origin, "Sec-Fetch-Site": "same-origin", "CF-Connecting-IP": ip } });
  const tryFrom = (browser: Browser, ip: string, path: string, fields: Record<string, string>) =>
    browser.ask(path, { ...from(ip), body: new URLSearchParams(fields) });

  it("by somebody else keep nobody out: not on a browser they have signed in with, nor from another network", async () => {
    const person = await newPerson();
    const known = new Browser();
    expect((await signIn(known, person.email)).status).toBe(302);
    await known.post("/sign-out", {});
    for (let n = 0; n < 12; n++) await tryFrom(new Browser(), "local", "/sign-in", { email: person.email, password: "wrong" });
    expect((await signIn(new Browser(), person.email)).status).toBe(429);
    expect((await signIn(known, person.email)).status).toBe(302);
    expect((await tryFrom(new Browser(), "203.0.113.9", "/sign-in", { email: person.email, password: PASSWORD })).status).toBe(302);
  });

  it("to reset another's password keep its owner from none", async () => {
    const person = await newPerson();
    for (let n = 0; n < 5; n++) await tryFrom(new Browser(), "198.51.100.7", "/forgot", { email: person.email });
    expect((await tryFrom(new Browser(), "198.51.100.7", "/forgot", { email: person.email })).status).toBe(429);
    expect((await tryFrom(new Browser(), "203.0.113.9", "/forgot", { email: person.email })).status).toBe(200);
  });

  it("on a browser that its owner knows are counted too", async () => {
    const person = await newPerson();
    const known = new Browser();
    await signIn(known, person.email);
    await known.post("/sign-out", {});
    for (let n = 0; n < 8; n++) await signIn(known, person.email, "wrong");
    expect((await signIn(known, person.email)).status).toBe(429);
  });

  it("count an IPv6 network as one, and IPv4 addresses by themselves", () => {
    expect(networkOf("2001:db8:1:2:3:4:5:6")).toBe(networkOf("2001:0db8:0001:0002::9"));
    expect(networkOf("2001:db8:1:2::1")).not.toBe(networkOf("2001:db8:1:3::1"));
    expect(networkOf("2001:db8::1")).toBe(networkOf("2001:db8:0:0:ffff::"));
    expect(networkOf("203.0.113.9")).toBe("203.0.113.9");
  });
});

describe("where one may return to", () => {
  const elsewhere = [
    "//evil.example",
    "/.//evil.example",
    "/%2e//evil.example",
    "/x/..//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "https://evil.example",
    "/..//evil.example",
    "javascript:alert(1)",
    "",
  ];
  it.each(elsewhere)("%j leads nowhere else, at sign-in and on /analytics", async (to) => {
    const person = await newPerson();
    const signedIn = await new Browser().post(`/sign-in?to=${encodeURIComponent(to)}`, { email: person.email, password: PASSWORD });
    expect(signedIn.headers.get("Location")).toBe("/contacts");
    const chosen = await new Browser().post("/analytics", { choice: "no", to });
    expect(chosen.headers.get("Location")).toBe("/policies/cookies");
  });

  it("an address of ours is kept whole", () => {
    expect(returnPath({ origin }, "/contacts?search=a%20b&sort=name", "/")).toBe("/contacts?search=a%20b&sort=name");
  });
});

describe("a session", () => {
  it("is kept as a hash: what the table says signs nobody in", async () => {
    const person = await newPerson();
    const id = await env.DB.prepare("SELECT id FROM sessions WHERE user_id = ?").bind(person.userId).first<string>("id");
    expect(person.browser.cookieHeader).not.toContain(id);
    expect(await findSession(await newContext(), `__Host-session=${id}`)).toBeNull();
    expect(await isIn(person.browser)).toBe(true);
  });

  it("ends 90 days after it began, though it is used every week", async () => {
    const person = await newPerson();
    const start = Date.now();
    for (let week = 1; week <= 12; week++) {
      vi.setSystemTime(start + week * 7 * DAY);
      expect(await isIn(person.browser), `week ${week}`).toBe(true);
    }
    vi.setSystemTime(start + 91 * DAY);
    expect(await isIn(person.browser)).toBe(false);
  });

  it("signing out elsewhere ends every other one, however many", async () => {
    const person = await newPerson();
    const insert = "INSERT INTO sessions (id, user_id, expires_at, created_at, seen_at, device) VALUES (?, ?, ?, ?, ?, '')";
    const far = Math.floor(Date.now() / 1000) + 1_000_000;
    await env.DB.batch(
      Array.from({ length: 150 }, (_, n) =>
        env.DB.prepare(insert).bind(`s${n}-${person.userId}`, person.userId, far, Date.now(), Date.now()),
      ),
    );
    await person.browser.post("/settings/privacy", { intent: "sessions" });
    const left = await env.DB.prepare("SELECT COUNT(*) AS n FROM sessions WHERE user_id = ?").bind(person.userId).first("n");
    expect([left, await isIn(person.browser)]).toEqual([1, true]);
  });
});

describe("a password that changes while it is being used", () => {
  it("begins no session: what was compared with the old hash finds it gone", async () => {
    const person = await newPerson();
    const ctx = await newContext();
    const known = await checkPassword(ctx, person.email, PASSWORD);
    if (!known) throw new Error("The password is not known.");
    // The same moment, the other way round: the session is there first, and the change ends it.
    const first = await beginSession(ctx, known.userId, "", known.passwordHash);
    await replacePassword(ctx, person.userId, PASSWORD, "another long password");
    expect(await findSession(ctx, first ?? "")).toBeNull();
    expect(await beginSession(ctx, known.userId, "", known.passwordHash)).toBeNull();
    const left = await env.DB.prepare("SELECT count(*) AS n FROM sessions WHERE user_id = ?").bind(person.userId).first("n");
    expect(left).toBe(0);
  });

  it("leaves whoever proves the mailbox nothing of the one who made the account: no nominee, no known browser", async () => {
    const made = await newPerson();
    await signIn(new Browser(), made.email);
    await made.browser.post("/settings/privacy", { intent: "nominee", name: "Mallory", email: "mallory@evil.example", relation: "" });
    const browsers = async () =>
      (await env.DB.prepare("SELECT hash FROM devices WHERE user_id = ?").bind(made.userId).all<{ hash: string }>()).results;
    const nominee = async () => env.DB.prepare("SELECT email FROM nominees WHERE user_id = ?").bind(made.userId).first("email");
    const [before] = await browsers();
    expect([await nominee(), before?.hash]).toEqual(["mallory@evil.example", expect.any(String)]);
    await new Browser().post(pathOf(await linkTo(made.email, "verify")), { intent: "new-password", newPassword: "the owner's own words" });
    expect(await nominee()).toBeNull();
    // The owner's own browser is known now, and no other.
    expect((await browsers()).map(({ hash }) => hash)).toEqual([expect.not.stringMatching(before?.hash ?? "")]);
  });
});
