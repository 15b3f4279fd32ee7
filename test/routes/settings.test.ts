// What is set in the settings, as a person does it.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { expect, it, vi } from "vitest";
import { addContact, readContacts } from "~/app/domain/contacts/contacts";
import { readTags } from "~/app/domain/contacts/tags";
import { readSpending } from "~/app/domain/credits/credits";
import { again, contactInput, newPerson } from "../support/app";
import { bring } from "../support/importing";
import { everything } from "../support/planted";

it("a tag is renamed, an empty name is refused in its place, and one is deleted after a question, off every contact, which stays", async () => {
  const [person, other] = [await newPerson({ credits: 5 }), await newPerson()];
  const id = ulid();
  await addContact(await again(person), contactInput({ tags: "Old, Stays" }), id, 1);
  const tagOf = async (name: string) => (await readTags(await again(person))).find((tag) => tag.name === name)?.id ?? "";
  const tag = await tagOf("Old");
  const post = (fields: Record<string, string>) => person.browser.post("/settings/tags", fields);
  const empty = await post({ intent: "tag", id: tag, name: " ", colour: "blue" });
  expect([empty.status, (await empty.text()).includes("Enter a name for the tag")]).toEqual([400, true]);
  expect((await post({ intent: "tag", id: tag, name: "Renamed", colour: "blue" })).status).toBe(302);
  expect(await (await person.browser.ask(`/settings/tags?delete-tag=${tag}`)).text()).toContain("Delete the tag");
  // Neither an agent's hands nor another team's change anything.
  const role = (word: string) => env.DB.prepare("UPDATE members SET role = ? WHERE team_id = ?").bind(word, person.teamId).run();
  await role("agent");
  expect((await post({ intent: "delete-tag", id: tag })).status).toBe(403);
  await role("owner");
  await other.browser.post("/settings/tags", { intent: "delete-tag", id: tag });
  expect(await tagOf("Renamed")).toBe(tag);
  expect((await post({ intent: "delete-tag", id: tag })).status).toBe(302);
  expect((await readTags(await again(person))).map(({ name }) => name)).toEqual(["Stays"]);
  const page = await (await person.browser.ask(`/contacts/${id}`)).text();
  expect([page.includes("Renamed"), page.includes("Stays"), page.includes("Ada Lovelace")]).toEqual([false, true, true]);
  expect((await readContacts(await again(person), { ...everything, tagId: tag })).contacts).toEqual([]);
  // The next tag of that name is a new one.
  await addContact(await again(person), contactInput({ tags: "Renamed" }), ulid(), 1);
  expect((await readContacts(await again(person), { ...everything, tagId: await tagOf("Renamed") })).contacts).toHaveLength(1);
});

it("how long credits last leaves imports out, and looks at as many days as the team is there", async () => {
  const person = await newPerson({ credits: 100 });
  await bring(person, `Name,Email\n${Array.from({ length: 40 }, (_, n) => `P${n},p${n}@example.org`).join("\n")}\n`);
  expect((await readSpending(await again(person), 60)).daysLeft).toBeNull();
  for (let n = 0; n < 2; n++) await addContact(await again(person), contactInput(), ulid(), 1);
  // Two on the first day.
  expect((await readSpending(await again(person), 58)).daysLeft).toBe(29);
  vi.setSystemTime(Date.now() + 9 * 86_400_000);
  expect((await readSpending(await again(person), 58)).daysLeft).toBe(261);
});

it("the statement offers no month before the team was there", async () => {
  const person = await newPerson();
  const months = Array.from(
    (await (await person.browser.ask("/credits/statement")).text()).matchAll(/<option value=\x22(\d{4}-\d\d)\x22/g),
  );
  expect(months.map(([, month]) => month)).toEqual([new Date().toISOString().slice(0, 7)]);
});
