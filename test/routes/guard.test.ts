import { ulid } from "ulidx";
import { describe, expect, it } from "vitest";
import { addContact } from "~/app/domain/contacts/contacts";
import { again, Browser, contactInput, newPerson, origin } from "../support/app";
import { ledgerOf } from "../support/ledgers";

describe("another team", () => {
  it("gets 404 for every page of a contact, and its posts change nothing", async () => {
    const [mine, other] = [await newPerson({ credits: 5 }), await newPerson({ credits: 5 })];
    const contactId = ulid();
    await addContact(await again(mine), contactInput(), contactId, 1);
    for (const path of [`/contacts/${contactId}`, `/contacts/${contactId}/edit`]) expect((await other.browser.ask(path)).status).toBe(404);
    expect((await other.browser.post(`/contacts/${contactId}/edit`, { changedAt: "0", firstName: "Stolen" })).status).toBe(404);
    await other.browser.post(`/contacts/${contactId}`, { intent: "trash" });
    await other.browser.post("/contacts?index", { intent: "trash", id: contactId });
    await other.browser.post("/undo", { kind: "add", of: "contact", id: contactId, recordId: contactId });
    const page = await (await mine.browser.ask(`/contacts/${contactId}`)).text();
    expect(page).toContain("Ada Lovelace");
    expect(page).not.toContain("in the trash");
    expect((await ledgerOf(mine.teamId).balance()).free).toBe(4);
  });
});

describe("a priced form", () => {
  it("posted ten times at once is charged once, and every answer leads to the same contact", async () => {
    const person = await newPerson({ credits: 5 });
    const fields = { key: ulid(), price: "1", firstName: "Ada", lastName: "Once" };
    const answers = await Promise.all(Array.from({ length: 10 }, () => person.browser.post("/contacts/new", fields)));
    expect(new Set(answers.map((answer) => answer.headers.get("Location")))).toEqual(new Set([`/contacts/${fields.key}`]));
    expect((await ledgerOf(person.teamId).balance()).free).toBe(4);
  });

  it("200 posts at once with one key charge once", async () => {
    const person = await newPerson({ credits: 50 });
    const fields = { key: ulid(), price: "1", firstName: "Ada" };
    await Promise.all(Array.from({ length: 200 }, () => person.browser.post("/contacts/new", fields)));
    expect((await ledgerOf(person.teamId).balance()).free).toBe(49);
    expect((await ledgerOf(person.teamId).audit()).findings).toEqual([]);
  });

  it("200 posts with different keys and 50 credits do exactly 50 and refuse 150", async () => {
    const person = await newPerson({ credits: 50 });
    const statuses = await Promise.all(
      Array.from(
        { length: 200 },
        async () => (await person.browser.post("/contacts/new", { key: ulid(), price: "1", firstName: "Ada" })).status,
      ),
    );
    expect([statuses.filter((status) => status === 302).length, statuses.filter((status) => status === 402).length]).toEqual([50, 150]);
    expect(await ledgerOf(person.teamId).balance()).toMatchObject({ free: 0, held: 0 });
    expect((await ledgerOf(person.teamId).audit()).findings).toEqual([]);
  });

  it("that comes back edited under its old key is a conflict, and keeps what was typed", async () => {
    const person = await newPerson({ credits: 5 });
    const key = ulid();
    await person.browser.post("/contacts/new", { key, price: "1", firstName: "Ada" });
    const response = await person.browser.post("/contacts/new", { key, price: "1", firstName: "Edited-Later" });
    const page = await response.text();
    expect(response.status).toBe(409);
    expect(page).toContain("This was already saved");
    expect(page).toContain("Edited-Later");
    expect(page).not.toContain(`name="key" value="${key}"`);
  });

  it("with bad input says what is wrong in its place, keeps what was typed, and charges nothing", async () => {
    const person = await newPerson({ credits: 5 });
    const response = await person.browser.post("/contacts/new", {
      key: ulid(),
      price: "1",
      firstName: "Kept-Name",
      "emails[0].value": "not an address",
      birthday: "yesterday",
    });
    const page = await response.text();
    expect(response.status).toBe(400);
    for (const words of ["Enter a valid e-mail address", "Enter a date like 1984-02-29", "Kept-Name", "not an address"])
      expect(page).toContain(words);
    expect((await ledgerOf(person.teamId).balance()).free).toBe(5);
  });

  it("short of credits keeps every word and offers the packs in place", async () => {
    const person = await newPerson();
    const response = await person.browser.post("/contacts/new", { key: ulid(), price: "1", firstName: "Wanjiru", company: "Cedar, Inc." });
    const page = (await response.text()).replaceAll("<!-- -->", "");
    expect(response.status).toBe(402);
    for (const words of ["1 credit short", "Wanjiru", "Cedar, Inc.", "Pay $7 with Stripe"]) expect(page).toContain(words);
  });

  it("without a key that was minted is not accepted", async () => {
    const person = await newPerson({ credits: 5 });
    expect((await person.browser.post("/contacts/new", { key: "made-up", price: "1", firstName: "X" })).status).toBe(400);
  });
});

