// Sorting a list by a field of the team's own: in the order of its values, of every record that has one, through all that is done with them.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { beforeAll, describe, expect, it } from "vitest";
import {
  addCustomField,
  changeCustomField,
  dropCustomField,
  FieldSettings,
  INDEXED_MAX,
  type NewField,
  readCustomFields,
} from "~/app/domain/fields/customFields";
import { sweepIndexes } from "~/app/domain/fields/indexing";
import { sweepCustomFields } from "~/app/domain/fields/sweep";
import { nouns, restoreAny, trashAny } from "~/app/domain/modules";
import type { Noun } from "~/app/domain/records/card";
import { everything, readList, readListFields } from "~/app/domain/records/listing";
import type { Place } from "~/db/queries/records/lists";
import { again, newContext, newPerson, type Person } from "../../support/app";
import { asAgent } from "../../support/customFields";
import { newMark } from "../../support/records";

const form = (of: Noun, name: string) => ({ [of.noun === "contact" ? "firstName" : "name"]: name });

/** Adds a record with something in a field; its id. */
async function add(person: Person, of: Noun, fieldId: string, value: string): Promise<string> {
  const key = ulid();
  const posted = { key, price: "1", ...form(of, newMark()), [`custom.${fieldId}`]: value };
  expect((await person.browser.post(`/${of.plural}/new`, posted)).status).toBe(302);
  return key;
}

/** Makes a field; its id. */
async function make(person: Person, of: Noun, field: NewField): Promise<string> {
  expect((await addCustomField(await again(person), of, field)).kind).toBe("done");
  return (await readCustomFields(await again(person), of.noun)).find(({ name }) => name === field.name)?.id ?? "";
}

async function index(person: Person, of: Noun, id: string, indexed = true) {
  const { name = "" } = (await readCustomFields(await again(person), of.noun)).find((field) => field.id === id) ?? {};
  const outcome = await changeCustomField(await again(person), of, id, FieldSettings.parse({ name, indexed }));
  await sweepIndexes(await newContext(), nouns);
  return outcome;
}

/** Ids in the order of a list that is sorted by a field, page by page of two. */
async function sorted(person: Person, of: Noun, sort: string): Promise<string[]> {
  const ctx = await again(person);
  const fields = await readListFields(ctx, of);
  const ids: string[] = [];
  for (let after: Place | null = null; ; ) {
    const page: Awaited<ReturnType<typeof readList>> = await readList(ctx, of, fields, { ...everything, sort, after, pageSize: 2 });
    ids.push(...page.rows.map(({ id }) => id));
    if (!page.next) return ids;
    after = page.next;
  }
}

const valuesLeft = (person: Person) =>
  env.DB.prepare("SELECT COUNT(*) AS n FROM field_values WHERE team_id = ?").bind(person.teamId).first("n");

