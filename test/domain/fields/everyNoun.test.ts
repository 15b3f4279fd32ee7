// Custom fields of every kind on every noun: made in the settings, typed into the noun's form, shown on its page, taken away and brought back.
import { ulid } from "ulidx";
import { beforeAll, describe, expect, it } from "vitest";
import { runArchive, startArchive, takeArchive } from "~/app/domain/archives/archives";
import { openCustomBook } from "~/app/domain/fields/book";
import {
  addCustomField,
  changeCustomField,
  dropCustomField,
  FieldSettings,
  moveCustomField,
  readCustomFields,
} from "~/app/domain/fields/customFields";
import { sweepCustomFields } from "~/app/domain/fields/sweep";
import { uploadArchive } from "~/app/domain/imports/archiveImport";
import { runImport } from "~/app/domain/imports/importRun";
import { checkImport, readImport, startImport, uploadImport } from "~/app/domain/imports/imports";
import { cards, nouns } from "~/app/domain/modules";
import type { Noun } from "~/app/domain/records/card";
import { readRecord } from "~/app/domain/records/list";
import { mergeRecords, undoMerge } from "~/app/domain/records/merge";
import { listHolders } from "~/db/queries/records/customFields";
import { again, newContext, newPerson, type Person } from "../../support/app";
import { asAgent } from "../../support/customFields";
import { bring, taken } from "../../support/importing";
import { ledgerOf } from "../../support/ledgers";
import { placesOf } from "../../support/planted";
import { addExample, newMark } from "../../support/records";

/** The settings of a field of each kind, what is typed into it, what a person reads then, and something that it does not take. */
const kinds = {
  text: { typed: "Blue door", read: "Blue door", wrong: "x".repeat(501) },
  longText: { typed: "First\nSecond", read: "First\nSecond", wrong: "x".repeat(5001) },
  number: { typed: "1,234.5", read: "1,234.5", wrong: "many" },
  money: { typed: "1250.50", read: "€1,250.50", wrong: "a lot", settings: { currency: "EUR" } },
  date: { typed: "2028-02-29", read: "February 29, 2028", wrong: "2027-02-29" },
  choice: { typed: "Gold", read: "Gold", wrong: "Tin", settings: { choices: "Gold\nSilver" } },
  choices: { typed: "Silver\nGold", read: "Silver", wrong: "Tin", settings: { choices: "Gold\nSilver" } },
  yesNo: { typed: "yes", read: "Yes", wrong: "perhaps" },
  link: { typed: "aster.example", read: "https://aster.example", wrong: "javascript:alert(1)" },
  email: { typed: "ann@aster.example", read: "ann@aster.example", wrong: "ann@" },
  phone: { typed: "030 901820", read: "+49 30 901820", wrong: "x".repeat(501) },
  person: { typed: "", read: "Asha Rao", wrong: "Somebody Else" },
} as Record<string, { typed: string; read: string; wrong: string; settings?: Record<string, string> }>;

const free = async (of: Person) => (await ledgerOf(of.teamId).balance()).free;
const nameOf = (kind: string) => `Own ${kind}`;

/** What a noun's form has besides, so that a record can be made. */
function formOf({ noun }: Noun, mark: string): Record<string, string> {
  const card = cards.find((one) => one.noun === noun);
  if (!card) return { firstName: mark };
  const [first] = card.fields;
  return { [first?.name ?? ""]: mark };
}

async function withKinds(of: Noun): Promise<Person> {
  const person = await newPerson({ credits: 50, verified: true });
  for (const [kind, { settings }] of Object.entries(kinds)) {
    const form = { intent: "add", name: nameOf(kind), kind, help: "", preset: "", ...settings };
    expect((await person.browser.post(`/settings/fields?of=${of.noun}`, form)).status, kind).toBe(302);
  }
  return person;
}

/** What the newest record has in each field, by the field's name. */
async function valuesOf(person: Person, of: Noun): Promise<Record<string, string>> {
  const ctx = await again(person);
  const record = (await listHolders<{ id: string; customValues: Record<string, string> }>(ctx.teamDb, of.table, 0, 50)).at(-1);
  const opened = record ? await (await openCustomBook(ctx, of.noun)).open(record) : [];
  return Object.fromEntries(opened.map(({ name, value }) => [name, value ?? "hidden"]));
}

