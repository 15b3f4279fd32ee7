// A contact's company: found or made by its name, and one company wherever it is named.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { describe, expect, it } from "vitest";
import { type Company, companies } from "~/app/domain/companies/card";
import { sweepUnlinked } from "~/app/domain/companies/linking";
import { addContact, editContact, readContact, readContacts, undoAddContact } from "~/app/domain/contacts/contacts";
import { sweepRenamed } from "~/app/domain/contacts/naming";
import { runImport } from "~/app/domain/imports/importRun";
import { undoImport } from "~/app/domain/imports/imports";
import { eraseContact } from "~/app/domain/privacy/contactRights";
import { editRecord } from "~/app/domain/records/edit";
import { readRecord, readRecords } from "~/app/domain/records/list";
import { mergeRecords, undoMerge } from "~/app/domain/records/merge";
import { addNote } from "~/app/domain/records/notes";
import { trashRecords } from "~/app/domain/records/trash";
import { again, contactInput, newContext, newPerson, type Person } from "../../support/app";
import { bring } from "../../support/importing";
import { ledgerOf } from "../../support/ledgers";
import { everything, placesOf } from "../../support/planted";
import { addExample, newMark } from "../../support/records";

/** The team's listed companies by name. */
async function companiesOf(person: Person): Promise<Company[]> {
  const query = { search: "", sort: "name", trashed: false, after: null, pageSize: 50 } as const;
  return (await readRecords(await again(person), companies, query)).rows as Company[];
}

async function addAt(person: Person, company: string, firstName = "Ada"): Promise<string> {
  const id = ulid();
  const outcome = await addContact(await again(person), contactInput({ firstName, company }), id, 1);
  if (outcome.kind !== "done") throw new Error(outcome.kind);
  return id;
}

const companyOf = async (person: Person, contactId: string) => (await readContact(await again(person), contactId))?.companyId;
const searched = async (person: Person, search: string) =>
  (await readContacts(await again(person), { ...everything, search })).contacts.map(({ id }) => id);

async function rename(person: Person, company: Company, name: string): Promise<void> {
  const now = (await readRecord(await again(person), companies, company.id)) as Company;
  const done = await editRecord(
    await again(person),
    companies,
    { id: now.id, seenChangedAt: now.changedAt },
    { ...companies.toInput(now), name },
  );
  expect(done.kind).toBe("done");
}

describe("a company that is named on a contact", () => {
  it("is found however it is spelled, or made, and costs nothing: the contact is what is paid for", async () => {
    const person = await newPerson({ credits: 10 });
    const ids = [
      await addAt(person, "Åster  & Sons"),
      await addAt(person, "aster & sons"),
      await addAt(person, "Fjord AS"),
      await addAt(person, ""),
    ];
    const made = await companiesOf(person);
    expect(made.map(({ name }) => name)).toEqual(["Åster  & Sons", "Fjord AS"]);
    const [aster, fjord] = made;
    expect(await Promise.all(ids.map((id) => companyOf(person, id)))).toEqual([aster?.id, aster?.id, fjord?.id, ""]);
    expect((await ledgerOf(person.teamId).balance()).free).toBe(6);
    // Another team's company of that name is not theirs.
    const other = await newPerson({ credits: 1 });
    const theirs = await addAt(other, "Fjord AS");
    expect(await companyOf(other, theirs)).not.toBe(fjord?.id);
    expect((await companiesOf(person)).length).toBe(2);
  });

  it("is one, though two name it for the first time in the same moment", async () => {
    const person = await newPerson({ credits: 10 });
    const ids = await Promise.all([1, 2, 3, 4].map(() => addAt(person, "Blue Harbour")));
    expect(await companiesOf(person)).toHaveLength(1);
    expect(new Set(await Promise.all(ids.map((id) => companyOf(person, id)))).size).toBe(1);
  });

  it("comes with an import, one for each name, without a charge, and goes with its undo unless somebody uses it", async () => {
    const person = await newPerson({ credits: 20, verified: true });
    const rows = ["Ada,Cedar Inc", "Bob,CEDAR INC", "Cy,Dune Ltd", "Dee,"].map((row, n) => `${row},p${n}@example.org`);
    const importId = await bring(person, `First Name,Company,Email\n${rows.join("\n")}\n`);
    expect((await companiesOf(person)).map(({ name }) => name)).toEqual(["Cedar Inc", "Dune Ltd"]);
    expect((await ledgerOf(person.teamId).balance()).free).toBe(25 + 20 - 4);
    const kept = await addAt(person, "Dune Ltd", "Stays");
    await undoImport(await again(person), importId);
    await runImport(await newContext(), person.teamId, importId);
    expect((await companiesOf(person)).map(({ name }) => name)).toEqual(["Dune Ltd"]);
    expect(await companyOf(person, kept)).toBe((await companiesOf(person))[0]?.id);
  });

  it("goes with the undo of its contact, unless another belongs to it or something was written about it", async () => {
    const person = await newPerson({ credits: 10 });
    await undoAddContact(await again(person), await addAt(person, "Typo Gmbh"));
    expect(await companiesOf(person)).toEqual([]);
    const first = await addAt(person, "Shared Ltd");
    await addAt(person, "Shared Ltd", "Bob");
    await undoAddContact(await again(person), first);
    const noted = await addAt(person, "Noted Ltd");
    const id = (await companyOf(person, noted)) ?? "";
    await addNote(await again(person), { of: companies, id }, { text: "Ask in May", key: ulid(), shownCredits: 1 });
    await undoAddContact(await again(person), noted);
    expect((await companiesOf(person)).map(({ name }) => name)).toEqual(["Noted Ltd", "Shared Ltd"]);
  });

  it("does not outlive, with the name of its only contact, the erasure of that contact", async () => {
    const person = await newPerson({ credits: 10 });
    const mark = newMark();
    const id = await addAt(person, `Jane ${mark} Consulting`, mark);
    await eraseContact(await again(person), id);
    expect(await placesOf(mark)).toEqual([]);
  });
});

