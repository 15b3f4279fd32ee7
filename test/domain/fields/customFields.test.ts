// A team's own fields: kept with the contact, sealed and role-limited where they are sensitive, gone for good when they are removed.

import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { describe, expect, it } from "vitest";
import { contactRef, contacts } from "~/app/domain/contacts/card";
import { toNewContact } from "~/app/domain/contacts/contactInput";
import { addContact, editContact, readContact } from "~/app/domain/contacts/contacts";
import { exportContacts } from "~/app/domain/contacts/exports";
import type { TeamContext } from "~/app/domain/core/context";
import { openCustomBook } from "~/app/domain/fields/book";
import {
  addCustomField,
  CUSTOM_FIELDS_MAX,
  changeCustomField,
  dropCustomField,
  FieldSettings,
  readCustomFields,
} from "~/app/domain/fields/customFields";
import { sweepCustomFields } from "~/app/domain/fields/sweep";
import { nouns } from "~/app/domain/modules";
import { copyContact } from "~/app/domain/privacy/contactRights";
import { addNote } from "~/app/domain/records/notes";
import { insertContacts } from "~/db/queries/contacts";
import { writeAll } from "~/db/statements";
import { again, contactInput, newContext, newPerson, type Person } from "../../support/app";
import { asAgent, search, valuesOf, withFields } from "../../support/customFields";
import { placesOf } from "../../support/planted";

const csvOf = async (ctx: TeamContext, sensitive?: boolean) => new Response(await exportContacts(ctx, sensitive)).text();

describe("custom fields", () => {
  it("[E-03] a contact holds names, several e-mails, phones and addresses, and the team's own fields; a browser adds, shows and changes them", async () => {
    const { person, open, mark } = await withFields();
    const { browser } = person;
    const key = ulid();
    const form: Record<string, string> = { key, price: "1", firstName: "Ola", lastName: "Nordmann", [`custom.${open}`]: "forty-two" };
    for (const n of [0, 1]) {
      form[`emails[${n}].value`] = `ola${n}.${mark}@example.org`;
      form[`phones[${n}].value`] = `+49 30 90182${n}`;
      form[`addresses[${n}].city`] = `City${n}${mark}`;
    }
    expect((await browser.post("/contacts/new", form)).status).toBe(302);
    const page = await (await browser.ask(`/contacts/${key}`)).text();
    for (const words of [
      "Ola Nordmann",
      `ola0.${mark}`,
      `ola1.${mark}`,
      "+49 30 901820",
      "+49 30 901821",
      `City0${mark}`,
      `City1${mark}`,
      "forty-two",
    ])
      expect(page, words).toContain(words);
    const edit = await (await browser.ask(`/contacts/${key}/edit`)).text();
    expect(edit).toMatch(/value="forty-two"/);
    const changedAt = /name="changedAt"[^>]*value="(\d+)"/.exec(edit)?.[1] ?? "";
    expect((await browser.post(`/contacts/${key}/edit`, { firstName: "Ola", changedAt, [`custom.${open}`]: "" })).status).toBe(302);
    expect((await valuesOf(await again(person), key))["Shoe size"]).toBe("");
    expect((await browser.post("/contacts/new", { ...form, key: ulid(), [`custom.${open}`]: "x".repeat(501) })).status).toBe(400);
  });

  it("an open field is found by the search, a sensitive one is not", async () => {
    const { person, id, mark } = await withFields();
    const ctx = await again(person);
    expect(await search(ctx, `size${mark}`)).toEqual([id]);
    expect(await search(ctx, `nuts${mark}`)).toEqual([]);
  });

  it("a name has one meaning: not another field's, not a column's of our own export; and there is an end to how many", async () => {
    const { person, open } = await withFields();
    const ctx = await again(person);
    for (const name of ["allergies", "Website", "first name"])
      expect(await addCustomField(ctx, contacts, { name: name, sensitive: false }), name).toEqual({ kind: "taken" });
    expect(await changeCustomField(ctx, contacts, open, FieldSettings.parse({ name: "Allergies" }))).toEqual({ kind: "taken" });
    expect(await changeCustomField(ctx, contacts, open, FieldSettings.parse({ name: "Size of shoe" }))).toEqual({ kind: "done" });
    for (let n = 2; n < CUSTOM_FIELDS_MAX; n++)
      expect(await addCustomField(ctx, contacts, { name: `Field ${n}`, sensitive: false })).toEqual({ kind: "done" });
    expect(await addCustomField(ctx, contacts, { name: "One more", sensitive: false })).toEqual({ kind: "full" });
  });

  it("another team's field is none: what is typed into it is dropped, and it can be neither changed nor removed", async () => {
    const { person, open } = await withFields();
    const stranger = await newPerson({ credits: 5 });
    const theirs = await again(stranger);
    const id = ulid();
    await addContact(theirs, contactInput({ custom: { [open]: "mine" } }), id, 1);
    expect((await readContact(theirs, id))?.customValues).toEqual({});
    await changeCustomField(theirs, contacts, open, FieldSettings.parse({ name: "Stolen" }));
    await dropCustomField(theirs, open);
    expect((await readCustomFields(await again(person), contacts.noun)).map(({ name }) => name)).toEqual(["Shoe size", "Allergies"]);
    const page = await (await stranger.browser.ask("/settings/fields")).text();
    expect(page).not.toContain("Shoe size");
  });
});

