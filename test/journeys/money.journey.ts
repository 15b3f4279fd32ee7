import assert from "node:assert/strict";
import { after, test } from "node:test";
// @ts-expect-error Plain JavaScript, shared with the seed.
import { mailedLink, until } from "../../workers/local/client.mjs";
import { addContact, closeBrowser, expectBalance, joinTeam, origin, type Person, payWith, sees, signUp } from "./person.ts";

after(closeBrowser);

async function buyPack(person: Person, credits: number): Promise<void> {
  await person.page.goto(`${origin}/credits/buy`);
  await person.page.getByText(String(credits), { exact: true }).click();
  await person.page.getByRole("button", { name: /^Pay / }).click();
  await payWith(person, "with 4242");
  await sees(person, `${credits} credits added.`);
}

/** Something happens to the newest payment, on the sandbox's page, and its webhooks come. */
async function atStripe(person: Person, button: string): Promise<void> {
  await person.page.goto(`${origin}/sandbox/payments`);
  const row = person.page.locator("tr", { hasText: person.email });
  await row.first().getByRole("button", { name: button, exact: true }).click();
  await person.page.waitForURL("**/sandbox/payments");
}

test("a partial refund after some credits are spent: the money's share goes back, and the statement says why", async () => {
  const person = await signUp();
  await buyPack(person, 50);
  await addContact(person, "Ada");
  await atStripe(person, "Refund half");
  await person.page.goto(`${origin}/credits/purchases`);
  await sees(person, "$2.50 refunded");
  await expectBalance(person, 24 + 25);
  await person.page.goto(`${origin}/credits/statement`);
  await sees(person, "Taken back: the payment was refunded");
  assert.ok(await mailedLink(origin, person.email, "/credits/purchases"));
  assert.deepEqual(person.problems, []);
});

test("a dispute takes the credits back, says why nothing can be added, and gives them back when it is won", async () => {
  const person = await signUp();
  await buyPack(person, 50);
  await addContact(person, "Grace");
  await atStripe(person, "Dispute");
  await person.page.goto(`${origin}/credits/purchases`);
  await sees(person, "taken back by the bank");
  await expectBalance(person, 24);
  await atStripe(person, "Dispute won");
  await person.page.goto(`${origin}/credits/statement`);
  await sees(person, "Given back: the dispute is over");
  await expectBalance(person, 74);
  await atStripe(person, "Dispute");
  await atStripe(person, "Dispute lost");
  await person.page.goto(`${origin}/credits`);
  await expectBalance(person, 24);
});

/** Loads a page again until it shows these words: what a job in the background does. */
async function appears({ page }: Person, path: string, words: string): Promise<void> {
  await until(async () => {
    await page.goto(origin + path);
    return page.getByText(words).isVisible();
  }, words);
}

async function saveCard(person: Person, words: string): Promise<void> {
  const { page } = person;
  await page.goto(`${origin}/credits/auto`);
  await page.getByRole("button", { name: "Save a card with Stripe" }).click();
  await page.getByRole("button", { name: words }).click();
  await sees(person, "is saved.");
  await page.getByLabel("Buy a pack automatically").check();
  await page.getByLabel("When credits fall below").first().fill("25");
  await page.getByRole("button", { name: /^Save( and buy .*)?$/ }).click();
  await sees(person, "Auto top-up is on.");
}

test("auto top-up with a good card buys a pack once the balance is below the mark", async () => {
  const person = await signUp();
  await saveCard(person, "always works");
  await addContact(person, "Katherine");
  await appears(person, "/credits/purchases", "by auto top-up");
  await expectBalance(person, 124);
});

test("auto top-up with a card that is declined says so, pauses, and charges nothing", async () => {
  const person = await signUp();
  await saveCard(person, "declined later");
  await addContact(person, "Mary");
  await appears(person, "/credits/auto", "Paused until");
  await sees(person, "The card was declined once.");
  await expectBalance(person, 24);
});

test("auto top-up whose bank wants the person: a mail with a link leads to Stripe, and the credits come", async () => {
  const person = await signUp();
  await saveCard(person, "asks for confirmation");
  await addContact(person, "Dorothy");
  await person.page.goto(await mailedLink(origin, person.email, "/credits/confirm/"));
  await person.page.getByRole("button", { name: "Confirm $7 with Stripe" }).click();
  await payWith(person, "with 4242");
  await sees(person, "100 credits added.");
  await expectBalance(person, 124);
});

