// A person and their lists: fields of their own from making to filtering and exporting, a view shared with a colleague, and a thousand changed at once.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { closeBrowser, give, joinTeam, origin, type Person, sees, signUp } from "./person.ts";

after(closeBrowser);

const phone = { viewport: { width: 360, height: 760 }, hasTouch: true, isMobile: true };

/** What is typed or chosen into a field of each kind, what its list is then asked for, and what an export says. */
const kinds: [kind: string, words: string, fill: (page: Page) => Promise<unknown>, ask: string, told: string][] = [
  ["text", "Text", (page) => page.getByLabel("Own text", { exact: true }).fill("Blue door"), "Blue", "Blue door"],
  ["longText", "Long text", (page) => page.getByLabel("Own long").fill("First line"), "First", "First line"],
  ["number", "Number", (page) => page.getByLabel("Own number").fill("1,234.5"), "1234.5", "1234.5"],
  ["money", "Money", (page) => page.getByLabel("Own money").fill("99"), "99", "99"],
  ["date", "Date", (page) => page.getByLabel("Own date").fill("2028-02-29"), "2028-02-29", "2028-02-29"],
  ["choice", "One choice", (page) => page.getByLabel("Own choice", { exact: true }).selectOption("Gold"), "Gold", "Gold"],
  ["choices", "Several choices", (page) => page.getByLabel("Crimson", { exact: true }).check(), "Crimson", "Crimson"],
  ["yesNo", "Yes or no", (page) => page.getByLabel("Own yes").selectOption("yes"), "Yes", "Yes"],
  ["link", "Link", (page) => page.getByLabel("Own link").fill("aster.example"), "aster", "https://aster.example"],
  ["email", "E-mail", (page) => page.getByLabel("Own mail").fill("own@aster.example"), "own@", "own@aster.example"],
  ["phone", "Phone", (page) => page.getByLabel("Own phone").fill("+49 30 901820"), "901820", "+4930901820"],
  ["person", "Team member", (page) => page.getByLabel("Own person").selectOption({ label: "Asha Rao" }), "Asha Rao", "Asha Rao"],
];
const names: Record<string, string> = { longText: "Own long", yesNo: "Own yes", email: "Own mail" };
const nameOf = (kind: string) => names[kind] ?? `Own ${kind}`;

async function makeFields({ page }: Person): Promise<void> {
  for (const [kind] of kinds) {
    await page.goto(`${origin}/settings/fields`);
    await page.getByLabel("Name", { exact: true }).fill(nameOf(kind));
    await page.getByLabel("Type").selectOption(kind);
    if (kind === "choice") await page.getByLabel("Choices, one per line").fill("Gold\nSilver");
    if (kind === "choices") await page.getByLabel("Choices, one per line").fill("Crimson\nGreen");
    if (kind === "money") await page.getByLabel("Currency").fill("EUR");
    await page.getByRole("button", { name: "Add the field" }).click();
    await page.getByRole("link", { name: `Edit ${nameOf(kind)}` }).waitFor();
  }
}

/** Asks the list for what a field has, by its row of conditions, and waits for who is left. */
async function filterBy({ page }: Person, name: string, value: string): Promise<void> {
  await page.goto(`${origin}/contacts`);
  await page.getByRole("link", { name: /^Filter/ }).click();
  const panel = page.getByRole("form", { name: "Conditions" });
  await panel.getByLabel("Add a condition…").selectOption({ label: name });
  const row = panel.getByRole("listitem");
  await row.getByLabel(`${name}: condition`).waitFor();
  const box = row.getByRole("checkbox", { name: value, exact: true });
  if ((await box.count()) > 0) await box.check();
  else await row.locator("input:not([type=hidden])").fill(value);
  await page.getByRole("link", { name: "Other Person" }).waitFor({ state: "detached" });
  await page.getByRole("link", { name: /Full Person/ }).waitFor();
}

for (const [size, options] of [
  ["1280 pixels", {}],
  ["360 pixels", phone],
] as const)
  test(`a field of each kind is made, filled in, shown, filtered by and exported, at ${size}`, async () => {
    const person = await signUp(options);
    const { page } = person;
    await makeFields(person);
    await page.goto(`${origin}/contacts/new`);
    await page.getByLabel("First name").fill("Other");
    await page.getByLabel("Last name").fill("Person");
    await page.getByRole("button", { name: /^Add contact/ }).click();
    await page.waitForURL(/contacts\/\w{26}$/);
    await page.goto(`${origin}/contacts/new`);
    await page.getByLabel("First name").fill("Full");
    await page.getByLabel("Last name").fill("Person");
    for (const [, , fill] of kinds) await fill(page);
    await page.getByRole("button", { name: /^Add contact/ }).click();
    await page.waitForURL(/contacts\/\w{26}$/);
    for (const words of ["1,234.5", "€99.00", "February 29, 2028", "Gold", "Crimson", "Asha Rao", "+49 30 901820"])
      await sees(person, words);
    for (const [kind, , , ask] of kinds) await filterBy(person, nameOf(kind), ask);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Export these contacts as CSV" }).click(),
    ]);
    const csv = await readFile(await download.path(), "utf8");
    for (const [, , , , told] of kinds) assert.ok(csv.includes(told), told);
    assert.ok(!csv.includes("Other"));
    assert.deepEqual(person.problems, []);
  });

