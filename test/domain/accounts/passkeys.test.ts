// Passkeys: made in a session, they sign in without a password and without a code; what was signed for one thing opens no other, and nothing twice.
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import {
  addPasskey,
  dropPasskey,
  isProvenBy,
  PASSKEYS_MAX,
  passkeyToMake,
  passkeyToProve,
  passkeyToSignIn,
  readPasskeys,
  signedInBy,
} from "~/app/domain/accounts/passkeys";
import { nowhere } from "~/app/domain/accounts/security";
import { again, Browser, isIn, newContext, newPerson, origin, type Person } from "../../support/app";
import { mailsTo } from "../../support/payments";
import { type Device, newDevice } from "./authenticator";

const SESSION = "a-session";

async function enrolled(person: Person, synced = false): Promise<Device> {
  const [ctx, device] = [await again(person), await newDevice(origin, synced)];
  const user = { id: person.userId, name: "Asha", email: person.email };
  expect(await addPasskey(ctx, person.userId, SESSION, await device.make(await passkeyToMake(ctx, user, SESSION)), nowhere)).toBe("done");
  return device;
}

const later = async (ms: number) => ({ ...(await newContext()), now: Date.now() + ms });

describe("a passkey", () => {
  it("signs its owner in, where it was made and nowhere else, within half an hour, and each signature once", async () => {
    const person = await newPerson({ verified: true });
    for (const synced of [false, true]) {
      const device = await enrolled(person, synced);
      const ctx = await newContext();
      const answer = await device.sign(await passkeyToSignIn(ctx));
      expect((await signedInBy(ctx, answer))?.userId).toBe(person.userId);
      expect(await signedInBy(ctx, answer)).toBeNull();
      expect(await signedInBy(ctx, await device.sign(await passkeyToSignIn(ctx), { origin: "https://evil.example" }))).toBeNull();
      // Without a finger, a face or a PIN it is no second factor.
      expect(await signedInBy(ctx, await device.sign(await passkeyToSignIn(ctx), { verified: false }))).toBeNull();
      const old = await device.sign(await passkeyToSignIn(ctx));
      expect(await signedInBy(await later(31 * 60 * 1000), old)).toBeNull();
      const own = await device.sign({ challenge: Buffer.from("made up").toString("base64url") });
      expect(await signedInBy(ctx, own)).toBeNull();
      expect((await signedInBy(ctx, await device.sign(await passkeyToSignIn(ctx))))?.userId).toBe(person.userId);
    }
  });

  it("that nobody has kept signs nobody in, and what isn't an answer is none", async () => {
    const [ctx, device] = [await newContext(), await newDevice(origin)];
    expect(await signedInBy(ctx, await device.sign(await passkeyToSignIn(ctx)))).toBeNull();
    for (const odd of ["", "null", "[]", "{", '{"id":1}', JSON.stringify({ id: "a", rawId: "a", type: "public-key", response: {} })])
      expect(await signedInBy(ctx, odd)).toBeNull();
  });

  it("is made for the session that asked, once, and isn't somebody else's afterwards", async () => {
    const [one, other] = [await newPerson({ verified: true }), await newPerson({ verified: true })];
    const [ctx, device] = [await again(one), await newDevice(origin)];
    const answer = await device.make(await passkeyToMake(ctx, { id: one.userId, name: "Asha", email: one.email }, SESSION));
    expect(await addPasskey(ctx, one.userId, "another-session", answer, nowhere)).toBe("wrong");
    // Two at once: one is kept.
    const fresh = await device.make(await passkeyToMake(ctx, { id: one.userId, name: "Asha", email: one.email }, SESSION));
    const both = await Promise.all([1, 2].map(() => addPasskey(ctx, one.userId, SESSION, fresh, nowhere)));
    expect(both.sort()).toEqual(["done", "wrong"]);
    const theirs = await device.make(await passkeyToMake(ctx, { id: other.userId, name: "Ben", email: other.email }, SESSION));
    expect(await addPasskey(await again(other), other.userId, SESSION, theirs, nowhere)).toBe("full");
    const [known] = await readPasskeys(ctx, one.userId);
    expect(await dropPasskey(ctx, other.userId, known?.id ?? "", nowhere)).toBe(false);
    expect(await dropPasskey(ctx, one.userId, known?.id ?? "", nowhere)).toBe(true);
    expect(await signedInBy(ctx, await device.sign(await passkeyToSignIn(ctx)))).toBeNull();
  });

  it("[M-13] that is added or removed is told of by mail", async () => {
    const person = await newPerson({ verified: true });
    await enrolled(person);
    const [known] = await readPasskeys(await again(person), person.userId);
    await dropPasskey(await again(person), person.userId, known?.id ?? "", nowhere);
    const sql = "SELECT props ->> '$.title' AS title FROM mails WHERE recipient = ? AND template = 'security-notice' ORDER BY id";
    const { results } = await env.DB.prepare(sql).bind(person.email).all<{ title: string }>();
    expect(results.map(({ title }) => title)).toEqual(["A passkey was added to your account", "A passkey was removed from your account"]);
  });

  it("proves who sits at a session only for that session, and only its own person", async () => {
    const [one, other] = [await newPerson({ verified: true }), await newPerson({ verified: true })];
    const [device, theirs] = [await enrolled(one), await enrolled(other)];
    const ctx = await newContext();
    const ask = async (session: string) => (await passkeyToProve(ctx, one.userId, session)) ?? { challenge: "" };
    expect(await isProvenBy(ctx, one.userId, SESSION, await device.sign(await ask(SESSION)))).toBe(true);
    expect(await isProvenBy(ctx, one.userId, SESSION, await device.sign(await ask("another")))).toBe(false);
    expect(await isProvenBy(ctx, one.userId, SESSION, await theirs.sign(await ask(SESSION)))).toBe(false);
    expect(await isProvenBy(ctx, one.userId, SESSION, await device.sign(await passkeyToSignIn(ctx)))).toBe(false);
    expect(await signedInBy(ctx, await device.sign(await ask(SESSION)))).toBeNull();
  });

  it("opens the app by the page to sign in, past the code that a password would need, and its browser is told of", async () => {
    const person = await newPerson({ verified: true });
    const device = await enrolled(person);
    await env.DB.prepare("UPDATE users SET second_since = 1 WHERE id = ?").bind(person.userId).run();
    const browser = new Browser();
    const page = await (await browser.ask("/sign-in?_data=routes%2Faccounts%2FsignIn")).text();
    const { sign } = JSON.parse(page) as { sign: { challenge: string } };
    const answer = await browser.post("/sign-in/passkey?to=/companies", { answer: await device.sign(sign) });
    expect([answer.status, answer.headers.get("Location")]).toEqual([302, "/companies"]);
    expect(await isIn(browser)).toBe(true);
    expect(await mailsTo(person.email, "new-sign-in")).toBe(1);
    const refused = await new Browser().post("/sign-in/passkey", { answer: await device.sign(sign) });
    expect(refused.headers.get("Location")).toBe("/sign-in?passkey=refused");
  });

  it("of whoever made an account with somebody else's address ends when the mailbox shows whose it is", async () => {
    const { forgetMaker } = await import("~/app/domain/accounts/passwords");
    const person = await newPerson();
    const device = await enrolled(person);
    await forgetMaker(await newContext(), person.userId);
    const ctx = await newContext();
    expect(await signedInBy(ctx, await device.sign(await passkeyToSignIn(ctx)))).toBeNull();
  });

  it("is one of at most twenty", async () => {
    const person = await newPerson({ verified: true });
    for (let n = 0; n < PASSKEYS_MAX; n++) await enrolled(person);
    const [ctx, device] = [await again(person), await newDevice(origin)];
    const answer = await device.make(await passkeyToMake(ctx, { id: person.userId, name: "A", email: person.email }, SESSION));
    expect(await addPasskey(ctx, person.userId, SESSION, answer, nowhere)).toBe("full");
  });
});
