import assert from "node:assert/strict";
import { after, test } from "node:test";
// @ts-expect-error Plain JavaScript, shared with the seed.
import { mailedLink } from "../../workers/local/client.mjs";
import {
  addContact,
  askFor,
  closeBrowser,
  dryRun,
  expectBalance,
  joinTeam,
  newAddress,
  newVisitor,
  origin,
  sees,
  signUp,
  signUpOrIn,
} from "./person.ts";

after(closeBrowser);

test("a contact's copy, restriction and erasure with a certificate; the same file imported again does not bring them back", async () => {
  const person = await signUp();
  const { page } = person;
  const email = newAddress();
  await addContact(person, "Forget", email);
  const contact = new URL(page.url()).pathname;
  const copy = await page.evaluate(async (path) => (await fetch(path)).text(), `${contact}/copy.json`);
  assert.match(copy, new RegExp(email));
  await page.getByRole("button", { name: "Restrict: keep, don’t use" }).click();
  await sees(person, "Restricted: kept, not used.");
  await page.goto(`${origin}/contacts?search=Forget`);
  await sees(person, "No contacts match");
  await page.goto(`${origin}/contacts?restricted=1`);
  await sees(person, "Forget");
  await page.goto(`${origin}${contact}`);
  await page.getByRole("link", { name: "Erase for good" }).click();
  await page.getByRole("button", { name: "Erase for good" }).click();
  await sees(person, "Certificate of erasure");
  assert.equal(await page.getByText(email).count(), 0);
  await dryRun(person, "again.csv", `Name,Email\nForget,${email}\n`);
  await sees(person, "Erased on request");
  await expectBalance(person, 24);
  assert.deepEqual([person.problems, person.strangers], [[], []]);
});

test("somebody from outside asks to be deleted: the team that keeps them is told, answers, and they read the answer", async () => {
  const email = newAddress();
  const owner = await signUp();
  await addContact(owner, "Pat", email);
  const visitor = await askFor("Delete my data", email);
  await owner.page.goto(await mailedLink(origin, owner.email, "/settings/requests"));
  await sees(owner, email);
  await owner.page.getByRole("link", { name: "The contact with this address" }).click();
  await owner.page.getByRole("link", { name: "Erase for good" }).click();
  await owner.page.getByRole("button", { name: "Erase for good" }).click();
  await sees(owner, "Certificate of erasure");
  await owner.page.goto(`${origin}/settings/requests`);
  await owner.page
    .getByLabel("How it ended")
    .selectOption({ label: "What was kept about you has been deleted for good, and won’t be imported again." });
  await owner.page.getByRole("button", { name: "Answer" }).click();
  await sees(owner, "The person who asked will be told by e-mail.");
  await visitor.page.reload();
  await sees(visitor, "What was kept about you has been deleted for good");
  assert.deepEqual([owner.problems, visitor.problems], [[], []]);
});

test("a nominee is named, and a claim by them is told from anybody else's on the operator's page", async () => {
  const person = await signUp();
  const nominee = newAddress();
  await person.page.goto(`${origin}/settings/privacy`);
  await person.page.getByLabel("Their name").fill("Niko");
  await person.page.getByLabel("Their e-mail address").fill(nominee);
  await person.page.getByRole("button", { name: "Save the nominee" }).click();
  await sees(person, "Saved.");
  await askFor("I act for someone who died or can’t act", nominee, person.email);
  const stranger = newAddress();
  await askFor("I act for someone who died or can’t act", stranger, person.email);
  const operator = await signUpOrIn("desk@farthing.example");
  await operator.page.goto(`${origin}/operator/rights`);
  const claim = (email: string) => operator.page.locator("li", { hasText: email });
  assert.equal(await claim(nominee).getByText("named as nominee").count(), 1);
  assert.equal(await claim(stranger).getByText("no such nominee on file").count(), 1);
  assert.deepEqual([person.problems, operator.problems], [[], []]);
});

