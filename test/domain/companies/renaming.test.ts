// A company's contacts: they follow its name, wherever it comes from, and stay its own.
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { companies } from "~/app/domain/companies/card";
import { editContact, readContact, readContacts } from "~/app/domain/contacts/contacts";
import { sweepRenamed } from "~/app/domain/contacts/naming";
import { mergeRecords, undoMerge } from "~/app/domain/records/merge";
import { trashRecords } from "~/app/domain/records/trash";
import { again, contactInput, newContext, newPerson } from "../../support/app";
import { addAt, companiesOf, companyOf, rename, searched } from "../../support/companies";
import { bring } from "../../support/importing";
import { ledgerOf } from "../../support/ledgers";
import { everything } from "../../support/planted";
import { newMark } from "../../support/records";

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
    expect((await editContact(await again(person), id, input, { changedAt: now?.changedAt ?? 0 })).kind).toBe("done");
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
    await editContact(await again(person), id, contactInput({ company: "Second Ltd" }), { changedAt: before?.changedAt ?? 0 });
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
    await editContact(await again(person), id, contactInput({ firstName: "Robert", company: "Twin Ltd" }), {
      changedAt: now?.changedAt ?? 0,
    });
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
