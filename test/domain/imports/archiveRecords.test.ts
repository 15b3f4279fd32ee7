// Companies that come along with the contacts of an archive, or in a file of their own, where something comes in between.
import { strToU8, unzipSync, zipSync } from "fflate";
import { ulid } from "ulidx";
import { describe, expect, it } from "vitest";
import { runArchive, startArchive, takeArchive } from "~/app/domain/archives/archives";
import { type Company, companies } from "~/app/domain/companies/card";
import { addContact, readContacts } from "~/app/domain/contacts/contacts";
import { uploadArchive } from "~/app/domain/imports/archiveImport";
import { runImport } from "~/app/domain/imports/importRun";
import { checkImport, readImport, startImport, undoImport, uploadImport } from "~/app/domain/imports/imports";
import { eraseContact } from "~/app/domain/privacy/contactRights";
import { readRecords } from "~/app/domain/records/list";
import { addNote } from "~/app/domain/records/notes";
import { again, contactInput, newContext, newPerson, type Person } from "../../support/app";
import { taken } from "../../support/importing";
import { ledgerOf } from "../../support/ledgers";
import { everything, placesOf } from "../../support/planted";
import { addExample, newMark } from "../../support/records";

const all = async (of: Person) =>
  (await readRecords(await again(of), companies, { search: "", sort: "name", trashed: false, after: null, pageSize: 50 }))
    .rows as Company[];

/** An archive of five contacts at five companies, of one at none, and of a company that nobody belongs to. */
async function archiveOf(): Promise<Uint8Array> {
  const person = await newPerson({ credits: 20, verified: true });
  for (let n = 0; n < 5; n++)
    await addContact(await again(person), contactInput({ firstName: `Person${n}`, company: `Company${n}` }), ulid(), 1);
  await addContact(await again(person), contactInput({ firstName: "Alone" }), ulid(), 1);
  const { id } = await addExample(await again(person), companies, newMark());
  await addNote(await again(person), { of: companies, id }, { text: "Ask jane@erased.example", key: ulid(), shownCredits: 1 });
  const started = await startArchive(await again(person));
  const archiveId = "archiveId" in started ? started.archiveId : "";
  for (let n = 0; n < 4; n++) await runArchive(await newContext(), person.teamId, archiveId);
  return new Uint8Array(await new Response(await taken(takeArchive(await again(person), archiveId))).arrayBuffer());
}

/** The archive with other lines of companies. */
function withLines(bytes: Uint8Array, change: (lines: string[]) => string[]): Uint8Array {
  const files = unzipSync(bytes);
  const lines = new TextDecoder().decode(files["companies.jsonl"]).trim().split("\n");
  return zipSync({ ...files, "companies.jsonl": strToU8(`${change(lines).join("\n")}\n`) });
}

async function upload(person: Person, bytes: Uint8Array): Promise<string> {
  const uploaded = await uploadArchive(await again(person), "archive.zip", bytes);
  if (uploaded.kind !== "staged") throw new Error(uploaded.reason);
  return uploaded.importId;
}

async function start(person: Person, importId: string, most: number): Promise<void> {
  await startImport(await again(person), importId, most, most);
  for (let n = 0; n < 3; n++) await runImport(await newContext(), person.teamId, importId);
}

describe("companies of an archive", () => {
  it("come in with the contacts that are paid for, and not before", async () => {
    const poor = await newPerson();
    const importId = await upload(poor, await archiveOf());
    await start(poor, importId, 1);
    expect(await readImport(await again(poor), importId)).toMatchObject({ state: "short", imported: 0 });
    expect(await all(poor)).toEqual([]);
    const person = await newPerson({ credits: 10, verified: true });
    const id = await upload(person, await archiveOf());
    await start(person, id, 2);
    expect((await all(person)).map(({ name }) => name)).toEqual(["Company0", "Company1"]);
    await start(person, id, 4);
    expect(await all(person)).toHaveLength(6);
    const { contacts } = await readContacts(await again(person), everything);
    expect(contacts.filter(({ companyId }) => companyId).map(({ firstName }) => firstName)).toHaveLength(5);
    // And go with it, the one that was added by hand in the other team too.
    await undoImport(await again(person), id);
    for (let n = 0; n < 4; n++) await runImport(await newContext(), person.teamId, id);
    expect([await all(person), (await ledgerOf(person.teamId).balance()).free]).toEqual([[], 35]);
  });

  it("that are there twice, or name a member by a word of the language, do not leave the import running for ever", async () => {
    const bytes = await archiveOf();
    const person = await newPerson({ credits: 10, verified: true });
    const twice = await uploadArchive(
      await again(person),
      "twice.zip",
      withLines(bytes, ([first = "", ...rest]) => [first, first, ...rest]),
    );
    expect(twice).toMatchObject({ kind: "unreadable" });
    const odd = withLines(bytes, (lines) => lines.map((line) => JSON.stringify({ ...JSON.parse(line), ownerId: "constructor" })));
    const importId = await upload(person, odd);
    await start(person, importId, 6);
    expect(await readImport(await again(person), importId)).toMatchObject({ state: "done", imported: 6 });
    expect((await all(person)).map(({ ownerId }) => ownerId)).toEqual(["", "", "", "", "", ""]);
  });

  it("do not stand in the way of erasing somebody, and forget what their timelines say of them", async () => {
    const person = await newPerson({ credits: 10, verified: true });
    const importId = await upload(person, await archiveOf());
    await start(person, importId, 2);
    const id = ulid();
    await addContact(
      await again(person),
      contactInput({ firstName: "Jane", emails: [{ label: "", value: "jane@erased.example" }] }),
      id,
      1,
    );
    expect((await eraseContact(await again(person), id)).kind).toBe("done");
    await start(person, importId, 4);
    expect(await all(person)).toHaveLength(6);
    const [named] = (await all(person)).filter(({ name }) => !name.startsWith("Company"));
    const notes = await import("~/app/domain/records/notes").then(async ({ readTimeline }) =>
      readTimeline(await again(person), named?.id ?? "", null),
    );
    expect(notes.entries.map(({ kind }) => kind)).toEqual(["added"]);
  });
});

describe("a file of companies that waits to be started", () => {
  it("forgets the row of somebody who is erased meanwhile", async () => {
    const person = await newPerson({ credits: 10, verified: true });
    const mark = newMark();
    const text = `Company,Contact mail\nBeta ${mark},jane-${mark}@erased.example\nGamma,other@x.example\n`;
    const uploaded = await uploadImport(await again(person), "firms.csv", new TextEncoder().encode(text), "company");
    const importId = uploaded.kind === "staged" ? uploaded.importId : "";
    await checkImport(await again(person), importId, { mapping: ["field:name", "keep"], tag: "", lenient: false });
    await runImport(await newContext(), person.teamId, importId);
    const id = ulid();
    const jane = contactInput({ firstName: "Jane", emails: [{ label: "", value: `jane-${mark}@erased.example` }] });
    await addContact(await again(person), jane, id, 1);
    await eraseContact(await again(person), id);
    await start(person, importId, 2);
    expect((await all(person)).map(({ name }) => name)).toEqual(["Gamma"]);
    expect(await placesOf(mark)).toEqual([]);
  });
});
