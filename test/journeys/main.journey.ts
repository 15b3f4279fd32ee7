import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { addContact, closeBrowser, count, dryRun, expectBalance, fillSignIn, newVisitor, origin, payWith, sees, signUp } from "./person.ts";

after(closeBrowser);

const google = readFileSync(new URL("../inputs/google-contacts.csv", import.meta.url), "utf8");
const many = (rows: number) => `Name,Email\n${Array.from({ length: rows }, (_, n) => `Person ${n},p${n}@example.org`).join("\n")}\n`;

test("a person signs up, confirms, imports an awkward Google file, sees the right cost, and has the contacts", async () => {
  const person = await signUp();
  const { page } = person;
  await dryRun(person, "contacts.csv", google);
  assert.deepEqual(
    [
      await count("New")(person),
      await count("Already in Farthing")(person),
      await count("Not imported")(person),
      await count("Cost")(person),
    ],
    ["9", "3", "2", "9"],
  );
  await sees(person, "“not an address” isn’t a valid e-mail address");
  await expectBalance(person, 25);
  await page.getByRole("button", { name: /^Import 9/ }).click();
  await page.getByText("Undo this import").waitFor();
  await expectBalance(person, 16);
  await page.reload();
  await page.getByRole("link", { name: "See your contacts" }).click();
  await sees(person, "Mei Anna Smith-Jones");
  await page.getByLabel("Filter by name, e-mail, phone or company").fill("krakow yil");
  await sees(person, "No contacts match");
  await page.getByLabel("Filter by name, e-mail, phone or company").fill("yilmaz");
  await sees(person, "Kofi Yılmaz");
  assert.deepEqual(person.strangers, []);
  assert.deepEqual(person.problems, []);
});

test("running out: the form is kept, a pack is bought in place, and the same form is finished", async () => {
  const person = await signUp();
  const { page } = person;
  await dryRun(person, "people.csv", many(25));
  await page.getByRole("button", { name: /^Import 25/ }).click();
  await page.getByText("Undo this import").waitFor();
  await expectBalance(person, 0);
  await page.goto(`${origin}/contacts/new`);
  await page.getByLabel("First name").fill("Wanjiru");
  await page.getByLabel("Last name").fill("Suzuki");
  await page.getByLabel("Phone", { exact: true }).fill("+254 712 555 019");
  await page.getByLabel("Tags").fill("Wholesale, VIP");
  await page.getByRole("button", { name: /^Add contact/ }).click();
  await sees(person, "1 credit short");
  assert.equal(await page.getByLabel("Last name").inputValue(), "Suzuki");
  await page.getByText("500", { exact: true }).click();
  await page.getByRole("button", { name: "Pay $10 with Stripe" }).click();
  await payWith(person, "Pay $10.00 with 4242", "never");
  await page.waitForURL("**/contacts/new?draft=*");
  await expectBalance(person, 500);
  assert.equal(await page.getByLabel("First name").inputValue(), "Wanjiru");
  assert.equal(await page.getByLabel("Phone", { exact: true }).inputValue(), "+254 712 555 019");
  assert.equal(await page.getByLabel("Tags").inputValue(), "Wholesale, VIP");
  await page.getByRole("button", { name: /^Add contact/ }).click();
  await sees(person, "Added Wanjiru Suzuki. 1 credit, 499 left.");
  await expectBalance(person, 499);
});

test("every priced button, clicked twice, charges once", async () => {
  const person = await signUp();
  const { page } = person;
  await page.goto(`${origin}/contacts/new`);
  await page.getByLabel("First name").fill("Once");
  await page.getByRole("button", { name: /^Add contact/ }).dblclick();
  await sees(person, "Added Once.");
  await expectBalance(person, 24);
  await page.getByLabel("Note", { exact: true }).fill("Said hello");
  await page.getByRole("button", { name: /^Save note/ }).dblclick();
  await sees(person, "Note saved.");
  await expectBalance(person, 23);
  await dryRun(person, "people.csv", many(3));
  await page.getByRole("button", { name: /^Import 3/ }).dblclick();
  await page.getByText("Undo this import").waitFor();
  await expectBalance(person, 20);
});

test("[E-10] a declined card costs nothing and says so; closing keeps the form; a payment that comes later is credited by itself", async () => {
  const person = await signUp();
  const { page } = person;
  await page.goto(`${origin}/credits/buy`);
  await page.getByRole("button", { name: "Pay $7 with Stripe" }).click();
  await payWith(person, "Pay with a card that is declined");
  await sees(person, "Your card was declined");
  await page.getByRole("button", { name: "Close without paying" }).click();
  await sees(person, "Nothing was paid.");
  await expectBalance(person, 25);
  await page.getByRole("button", { name: "Pay $7 with Stripe" }).click();
  await payWith(person, "Pay by bank transfer, confirmed later", "twice");
  await sees(person, "Your bank has not answered yet");
  await expectBalance(person, 25);
  const bank = await newVisitor();
  await bank.page.goto(`${origin}/sandbox/payments`);
  await bank.page.getByRole("row", { name: person.email }).getByRole("button", { name: "The money came" }).click();
  await bank.page.waitForURL("**/sandbox/payments");
  await page.goto(`${origin}/credits/purchases`);
  await sees(person, "Paid");
  await expectBalance(person, 125);
});

