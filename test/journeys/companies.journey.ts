import assert from "node:assert/strict";
import { after, test } from "node:test";
import { closeBrowser, expectBalance, origin, type Person, sees, signUp } from "./person.ts";

after(closeBrowser);

/** Adds a contact at a company, typed as people do. */
async function addAt({ page }: Person, firstName: string, company: string): Promise<void> {
  await page.goto(`${origin}/contacts/new`);
  await page.getByLabel("First name").fill(firstName);
  await page.getByLabel("Company").fill(company);
  await page.getByRole("button", { name: /^Add contact/ }).click();
  await page.getByText(`Added ${firstName}.`).waitFor();
}

for (const width of [1280, 360]) {
  test(`a company is made in passing, another by hand, the two are merged, and the merge is undone, at ${width} pixels`, async () => {
    const person = await signUp({ viewport: { width, height: 800 } });
    const { page } = person;
    await addAt(person, "Anaïs", "Aster and Sons");
    await addAt(person, "Björn", "aster and sons");
    await expectBalance(person, 23);
    // One company, free, with both of them in it.
    await page.goto(`${origin}/companies`);
    await page.getByRole("link", { name: "Aster and Sons" }).click();
    await sees(person, "Only the name is known so far.");
    for (const name of ["Anaïs", "Björn"]) await page.getByRole("link", { name, exact: true }).waitFor();
    await page.getByRole("link", { name: "Edit", exact: true }).first().click();
    await page.getByLabel("Website").fill("https://www.aster.example/about-us");
    await page.getByRole("button", { name: "Save", exact: true }).last().click();
    await page.getByRole("link", { name: "aster.example" }).waitFor();

    // Another by hand, for a credit: it is warned that it may be the same.
    await page.goto(`${origin}/companies/new`);
    await page.getByLabel("Name").fill("Aster & Sons Ltd");
    await page.getByLabel("Website").fill("aster.example");
    await sees(person, "may be the same company");
    await page.getByLabel("Phone", { exact: true }).fill("+44 20 7946 0018");
    await page.getByRole("button", { name: /^Add company/ }).click();
    await expectBalance(person, 22);

    await page.goto(`${origin}/companies/duplicates`);
    await sees(person, "Same domain: aster.example");
    await page.getByRole("link", { name: "Merge into the first" }).click();
    await page.waitForURL("**/merge?*");
    await page.getByText("Aster & Sons Ltd", { exact: true }).click();
    await page.getByRole("button", { name: "Merge into one company" }).click();
    await page.getByRole("heading", { name: "Aster & Sons Ltd", level: 1 }).waitFor();
    await page.getByRole("link", { name: "+44 20 7946 0018" }).waitFor();
    await page.getByRole("link", { name: "Anaïs", exact: true }).click();
    await page.getByRole("link", { name: "Aster & Sons Ltd" }).click();

    // Undone from the timeline: both are back, and nobody has paid for it.
    await page.getByRole("button", { name: "Undo the merge" }).click();
    await sees(person, "The merge is undone");
    await page.goto(`${origin}/companies?sort=name`);
    for (const name of ["Aster & Sons Ltd", "Aster and Sons"]) await page.getByRole("link", { name }).waitFor();
    await page.getByRole("link", { name: "Aster and Sons" }).click();
    await page.getByRole("link", { name: "Anaïs", exact: true }).waitFor();
    await expectBalance(person, 22);
    assert.deepEqual(person.strangers, []);
    assert.deepEqual(person.problems, []);
  });
}

test("a company: noted, put in the trash, taken back, found by the palette and by the keyboard", async () => {
  const person = await signUp();
  const { page } = person;
  await page.goto(`${origin}/contacts`);
  await page.keyboard.press("g");
  await page.keyboard.press("1");
  await sees(person, "No companies yet");
  await page
    .getByRole("link", { name: /^Add company/ })
    .first()
    .click();
  await page.getByRole("button", { name: /^Add company/ }).click();
  await sees(person, "Enter a name");
  await page.getByLabel("Name").fill("Fjord AS");
  await page.getByLabel("Website").fill("not a web address");
  await page.getByRole("button", { name: /^Add company/ }).click();
  await sees(person, "Enter a web address");
  assert.equal(await page.getByLabel("Name").inputValue(), "Fjord AS");
  await page.getByLabel("Website").fill("fjord.example");
  await page.getByRole("button", { name: /^Add company/ }).click();
  await expectBalance(person, 24);
  await page.getByLabel("Note", { exact: true }).fill("Ask for Björn");
  await page.getByRole("button", { name: /^Save note/ }).click();
  await expectBalance(person, 23);
  await page.getByRole("button", { name: "Move to trash" }).click();
  await sees(person, "This company is in the trash");
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: "Move to trash" }).waitFor();
  await page.keyboard.press("Control+k");
  // The palette is loaded when it is first opened.
  await page.getByRole("dialog").getByPlaceholder("Search or do anything").fill("fjo");
  await page
    .getByRole("option", { name: /Fjord AS/ })
    .first()
    .click();
  await page.getByRole("heading", { name: "Fjord AS", level: 1 }).waitFor();
  await sees(person, "Ask for Björn");
  assert.deepEqual(person.problems, []);
});