describe("sensitive fields", () => {
  it("[P-19] notes and sensitive fields lie encrypted under the team's own key: no row has them open, and what is moved to another contact or team does not open", async () => {
    const { person, id, sensitive, mark } = await withFields();
    const ctx = await again(person);
    await addNote(ctx, contactRef(id), { text: `Note${mark}`, key: ulid(), shownCredits: 1 });
    expect(await placesOf(`Nuts${mark}`)).toEqual([]);
    expect(await placesOf(`Note${mark}`)).toEqual([]);
    expect(await placesOf(`Size${mark}`)).toContain("contacts");
    expect(await valuesOf(ctx, id)).toEqual({ "Shoe size": `Size${mark}`, Allergies: `Nuts${mark}` });
    const customValues = (await readContact(ctx, id))?.customValues ?? {};
    expect(customValues[sensitive]).toEqual({ sealed: expect.any(String) });
    const book = await openCustomBook(ctx, contacts.noun);
    await expect(book.open({ id: ulid(), customValues })).rejects.toThrow();
    const other = await withFields();
    const theirs = await openCustomBook(await again(other.person), contacts.noun);
    await expect(theirs.open({ id, customValues: { [other.sensitive]: customValues[sensitive] as never } })).rejects.toThrow();
  });

  it("[M-10] encrypted, for owners and managers only, and left out of exports unless asked", async () => {
    const { person, id, open, sensitive, mark } = await withFields();
    const owner = await again(person);
    const agent = asAgent(owner);
    expect(await valuesOf(agent, id)).toEqual({ "Shoe size": `Size${mark}`, Allergies: null });
    const { changedAt = 0 } = (await readContact(agent, id)) ?? {};
    const typed = contactInput({ custom: { [open]: "new", [sensitive]: "overwritten" } });
    expect((await editContact(agent, id, typed, { changedAt })).kind).toBe("done");
    // A form that did not show a field says nothing of it: an agent's, sent after they became a manager, or one opened before the field was made.
    const { changedAt: then = 0 } = (await readContact(owner, id)) ?? {};
    expect((await editContact(owner, id, contactInput({ custom: { [open]: "new" } }), { changedAt: then })).kind).toBe("done");
    expect(await valuesOf(owner, id)).toEqual({ "Shoe size": "new", Allergies: `Nuts${mark}` });
    expect((await copyContact(agent, id)).kind).toBe("not-allowed");
    expect(JSON.stringify(await copyContact(owner, id))).toContain(`Nuts${mark}`);
    expect((await person.browser.ask("/contacts/export.csv?with=sensitive")).status).toBe(200);
    const act = env.DB.prepare("SELECT detail FROM audit_log WHERE team_id = ? AND act = 'contacts.exported'").bind(person.teamId);
    expect(await act.first("detail")).toContain("\x22fields\x22:\x22sensitive\x22");
    for (const [ctx, asked, told] of [
      [owner, false, false],
      [agent, true, false],
      [owner, true, true],
    ] as const)
      expect((await csvOf(ctx, asked)).includes(`Nuts${mark}`)).toBe(told);
    for (const change of [
      addCustomField(agent, contacts, { name: "Mine", sensitive: false }),
      changeCustomField(agent, contacts, open, FieldSettings.parse({ name: "Mine" })),
      dropCustomField(agent, open),
    ])
      expect(await change).toEqual({ kind: "not-allowed", act: "field.change" });
    await env.DB.prepare("UPDATE members SET role = 'agent' WHERE id = ?").bind(owner.member.id).run();
    for (const path of [`/contacts/${id}`, `/contacts/${id}/edit`, "/contacts/export.csv?with=sensitive", "/settings/fields"])
      expect(await (await person.browser.ask(path)).text(), path).not.toContain(`Nuts${mark}`);
    expect((await person.browser.post("/settings/fields", { intent: "add", name: "Mine" })).status).toBe(403);
  });
});

describe("a removed field", () => {
  async function addMany(person: Person, open: string, mark: string, count: number): Promise<string[]> {
    const ctx = await again(person);
    const made = Array.from({ length: count }, () => {
      const id = ulid();
      const customValues = { [open]: `Size${mark}` };
      return toNewContact(contactInput({ firstName: "Of", lastName: id }), {
        id,
        tagIds: [],
        defaultCountry: "DE",
        timeline: [],
        customValues,
      });
    });
    await writeAll(ctx.db, insertContacts(ctx.teamDb, made, ctx.member.id, ctx.now));
    return made.map(({ row }) => row.id);
  }

  it("is off every page at once; its values go from every contact and from the search, and its name is free again", async () => {
    const { person, id, open, mark } = await withFields();
    const ids = await addMany(person, open, mark, 120);
    // What other tests removed goes first.
    await sweepCustomFields(await newContext(), nouns);
    expect((await person.browser.post("/settings/fields", { intent: "remove", id: open })).status).toBe(302);
    expect(await (await person.browser.ask(`/contacts/${id}`)).text()).not.toContain(`Size${mark}`);
    expect(await sweepCustomFields(await newContext(), nouns)).toBe(121);
    expect(await placesOf(`Size${mark}`)).toEqual([]);
    const ctx = await again(person);
    expect(await search(ctx, `size${mark}`)).toEqual([]);
    expect(await search(ctx, ids[0] ?? "")).toEqual([ids[0]]);
    expect(await valuesOf(ctx, id)).toEqual({ Allergies: `Nuts${mark}` });
    expect(await addCustomField(ctx, contacts, { name: "Shoe size", sensitive: false })).toEqual({ kind: "done" });
    expect(await sweepCustomFields(await newContext(), nouns)).toBe(0);
    expect(await env.DB.prepare("SELECT COUNT(*) AS n FROM custom_fields WHERE team_id = ?").bind(person.teamId).first("n")).toBe(2);
  });
});