describe.each(nouns)("custom fields of a $noun", (of) => {
  let person: Person;
  let fields: { id: string; kind: string }[];
  const typed = () =>
    Object.fromEntries(
      fields.map(({ id, kind }) => [`custom.${id}`, kind === "person" ? person.ctx.member.id : (kinds[kind]?.typed ?? "")]),
    );
  beforeAll(async () => {
    person = await withKinds(of);
    fields = await readCustomFields(await again(person), of.noun);
  });

  it("of each kind can be made, filled in and read; what was typed stands in the form again", async () => {
    const key = ulid();
    const posted = await person.browser.post(`/${of.plural}/new`, { key, price: "1", ...formOf(of, newMark()), ...typed() });
    expect(posted.status).toBe(302);
    const page = await (await person.browser.ask(`/${of.plural}/${key}`)).text();
    for (const [kind, { read }] of Object.entries(kinds)) {
      expect(page, kind).toContain(nameOf(kind));
      expect(page, kind).toContain(read);
    }
    const edit = await (await person.browser.ask(`/${of.plural}/${key}/edit`)).text();
    for (const words of ['value="1234.5"', 'value="2028-02-29"', "Second</textarea>", 'value="1250.5"']) expect(edit).toContain(words);
    expect(edit.match(/<input[^>]*type="checkbox"[^>]*checked/g)).toHaveLength(2);
  });

  it("refuse what their kind does not take, in words beside the field; what was typed is kept, and nothing is charged", async () => {
    const before = await free(person);
    for (const { id, kind } of fields) {
      const form = { key: ulid(), price: "1", ...formOf(of, newMark()), [`custom.${id}`]: kinds[kind]?.wrong ?? "" };
      const answer = await person.browser.post(`/${of.plural}/new`, form);
      // A telephone that cannot be read is kept as it was typed: only its length is wrong.
      expect(answer.status, kind).toBe(400);
      const page = await answer.text();
      expect(page, kind).toMatch(/aria-invalid="true"|text-bad/);
    }
    expect(await free(person)).toBe(before);
  });

  it("that are required have to be filled in by hand; a new form begins with their default", async () => {
    const strict = await newPerson({ credits: 5, verified: true });
    const form = { intent: "add", name: "Must", kind: "text", help: "Ask for it", preset: "As always", required: "on" };
    expect((await strict.browser.post(`/settings/fields?of=${of.noun}`, form)).status).toBe(302);
    const [must] = await readCustomFields(await again(strict), of.noun);
    const page = await (await strict.browser.ask(`/${of.plural}/new`)).text();
    expect(page).toContain('value="As always"');
    expect(page).toContain("Ask for it");
    const empty = { key: ulid(), price: "1", ...formOf(of, newMark()), [`custom.${must?.id}`]: "" };
    const answer = await strict.browser.post(`/${of.plural}/new`, empty);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("Fill this in");
    expect((await strict.browser.post(`/${of.plural}/new`, { ...empty, [`custom.${must?.id}`]: "Done" })).status).toBe(302);
  });

  it("leave as a table and come back from it, and from the archive, as they were", async () => {
    const values = await valuesOf(person, of);
    expect(values).toMatchObject({
      [nameOf("choices")]: "Gold\nSilver",
      [nameOf("link")]: "https://aster.example",
      [nameOf("number")]: "1234.5",
    });
    const csv = await (await person.browser.ask(`/${of.plural}/export.csv`)).text();
    const other = await withKinds(of);
    await bring(other, csv, of.noun);
    const theirs = { ...values, [nameOf("person")]: other.ctx.member.id };
    expect(await valuesOf(other, of)).toEqual(theirs);
    // An archive comes with its contacts, so there has to be one.
    await person.browser.post("/contacts/new", { key: ulid(), price: "1", firstName: "Along" });
    const started = await startArchive(await again(person));
    const id = "archiveId" in started ? started.archiveId : "";
    for (let n = 0; n < 3; n++) await runArchive(await newContext(), person.teamId, id);
    const bytes = new Uint8Array(await new Response(await taken(takeArchive(await again(person), id))).arrayBuffer());
    const third = await newPerson({ credits: 20, verified: true });
    const uploaded = await uploadArchive(await again(third), "archive.zip", bytes);
    if (uploaded.kind !== "staged") throw new Error(uploaded.reason);
    await startImport(await again(third), uploaded.importId, 100, 100);
    await runImport(await newContext(), third.teamId, uploaded.importId);
    const ctx = await again(third);
    expect((await readCustomFields(ctx, of.noun)).map(({ name, kind, currency, choices }) => ({ name, kind, currency, choices }))).toEqual(
      (await readCustomFields(await again(person), of.noun)).map(({ name, kind, currency, choices }) => ({
        name,
        kind,
        currency,
        choices,
      })),
    );
    const all = await listHolders<{ id: string; customValues: Record<string, string> }>(ctx.teamDb, of.table, 0, 50);
    const full = all.find(({ customValues }) => Object.keys(customValues).length > 0);
    const opened = full ? await (await openCustomBook(ctx, of.noun)).open(full) : [];
    expect(Object.fromEntries(opened.map(({ name, value }) => [name, value]))).toEqual({ ...values, [nameOf("person")]: ctx.member.id });
  });

  it("can be made while a file is imported; what a field does not take stands in the note, and an agent makes none", async () => {
    const fresh = await newPerson({ credits: 10, verified: true });
    const title = of.noun === "contact" ? "First name" : (cards.find(({ noun }) => noun === of.noun)?.columns[0] ?? "");
    const file = `${title},Tier,Since\nAster,Gold,2/29/2028\nFjord,Silver,soon\n`;
    const uploaded = await uploadImport(await again(fresh), "x.csv", new TextEncoder().encode(file), of.noun);
    const importId = uploaded.kind === "staged" ? uploaded.importId : "";
    const [first = "skip"] = (await readImport(await again(fresh), importId))?.mapping ?? [];
    const mapping = [first, "new:choice", "new:date"] as never;
    const check = async (as: Awaited<ReturnType<typeof again>>) => checkImport(as, importId, { mapping, tag: "", lenient: false });
    await check(asAgent(await again(fresh)) as never);
    expect(await readCustomFields(await again(fresh), of.noun)).toEqual([]);
    await again(fresh);
    await runImport(await newContext(), fresh.teamId, importId);
    expect(await check(await again(fresh))).toEqual({ kind: "checking" });
    expect(await readCustomFields(await again(fresh), of.noun)).toMatchObject([
      { name: "Tier", kind: "choice", choices: ["Gold", "Silver"] },
      { name: "Since", kind: "date" },
    ]);
    await runImport(await newContext(), fresh.teamId, importId);
    await startImport(await again(fresh), importId, 10, 10);
    await runImport(await newContext(), fresh.teamId, importId);
    expect(await valuesOf(fresh, of)).toEqual({ Tier: "Silver", Since: "" });
    const ctx = await again(fresh);
    const made = await listHolders<{ id: string }>(ctx.teamDb, of.table, 0, 5);
    const page = await (await fresh.browser.ask(`/${of.plural}/${made.at(-1)?.id}`)).text();
    expect(page).toContain("Since: soon");
    expect(await (await fresh.browser.ask(`/${of.plural}/${made[0]?.id}`)).text()).toContain("February 29, 2028");
  });

  it("are another noun's own, and another team's: neither shows them, fills them in or changes them", async () => {
    const stranger = await newPerson({ credits: 5, verified: true });
    const [field] = fields;
    expect((await stranger.browser.ask(`/settings/fields/${field?.id}`)).status).toBe(404);
    expect((await stranger.browser.post(`/settings/fields/${field?.id}`, { name: "Stolen", help: "", preset: "" })).status).toBe(404);
    expect((await moveCustomField(await again(stranger), of.noun, field?.id ?? "", true)).kind).toBe("missing");
    const other = nouns.find(({ noun }) => noun !== of.noun) ?? of;
    expect(await (await person.browser.ask(`/${other.plural}/new`)).text()).not.toContain(nameOf("money"));
    expect((await addCustomField(await again(person), other, { name: nameOf("text") })).kind).toBe("done");
  });

  it("that are removed go from every record, and from the search", async () => {
    const mark = newMark();
    const leaver = await newPerson({ credits: 5, verified: true });
    await leaver.browser.post(`/settings/fields?of=${of.noun}`, { intent: "add", name: "Gone", kind: "text", help: "", preset: "" });
    const [gone] = await readCustomFields(await again(leaver), of.noun);
    const posted = { key: ulid(), price: "1", ...formOf(of, newMark()), [`custom.${gone?.id}`]: mark };
    expect((await leaver.browser.post(`/${of.plural}/new`, posted)).status).toBe(302);
    expect(await (await leaver.browser.ask(`/${of.plural}?search=${mark}`)).text()).toContain(posted.key);
    await leaver.browser.post(`/settings/fields?of=${of.noun}`, { intent: "remove", id: gone?.id ?? "" });
    await sweepCustomFields(await newContext(), nouns);
    expect(await placesOf(mark)).toEqual([]);
    expect(await (await leaver.browser.ask(`/${of.plural}?search=${mark}`)).text()).not.toContain(posted.key);
  });
});

