// One change to many records: each once, whoever else is at work, and undone for a day except in what somebody has changed since.
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { type BulkChange, beginBulk, readBulk, undoBulk } from "~/app/domain/bulk/bulk";
import { endBulks, runBulk, sweepBulks } from "~/app/domain/bulk/bulkRun";
import { addCustomField, readCustomFields } from "~/app/domain/fields/customFields";
import { nouns, trashAny } from "~/app/domain/modules";
import { again, newContext, newPerson, type Person } from "../../support/app";
import { addMany, all, change, undo, valuesOf, work } from "../../support/bulk";
import { ledgerOf } from "../../support/ledgers";
import { placesOf } from "../../support/planted";
import { newMark } from "../../support/records";

const DAY = 86_400_000;

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
    expect(await (await person.browser.ask(`/${noun.plural}?bulk=${bulkId}`)).text()).not.toContain("Nothing needed changing");
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
