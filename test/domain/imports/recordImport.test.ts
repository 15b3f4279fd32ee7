// Files of records that have a card: as other programs write them, and as our own export does.
import { ulid } from "ulidx";
import { beforeAll, describe, expect, it } from "vitest";
import { type Company, companies } from "~/app/domain/companies/card";
import { runImport } from "~/app/domain/imports/importRun";
import { checkImport, readImport, readKnownRows, readRefusedRows, undoImport, uploadImport } from "~/app/domain/imports/imports";
import { cards } from "~/app/domain/modules";
import { editRecord } from "~/app/domain/records/edit";
import { exportRecords } from "~/app/domain/records/export";
import { readRecord, readRecords } from "~/app/domain/records/list";
import { addNote, readTimeline } from "~/app/domain/records/notes";
import { again, newContext, newPerson, type Person } from "../../support/app";
import { bring } from "../../support/importing";
import { ledgerOf } from "../../support/ledgers";
import { addExample, newMark } from "../../support/records";

const query = { search: "", sort: "name", trashed: false, after: null, pageSize: 50 } as const;
const all = async (of: Person) => (await readRecords(await again(of), companies, query)).rows as Company[];
const free = async (of: Person) => (await ledgerOf(of.teamId).balance()).free;
const notes = async (of: Person, id: string) =>
  (await readTimeline(await again(of), id, null)).entries.flatMap(({ kind, body }) => (kind === "note" ? [body] : []));

describe.each(cards)("a file of $plural", (card) => {
  it("that we exported comes into an empty team and loses nothing", async () => {
    const [one, two] = [await newPerson({ credits: 10, verified: true }), await newPerson({ credits: 10, verified: true })];
    for (let n = 0; n < 3; n++) await addExample(await again(one), card, newMark());
    const text = await new Response(await exportRecords(await again(one), card)).text();
    const importId = await bring(two, text, card.noun);
    expect(await readImport(await again(two), importId)).toMatchObject({ state: "done", imported: 3, refusedTotal: 0, knownTotal: 0 });
    expect(await new Response(await exportRecords(await again(two), card)).text()).toBe(text);
    expect(await free(two)).toBe(25 + 10 - 3);
  });
});

describe("a file of companies", () => {
  let person: Person;
  beforeAll(async () => {
    person = await newPerson({ credits: 50, verified: true });
  });

  it("of another program: fields in their places, what has none in a note, what is not one refused with a reason, and each once", async () => {
    const file = [
      "Account name,Company domain name,Phone Number,Street Address,City,Postal Code,Company owner,Industry,Notes",
      'Aster & Sons,https://www.Aster.example/about,020 7946 0018,1 Quay Street,Bristol,BS1 4RW,asha rao,Tea,"Big, and old"',
      "ASTER & sons,other.example,,,,,,,",
      "Fjord AS,not a website,,,,,Somebody Else,,",
      ",nameless.example,,,,,,,",
      `${"L".repeat(200)},,,,,,,,`,
      ",,,,,,,,",
    ].join("\n");
    const importId = await bring(person, file, "company");
    expect(await readImport(await again(person), importId)).toMatchObject({ state: "done", imported: 2, knownTotal: 1 });
    const [aster, fjord] = await all(person);
    expect(aster).toMatchObject({
      name: "Aster & Sons",
      domain: "aster.example",
      ownerId: person.ctx.member.id,
      phones: [{ value: "020 7946 0018" }],
      addresses: [{ street: "1 Quay Street", city: "Bristol", postcode: "BS1 4RW" }],
    });
    expect((await notes(person, aster?.id ?? "")).join("\n")).toContain("Big, and old");
    const told = (await notes(person, fjord?.id ?? "")).join("\n");
    for (const words of ["Website: not a website", "Owner: Somebody Else"]) expect(told).toContain(words);
    const refused = await readRefusedRows(await again(person), importId);
    expect(refused.map(({ number, reason }) => [number, reason])).toEqual([
      [5, "Name: Enter a name"],
      [6, "Name: At most 150 characters"],
    ]);
    expect((await readKnownRows(await again(person), importId)).map(({ number, reason }) => [number, reason])).toEqual([
      [3, "Earlier in this file: same name"],
    ]);
    expect(await free(person)).toBe(25 + 50 - 2);
    // Once more: nothing is new, nothing is charged.
    const again2 = await uploadImport(await again(person), "again.csv", new TextEncoder().encode(file), "company");
    const id = again2.kind === "staged" ? again2.importId : "";
    const mapping = (await readImport(await again(person), id))?.mapping ?? [];
    await checkImport(await again(person), id, { mapping: mapping as never, tag: "", lenient: false });
    await runImport(await again(person), person.teamId, id);
    expect(await readImport(await again(person), id)).toMatchObject({ newTotal: 0, knownTotal: 3 });
  });

  it("is undone within a day: all but what somebody has changed or written about, with the credits of the rest", async () => {
    const before = await free(person);
    const names = Array.from({ length: 5 }, () => `Undone ${newMark()}`);
    const importId = await bring(person, `Company,Website\n${names.map((name) => `${name},`).join("\n")}\n`, "company");
    const made = (await all(person)).filter(({ name }) => names.includes(name));
    const [edited, noted] = made as [Company, Company];
    await editRecord(
      await again(person),
      companies,
      { id: edited.id, seenChangedAt: edited.changedAt },
      { ...companies.toInput(edited), domain: "kept.example" },
    );
    await addNote(await again(person), { of: companies, id: noted.id }, { text: "Ours", key: ulid(), shownCredits: 1 });
    await undoImport(await again(person), importId);
    await runImport(await newContext(), person.teamId, importId);
    expect(await readImport(await again(person), importId)).toMatchObject({ state: "undone", takenBack: 3 });
    expect(
      (await all(person))
        .filter(({ name }) => names.includes(name))
        .map(({ id }) => id)
        .sort(),
    ).toEqual([edited.id, noted.id].sort());
    expect(before - (await free(person))).toBe(3);
    expect((await ledgerOf(person.teamId).audit()).findings).toEqual([]);
  });

  it("takes no column for what the card has no place for, whatever is posted", async () => {
    const uploaded = await uploadImport(
      await again(person),
      "x.csv",
      new TextEncoder().encode("Company,Email\nForged Ltd,a@b.example\n"),
      "company",
    );
    const id = uploaded.kind === "staged" ? uploaded.importId : "";
    await checkImport(await again(person), id, { mapping: ["field:name", "field:madeWith"] as never, tag: "", lenient: false });
    expect((await readImport(await again(person), id))?.mapping).toEqual(["field:name", "skip"]);
    expect(await readRecord(await again(await newPerson()), companies, id)).toBeNull();
  });
});