test("a view is saved with its columns, shared with a colleague, and opens for them at the same address and from their own sidebar", async () => {
  const owner = await signUp();
  const colleague = await signUp();
  const { page } = owner;
  for (const [name, status] of [
    ["Cara", "Customer"],
    ["Lea", "Lead"],
  ] as const) {
    await page.goto(`${origin}/contacts/new`);
    await page.getByLabel("First name").fill(name);
    await page.getByLabel("Status").selectOption({ label: status });
    await page.getByRole("button", { name: /^Add contact/ }).click();
    await page.waitForURL(/contacts\/\w{26}$/);
  }
  await page.goto(`${origin}/contacts`);
  await page.getByLabel("Status", { exact: true }).selectOption({ label: "Customer" });
  await page.getByRole("link", { name: /Lea/ }).waitFor({ state: "detached" });
  await page.getByRole("link", { name: "Columns" }).click();
  await page.getByRole("form", { name: "Columns" }).getByLabel("Added").check();
  await page.getByRole("columnheader", { name: "Added" }).waitFor();
  await page.getByText("Save view").click();
  await page.getByLabel("Name", { exact: true }).fill("Our customers");
  await page.getByLabel("Share with the team").check();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await sees(owner, "View saved.");
  await page.getByRole("navigation", { name: "Main" }).first().getByRole("link", { name: "Our customers" }).waitFor();
  const address = page.url();
  await joinTeam(colleague, owner);
  const theirs = colleague.page;
  await theirs.goto(address);
  await theirs.getByRole("columnheader", { name: "Added" }).waitFor();
  await theirs.getByRole("link", { name: /Cara/ }).waitFor();
  assert.equal(await theirs.getByRole("link", { name: /Lea/ }).count(), 0);
  await theirs.getByRole("link", { name: "Manage views" }).click();
  assert.equal(await theirs.getByRole("button", { name: "Delete Our customers" }).count(), 0);
  await theirs.getByRole("button", { name: "Show in the sidebar" }).click();
  await sees(colleague, "It’s in the sidebar now.");
  await theirs.goto(`${origin}/credits`);
  await theirs.getByRole("navigation", { name: "Main" }).first().getByRole("link", { name: "Our customers" }).click();
  await theirs.getByRole("link", { name: /Cara/ }).waitFor();
  assert.deepEqual([owner.problems, colleague.problems], [[], []]);
});

for (const [size, options] of [
  ["1280 pixels", {}],
  ["360 pixels", phone],
] as const)
  test(`a thousand contacts are changed at once, on all pages of the list, and the change is undone, at ${size}`, async () => {
    const person = await signUp(options);
    const { page } = person;
    await give(person, 1_000);
    const rows = Array.from({ length: 1_000 }, (_, n) => `Person${n},p${n}@example.org`).join("\n");
    await page.goto(`${origin}/import`);
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(`First name,E-mail\n${rows}\n`) });
    await page.getByRole("button", { name: "Upload and check" }).click();
    await page.getByRole("button", { name: "Check the rows" }).click();
    await page.getByRole("button", { name: /^Import 1,000/ }).click();
    await page
      .getByRole("button", { name: "Undo this import" })
      .or(page.getByText("Undo this import"))
      .first()
      .waitFor({ timeout: 60_000 });
    await page.goto(`${origin}/contacts`);
    await page.getByLabel("Select all on this page").check();
    await page.getByRole("link", { name: "Change all contacts in this list" }).click();
    await page.getByLabel("What to change").selectOption({ label: "Status" });
    await page.getByLabel("Status", { exact: true }).selectOption({ label: "Customer" });
    await page.getByRole("button", { name: "Change all contacts in this list" }).click();
    await page.getByText("1,000 contacts changed.").waitFor({ timeout: 60_000 });
    await page.getByRole("cell", { name: "Customer" }).first().waitFor();
    assert.equal(await page.getByRole("cell", { name: "Lead" }).count(), 0);
    await page.getByRole("button", { name: "Undo" }).first().click();
    await page.getByText("Undone: 1,000 contacts restored.").waitFor({ timeout: 60_000 });
    await page.getByRole("cell", { name: "Lead" }).first().waitFor();
    assert.equal(await page.getByRole("cell", { name: "Customer" }).count(), 0);
    assert.deepEqual(person.problems, []);
  });