describe("a company's contacts", () => {
  it("have its new name at once, are found by it, and stay its own when they are edited", async () => {
    const person = await newPerson({ credits: 10 });
    const [old, fresh] = [newMark(), newMark()];
    const id = await addAt(person, `Old ${old}`);
    const [company] = await companiesOf(person);
    if (company) await rename(person, company, `New ${fresh}`);
    expect((await readContact(await again(person), id))?.company).toBe(`New ${fresh}`);
    await sweepRenamed(await newContext());
    expect([await searched(person, fresh), await searched(person, old)]).toEqual([[id], []]);
    const now = await readContact(await again(person), id);
    const input = contactInput({ firstName: "Grace", company: now?.company });
    expect((await editContact(await again(person), id, input, now?.changedAt ?? 0)).kind).toBe("done");
    expect([await companyOf(person, id), (await companiesOf(person)).length]).toEqual([company?.id, 1]);
  });

  it("of many are renamed in pieces that can stop anywhere, and each once", async () => {
    const person = await newPerson({ credits: 20, verified: true });
    await ledgerOf(person.teamId).grant({
      ...(await import("../../support/ledgers")).grantOf(200, { lotId: "many", source: "goodwill", paymentId: null }),
    });
    const rows = Array.from({ length: 120 }, (_, n) => `Name${n},Many Ltd,many${n}-${person.teamId}@example.org`);
    await bring(person, `First Name,Company,Email\n${rows.join("\n")}\n`);
    const [company] = await companiesOf(person);
    const mark = newMark();
    if (company) await rename(person, company, `Many ${mark}`);
    // The clock jumps at every look: a run is over after its first piece.
    let now = Date.now();
    const jumping = async () => ({ ...(await newContext()), clock: async () => (now += 4_000) });
    const counts: number[] = [];
    for (let n = 0; n < 12; n++) {
      await sweepRenamed(await jumping());
      const { contacts } = await readContacts(await again(person), { ...everything, search: mark, pageSize: 200 });
      counts.push(contacts.length);
    }
    expect(counts[0]).toBeLessThan(120);
    expect(counts.at(-1)).toBe(120);
    expect((await companiesOf(person)).map(({ namedUpTo }) => namedUpTo)).toEqual([null]);
  });

  it("move to another when it is changed on them, and belong to none when their company is gone for good", async () => {
    const person = await newPerson({ credits: 10 });
    const id = await addAt(person, "First Ltd");
    const before = await readContact(await again(person), id);
    await editContact(await again(person), id, contactInput({ company: "Second Ltd" }), before?.changedAt ?? 0);
    const second = (await companiesOf(person)).find(({ name }) => name === "Second Ltd");
    expect(await companyOf(person, id)).toBe(second?.id);
    await env.DB.prepare("DELETE FROM companies WHERE team_id = ? AND id = ?").bind(person.teamId, second?.id).run();
    expect(await readContact(await again(person), id)).toMatchObject({ companyId: "", company: "Second Ltd" });
  });

  it("stay with theirs when something else of them is edited, though another company has come to the same name", async () => {
    const person = await newPerson({ credits: 10 });
    await addAt(person, "Twin Ltd");
    const id = await addAt(person, "Other Ltd", "Bob");
    const other = (await companiesOf(person)).find(({ name }) => name === "Other Ltd");
    if (other) await rename(person, other, "Twin Ltd");
    const now = await readContact(await again(person), id);
    await editContact(await again(person), id, contactInput({ firstName: "Robert", company: "Twin Ltd" }), now?.changedAt ?? 0);
    expect(await companyOf(person, id)).toBe(other?.id);
  });

  it("keep it while it is in the trash; a new contact of that name gets a new one", async () => {
    const person = await newPerson({ credits: 10 });
    const id = await addAt(person, "Rested Ltd");
    const [company] = await companiesOf(person);
    await trashRecords(await again(person), companies, [company?.id ?? ""]);
    expect(await companyOf(person, id)).toBe(company?.id);
    const other = await addAt(person, "Rested Ltd", "Bob");
    expect(await companyOf(person, other)).not.toBe(company?.id);
  });

  it("follow a merge to the company that is kept, under its name, and back when it is undone", async () => {
    const person = await newPerson({ credits: 10 });
    const [one, two] = [await addAt(person, "Kept Ltd"), await addAt(person, "Gone Ltd", "Bob")];
    const [gone, kept] = await companiesOf(person);
    const outcome = await mergeRecords(await again(person), companies, { keptId: kept?.id ?? "", goneId: gone?.id ?? "", choices: {} });
    expect(await readContact(await again(person), two)).toMatchObject({ companyId: kept?.id, company: "Kept Ltd" });
    await sweepRenamed(await newContext());
    expect((await searched(person, "Kept")).sort()).toEqual([one, two].sort());
    await undoMerge(await again(person), companies, outcome.kind === "done" ? outcome.mergeId : "");
    await sweepRenamed(await newContext());
    expect(await readContact(await again(person), two)).toMatchObject({ companyId: gone?.id, company: "Gone Ltd" });
    expect([await searched(person, "Kept"), await searched(person, "Gone")]).toEqual([[one], [two]]);
  });
});