test("unsubscribe by the link in a mail, signed out, and turn it on again", async () => {
  const person = await signUp();
  await person.page.goto(`${origin}/credits/auto`);
  await person.page.locator("input[name=alertBelow]").fill("100");
  await person.page.getByRole("button", { name: "Save the alert" }).click();
  const visitor = await newVisitor();
  const { page } = visitor;
  await page.goto(await mailedLink(origin, person.email, "/unsubscribe/"));
  await page.getByRole("button", { name: "Unsubscribe" }).click();
  await sees(visitor, "You’ll get no more e-mail about: Credits.");
  await person.page.goto(`${origin}/settings/privacy`);
  await person.page.getByRole("button", { name: "Credits: off, turn on" }).waitFor();
  await page.getByRole("button", { name: "I didn’t mean to: turn it back on" }).click();
  await sees(visitor, "Turned on again");
  await person.page.reload();
  await person.page.getByRole("button", { name: "Credits: on, turn off" }).waitFor();
  assert.deepEqual([person.problems, visitor.problems], [[], []]);
});

test("everything is taken along: an archive is built, downloaded, and brought into another team", async () => {
  const first = await signUp();
  await addContact(first, "Hedy", newAddress());
  await first.page.goto(`${origin}/settings/archive`);
  await first.page.getByRole("button", { name: "Build an archive" }).click();
  const link = first.page.getByRole("link", { name: "Download the ZIP" });
  await link.waitFor();
  const [download] = await Promise.all([first.page.waitForEvent("download"), link.click()]);
  const second = await signUp();
  const { page } = second;
  await page.goto(`${origin}/import`);
  await page.getByLabel("A CSV file with your contacts").setInputFiles(await download.path().then((path) => path ?? ""));
  await page.getByRole("button", { name: "Upload and check" }).click();
  await page.getByRole("button", { name: /^Import 1/ }).click();
  await sees(second, "Undo this import");
  await page.goto(`${origin}/contacts`);
  await sees(second, "Hedy");
  await expectBalance(second, 24);
  assert.deepEqual([first.problems, second.problems], [[], []]);
});

test("a sensitive field: made, filled and changed by the owner, kept from a member's eyes and hands, and erased with what was in it", async () => {
  const owner = await signUp();
  const member = await signUp();
  const { page } = owner;
  await page.goto(`${origin}/settings/fields`);
  const add = async (name: string, sensitive: boolean) => {
    await page.getByLabel("Name", { exact: true }).fill(name);
    if (sensitive) await page.getByLabel("Sensitive").check();
    await page.getByRole("button", { name: "Add the field" }).click();
    await page.getByRole("link", { name: `Edit ${name}` }).waitFor();
  };
  await add("Allergies", true);
  // The form is empty again: the next field is not sensitive by accident.
  await add("Shoe size", false);
  assert.equal(await page.getByText("sensitive", { exact: true }).count(), 1);
  await page.goto(`${origin}/contacts/new`);
  await page.getByLabel("First name").fill("Tove");
  await page.getByLabel("Allergies").fill("Hazelnuts");
  await page.getByLabel("Shoe size").fill("41");
  await page.getByRole("button", { name: /^Add contact/ }).click();
  await sees(owner, "Hazelnuts");
  const contact = new URL(page.url()).pathname;
  await joinTeam(member, owner);
  await member.page.goto(origin + contact);
  await sees(member, "Shown only to owners and managers");
  assert.ok(!(await member.page.content()).includes("Hazelnuts"));
  await member.page.goto(`${origin}${contact}/edit`);
  await member.page.getByLabel("Shoe size").fill("");
  await member.page.getByRole("button", { name: "Save", exact: true }).last().click();
  await sees(member, "Saved Tove.");
  await page.goto(origin + contact);
  await sees(owner, "Hazelnuts");
  assert.equal(await page.getByText("Shoe size").count(), 0);
  await page.goto(`${origin}/settings/fields`);
  await page.getByRole("link", { name: "Remove Allergies" }).click();
  await page.getByRole("button", { name: "Remove the field and its contents" }).click();
  await sees(owner, "Removed.");
  await page.goto(origin + contact);
  await sees(owner, "Tove");
  assert.ok(!(await page.content()).includes("Hazelnuts"));
  assert.deepEqual([owner.problems, member.problems], [[], []]);
});
