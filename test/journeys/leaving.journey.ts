import assert from "node:assert/strict";
import { after, test } from "node:test";
// @ts-expect-error Plain JavaScript, shared with the seed.
import { mailedLink } from "../../workers/local/client.mjs";
import { addContact, closeBrowser, expectBalance, fillSignIn, fillSignUp, letDayCome, origin, sees, signUp } from "./person.ts";

after(closeBrowser);

test("deactivate, look, export, and come back by the link in the mail: everything is as it was", async () => {
  const person = await signUp();
  const { page } = person;
  await addContact(person, "Hedy");
  await page.goto(`${origin}/settings/team`);
  await page.getByRole("link", { name: "Deactivate the team" }).click();
  await sees(person, "What happens");
  await page.getByLabel("Your password").fill("not the password");
  await page.getByRole("button", { name: /^Deactivate / }).click();
  await sees(person, "Wrong password. Nothing was changed.");
  await page.getByLabel("Your password").fill("correct horse battery");
  await page.getByRole("button", { name: /^Deactivate / }).click();
  await sees(person, "Deleted for good on");
  await page.goto(`${origin}/contacts`);
  await sees(person, "This team is deactivated");
  await sees(person, "Hedy");
  const csv = await page.evaluate(async () => (await fetch("/contacts/export.csv")).text());
  assert.match(csv, /Hedy/);
  await page.goto(`${origin}/contacts/new`);
  assert.equal(await page.getByRole("button", { name: /^Add contact/ }).isDisabled(), true);
  assert.equal(await page.getByLabel("First name").isDisabled(), true);
  // Whoever sends the form all the same changes nothing.
  await page.evaluate(() => document.querySelector("fieldset[disabled]")?.removeAttribute("disabled"));
  await page.getByLabel("First name").fill("Nobody");
  await page.getByRole("button", { name: /^Add contact/ }).click();
  await sees(person, "nothing was changed");
  await page.goto(await mailedLink(origin, person.email, "/settings/leave"));
  await page.getByRole("button", { name: "Reactivate" }).click();
  await sees(person, "Welcome back");
  await addContact(person, "Grace");
  await expectBalance(person, 23);
  assert.deepEqual(person.problems, []);
});

test("deactivate, and the day passes: the team, its contacts and the account are gone, and the address is free again", async () => {
  const person = await signUp();
  const { page } = person;
  await addContact(person, "Nobody");
  await page.goto(`${origin}/settings/leave`);
  await page.getByLabel("Your password").fill("correct horse battery");
  await page.getByRole("button", { name: /^Deactivate / }).click();
  await sees(person, "Deleted for good on");
  await letDayCome(person);
  await page.goto(`${origin}/contacts`);
  await page.waitForURL("**/sign-in**");
  await fillSignIn(person, person.email);
  await sees(person, "Wrong e-mail or password.");
  const told = (await (await fetch(`${origin}/sandbox/mail.json`)).json()) as { to: string; subject: string }[];
  assert.ok(told.some(({ to, subject }) => to === person.email && /delet/i.test(subject)));
  await page.goto(`${origin}/sign-up`);
  await fillSignUp(person);
  await expectBalance(person, 0);
});
