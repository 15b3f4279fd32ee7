// A contact's company: found or made by its name, and one company wherever it is named.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { describe, expect, it } from "vitest";
import { type Company, companies } from "~/app/domain/companies/card";
import { sweepUnlinked } from "~/app/domain/companies/linking";
import { editContact, readContact, undoAddContact } from "~/app/domain/contacts/contacts";
import { allowFreeRow, FREE_ROWS_MAX } from "~/app/domain/core/limits";
import { runImport } from "~/app/domain/imports/importRun";
import { undoImport } from "~/app/domain/imports/imports";
import { eraseContact } from "~/app/domain/privacy/contactRights";
import { undoAddRecord } from "~/app/domain/records/add";
import { addNote } from "~/app/domain/records/notes";
import { again, contactInput, newContext, newPerson } from "../../support/app";
import { addAt, companiesOf, companyOf, rename } from "../../support/companies";
import { bring } from "../../support/importing";
import { ledgerOf } from "../../support/ledgers";
import { placesOf } from "../../support/planted";
import { addExample, newMark } from "../../support/records";

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

describe("a company that somebody has come to belong to", () => {
  it("is not taken away by the undo of adding it, nor by the undo of its import", async () => {
    const person = await newPerson({ credits: 20, verified: true });
    const added = (await addExample(await again(person), companies, newMark())) as Company;
    const one = await addAt(person, added.name);
    expect((await undoAddRecord(await again(person), companies, added.id)).kind).toBe("refused");
    const importId = await bring(person, "Company\nJoined Ltd\nAlone Ltd\n", "company");
    const two = await addAt(person, "Joined Ltd", "Bob");
    await undoImport(await again(person), importId);
    await runImport(await newContext(), person.teamId, importId);
    expect((await companiesOf(person)).map(({ name }) => name).sort()).toEqual([added.name, "Joined Ltd"].sort());
    expect([await companyOf(person, one), Boolean(await companyOf(person, two))]).toEqual([added.id, true]);
  });
});

describe("a form of a contact that was opened before its company was renamed", () => {
  it("saved without touching the company, keeps it under its new name, and makes none of the old one", async () => {
    const person = await newPerson({ credits: 10 });
    const id = await addAt(person, "Acme");
    const seen = await readContact(await again(person), id);
    const [acme] = await companiesOf(person);
    if (acme) await rename(person, acme, "Acme Group");
    const fields = {
      firstName: "Ada",
      lastName: "King",
      company: "Acme",
      status: "lead",
      companySeen: "Acme",
      changedAt: String(seen?.changedAt),
    };
    expect((await person.browser.post(`/contacts/${id}/edit`, fields)).status).toBe(302);
    expect(await readContact(await again(person), id)).toMatchObject({ lastName: "King", company: "Acme Group", companyId: acme?.id });
    // By whichever door: what was seen and left stays as it is now.
    const now = await readContact(await again(person), id);
    const left = contactInput({ firstName: "Ada", company: "Acme" });
    await editContact(await again(person), id, left, { changedAt: now?.changedAt ?? 0, company: "Acme" });
    expect(await readContact(await again(person), id)).toMatchObject({ company: "Acme Group", companyId: acme?.id });
    expect(await companiesOf(person)).toHaveLength(1);
  });
});

describe("a company that an edit makes", () => {
  it("takes the place of the one it was made for before, which goes, unless somebody uses it", async () => {
    const person = await newPerson({ credits: 10 });
    const id = await addAt(person, "Amce");
    for (const company of ["Acmee", "Acme"]) {
      const now = await readContact(await again(person), id);
      await editContact(await again(person), id, contactInput({ company }), { changedAt: now?.changedAt ?? 0 });
    }
    expect((await companiesOf(person)).map(({ name }) => name)).toEqual(["Acme"]);
  });

  it("is bounded by the day as all that is free: beyond that only what is there is found", async () => {
    const person = await newPerson({ credits: 10 });
    await addAt(person, "Known Ltd", "Bob");
    const id = await addAt(person, "First Ltd");
    // The team has written as much as it may for nothing today.
    const keys = async () => (await env.DB.prepare("SELECT key FROM attempts").all<{ key: string }>()).results.map(({ key }) => key);
    const before = new Set(await keys());
    await allowFreeRow(await again(person));
    const mine = (await keys()).find((key) => !before.has(key));
    await env.DB.prepare("UPDATE attempts SET count = ? WHERE key = ?").bind(FREE_ROWS_MAX, mine).run();
    const edit = async (company: string) => {
      const now = await readContact(await again(person), id);
      await editContact(await again(person), id, contactInput({ company }), { changedAt: now?.changedAt ?? 0 });
      return companyOf(person, id);
    };
    expect(await edit("Unheard Ltd")).toBe("");
    expect(await edit("Known Ltd")).not.toBe("");
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
