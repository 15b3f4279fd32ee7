// What a change to many meets on its way: fields and companies that go, people who leave, records that no longer fit.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { describe, expect, it } from "vitest";
import { beginBulk, readBulk, undoBulk, type Which } from "~/app/domain/bulk/bulk";
import { sweepBulks } from "~/app/domain/bulk/bulkRun";
import { companies } from "~/app/domain/companies/card";
import { contacts } from "~/app/domain/contacts/card";
import { editContact, readContact } from "~/app/domain/contacts/contacts";
import { readTags } from "~/app/domain/contacts/tags";
import { addCustomField, dropCustomField, readCustomFields } from "~/app/domain/fields/customFields";
import { sweepCustomFields } from "~/app/domain/fields/sweep";
import { nouns } from "~/app/domain/modules";
import { eraseContact } from "~/app/domain/privacy/contactRights";
import { addNote } from "~/app/domain/records/notes";
import { again, contactInput, newContext, newPerson } from "../../support/app";
import { addMany, all, change, undo, valuesOf, work } from "../../support/bulk";
import { addAt, companiesOf, rename } from "../../support/companies";
import { placesOf } from "../../support/planted";
import { newMark } from "../../support/records";

describe.each(nouns)("a change to many of a $noun", (noun) => {
  it("brings back nothing of a field that is removed: neither does it go on, nor is it undone", async () => {
    const person = await newPerson({ credits: 20, verified: true });
    const mark = newMark();
    await addCustomField(await again(person), noun, { name: "Word" });
    const [word] = await readCustomFields(await again(person), noun.noun);
    const field = `custom.${word?.id}`;
    await addMany(person, noun, 2);
    await change(person, noun, { field, act: "set", value: mark });
    const bulkId = await change(person, noun, { field, act: "set", value: "Other" });
    expect(await undoBulk(await again(person), bulkId)).toBe(true);
    await dropCustomField(await again(person), word?.id ?? "");
    await work(person, bulkId);
    expect(await readBulk(await again(person), bulkId)).toMatchObject({ state: "failed", takenBack: 0 });
    for (let n = 0; n < 3; n++) await sweepCustomFields(await newContext(), nouns);
    expect(await placesOf(mark)).toEqual([]);
  });

  it("that nobody can go on with stands in nobody's way, and ends", async () => {
    const person = await newPerson({ credits: 20, verified: true });
    await addMany(person, noun, 1);
    const begun = await beginBulk(await again(person), noun, { field: "", act: "trash", value: "" }, { all });
    const bulkId = begun.kind === "begun" ? begun.bulkId : "";
    await env.DB.prepare("UPDATE bulk_edits SET member_id = 'gone', changed_at = 1 WHERE id = ?").bind(bulkId).run();
    await sweepBulks(await newContext());
    expect(await readBulk(await again(person), bulkId)).toMatchObject({ state: "failed", changed: 0 });
  });
});

describe("many companies", () => {
  it("get a website as their form reads it, or none at all", async () => {
    const person = await newPerson({ credits: 20, verified: true });
    const noun = nouns.find((one) => one.noun === "company") ?? contacts;
    await addMany(person, noun, 2);
    expect((await beginBulk(await again(person), noun, { field: "domain", act: "set", value: "none" }, { all })).kind).toBe("wrong");
    await change(person, noun, { field: "domain", act: "set", value: "https://www.Aster.example/x" });
    expect(Object.values(await valuesOf(person, noun, "domain"))).toEqual(["aster.example", "aster.example"]);
  });
});

