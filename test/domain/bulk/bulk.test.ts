// One change to many records: each once, whoever else is at work, and undone for a day except in what somebody has changed since.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { beforeEach, describe, expect, it } from "vitest";
import { type BulkChange, beginBulk, endBulks, readBulk, runBulk, sweepBulks, undoBulk, type Which } from "~/app/domain/bulk/bulk";
import { contacts } from "~/app/domain/contacts/card";
import { toNewContact } from "~/app/domain/contacts/contactInput";
import { editContact, readContact } from "~/app/domain/contacts/contacts";
import { readTags } from "~/app/domain/contacts/tags";
import { addCustomField, dropCustomField, readCustomFields } from "~/app/domain/fields/customFields";
import { cards, nouns, trashAny } from "~/app/domain/modules";
import { eraseContact } from "~/app/domain/privacy/contactRights";
import type { Noun } from "~/app/domain/records/card";
import { everything, readList, readListFields } from "~/app/domain/records/listing";
import { insertContacts } from "~/db/queries/contacts";
import { writeAll } from "~/db/statements";
import { again, contactInput, newContext, newPerson, type Person } from "../../support/app";
import { ledgerOf } from "../../support/ledgers";
import { placesOf } from "../../support/planted";
import { addExample, newMark } from "../../support/records";

const DAY = 86_400_000;
const all: Which = { search: "", filter: [], also: [], narrowed: null };

async function addMany(person: Person, noun: Noun, count: number): Promise<string[]> {
  const ctx = await again(person);
  const card = cards.find((one) => one.noun === noun.noun);
  if (card) return (await Promise.all(Array.from({ length: count }, () => addExample(ctx, card, newMark())))).map(({ id }) => id);
  const made = Array.from({ length: count }, (_, n) =>
    toNewContact(contactInput({ firstName: `N${n}`, status: n % 2 ? "lead" : "prospect" }), {
      id: ulid(),
      tagIds: [],
      defaultCountry: "",
      timeline: [],
    }),
  );
  await writeAll(ctx.db, insertContacts(ctx.teamDb, made, ctx.member.id, ctx.now));
  return made.map(({ row }) => row.id);
}

/** Begins a change and works on it until it is over. */
async function change(person: Person, noun: Noun, what: BulkChange, which: { ids: string[] } | { all: Which } = { all }): Promise<string> {
  const begun = await beginBulk(await again(person), noun, what, which);
  if (begun.kind !== "begun") throw new Error(begun.kind);
  await work(person, begun.bulkId);
  return begun.bulkId;
}

async function work(person: Person, bulkId: string): Promise<void> {
  for (let n = 0; n < 50; n++) {
    await runBulk(await newContext(), person.teamId, bulkId);
    const bulk = await readBulk(await again(person), bulkId);
    if (bulk?.state !== "running" && bulk?.state !== "undoing") return;
  }
}

async function undo(person: Person, bulkId: string): Promise<boolean> {
  const begun = await undoBulk(await again(person), bulkId);
  await work(person, bulkId);
  return begun;
}

/** What each record has in a field, by id. */
async function valuesOf(person: Person, noun: Noun, field: string): Promise<Record<string, unknown>> {
  const ctx = await again(person);
  const fields = await readListFields(ctx, noun);
  const { rows } = await readList(ctx, noun, fields, { ...everything, after: null, pageSize: 2_000 });
  const of = fields.find(({ name }) => name === field)?.of;
  return Object.fromEntries(rows.map((row) => [row.id, of?.(row)]));
}

