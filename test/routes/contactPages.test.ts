// Contacts as a person meets them: added by hand or brought in a file, with everything that was said of them, one press from a call.
import { ulid } from "ulidx";
import { expect, it } from "vitest";
import { again, newPerson } from "../support/app";
import { bring } from "../support/importing";
import { ledgerOf } from "../support/ledgers";

const fields = () => ({
  ...{ key: ulid(), price: "1", firstName: "Kofi", lastName: "Mensah", company: "Cedar & Co", title: "Buyer", status: "prospect" },
  ...{ "emails[0].label": "Work", "emails[0].value": "kofi@cedar.example" },
  ...{ "phones[0].label": "Mobile", "phones[0].value": "0170 1234567", "phones[1].label": "Desk", "phones[1].value": "extension 12" },
  ...{ "addresses[0].street": "1 Ring Road", "addresses[0].city": "Accra", "addresses[0].country": "Ghana" },
});

/** A page's text, without its tags and data. */
const shownIn = (html: string) =>
  html
    .replace(/<(script|style)\b.*?<\/\1>/gs, "")
    .replaceAll("<!-- -->", "")
    .replaceAll("&amp;", "&");

it("[A-12] a contact's page shows the name, number, e-mail address and country that were given, and the list finds them", async () => {
  const person = await newPerson({ credits: 5, verified: true });
  const made = fields();
  expect((await person.browser.post("/contacts/new", made)).headers.get("Location")).toBe(`/contacts/${made.key}`);
  const page = shownIn(await (await person.browser.ask(`/contacts/${made.key}`)).text());
  for (const words of ["Kofi Mensah", "+49 170 1234567", "kofi@cedar.example", "Ghana", "Accra", "1 Ring Road", "Cedar & Co", "Buyer"])
    expect(page).toContain(words);
  for (const search of ["mensah", "kofi@cedar", "01701234567", "cedar"])
    expect(shownIn(await (await person.browser.ask(`/contacts?search=${search}`)).text()), search).toContain("Kofi Mensah");
});

it("[P-05] each number that can be read is a link that dials it, with its country; one that cannot stays as it was typed, and is no link", async () => {
  const person = await newPerson({ credits: 5, verified: true, country: "DE" });
  const made = fields();
  await person.browser.post("/contacts/new", made);
  const page = await (await person.browser.ask(`/contacts/${made.key}`)).text();
  const dialled = Array.from(page.matchAll(/<a href=\x22tel:([^\x22]+)/g), ([, number]) => number);
  // In the head, to call at once, and among the details.
  expect(dialled).toEqual(["+491701234567", "+491701234567"]);
  expect(shownIn(page)).toContain("extension 12");
});

it("[P-03] leads and contacts come by hand and by a file, and are worked with alike: listed, opened, found, exported", async () => {
  const person = await newPerson({ credits: 5, verified: true });
  await person.browser.post("/contacts/new", fields());
  await bring(person, "First name,Last name,Email,Phone,Status\nAda,Lovelace,ada@engine.example,+44 20 7946 0000,Lead\n");
  const list = shownIn(await (await person.browser.ask("/contacts")).text());
  const csv = await (await person.browser.ask("/contacts/export.csv")).text();
  for (const name of ["Kofi", "Ada"]) expect([name, list.includes(name), csv.includes(name)]).toEqual([name, true, true]);
  for (const words of ["ada@engine.example", "lead", "prospect"]) expect(csv.toLowerCase()).toContain(words);
  const id = /\/contacts\/([0-9A-Z]{26})[^>]*>(?:(?!<\/a>).)*Ada/s.exec(
    await (await person.browser.ask("/contacts?search=ada")).text(),
  )?.[1];
  expect(shownIn(await (await person.browser.ask(`/contacts/${id}`)).text())).toContain("ada@engine.example");
  // 5 bought and 25 of welcome, a credit for each.
  expect((await ledgerOf((await again(person)).team.id).balance()).free).toBe(28);
});
