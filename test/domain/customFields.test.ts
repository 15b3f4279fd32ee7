// A team's own fields: kept with the contact, sealed and role-limited where they are sensitive, gone for good when they are removed.
import { env } from "cloudflare:workers";
import { unzipSync } from "fflate";
import { ulid } from "ulidx";
import { describe, expect, it } from "vitest";
import { uploadArchive } from "~/app/domain/archiveImport";
import { runArchive, startArchive, takeArchive } from "~/app/domain/archives";
import { copyContact } from "~/app/domain/contactRights";
import { addContact, editContact, readContact, readContacts } from "~/app/domain/contacts";
import type { TeamContext } from "~/app/domain/context";
import {
  addCustomField,
  CUSTOM_FIELDS_MAX,
  changeCustomField,
  dropCustomField,
  openCustomBook,
  readCustomFields,
  sweepCustomFields,
} from "~/app/domain/customFields";
import { exportContacts } from "~/app/domain/exports";
import type { Target } from "~/app/domain/importColumns";
import { runImport } from "~/app/domain/importRun";
import { checkImport, readImport, readImportSamples, startImport, uploadImport } from "~/app/domain/imports";
import { addNote } from "~/app/domain/notes";
import { again, contactInput, newContext, newPerson, type Person } from "../support/app";
import { everything, placesOf } from "../support/planted";

const asAgent = (ctx: TeamContext): TeamContext => ({ ...ctx, member: { ...ctx.member, role: "agent" } });

/** A team with an open and a sensitive field, and a contact with something in both. */
async function withFields(mark = ulid().slice(-8)) {
  const person = await newPerson({ credits: 20 });
  const ctx = await again(person);
  expect(await addCustomField(ctx, "Shoe size", false)).toBe("done");
  expect(await addCustomField({ ...ctx, now: ctx.now + 1 }, "Allergies", true)).toBe("done");
  const [open, sensitive] = (await readCustomFields(ctx)).map(({ id }) => id) as [string, string];
  const id = ulid();
  const custom = { [open]: `Size${mark}`, [sensitive]: `Nuts${mark}` };
  await addContact(ctx, contactInput({ custom }), id, 1);
  return { person, id, open, sensitive, mark };
}

async function valuesOf(ctx: TeamContext, id: string) {
  const contact = await readContact(ctx, id);
  if (!contact) throw new Error("There is no such contact.");
  return Object.fromEntries((await (await openCustomBook(ctx)).open(contact)).map(({ name, value }) => [name, value]));
}

const csvOf = async (ctx: TeamContext, sensitive?: boolean) => new Response(await exportContacts(ctx, sensitive)).text();
const search = async (ctx: TeamContext, words: string) =>
  (await readContacts(ctx, { ...everything, search: words })).contacts.map(({ id }) => id);

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
    for (const name of ["allergies", "Website", "first name"]) expect(await addCustomField(ctx, name, false), name).toBe("taken");
    expect(await changeCustomField(ctx, open, "Allergies")).toBe("taken");
    expect(await changeCustomField(ctx, open, "Size of shoe")).toBe("done");
    for (let n = 2; n < CUSTOM_FIELDS_MAX; n++) expect(await addCustomField(ctx, `Field ${n}`, false)).toBe("done");
    expect(await addCustomField(ctx, "One more", false)).toBe("full");
  });

  it("another team's field is none: what is typed into it is dropped, and it can be neither changed nor removed", async () => {
    const { person, open } = await withFields();
    const stranger = await newPerson({ credits: 5 });
    const theirs = await again(stranger);
    const id = ulid();
    await addContact(theirs, contactInput({ custom: { [open]: "mine" } }), id, 1);
    expect((await readContact(theirs, id))?.customValues).toEqual({});
    await changeCustomField(theirs, open, "Stolen");
    await dropCustomField(theirs, open);
    expect((await readCustomFields(await again(person))).map(({ name }) => name)).toEqual(["Shoe size", "Allergies"]);
    const page = await (await stranger.browser.ask("/settings/fields")).text();
    expect(page).not.toContain("Shoe size");
  });
});

