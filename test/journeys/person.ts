// A person in a browser: what every journey does, in a person's words. Locators go by role and name; nothing sleeps.
import assert from "node:assert/strict";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
// @ts-expect-error Plain JavaScript, shared with the seed.
import { giveCredits, mailedLink } from "../../workers/local/client.mjs";
// @ts-expect-error Plain JavaScript, shared with the scripts.
import { launchChromium } from "../support/chromium.mjs";

export const origin = process.env.ORIGIN ?? "http://localhost:8787";
let browser: Browser | null = null;
let people = 0;
const password = "correct horse battery";

export interface Person {
  page: Page;
  context: BrowserContext;
  email: string;
  /** Hosts that pages asked, other than ours and the payment page's. */
  strangers: string[];
  problems: string[];
}

/** A fresh browser profile. Errors on the console and requests to other hosts are kept. */
export async function newVisitor(options: BrowserContextOptions = {}): Promise<Person> {
  browser ??= (await launchChromium()) as Browser;
  const context = await browser.newContext({
    viewport: { width: 1280, height: 820 },
    locale: "en-US",
    timezoneId: "Europe/Berlin",
    // Everybody from an address of their own: tries to sign up are counted by it.
    extraHTTPHeaders: { "CF-Connecting-IP": `10.${people % 256}.${Math.floor(Math.random() * 256)}.${Math.floor(Math.random() * 256)}` },
    ...options,
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const person: Person = { page, context, email: `person${Date.now()}${people++}@example.org`, strangers: [], problems: [] };
  page.on("request", (request) => {
    const { host } = new URL(request.url());
    if (host !== new URL(origin).host && host !== new URL(origin).host.replace("localhost", "127.0.0.1"))
      person.strangers.push(request.url());
  });
  page.on("pageerror", (error) => person.problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) person.problems.push(message.text());
  });
  return person;
}

export async function closeBrowser(): Promise<void> {
  await browser?.close();
  browser = null;
}

/** Signs up and confirms the address by the link in the mail: 25 welcome credits. */
export async function signUp(options: BrowserContextOptions = {}, email?: string): Promise<Person> {
  const person = await newVisitor(options);
  if (email) person.email = email;
  const { page } = person;
  await page.goto(origin);
  await page.getByRole("link", { name: "Start with 25 free credits" }).click();
  await fillSignUp(person);
  await page.goto(await mailedLink(origin, person.email, "/verify/"));
  await page.getByRole("button", { name: "Confirm my address" }).click();
  await page.waitForURL("**/contacts");
  await expectBalance(person, 25);
  return person;
}

/** Fills in the page to sign up, and sends it. */
export async function fillSignUp({ page, email }: Person): Promise<void> {
  await page.getByLabel("Your name").fill("Asha Rao");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByLabel("I am 18 or older").check();
  await page.getByRole("button", { name: "Create my account" }).click();
  await page.waitForURL("**/contacts");
}

/** Fills in the page to sign in, as the person with an address, and sends it. */
export async function fillSignIn({ page }: Person, email: string): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** An operator, who may have signed up for another journey before. */
export async function signUpOrIn(email: string): Promise<Person> {
  const person = await newVisitor();
  const { page } = person;
  person.email = email;
  await page.goto(`${origin}/sign-in`);
  await fillSignIn(person, email);
  const isIn = page.waitForURL("**/contacts").then(() => true);
  const isNobody = page
    .getByText("Wrong e-mail or password")
    .waitFor()
    .then(() => false);
  // The one that does not happen ends with its page, or in time.
  for (const one of [isIn, isNobody]) one.catch(() => null);
  return (await Promise.race([isIn, isNobody])) ? person : signUp({}, email);
}

async function control(emails: string[]): Promise<void> {
  const { status } = await fetch(process.env.CONTROL ?? "", { method: "POST", body: JSON.stringify(emails) });
  assert.equal(status, 200);
}