describe.each(nouns)("a choice of a $noun that is no more", (of) => {
  it("stays with who has it: the record can be saved, with it and with others", async () => {
    const person = await newPerson({ credits: 5, verified: true });
    await addCustomField(await again(person), of, { name: "Likes", kind: "choices", choices: ["Tea", "Coffee"] });
    const [likes] = await readCustomFields(await again(person), of.noun);
    const id = likes?.id ?? "";
    const key = ulid();
    const record = formOf(of, newMark());
    const filled = (choices: string[], others: Record<string, string>) => {
      const form = new FormData();
      for (const [name, value] of Object.entries({ ...record, ...others })) form.append(name, value);
      for (const choice of ["", ...choices]) form.append(`custom.${id}`, choice);
      return form;
    };
    const added = filled(["Tea", "Coffee"], { key, price: "1" });
    expect((await person.browser.post(`/${of.plural}/new`, added)).status).toBe(302);
    const settings = FieldSettings.parse({ name: "Likes", choices: ["Coffee", "Cocoa"] });
    expect((await changeCustomField(await again(person), of, id, settings)).kind).toBe("done");
    const edit = async (...choices: string[]) => {
      const page = await (await person.browser.ask(`/${of.plural}/${key}/edit`)).text();
      const changedAt = /name="changedAt"[^>]*value="(\d+)"/.exec(page)?.[1] ?? "";
      return (await person.browser.post(`/${of.plural}/${key}/edit`, filled(choices, { changedAt }))).status;
    };
    // The form draws what can be chosen first, then what no longer can be.
    for (const choices of [
      ["Coffee", "Tea"],
      ["Coffee", "Cocoa", "Tea"],
    ]) {
      expect(await edit(...choices)).toBe(302);
      expect((await valuesOf(person, of)).Likes?.split("\n").sort()).toEqual([...choices].sort());
    }
    expect(await edit("Coffee", "Mate")).toBe(400);
  });
});