describe("sensitive fields", () => {
  it("[P-19] notes and sensitive fields lie encrypted under the team's own key: no row has them open, and what is moved to another contact or team does not open", async () => {
    const { person, id, sensitive, mark } = await withFields();
    const ctx = await again(person);
    await addNote(ctx, id, `Note${mark}`, ulid(), 1);
    expect(await placesOf(`Nuts${mark}`)).toEqual([]);
    expect(await placesOf(`Note${mark}`)).toEqual([]);
    expect(await placesOf(`Size${mark}`)).toContain("contacts");
    expect(await valuesOf(ctx, id)).toEqual({ "Shoe size": `Size${mark}`, Allergies: `Nuts${mark}` });
    const customValues = (await readContact(ctx, id))?.customValues ?? {};
    expect(customValues[sensitive]).toEqual({ sealed: expect.any(String) });
    const book = await openCustomBook(ctx);
    await expect(book.open({ id: ulid(), customValues })).rejects.toThrow();
    const other = await withFields();
    const theirs = await openCustomBook(await again(other.person));
    await expect(theirs.open({ id, customValues: { [other.sensitive]: customValues[sensitive] as never } })).rejects.toThrow();
  });

  it("[M-10] encrypted, for owners and managers only, and left out of exports unless asked", async () => {
    const { person, id, open, sensitive, mark } = await withFields();
    const owner = await again(person);
    const agent = asAgent(owner);
    expect(await valuesOf(agent, id)).toEqual({ "Shoe size": `Size${mark}`, Allergies: null });
    const { changedAt = 0 } = (await readContact(agent, id)) ?? {};
    const typed = contactInput({ custom: { [open]: "new", [sensitive]: "overwritten" } });
    expect((await editContact(agent, id, typed, changedAt)).kind).toBe("done");
    expect(await valuesOf(owner, id)).toEqual({ "Shoe size": "new", Allergies: `Nuts${mark}` });
    expect((await copyContact(agent, id)).kind).toBe("not-allowed");
    expect(JSON.stringify(await copyContact(owner, id))).toContain(`Nuts${mark}`);
    for (const [ctx, asked, told] of [
      [owner, false, false],
      [agent, true, false],
      [owner, true, true],
    ] as const)
      expect((await csvOf(ctx, asked)).includes(`Nuts${mark}`)).toBe(told);
    for (const change of [addCustomField(agent, "Mine", false), changeCustomField(agent, open, "Mine"), dropCustomField(agent, open)])
      expect(await change).toBe("not-allowed");
    await env.DB.prepare("UPDATE members SET role = 'agent' WHERE id = ?").bind(owner.member.id).run();
    for (const path of [`/contacts/${id}`, `/contacts/${id}/edit`, "/contacts/export.csv?with=sensitive", "/settings/fields"])
      expect(await (await person.browser.ask(path)).text(), path).not.toContain(`Nuts${mark}`);
    expect((await person.browser.post("/settings/fields", { intent: "add", name: "Mine" })).status).toBe(403);
  });

  it("comes in from a file sealed, by the name of its column; no sample of it lies open, and an agent neither fills nor reads it", async () => {
    const { person, mark } = await withFields();
    const ctx = await again(person);
    const text = `Name,Allergies,Shoe size\nMilo,Milk${mark},41\nLong,${"x".repeat(501)},40\n`;
    const uploaded = await uploadImport(ctx, "book.csv", new TextEncoder().encode(text));
    if (uploaded.kind !== "staged") throw new Error(uploaded.reason);
    const staged = await readImport(ctx, uploaded.importId);
    expect(staged && (await readImportSamples(ctx, staged))[1]?.[0]).toBe(`Milk${mark}`);
    expect(staged && (await readImportSamples(asAgent({ ...ctx, member: { ...ctx.member, id: "other" } }), staged))).toEqual([]);
    expect(await placesOf(`Milk${mark}`)).toEqual([]);
    await checkImport(ctx, uploaded.importId, { mapping: (staged?.mapping ?? []) as Target[], tag: "", lenient: false });
    await runImport(await newContext(), person.teamId, uploaded.importId);
    const page = await (await person.browser.ask(`/import/${uploaded.importId}`)).text();
    expect(page).toContain("Allergies: At most 500 characters");
    await startImport(ctx, uploaded.importId, 10, 10);
    await runImport(await newContext(), person.teamId, uploaded.importId);
    const [milo] = await search(ctx, "milo");
    expect(await valuesOf(ctx, milo ?? "")).toEqual({ "Shoe size": "41", Allergies: `Milk${mark}` });
    expect(await placesOf(`Milk${mark}`)).toEqual([]);
    const agent = asAgent(ctx);
    const again_ = await uploadImport(agent, "book.csv", new TextEncoder().encode(text));
    const importId = again_.kind === "staged" ? again_.importId : "";
    expect((await readImport(agent, importId))?.mapping[1]).not.toMatch(/^custom:/);
    await checkImport(agent, importId, { mapping: (staged?.mapping ?? []) as Target[], tag: "", lenient: false });
    expect((await readImport(agent, importId))?.mapping.map((target) => target.startsWith("custom:"))).toEqual([false, false, true]);
  });

  it("goes along in an archive where it is asked for, and is sealed again where it arrives", async () => {
    const { person, mark } = await withFields();
    const archive = async (sensitive: boolean) => {
      const started = await startArchive(await again(person), sensitive);
      const id = "archiveId" in started ? started.archiveId : "";
      for (let n = 0; n < 2; n++) await runArchive(await newContext(), person.teamId, id);
      const bytes = new Uint8Array(await new Response(await takeArchive(await again(person), id)).arrayBuffer());
      const text = Object.entries(unzipSync(bytes)).map(([name, body]): [string, string] => [name, new TextDecoder().decode(body)]);
      return { bytes, text: Object.fromEntries(text) };
    };
    const without = await archive(false);
    expect(JSON.stringify(without.text)).not.toContain(`Nuts${mark}`);
    expect(without.text["custom-fields.csv"]).toContain(`Shoe size,Size${mark}`);
    const whole = await archive(true);
    expect(whole.text["custom-fields.csv"]).toContain(`Allergies,Nuts${mark}`);
    const next = await newPerson({ credits: 5 });
    const uploaded = await uploadArchive(asAgent(await again(next)), "a.zip", whole.bytes);
    expect(uploaded.kind).toBe("unreadable");
    const staged = await uploadArchive(await again(next), "a.zip", whole.bytes);
    if (staged.kind !== "staged") throw new Error(staged.reason);
    await startImport(await again(next), staged.importId, 10, 10);
    await runImport(await newContext(), next.teamId, staged.importId);
    const ctx = await again(next);
    const [id] = (await readContacts(ctx, everything)).contacts.map((contact) => contact.id);
    expect(await valuesOf(ctx, id ?? "")).toEqual({ "Shoe size": `Size${mark}`, Allergies: `Nuts${mark}` });
    expect((await readCustomFields(ctx)).map(({ sensitive }) => sensitive)).toEqual([false, true]);
    expect(await placesOf(`Nuts${mark}`)).toEqual([]);
  });
});