describe.each(nouns)("many of a $noun", (noun) => {
  let person: Person;
  let own: string;
  beforeEach(async () => {
    person = await newPerson({ credits: 200, verified: true });
    await addCustomField(await again(person), noun, { name: "Tier", kind: "choice", choices: ["Gold", "Silver"] });
    own = `custom.${(await readCustomFields(await again(person), noun.noun))[0]?.id}`;
  });

  it("get a value in a field of the team's own, free; an undo gives each what it had, except where somebody has changed it since", async () => {
    const ids = await addMany(person, noun, 60);
    await change(person, noun, { field: own, act: "set", value: "Silver" }, { ids: ids.slice(0, 5) });
    const before = await valuesOf(person, noun, own);
    const credits = (await ledgerOf(person.teamId).balance()).free;
    const bulkId = await change(person, noun, { field: own, act: "set", value: "gold" });
    expect(Object.values(await valuesOf(person, noun, own))).toEqual(Array(60).fill("Gold"));
    expect(await readBulk(await again(person), bulkId)).toMatchObject({ state: "done", changed: 60, passedOver: 0 });
    expect((await ledgerOf(person.teamId).balance()).free).toBe(credits);
    await change(person, noun, { field: own, act: "set", value: "Silver" }, { ids: ids.slice(10, 12) });
    expect(await undo(person, bulkId)).toBe(true);
    expect(await readBulk(await again(person), bulkId)).toMatchObject({ state: "undone", takenBack: 58 });
    expect(await valuesOf(person, noun, own)).toEqual({ ...before, ...Object.fromEntries(ids.slice(10, 12).map((id) => [id, "Silver"])) });
    expect(await undo(person, bulkId)).toBe(false);
  });

  it("go to the trash, and come back from it by an undo; what was there before stays there", async () => {
    const ids = await addMany(person, noun, 55);
    await trashAny(await again(person), noun, ids.slice(0, 2));
    const bulkId = await change(person, noun, { field: "", act: "trash", value: "" });
    expect(await valuesOf(person, noun, own)).toEqual({});
    expect(await readBulk(await again(person), bulkId)).toMatchObject({ state: "done", changed: 53 });
    await undo(person, bulkId);
    expect(Object.keys(await valuesOf(person, noun, own)).sort()).toEqual(ids.slice(2).sort());
    const counted = await env.DB.prepare("SELECT value FROM counters WHERE team_id = ? AND noun = ?")
      .bind(person.teamId, noun.plural)
      .first("value");
    expect(counted).toBe(53);
  });

  it("are changed once each, though two are at work at once, and what stops is found again by the cron", async () => {
    await addMany(person, noun, 60);
    const begun = await beginBulk(await again(person), noun, { field: own, act: "set", value: "Gold" }, { all });
    const bulkId = begun.kind === "begun" ? begun.bulkId : "";
    await Promise.all([1, 2, 3].map(async () => runBulk(await newContext(), person.teamId, bulkId)));
    await work(person, bulkId);
    expect(await readBulk(await again(person), bulkId)).toMatchObject({ state: "done", changed: 60 });
    await env.DB.prepare("UPDATE bulk_edits SET state = 'running', cursor = NULL, changed_at = 1 WHERE id = ?").bind(bulkId).run();
    expect(await sweepBulks(await newContext())).toBeGreaterThan(0);
    expect(await readBulk(await again(person), bulkId)).toMatchObject({ state: "done", changed: 60, passedOver: 60 });
  });

  it("are the team's own: ids of another team change nothing, and no other team reads, undoes or sees the change", async () => {
    const [theirs] = await addMany(person, noun, 1);
    const stranger = await newPerson({ credits: 5, verified: true });
    const bulkId = await change(stranger, noun, { field: "", act: "trash", value: "" }, { ids: [theirs ?? ""] });
    expect(await readBulk(await again(stranger), bulkId)).toMatchObject({ state: "done", changed: 0 });
    expect(Object.keys(await valuesOf(person, noun, own))).toEqual([theirs]);
    expect(await readBulk(await again(person), bulkId)).toBeNull();
    expect(await undoBulk(await again(person), bulkId)).toBe(false);
    expect(await (await person.browser.ask(`/${noun.plural}?bulk=${bulkId}`)).text()).not.toContain("Nothing had to be changed");
  });

  it("stay as they are where the value is wrong, the field is none of theirs, or nothing is chosen", async () => {
    const ids = await addMany(person, noun, 1);
    const before = await valuesOf(person, noun, own);
    for (const what of [
      { field: own, act: "set", value: "Tin" },
      { field: "createdAt", act: "set", value: "1" },
      { field: "seq", act: "set", value: "1" },
      { field: own, act: "add", value: "Gold" },
    ] as BulkChange[])
      expect((await beginBulk(await again(person), noun, what, { ids })).kind, what.value).toBe("wrong");
    const posted = await person.browser.post(`/${noun.plural}/change?id=${ids[0]}`, { intent: "set", field: own, value: "Tin" });
    expect([posted.status, (await posted.text()).includes("Choose one of the choices")]).toEqual([400, true]);
    expect((await person.browser.post(`/${noun.plural}/change`, { intent: "set", field: own, value: "Gold" })).status).toBe(400);
    expect(await valuesOf(person, noun, own)).toEqual(before);
  });

  it("leave nothing of what they had after a day, and can no longer be undone", async () => {
    const mark = newMark();
    await addCustomField({ ...(await again(person)), now: Date.now() + 5 }, noun, { name: "Word" });
    const word = `custom.${(await readCustomFields(await again(person), noun.noun))[1]?.id}`;
    await addMany(person, noun, 1);
    await change(person, noun, { field: word, act: "set", value: mark });
    const bulkId = await change(person, noun, { field: word, act: "set", value: "Other" });
    expect(await placesOf(mark)).toContain("bulk_undos");
    expect(await undoBulk({ ...(await again(person)), now: Date.now() + 1.1 * DAY }, bulkId)).toBe(false);
    await endBulks({ ...(await newContext()), now: Date.now() + 1.1 * DAY });
    expect(await placesOf(mark)).toEqual([]);
  });
});

describe("many contacts", () => {
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