describe.each(nouns)("a list of $plural", (of) => {
  let person: Person;
  let score: string;
  beforeAll(async () => {
    person = await newPerson({ credits: 60, verified: true });
    score = await make(person, of, { name: "Score", kind: "number" });
  });

  it("is sorted by numbers as numbers, both ways, those that were there before and those that came after; others are left out", async () => {
    const [nine, ten] = [await add(person, of, score, "9"), await add(person, of, score, "10")];
    await add(person, of, score, "");
    expect((await index(person, of, score)).kind).toBe("done");
    const [less, same] = [await add(person, of, score, "-3.5"), await add(person, of, score, "10")];
    const stranger = await newPerson({ credits: 5, verified: true });
    await add(stranger, of, await make(stranger, of, { name: "Score", kind: "number" }), "1");
    expect(await sorted(person, of, `custom.${score}`)).toEqual([less, nine, ten, same]);
    expect(await sorted(person, of, `-custom.${score}`)).toEqual([same, ten, nine, less]);
    const page = await (await person.browser.ask(`/${of.plural}?sort=custom.${score}`)).text();
    expect(page).toContain("without one aren’t shown");
    await trashAny(await again(person), of, [nine]);
    expect(await sorted(person, of, `custom.${score}`)).toEqual([less, ten, same]);
    await restoreAny(await again(person), of, [nine]);
    expect(await sorted(person, of, `custom.${score}`)).toEqual([less, nine, ten, same]);
    const edit = await (await person.browser.ask(`/${of.plural}/${nine}/edit`)).text();
    const changedAt = /name="changedAt"[^>]*value="(\d+)"/.exec(edit)?.[1] ?? "";
    const changed = { ...form(of, newMark()), changedAt, [`custom.${score}`]: "99" };
    expect((await person.browser.post(`/${of.plural}/${nine}/edit`, changed)).status).toBe(302);
    expect(await sorted(person, of, `custom.${score}`)).toEqual([less, ten, same, nine]);
  });

  it("is sorted by days and by words in small letters; by what is not for sorting it is as it arrives", async () => {
    const word = await make(person, of, { name: "Word", kind: "text" });
    const [b, a] = [await add(person, of, word, "Beta"), await add(person, of, word, "alpha")];
    const before = await sorted(person, of, `custom.${word}`);
    expect(before.slice(0, 2)).toEqual([a, b]);
    expect(before.length).toBeGreaterThan(2);
    await index(person, of, word);
    expect(await sorted(person, of, `custom.${word}`)).toEqual([a, b]);
    expect(await sorted(person, of, `-custom.${word}`)).toEqual([b, a]);
  });

  it("is told by an owner what it can be sorted by: ten fields, of one value that lies open", async () => {
    const secret = await make(person, of, { name: "Secret", sensitive: true });
    const long = await make(person, of, { name: "Long", kind: "longText" });
    for (const id of [secret, long]) expect(await index(person, of, id)).toMatchObject({ kind: "incomplete", field: "indexed" });
    const agent = asAgent(await again(person));
    const manager = { ...agent, member: { ...agent.member, role: "manager" as const } };
    const settings = FieldSettings.parse({ name: "Score", indexed: false });
    expect(await changeCustomField(manager, of, score, settings)).toEqual({ kind: "not-allowed", act: "field.index" });
    const rest = INDEXED_MAX - (await readCustomFields(await again(person), of.noun)).filter(({ indexed }) => indexed).length;
    for (let n = 0; n < rest; n++) expect((await index(person, of, await make(person, of, { name: `More ${n}` }))).kind).toBe("done");
    expect(await index(person, of, await make(person, of, { name: "One more" }))).toMatchObject({ kind: "incomplete" });
    // By the settings' page, a manager changes the rest of a field and leaves this as it is.
    await env.DB.prepare("UPDATE members SET role = 'manager' WHERE id = ?").bind(person.ctx.member.id).run();
    const posted = { name: "Score", help: "Out of ten", preset: "" };
    expect((await person.browser.post(`/settings/fields/${score}`, posted)).status).toBe(302);
    await env.DB.prepare("UPDATE members SET role = 'owner' WHERE id = ?").bind(person.ctx.member.id).run();
    const [now] = (await readCustomFields(await again(person), of.noun)).filter(({ id }) => id === score);
    expect(now).toMatchObject({ help: "Out of ten", indexed: true });
  });

  it("keeps no values where a field no longer sorts, was removed, or its records are gone", async () => {
    const other = await newPerson({ credits: 20, verified: true });
    const [one, two] = [await make(other, of, { name: "One", kind: "number" }), await make(other, of, { name: "Two", kind: "date" })];
    for (const id of [one, two]) await index(other, of, id);
    await add(other, of, one, "1");
    const gone = await add(other, of, two, "2028-02-29");
    expect(await valuesLeft(other)).toBe(2);
    await index(other, of, one, false);
    expect(await valuesLeft(other)).toBe(1);
    await env.DB.prepare(`DELETE FROM ${of.plural} WHERE team_id = ? AND id = ?`).bind(other.teamId, gone).run();
    expect(await valuesLeft(other)).toBe(0);
    await add(other, of, two, "2028-03-01");
    expect(await valuesLeft(other)).toBe(1);
    await dropCustomField(await again(other), two);
    for (let n = 0; n < 3; n++) await sweepCustomFields(await newContext(), nouns);
    expect(await valuesLeft(other)).toBe(0);
  });
});