describe("a removed field", () => {
  async function addMany(person: Person, open: string, mark: string, count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, () => ulid());
    for (const id of ids)
      await addContact(await again(person), contactInput({ firstName: "Of", lastName: id, custom: { [open]: `Size${mark}` } }), id, 1);
    return ids;
  }

  it("is off every page at once; its values go from every contact and from the search, and its name is free again", async () => {
    const { person, id, open, mark } = await withFields();
    const ids = await addMany(person, open, mark, 8);
    expect((await person.browser.post("/settings/fields", { intent: "remove", id: open })).status).toBe(302);
    expect(await (await person.browser.ask(`/contacts/${id}`)).text()).not.toContain(`Size${mark}`);
    expect(await sweepCustomFields(await newContext())).toBe(9);
    expect(await placesOf(`Size${mark}`)).toEqual([]);
    const ctx = await again(person);
    expect(await search(ctx, `size${mark}`)).toEqual([]);
    expect(await search(ctx, ids[0] ?? "")).toEqual([ids[0]]);
    expect(await valuesOf(ctx, id)).toEqual({ Allergies: `Nuts${mark}` });
    expect(await addCustomField(ctx, "Shoe size", false)).toBe("done");
    expect(await sweepCustomFields(await newContext())).toBe(0);
    expect(await env.DB.prepare("SELECT COUNT(*) AS n FROM custom_fields WHERE team_id = ?").bind(person.teamId).first("n")).toBe(2);
  });
});