describe("contacts of before there were companies", () => {
  it("get theirs in pieces that can stop anywhere: one for each name and team, without a charge", async () => {
    const [person, other] = [await newPerson({ credits: 10 }), await newPerson({ credits: 10 })];
    const ids = [
      await addAt(person, "Elm"),
      await addAt(person, "ELM", "Bob"),
      await addAt(person, "Oak", "Cy"),
      await addAt(other, "Elm"),
    ];
    const bare = await addAt(person, "");
    for (const { teamId } of [person, other]) {
      await env.DB.prepare("UPDATE contacts SET company_id = NULL WHERE team_id = ?").bind(teamId).run();
      await env.DB.prepare("DELETE FROM companies WHERE team_id = ?").bind(teamId).run();
    }
    const credits = (await ledgerOf(person.teamId).balance()).free;
    expect(await sweepUnlinked(await newContext())).toBeGreaterThanOrEqual(4);
    expect(await sweepUnlinked(await newContext())).toBe(0);
    const [elm, oak] = await companiesOf(person);
    expect([elm?.name, oak?.name, (await companiesOf(person)).length]).toEqual(["Elm", "Oak", 2]);
    expect(await Promise.all(ids.slice(0, 3).map((id) => companyOf(person, id)))).toEqual([elm?.id, elm?.id, oak?.id]);
    expect(await companyOf(other, ids[3] ?? "")).toBe((await companiesOf(other))[0]?.id);
    expect((await companyOf(person, bare)) || "").toBe("");
    expect((await ledgerOf(person.teamId).balance()).free).toBe(credits);
  });

  it("are those that a company made by hand finds too", async () => {
    const person = await newPerson({ credits: 10 });
    const company = await addExample(await again(person), companies, newMark());
    const id = await addAt(person, (company as Company).name.toUpperCase());
    expect(await companyOf(person, id)).toBe(company.id);
  });
});