test("a budget that is used up stops what it is for, with the form kept, while the rest goes on", async () => {
  const person = await signUp();
  const { page } = person;
  await page.goto(`${origin}/credits/budgets`);
  await page.getByLabel("For", { exact: true }).selectOption({ label: "Contact, added by hand" });
  await page.getByLabel("Credit limit").fill("1");
  await page.getByRole("button", { name: "Set the budget" }).click();
  await sees(person, "The budget is set.");
  await addContact(person, "First");
  await page.goto(`${origin}/contacts/new`);
  await page.getByLabel("First name").fill("Second");
  await page.getByRole("button", { name: /^Add contact/ }).click();
  await sees(person, "A budget is used up");
  assert.equal(await page.getByLabel("First name").inputValue(), "Second");
  await page.goto(`${origin}/contacts`);
  await page.getByRole("link", { name: "First" }).first().click();
  await page.getByRole("textbox", { name: /note/i }).fill("still writing");
  await page.getByRole("button", { name: /^Save note|^Add note/ }).click();
  await sees(person, "Note saved.");
  await expectBalance(person, 23);
});

test("a member whose budget is used up is stopped, with the form kept, while the owner goes on", async () => {
  const owner = await signUp();
  const member = await signUp();
  await joinTeam(member, owner);
  await member.page.goto(`${origin}/settings`);
  await member.page.getByLabel("Your name").fill("Mo Member");
  await member.page.getByRole("button", { name: "Save your name and phone" }).click();
  await sees(member, "Saved.");
  await owner.page.goto(`${origin}/credits/budgets`);
  await owner.page.getByLabel("For", { exact: true }).selectOption({ label: "Mo Member" });
  await owner.page.getByLabel("Credit limit").fill("2");
  await owner.page.getByLabel("Per", { exact: true }).selectOption({ label: "day" });
  await owner.page.getByRole("button", { name: "Set the budget" }).click();
  await sees(owner, "The budget is set.");
  await addContact(member, "First");
  await addContact(member, "Second");
  await member.page.goto(`${origin}/contacts/new`);
  await member.page.getByLabel("First name").fill("Third");
  await member.page.getByRole("button", { name: /^Add contact/ }).click();
  await sees(member, "Your budget is 2 credits a day.");
  assert.equal(await member.page.getByLabel("First name").inputValue(), "Third");
  await addContact(owner, "Owners");
  await expectBalance(owner, 22);
  await owner.page.goto(`${origin}/credits/budgets`);
  await sees(owner, "2 of 2 credits this day");
  // A member reads budgets, and sets none.
  await member.page.goto(`${origin}/credits/budgets`);
  await sees(member, "The team’s owner sets budgets.");
});

test("goodwill and a refund by the operator, with reasons, reach the team", async () => {
  const person = await signUp();
  await buyPack(person, 50);
  const operator = await signUp({}, "demo@farthing.example");
  const { page } = operator;
  await page.goto(`${origin}/operator/payments`);
  await page.getByRole("link", { name: "50 credits for $5" }).first().click();
  await page.getByText("Refund", { exact: true }).first().click();
  await page.getByLabel("Amount, up to 5").fill("2.50");
  await page.getByLabel("Why", { exact: true }).first().fill("asked for half");
  await page.getByRole("button", { name: "Refund", exact: true }).click();
  await sees(operator, "Refunded. The matching share of credits was taken back.");
  await page.getByLabel("Credits", { exact: true }).fill("7");
  await page.getByLabel("Reason, shown to the team").fill("sorry for the wait");
  await page.getByRole("button", { name: "Give" }).click();
  await sees(operator, "7 credits given.");
  await sees(operator, "Refunded $2.50 of a purchase");
  await page.goto(`${origin}/operator/checks`);
  await page.getByRole("button", { name: "Run the check: Ledgers" }).click();
  await sees(operator, "All good");
  await person.page.goto(`${origin}/credits/statement`);
  await sees(person, "Goodwill: sorry for the wait");
  await expectBalance(person, 25 + 25 + 7);
  assert.deepEqual(operator.problems, []);
});

test("the proof page verifies the statement in the browser, and finds a file that was changed", async () => {
  const person = await signUp();
  const { page } = person;
  await addContact(person, "Rosalind");
  await page.goto(`${origin}/credits/proof`);
  await page.getByRole("button", { name: "Check the statement as it is now" }).click();
  await sees(person, "The chain holds: 2 entries, 24 credits");
  const text = await page.evaluate(async () => (await fetch("/credits/statement.json")).text());
  const changed = text.replace('"credits":25', '"credits":26');
  await page
    .getByLabel("Or check a file")
    .setInputFiles({ name: "statement.json", mimeType: "application/json", buffer: Buffer.from(changed) });
  await sees(person, "The chain is broken");
  assert.deepEqual(person.strangers, []);
});