test("undo takes a contact back and returns the credit; a whole import too", async () => {
  const person = await signUp();
  const { page } = person;
  await addContact(person, "Mistake");
  await expectBalance(person, 24);
  await page.getByRole("button", { name: "Undo" }).click();
  await sees(person, /Undone\. 1 credit back, 25 left/);
  await expectBalance(person, 25);
  await sees(person, "Bring in your contacts");
  await dryRun(person, "people.csv", many(10));
  await page.getByRole("button", { name: /^Import 10/ }).click();
  await page.getByText("Undo this import").click();
  await page.getByRole("button", { name: /^Remove 10 contacts/ }).click();
  await sees(person, "Undone: 10 contacts removed");
  await expectBalance(person, 25);
});

test("an import that runs out of credits stops, and goes on where it stopped after a pack was bought", async () => {
  const person = await signUp();
  const { page } = person;
  await dryRun(person, "people.csv", many(60));
  await page.getByRole("button", { name: /^Import the first 25/ }).click();
  await sees(person, "not imported yet");
  await expectBalance(person, 0);
  await page.getByRole("button", { name: /^Buy 50 credits/ }).click();
  await payWith(person, "Pay $5.00 with 4242");
  await page.waitForURL("**/import/**");
  await page.getByRole("button", { name: /^Continue with 35/ }).click();
  await page.getByText("Undo this import").waitFor();
  await expectBalance(person, 15);
  assert.equal(await count("Imported")(person), "60");
});

test("a second team sees nothing of the first", async () => {
  const first = await signUp();
  await addContact(first, "Secretperson", "secret@example.org");
  const address = first.page.url();
  const second = await signUp();
  await second.page.goto(address);
  await sees(second, "Check the address for typos");
  await second.page.goto(`${origin}/contacts?search=secretperson`);
  await sees(second, "No contacts match");
});

test("typing an e-mail that somebody has warns, also of the trash, and restores from there", async () => {
  const person = await signUp();
  const { page } = person;
  await addContact(person, "Elif", "elif@cedar.example");
  await page.getByRole("button", { name: "Move to trash" }).click();
  await sees(person, "This contact is in the trash");
  await page.goto(`${origin}/contacts/new`);
  await page.getByLabel("E-mail", { exact: true }).pressSequentially("ELIF@cedar.example");
  await sees(person, /already has this e-mail, and is in the trash/);
  await page.getByRole("button", { name: "Restore" }).click();
  await sees(person, "Restored.");
  await expectBalance(person, 24);
});

test("by keyboard alone: the palette finds and adds, c opens the form, Ctrl+Enter saves a note", async () => {
  const person = await signUp();
  const { page } = person;
  // Keys are heard once the scripts are there.
  await page.waitForLoadState("networkidle");
  await page.keyboard.press("c");
  await page.waitForURL("**/contacts/new");
  await page.locator("input[name=firstName]:focus").waitFor();
  await page.keyboard.type("Björn");
  await page.keyboard.press("Enter");
  await sees(person, "Added Björn.");
  await page.keyboard.press("Escape");
  await page.getByLabel("Note", { exact: true }).focus();
  await page.keyboard.type("Called back");
  await page.keyboard.press("Control+Enter");
  await sees(person, "Note saved.");
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.type("bjo");
  await page.getByRole("option", { name: /Björn/ }).first().waitFor();
  await page.keyboard.press("Enter");
  await sees(person, "Called back");
  assert.deepEqual(person.problems, []);
});

test("before JavaScript loads: signing in, adding several e-mails, importing and buying all work", async () => {
  const known = await signUp();
  const person = await newVisitor({ javaScriptEnabled: false });
  const { page } = person;
  await page.goto(`${origin}/sign-in`);
  await fillSignIn(person, known.email);
  await page.goto(`${origin}/contacts/new`);
  await page.getByLabel("First name").fill("Plain");
  await page.getByRole("button", { name: "Add e-mail" }).click();
  await page.getByLabel("E-mail 2", { exact: true }).fill("second@example.org");
  await page.getByRole("button", { name: /^Add contact/ }).click();
  await sees(person, "Added Plain.");
  await sees(person, "second@example.org");
  await dryRun(person, "people.csv", many(2));
  await page.getByRole("button", { name: /^Import 2/ }).click();
  await sees(person, "Undo this import");
  await expectBalance(person, 22);
  await page.goto(`${origin}/credits/buy`);
  await page.getByRole("button", { name: "Pay $7 with Stripe" }).click();
  await payWith(person, "Pay $7.00 with 4242");
  await expectBalance(person, 122);
});

test("a forgotten password: one link by mail, a new password, signed in", async () => {
  const known = await signUp();
  const person = await newVisitor();
  const { page } = person;
  await page.goto(`${origin}/sign-in`);
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.waitForURL("**/forgot");
  await page.getByLabel("E-mail address").fill(known.email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await sees(person, "Check your e-mail");
  // @ts-expect-error Plain JavaScript, shared with the seed.
  const { mailedLink } = await import("../../workers/local/client.mjs");
  await page.goto(await mailedLink(origin, known.email, "/reset/"));
  await page.getByLabel("New password").fill("a brand new password");
  await page.getByRole("button", { name: "Save and sign in" }).click();
  await page.waitForURL("**/contacts");
  await known.page.reload();
  await known.page.waitForURL("**/sign-in**");
});