describe.each(cards)("merging two of a $noun", (card) => {
  it("keeps nothing of a field that is removed meanwhile, and its undo brings nothing of it back", async () => {
    const person = await newPerson({ credits: 10, verified: true });
    const mark = newMark();
    await addCustomField(await again(person), card, { name: "Word" });
    const [word] = await readCustomFields(await again(person), card.noun);
    const ctx = await again(person);
    const kept = await addExample(ctx, card, newMark());
    const gone = await addExample(ctx, card, newMark(), { custom: { [word?.id ?? ""]: mark } });
    const merged = await mergeRecords(await again(person), card, { keptId: kept.id, goneId: gone.id, choices: {} });
    await dropCustomField(await again(person), word?.id ?? "");
    await undoMerge(await again(person), card, merged.kind === "done" ? merged.mergeId : "");
    const other = await addExample(await again(person), card, newMark());
    await mergeRecords(await again(person), card, { keptId: other.id, goneId: kept.id, choices: {} });
    for (let n = 0; n < 3; n++) await sweepCustomFields(await newContext(), nouns);
    expect(await placesOf(mark)).toEqual([]);
    expect(await (await person.browser.ask(`/${card.plural}?search=${mark}`)).text()).not.toContain(gone.id);
  });

  it("keeps the value of a custom field that was chosen, sealed ones too, and its undo gives both back", async () => {
    const person = await newPerson({ credits: 10, verified: true });
    const ctx = await again(person);
    await addCustomField(ctx, card, { name: "Open" });
    await addCustomField({ ...ctx, now: ctx.now + 1 }, card, { name: "Closed", sensitive: true });
    const [open, closed] = (await readCustomFields(ctx, card.noun)).map(({ id }) => id) as [string, string];
    const add = (word: string) => addExample(ctx, card, newMark(), { custom: { [open]: `${word} open`, [closed]: `${word} closed` } });
    const [kept, gone] = [await add("kept"), await add("gone")];
    const values = async (id: string) => {
      const row = await readRecord(await again(person), card, id);
      if (!row) return null;
      return (await (await openCustomBook(await again(person), card.noun)).open(row)).map(({ value }) => value);
    };
    const outcome = await mergeRecords(await again(person), card, {
      ...{ keptId: kept.id, goneId: gone.id },
      choices: { [`custom.${closed}`]: "gone" },
    });
    expect(await values(kept.id)).toEqual(["kept open", "gone closed"]);
    await undoMerge(await again(person), card, outcome.kind === "done" ? outcome.mergeId : "");
    expect([await values(kept.id), await values(gone.id)]).toEqual([
      ["kept open", "kept closed"],
      ["gone open", "gone closed"],
    ]);
  });
});
