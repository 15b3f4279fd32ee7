import assert from "node:assert/strict";
import { after, test } from "node:test";
// @ts-expect-error Plain JavaScript, shared with the seed.
import { mailedLink } from "../../workers/sandbox/client.mjs";
import { addContact, closeBrowser, expectBalance, origin, sees, signUp } from "./person.ts";

after(closeBrowser);

test("deactivate, look, export, and come back by the link in the mail: everything is as it was", async () => {
  const person = await signUp();
  const { page } = person;
  await addContact(person, "Hedy");
  await page.goto(`${origin}/settings`);
  await page.getByRole("link", { name: "Deactivate the team" }).click();
  await sees(person, "What goes when");
  await page.getByLabel("Your password").fill("not the password");
  await page.getByRole("button", { name: /^Deactivate / }).click();
  await sees(person, "The password is not right.");
  await page.getByLabel("Your password").fill("correct horse battery");
  await page.getByRole("button", { name: /^Deactivate / }).click();
  await sees(person, "Deleted for good on");
  await page.goto(`${origin}/contacts`);
  await sees(person, "This team is deactivated");
  await sees(person, "Hedy");
  const csv = await page.evaluate(async () => (await fetch("/contacts/export.csv")).text());
  assert.match(csv, /Hedy/);
  await page.goto(`${origin}/contacts/new`);
  await page.getByLabel("First name").fill("Nobody");
  await page.getByRole("button", { name: /^Add contact/ }).click();
  await sees(person, "nothing was changed");
  await page.goto(await mailedLink(origin, person.email, "/settings/leave"));
  await page.getByRole("button", { name: "Come back" }).click();
  await sees(person, "Welcome back");
  await addContact(person, "Grace");
  await expectBalance(person, 23);
  assert.deepEqual(person.problems, []);
});
