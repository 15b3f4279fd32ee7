import assert from "node:assert/strict";
import { after, test } from "node:test";
// @ts-expect-error Plain JavaScript, shared with the seed.
import { codeOf } from "../../workers/local/client.mjs";
import { closeBrowser, fillSignIn, newVisitor, origin, type Person, sees, signUp } from "./person.ts";

after(closeBrowser);

const keyOn = async ({ page }: Person) => (await page.locator("code").textContent()) ?? "";

test("an authenticator app is set up by its key, then asked for at the next sign-in; a recovery code stands in for it", async () => {
  const person = await signUp();
  const { page } = person;
  await page.goto(`${origin}/settings/privacy`);
  await page.getByRole("link", { name: "Set it up" }).click();
  await page.getByRole("img", { name: "QR code" }).waitFor();
  const key = await keyOn(person);
  await page.getByLabel("The six digits that the app shows").fill("000000");
  await page.getByRole("button", { name: "Turn it on" }).click();
  await sees(person, "This code is wrong, or was used already.");
  assert.equal(await keyOn(person), key);
  await page.getByLabel("The six digits that the app shows").fill(codeOf(key));
  await page.getByRole("button", { name: "Turn it on" }).click();
  await sees(person, "Keep these recovery codes");
  const code = (await page.locator("li.font-mono, ul.font-mono li").first().textContent()) ?? "";

  const elsewhere = await newVisitor({ viewport: { width: 360, height: 820 } });
  await elsewhere.page.goto(`${origin}/sign-in?to=/credits`);
  await fillSignIn(elsewhere, person.email);
  await sees(elsewhere, "One more step");
  await elsewhere.page.goto(`${origin}/contacts`);
  await sees(elsewhere, "Sign in");
  await elsewhere.page.goto(`${origin}/sign-in/second?to=%2Fcredits`);
  await elsewhere.page.getByLabel("Code").fill(code);
  await elsewhere.page.getByRole("button", { name: "Sign in", exact: true }).click();
  await elsewhere.page.waitForURL("**/credits");
  await elsewhere.page.goto(`${origin}/second`);
  await sees(elsewhere, "9 of 10 recovery codes are left.");
  assert.deepEqual([person.problems, person.strangers, elsewhere.problems], [[], [], []]);
});

test("a team asks for a second factor: a member without one is led to set it up, and works on", async () => {
  const owner = await signUp();
  await owner.page.goto(`${origin}/settings/team`);
  await owner.page.getByRole("button", { name: "Require a second factor" }).click();
  await sees(owner, "Turn on your own second factor first.");
  await owner.page.getByRole("link", { name: "Your own second factor" }).click();
  await owner.page.getByLabel("The six digits that the app shows").fill(codeOf(await keyOn(owner)));
  await owner.page.getByRole("button", { name: "Turn it on" }).click();
  await sees(owner, "Keep these recovery codes");
  await owner.page.goto(`${origin}/settings/team`);
  await owner.page.getByRole("button", { name: "Require a second factor" }).click();
  await sees(owner, "Members without a second factor are asked for one.");
  assert.deepEqual([owner.problems, owner.strangers], [[], []]);
});

/** A device with passkeys, in the browser itself. */
async function withDevice(person: Person) {
  const client = await person.context.newCDPSession(person.page);
  await client.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
  } as const;
  await client.send("WebAuthn.addVirtualAuthenticator", { options: { ...options, automaticPresenceSimulation: true } });
}

for (const width of [1280, 360]) {
  test(`a passkey is added, signs in without a password, and is removed (${width} pixels)`, async () => {
    const person = await signUp({ viewport: { width, height: 820 } });
    const { page } = person;
    await withDevice(person);
    await page.goto(`${origin}/settings/privacy`);
    await page.getByRole("link", { name: "Passkeys" }).click();
    await sees(person, "You have no passkey yet.");
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await sees(person, "You can sign in with it from now on.");
    await page.getByRole("button", { name: "Add a passkey" }).click();
    // The device has one already, and says so to the browser.
    await sees(person, "This device already has a passkey for your account.");
    await page.context().clearCookies();
    await page.goto(`${origin}/sign-in?to=/credits`);
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.waitForURL(`${origin}/credits`);
    await page.goto(`${origin}/passkeys`);
    await page.getByRole("button", { name: "Remove" }).click();
    await sees(person, "Removed. Delete it on the device, too.");
    await page.context().clearCookies();
    await page.goto(`${origin}/sign-in`);
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await sees(person, "This passkey doesn’t belong to an account here");
    assert.deepEqual([person.problems, person.strangers], [[], []]);
  });
}