describe("posts from other sites", () => {
  it.each([
    ["another origin", { Origin: "https://evil.example" }],
    ["no origin", {}],
    ["another site, by Sec-Fetch-Site", { Origin: origin, "Sec-Fetch-Site": "cross-site" }],
  ])("are refused: %s", async (_, headers) => {
    const person = await newPerson({ credits: 5 });
    const body = new URLSearchParams({ key: ulid(), price: "1", firstName: "X" });
    expect((await person.browser.ask("/contacts/new", { method: "POST", body, headers: headers as Record<string, string> })).status).toBe(
      403,
    );
    expect((await ledgerOf(person.teamId).balance()).free).toBe(5);
  });
});

describe("every page", () => {
  it.each(["/", "/sign-in", "/prices", "/help", "/nowhere"])("%s carries the headers that keep others out", async (path) => {
    const { headers } = await new Browser().ask(path);
    const policy = headers.get("Content-Security-Policy") ?? "";
    expect(policy).toMatch(/script-src 'nonce-[\w+/=]+' 'strict-dynamic'/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get("Strict-Transport-Security")).toContain("max-age=63072000");
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(headers.get("Referrer-Policy")).toBe("strict-origin-when-cross-origin");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy.replace(/style-src-attr [^;]+/, "")).not.toContain("unsafe");
    for (const name of ["Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"]) expect(headers.get(name), name).toBe("same-origin");
    for (const feature of ["camera", "geolocation", "microphone", "payment", "usb"])
      expect(headers.get("Permissions-Policy")).toContain(`${feature}=()`);
  });

  it("is kept by no cache once somebody is signed in, and signing out clears what the tab has kept", async () => {
    const { browser } = await newPerson();
    for (const path of ["/contacts", "/settings", "/teams", "/prices", "/find?search=a"])
      expect((await browser.ask(path)).headers.get("Cache-Control"), path).toContain("no-store");
    const out = await browser.post("/sign-out", {});
    expect(out.headers.get("Clear-Site-Data")).toBe('"storage"');
    expect((await browser.ask("/contacts")).headers.get("Location")).toContain("/sign-in");
  });

  it("has one nonce of its own, on every script", async () => {
    const nonces = new Set<string>();
    for (let n = 0; n < 3; n++) {
      const response = await new Browser().ask("/");
      const nonce = /'nonce-([^']+)'/.exec(response.headers.get("Content-Security-Policy") ?? "")?.[1] ?? "";
      const scripts = (await response.text()).match(/<script[^>]*>/g) ?? [];
      expect(scripts.length).toBeGreaterThan(0);
      for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });
});

describe("signing in", () => {
  it("[E-07] sets a session cookie that is HttpOnly, Secure, SameSite=Lax and __Host-", async () => {
    const person = await newPerson();
    const response = await new Browser().post("/sign-in", { email: person.email, password: "correct horse battery" });
    const cookie = response.headers.getSetCookie().find((one) => one.includes("session")) ?? "";
    expect(cookie).toMatch(/^__Host-session=/);
    for (const attribute of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"]) expect(cookie).toContain(attribute);
    expect(cookie).not.toContain("Domain");
  });

  it("is stopped after too many tries, also with the right password", async () => {
    const person = await newPerson();
    for (let n = 0; n < 8; n++) expect((await new Browser().post("/sign-in", { email: person.email, password: "wrong" })).status).toBe(401);
    expect((await new Browser().post("/sign-in", { email: person.email, password: "correct horse battery" })).status).toBe(429);
  });

  it("never leads away to another site", async () => {
    const person = await newPerson();
    for (const to of ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "/\n/evil.example"]) {
      const response = await new Browser().post(`/sign-in?to=${encodeURIComponent(to)}`, {
        email: person.email,
        password: "correct horse battery",
      });
      expect(response.headers.get("Location")).toBe("/contacts");
    }
  });

  it("a forgotten password gets the same answer whether or not the address has an account", async () => {
    const person = await newPerson();
    const answer = async (email: string) =>
      (await (await new Browser().post("/forgot", { email })).text()).replace(/nonce="[^"]*"|"nonce":"[^"]*"/g, "").replaceAll(email, "");
    expect(await answer(person.email)).toBe(await answer("nobody.at.all@example.org"));
  });
});
