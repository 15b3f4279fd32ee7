// Somebody's security log: what is noted, who reads it, and what is told by mail.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { describe, expect, it } from "vitest";
import { replacePassword, requestReset, resetPassword } from "~/app/domain/accounts/passwords";
import { readSecurityLog } from "~/app/domain/accounts/security";
import { sweepExpired } from "~/app/domain/privacy/retentionSweep";
import { again, Browser, isIn, linkTo, newAddress, newContext, newPerson, PASSWORD, signInFrom } from "../../support/app";
import { mailsTo } from "../../support/payments";
import { placesOf } from "../../support/planted";

const DAY = 86_400_000;
const tokenOf = (url: string) => url.split("/").at(-1) ?? "";
const firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

describe("the security log", () => {
  it("notes wrong passwords typed inside too, bounds their tries, and is shown page by page and whole in the copy", async () => {
    const person = await newPerson({ verified: true });
    const statuses: number[] = [];
    for (let n = 0; n < 9; n++) {
      const fields = { intent: "password", before: "wrong", password: "another good one" };
      statuses.push((await person.browser.post("/settings", fields)).status);
    }
    expect(statuses).toEqual([...Array(8).fill(403), 429]);
    expect((await person.browser.post("/settings/leave", { password: "correct horse battery" })).status).toBe(429);
    const { log } = await readSecurityLog(await newContext(), person.userId, null);
    expect(log.filter(({ event }) => event === "sign-in-failed")).toHaveLength(8);
    const row = "INSERT INTO security_log (id, user_id, event, device, ip, at) VALUES (?, ?, 'signed-in', '', ?, 1)";
    await env.DB.batch(
      Array.from({ length: 60 }, (_, n) =>
        env.DB.prepare(row).bind(`0${String(n).padStart(3, "0")}${person.userId}`, person.userId, `ip-${n}-`),
      ),
    );
    const first = await (await person.browser.ask("/settings/privacy")).text();
    expect([first.includes("ip-59-"), first.includes("ip-0-")]).toEqual([true, false]);
    const next = /\/settings\/privacy\?before=[^\x22]+/.exec(first)?.[0] ?? "";
    expect(await (await person.browser.ask(next)).text()).toContain("ip-0-");
    expect(await (await person.browser.ask("/settings/me.json")).text()).toContain("ip-0-");
  });

  it("[P-08] [O-07] keeps sign-ins with browser and IP for its owner's eyes, nowhere else, and for 90 days", async () => {
    const person = await newPerson();
    const ip = `198.51.100.${Math.floor(Math.random() * 200)}`;
    const browser = new Browser();
    expect((await signInFrom(browser, person.email, firefox, "wrong", ip)).status).toBe(401);
    expect((await signInFrom(browser, person.email, firefox, PASSWORD, ip)).status).toBe(302);
    const page = await (await browser.ask("/settings/privacy")).text();
    for (const words of ["Firefox on Windows", ip, "Failed sign-in: wrong password", "Signed in with a new browser"])
      expect(page).toContain(words);
    expect(await placesOf(ip)).toEqual(["security_log"]);
    const { log } = await readSecurityLog(await newContext(), person.userId, null);
    expect(log.map(({ event }) => event)).toEqual(["new-device", "sign-in-failed"]);
    expect(await (await (await newPerson()).browser.ask("/settings/privacy")).text()).not.toContain(ip);
    await sweepExpired({ ...(await newContext()), now: Date.now() + 89.9 * DAY });
    expect(await placesOf(ip)).toEqual(["security_log"]);
    await sweepExpired({ ...(await newContext()), now: Date.now() + 90.1 * DAY });
    expect(await placesOf(ip)).toEqual([]);
  });

  it("[O-07] an address from which somebody signs up, asks, writes, redeems, resets or buys is in the security log alone, if anywhere", async () => {
    const ip = `192.0.2.${Math.floor(Math.random() * 200)}`;
    const person = await newPerson({ verified: true });
    const headers = { Origin: "https://farthing.test", "Sec-Fetch-Site": "same-origin", "User-Agent": firefox, "CF-Connecting-IP": ip };
    const send = (browser: Browser, path: string, fields: Record<string, string>) =>
      browser.ask(path, { method: "POST", body: new URLSearchParams(fields), headers });
    const email = newAddress();
    const posts: [path: string, fields: Record<string, string>, browser?: Browser][] = [
      ["/sign-up", { name: "A", email, password: PASSWORD, adult: "on" }],
      ["/sign-in", { email, password: "wrong" }],
      ["/sign-in", { email, password: PASSWORD }],
      ["/forgot", { email }],
      ["/rights", { kind: "copy", name: "A", email }],
      ["/support", { name: "A", email, topic: "help", body: "Hello" }],
      ["/analytics", { choice: "no" }],
      ["/credits?index", { code: "NOPE" }, person.browser],
      ["/credits/buy", { pack: "100" }, person.browser],
      ["/contacts/new", { key: ulid(), price: "1", firstName: "A" }, person.browser],
      ["/settings", { intent: "password", before: PASSWORD, password: "another long password" }, person.browser],
    ];
    for (const [path, fields, browser] of posts) {
      const { status } = await send(browser ?? new Browser(), path, fields);
      expect([path, status < 500 && status !== 404 && status !== 405]).toEqual([path, true]);
    }
    expect(await placesOf(ip)).toEqual(["security_log"]);
  });

  it("tells by mail of a browser never used before, once; a known one needs no telling", async () => {
    const person = await newPerson();
    const [home, elsewhere] = [new Browser(), new Browser()];
    await signInFrom(home, person.email, firefox);
    expect(await mailsTo(person.email, "new-sign-in")).toBe(1);
    await home.post("/sign-out", {});
    await signInFrom(home, person.email, firefox);
    expect(await mailsTo(person.email, "new-sign-in")).toBe(1);
    await signInFrom(elsewhere, person.email, firefox);
    expect(await mailsTo(person.email, "new-sign-in")).toBe(2);
    await elsewhere.post("/sign-out", {});
    await signInFrom(elsewhere, person.email, firefox);
    expect(await mailsTo(person.email, "new-sign-in")).toBe(2);
  });

  it("tells by mail of a changed password, by whichever way; every other session ends when asked", async () => {
    const person = await newPerson();
    const other = new Browser();
    await signInFrom(other, person.email, firefox);
    await person.browser.post("/settings/privacy", { intent: "sessions" });
    expect((await other.ask("/contacts")).status).toBe(302);
    expect((await person.browser.ask("/contacts")).status).toBe(200);
    await replacePassword(await again(person), person.userId, PASSWORD, "another horse battery");
    expect(await mailsTo(person.email, "password-changed")).toBe(1);
    await requestReset(await newContext(), person.email);
    await resetPassword(await newContext(), tokenOf(await linkTo(person.email, "reset")), PASSWORD);
    expect(await mailsTo(person.email, "password-changed")).toBe(2);
    const { log } = await readSecurityLog(await newContext(), person.userId, null);
    expect(log.map(({ event }) => event).filter((event) => event === "password-changed")).toHaveLength(2);
  });
});

describe("one session", () => {
  it("is ended from the page by its owner, alone; by nobody else, and its name there opens nothing", async () => {
    const [person, other] = [await newPerson({ verified: true }), await newPerson({ verified: true })];
    const [second, third] = [new Browser(), new Browser()];
    for (const browser of [second, third]) await signInFrom(browser, person.email, firefox);
    const marks = Array.from(
      (await (await person.browser.ask("/settings/privacy")).text()).matchAll(/name="mark" value="(\w+)"/g),
      ([, mark = ""]) => mark,
    );
    expect(marks).toHaveLength(2);
    const [mark = ""] = marks;
    await other.browser.post("/settings/privacy", { intent: "session", mark });
    expect([await isIn(second), await isIn(third)]).toEqual([true, true]);
    const thief = new Browser();
    thief.keep(`__Host-session=${mark}`);
    expect(await isIn(thief)).toBe(false);
    expect((await person.browser.post("/settings/privacy", { intent: "session", mark })).status).toBe(302);
    expect([await isIn(person.browser), [await isIn(second), await isIn(third)].filter(Boolean).length]).toEqual([true, 1]);
  });
});
