// Enters the demo team through the app itself, day by day under the sandbox's clock: real forms, real ledger, real payments.
import { colleague, contacts, importFile, owner, team } from "../../db/seed.ts";
import { buyPack, Client, mailedLink, newKey, signUp, until } from "./client.mjs";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Seeds a deployment where nobody is yet, and says so. */
export async function seedOnce(db, origin) {
  if (await db.prepare("SELECT 1 FROM users LIMIT 1").first()) return;
  console.log("Seeding the demo team…");
  await seed(origin);
}

/** Seeds an empty deployment. About a hundred requests. */
export async function seed(origin) {
  const moveTo = (daysAgo, hours = 0) =>
    fetch(`${origin}/sandbox/clock`, { method: "POST", body: String(-daysAgo * DAY_MS + hours * 3_600_000) });
  await moveTo(30);
  const client = await signUp(origin, owner);
  await client.expectPost("/settings/team", team);
  await join(client, colleague);
  let imported = false;
  for (const [index, contact] of contacts.entries()) {
    if (!imported && contact.daysAgo < importFile.daysAgo) {
      await moveTo(importFile.daysAgo);
      await buyPack(client, 100);
      await importBook(client);
      imported = true;
    }
    await moveTo(contact.daysAgo, (index % 3) * 2);
    await enter(client, contact, (hours) => moveTo(contact.daysAgo, hours));
  }
  await moveTo(1);
  await addAndUndo(client);
  await client.expectPost("/credits/budgets", { target: "action:contact.add", period: "month", most: "40" });
  await moveTo(0);
}

/** A colleague, who joins by the link in the mail. */
async function join(client, { name, email, password }) {
  await client.expectPost("/settings/members", { intent: "invite", emails: email, role: "agent" });
  const link = await mailedLink(client.origin, email, "/join/");
  await new Client(client.origin).expectPost(new URL(link).pathname, { intent: "new", name, password, adult: "on" });
}

async function enter(client, contact, moveTo) {
  const key = newKey();
  const { firstName, lastName, company = "", title = "", email = "", phone = "", status, tags = "", birthday = "", city = "" } = contact;
  const fields = { key, price: "1", firstName, lastName, company, title, status, tags, birthday, website: "" };
  const lists = { "emails[0].value": email, "emails[0].label": "Work", "phones[0].value": phone, "phones[0].label": "Mobile" };
  const address = city ? { "addresses[0].street": "12 Harbour Rd", "addresses[0].city": city, "addresses[0].label": "Work" } : {};
  await client.expectPost("/contacts/new", { ...fields, ...lists, ...address });
  for (const [n, text] of (contact.notes ?? []).entries()) {
    await moveTo(20 + n * 24);
    await client.expectPost(`/contacts/${key}`, { key: newKey(), price: "1", text });
  }
  if (contact.call) await client.expectPost(`/contacts/${key}`, { intent: "call" });
}

async function importBook(client) {
  const form = new FormData();
  form.set("file", new File([importFile.text], importFile.name, { type: "text/csv" }));
  const { location } = await client.expectPost("/import", form);
  const page = await client.get(location);
  const mapping = Array.from(page.text.matchAll(/<select name="(column-\d+)".*?<\/select>/gs), ([html, name]) => [
    name,
    /value="(\w+)" selected/.exec(html)?.[1] ?? "skip",
  ]);
  await client.expectPost(location, [...mapping, ["tag", "Old address book"], ["intent", "check"]]);
  await until(async () => (await client.get(location)).text.includes("Already in Farthing"), "the dry run");
  const most = Number(/name="most" value="(\d+)"/.exec((await client.get(location)).text)?.[1]);
  await client.expectPost(location, { intent: "start", most: String(most), price: String(most) });
  await until(async () => (await client.get(location)).text.includes("Undo this import"), "the import");
}

/** One contact added and undone, so that the statement shows what that looks like. */
async function addAndUndo(client) {
  const key = newKey();
  await client.expectPost("/contacts/new", { key, price: "1", firstName: "Test", lastName: "Person", status: "lead" });
  await client.expectPost("/undo", { kind: "add", of: "contact", id: key, recordId: key });
  if ((await client.get("/contacts")).text.includes("Test Person")) throw new Error("The undo of the demo team did nothing.");
}
