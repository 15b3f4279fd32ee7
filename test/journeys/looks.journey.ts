import assert from "node:assert/strict";
import { after, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { openPages } from "../support/pages.ts";
import { addContact, askFor, closeBrowser, dryRun, newVisitor, origin, type Person, signUp } from "./person.ts";

after(closeBrowser);

const open = [
  ...openPages,
  ...["/policies/privacy/2026-11-22", "/unsubscribe/nobody", "/email/nothing", "/verify/nothing", "/reset/nothing", "/nowhere"],
];

/** What is wrong with a page: axe's findings, and anything wider than the screen from 360 to 1280 pixels. Dark differs in its colours only: one width shows them all. */
async function findings({ page }: Person, path: string, dark: boolean): Promise<string[]> {
  const found: string[] = [];
  for (const [n, width] of (dark ? [1280] : [360, 768, 1280]).entries()) {
    await page.setViewportSize({ width, height: 820 });
    if (n === 0) {
      await page.goto(origin + path);
      // Both layouts and both sets of colours, without asking twice for either.
      for (const { id, nodes } of await axeFindings(page)) found.push(`${path} at ${width}: ${id}: ${nodes[0]?.html.slice(0, 160)}`);
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wide > 0) found.push(`${path} at ${width}: ${wide} pixels too wide`);
  }
  return found;
}

async function axeFindings(page: Person["page"]) {
  const looked = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
  return looked.violations;
}

async function allFindings(person: Person, paths: string[], dark: boolean): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) found.push(...(await findings(person, path, dark)));
  return found;
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`[P-14] on every open page axe finds nothing, nothing is too wide from 360 to 1280 pixels, and no request leaves for another host (${colorScheme})`, async () => {
    const person = await newVisitor({ colorScheme });
    assert.deepEqual(await allFindings(person, open, colorScheme === "dark"), []);
    assert.deepEqual(person.strangers, []);
  });

  test(`[P-14] on every page of the app axe finds nothing, nothing is too wide from 360 to 1280 pixels, and no request leaves for another host (${colorScheme})`, async () => {
    const person = await signUp({ colorScheme });
    const { page } = person;
    await addContact(person, "Anaïs", "a-rather-long-address-for-a-narrow-screen@aster-and-sons.example");
    const contact = new URL(page.url()).pathname;
    await page.goto(`${origin}/companies/new`);
    await page.getByLabel("Name").fill("A company with rather a long name, as they have them, and Daughters");
    await page.getByRole("button", { name: /^Add company/ }).click();
    await page.waitForURL(/companies\/\w{26}$/);
    const company = new URL(page.url()).pathname;
    await page.goto(`${origin}/import`);
    await page
      .getByLabel("A CSV file with your contacts")
      .setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from("Name,Email\nA,bad\nB,b@example.org\n") });
    await page.getByRole("button", { name: "Upload and check" }).click();
    await page.waitForURL("**/import/**");
    const mapping = new URL(page.url()).pathname;
    await dryRun(person, "people.csv", "Name,Email\nA,bad\nB,b@example.org\n");
    const checked = new URL(page.url()).pathname;
    const paths = [
      "/contacts",
      "/contacts/new",
      contact,
      `${contact}/edit`,
      "/contacts?trash=1",
      "/contacts?search=nobody",
      "/import",
      mapping,
      checked,
      "/credits",
      "/credits/buy",
      "/credits/statement",
      "/credits/purchases",
      "/credits/budgets",
      "/credits/auto",
      "/credits/proof",
      ...["/settings", "/settings/team", "/settings/members", "/settings/roles", "/settings/tags", "/teams"],
      "/settings/privacy",
      "/settings/fields",
      "/settings/archive",
      "/settings/requests",
      "/settings/audit",
      "/settings/erase",
      "/settings/leave",
      "/contacts?restricted=1",
      ...["/companies", "/companies/new", "/companies?trash=1", "/companies?search=nobody", "/companies/duplicates"],
      ...[company, `${company}/edit`, `${company}/merge`],
      `${contact}/erase`,
    ];
    assert.deepEqual(await allFindings(person, paths, colorScheme === "dark"), []);
    assert.deepEqual(person.strangers, []);
    assert.deepEqual(person.problems, []);
  });
}

test("axe finds nothing, and nothing is too wide, on the operator's pages; to anybody else they do not exist", async () => {
  const long = `${"a-rather-long-name-".repeat(3)}for-a-narrow-screen@aster-and-daughters.example`;
  await askFor("Someone in the data is under 16", long, `about-${long}`);
  const operator = await signUp({}, "operator@farthing.example");
  await operator.page.goto(`${origin}/operator`);
  const team = await operator.page.locator("main li a").first().getAttribute("href");
  const paths = ["/operator", team ?? "", "/operator/payments", "/operator/jobs", "/operator/checks", "/operator/promo"];
  paths.push("/operator/rights", "/operator/support", "/operator/news", `${team}/disclosure`);
  assert.deepEqual(await allFindings(operator, paths, false), []);
  const { page } = await signUp();
  for (const path of paths) assert.equal((await page.goto(origin + path))?.status(), 404, path);
});