/** Somebody invites another, who joins by the link in the mail, and looks at that team from then on. */
export async function joinTeam(member: Person, owner: Person, role = "agent"): Promise<void> {
  const { page } = owner;
  await page.goto(`${origin}/settings/members`);
  await page.getByLabel("E-mail addresses").fill(member.email);
  await page.getByLabel("Their role").selectOption(role);
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await sees(owner, `Invited ${member.email}.`);
  await member.page.goto(await mailedLink(origin, member.email, "/join/"));
  await member.page.getByRole("button", { name: /^Join / }).click();
  await member.page.waitForURL("**/contacts");
  await sees(member, "Welcome to the team.");
}

/** Gives a person's team credits, as an operator does. */
export async function give({ email }: Person, credits: number): Promise<void> {
  const answer = await fetch(`${process.env.CONTROL}/team`, { method: "POST", body: JSON.stringify([email]) });
  await giveCredits(origin, credits, await answer.text());
}

/** The day of a deactivated team is now, and the cron comes by. */
export const letDayCome = (owner: Person) => control([owner.email]);

export async function expectBalance({ page }: Person, credits: number): Promise<void> {
  const shown = page.getByTestId("balance");
  for (let tries = 0; tries < 300; tries++) {
    if ((await shown.textContent()) === String(credits)) return;
    await page.waitForTimeout(50);
  }
  assert.equal(await shown.textContent(), String(credits), "the balance in the header");
}

/** Waits until the page shows these words. */
export async function sees({ page }: Person, words: string | RegExp): Promise<void> {
  await page.getByText(words).first().waitFor();
}

export async function addContact(person: Person, firstName: string, email = ""): Promise<void> {
  const { page } = person;
  await page.goto(`${origin}/contacts/new`);
  await page.getByLabel("First name").fill(firstName);
  if (email) await page.getByLabel("E-mail", { exact: true }).fill(email);
  await page.getByRole("button", { name: /^Add contact/ }).click();
  await sees(person, `Added ${firstName}.`);
}

/** Uploads a file and goes as far as the dry run's result. */
export async function dryRun(person: Person, name: string, text: string): Promise<void> {
  const { page } = person;
  await page.goto(`${origin}/import`);
  await page.getByLabel("A CSV file with your contacts").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.getByRole("button", { name: "Upload and check" }).click();
  await page.getByRole("button", { name: "Check the rows" }).click();
  await sees(person, "Already in Farthing");
}

/** On the sandbox's pay page, which is on another origin as Stripe's is. */
export async function payWith({ page }: Person, button: string, webhooks = "at once"): Promise<void> {
  await page.waitForURL(/127\.0\.0\.1.*\/sandbox\/pay\//);
  await page.getByLabel("Webhooks").selectOption({ label: webhooks });
  await page.getByRole("button", { name: button }).click();
}

export function count(label: string): (person: Person) => Promise<string> {
  return async ({ page }) =>
    (await page
      .locator("dl > div", { has: page.locator("dt", { hasText: label }) })
      .locator("dd > span")
      .first()
      .textContent()) ?? "";
}

export const newAddress = () => `subject${Date.now()}${Math.floor(Math.random() * 1_000)}@example.org`;

/** Asks for a right as somebody without an account, and confirms it by the link in the mail. */
export async function askFor(kind: string, email: string, about = ""): Promise<Person> {
  const visitor = await newVisitor();
  const { page } = visitor;
  await page.goto(`${origin}/rights`);
  await page.getByLabel("What would you like to ask for?").selectOption({ label: kind });
  await page.getByLabel("Your name").fill("Pat Subject");
  await page.getByLabel("Your e-mail address").fill(email);
  if (about) await page.getByLabel("Whose data, if not yours").fill(about);
  await page.getByRole("button", { name: "Send the request" }).click();
  await sees(visitor, "Now confirm it");
  await page.goto(await mailedLink(origin, email, "/rights/"));
  await page.getByRole("button", { name: "Yes, it was me: confirm" }).click();
  await sees(visitor, "being answered");
  return visitor;
}