describe("many contacts", () => {
  it("get back the company that they had as it is called now, and by its name where it is gone", async () => {
    const person = await newPerson({ credits: 20, verified: true });
    for (const company of ["Before", "Gone"]) await addAt(person, company);
    // A company that somebody has written about stays when nobody belongs to it.
    for (const { id } of await companiesOf(person))
      await addNote(await again(person), { of: companies, id }, { text: "Ours", key: ulid(), shownCredits: 1 });
    const bulkId = await change(person, contacts, { field: "company", act: "set", value: "After" });
    const all = await companiesOf(person);
    const before = all.find(({ name }) => name === "Before");
    const gone = all.find(({ name }) => name === "Gone");
    if (before) await rename(person, before, "Renamed");
    await env.DB.prepare("DELETE FROM companies WHERE team_id = ? AND id = ?")
      .bind(person.teamId, gone?.id ?? "")
      .run();
    await undo(person, bulkId);
    const named = (await companiesOf(person)).map(({ id, name }) => [id, name]);
    const held = Object.values(await valuesOf(person, contacts, "company")) as { id: string; name: string }[];
    expect(held.map(({ name }) => name).sort()).toEqual(["Gone", "Renamed"]);
    for (const { id, name } of held) expect(named).toContainEqual([id, name]);
  });

  it("are left alone from the moment on when a field of the filter is removed: not all of them are meant then", async () => {
    const person = await newPerson({ credits: 5, verified: true });
    await addMany(person, contacts, 3);
    await addCustomField(await again(person), contacts, { name: "Gone" });
    const [gone] = await readCustomFields(await again(person), contacts.noun);
    const filter: Which["filter"] = [[[`custom.${gone?.id}`, "is", ["x"]]]];
    const begun = await beginBulk(await again(person), contacts, { field: "", act: "trash", value: "" }, { all: { ...all, filter } });
    await dropCustomField(await again(person), gone?.id ?? "");
    const bulkId = begun.kind === "begun" ? begun.bulkId : "";
    await work(person, bulkId);
    expect(await readBulk(await again(person), bulkId)).toMatchObject({ state: "failed", changed: 0 });
    expect(Object.keys(await valuesOf(person, contacts, "status"))).toHaveLength(3);
  });

  it("that no longer fit the filter once they are changed are all changed, and none that came later", async () => {
    const person = await newPerson({ verified: true });
    await addMany(person, contacts, 120);
    const filter: Which["filter"] = [[["status", "is", ["lead"]]]];
    const begun = await beginBulk(
      await again(person),
      contacts,
      { field: "status", act: "set", value: "customer" },
      { all: { ...all, filter } },
    );
    await addMany(person, contacts, 2);
    await work(person, begun.kind === "begun" ? begun.bulkId : "");
    const values = Object.values(await valuesOf(person, contacts, "status"));
    expect(values.filter((status) => status === "customer").length).toBeGreaterThanOrEqual(60);
    expect(values.filter((status) => status === "prospect")).toHaveLength(61);
  });

  it("get a tag, lose one, and move to another company, found by all of it; an undo takes it back", async () => {
    const person = await newPerson({ verified: true });
    const ids = await addMany(person, contacts, 3);
    const bulkId = await change(person, contacts, { field: "tags", act: "add", value: "VIP" });
    const [vip] = await readTags(await again(person));
    expect(await valuesOf(person, contacts, "tags")).toEqual(Object.fromEntries(ids.map((id) => [id, [vip?.id]])));
    const listed = async (query: string) =>
      (await (await person.browser.ask(`/contacts?${query}`)).text()).match(/aria-label="Select N/g)?.length ?? 0;
    expect(await listed(`tag=${vip?.id}`)).toBe(3);
    await undo(person, bulkId);
    expect(await listed(`tag=${vip?.id}`)).toBe(0);
    const moved = await change(person, contacts, { field: "company", act: "set", value: "Aster" });
    expect(await listed("search=aster")).toBe(3);
    const [id = ""] = ids;
    const { companyId, changedAt = 0 } = (await readContact(await again(person), id)) ?? {};
    expect(companyId).toBeTruthy();
    // Changed since: it stays at Aster.
    await editContact(await again(person), id, contactInput({ firstName: "N0", company: "Aster", title: "Boss" }), { changedAt });
    await undo(person, moved);
    expect(await listed("search=aster")).toBe(1);
  });

  it("that are erased are in no undo either", async () => {
    const mark = newMark();
    const person = await newPerson({ credits: 5, verified: true });
    const [id = ""] = await addMany(person, contacts, 2);
    await change(person, contacts, { field: "title", act: "set", value: mark });
    await change(person, contacts, { field: "title", act: "set", value: "Other" }, { ids: [id] });
    expect(await placesOf(mark)).toContain("bulk_undos");
    expect((await eraseContact(await again(person), id)).kind).toBe("done");
    const left = await env.DB.prepare("SELECT COUNT(*) AS n FROM bulk_undos WHERE team_id = ? AND record_id = ?")
      .bind(person.teamId, id)
      .first("n");
    expect(left).toBe(0);
    const named = await env.DB.prepare("SELECT COUNT(*) AS n FROM bulk_edits WHERE team_id = ? AND ids LIKE ?")
      .bind(person.teamId, `%${id}%`)
      .first("n");
    expect(named).toBe(0);
  });
});
