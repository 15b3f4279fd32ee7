// Filtering a list: what each condition lets through, on contacts and on a card's records, in the noun's own fields and the team's.
import { ulid } from "ulidx";
import { beforeAll, describe, expect, it } from "vitest";
import { companies } from "~/app/domain/companies/card";
import { contacts } from "~/app/domain/contacts/card";
import { toNewContact } from "~/app/domain/contacts/contactInput";
import { addContact, tagContactsById } from "~/app/domain/contacts/contacts";
import { deleteTag, readTags } from "~/app/domain/contacts/tags";
import { addCustomField, readCustomFields } from "~/app/domain/fields/customFields";
import { cards, narrowing, nouns } from "~/app/domain/modules";
import type { Noun } from "~/app/domain/records/card";
import { type Condition, type Filter, operatorsOf, readFilter, writeFilter } from "~/app/domain/records/filter";
import { allOfList, everything, readList, readListFields } from "~/app/domain/records/listing";
import { trashRecords } from "~/app/domain/records/trash";
import { insertContacts } from "~/db/queries/contacts";
import { LOOKED_MAX } from "~/db/queries/records/lists";
import { writeAll } from "~/db/statements";
import { again, contactInput, newPerson, type Person } from "../../support/app";
import { addExample, newMark } from "../../support/records";

const DAY = 86_400_000;

/** Names of the contacts that a filter lets through, in the order of the alphabet. */
async function through(person: Person, noun: Noun, filter: Filter): Promise<string[]> {
  const ctx = await again(person);
  const fields = await readListFields(ctx, noun);
  const page = await readList(ctx, noun, fields, { ...everything, filter, after: null, pageSize: 50 });
  return page.rows
    .map((row) =>
      String((row as unknown as { firstName?: string; name?: string })[noun === contacts ? ("firstName" as never) : ("name" as never)]),
    )
    .sort();
}

describe("contacts", () => {
  let person: Person;
  let own: Record<string, string>;
  let vip: string;
  beforeAll(async () => {
    person = await newPerson({ credits: 50, verified: true });
    const ctx = await again(person);
    const made = [
      { name: "Budget", kind: "number" },
      { name: "Since", kind: "date" },
      { name: "Tier", kind: "choice", choices: ["Gold", "Silver"] },
      { name: "Likes", kind: "choices", choices: ["Tea", "Iced tea"] },
      { name: "Word", kind: "text" },
      { name: "Secret", kind: "text", sensitive: true },
    ] as const;
    for (const [n, field] of made.entries())
      await addCustomField({ ...ctx, now: ctx.now + n }, contacts, { ...field, choices: [...("choices" in field ? field.choices : [])] });
    own = Object.fromEntries((await readCustomFields(ctx, contacts.noun)).map(({ name, id }) => [name, id]));
    const custom = (values: Record<string, string>) =>
      Object.fromEntries(Object.entries(values).map(([name, value]) => [own[name] ?? "", value]));
    const people = [
      {
        firstName: "Ada",
        company: "Aster",
        status: "customer",
        emails: [{ label: "", value: "ada@aster.example" }],
        custom: custom({ Budget: "9", Tier: "Gold", Likes: "Tea", Since: "2026-01-01", Secret: "hush" }),
      },
      {
        firstName: "Bea",
        company: "Fjord",
        status: "lead",
        phones: [{ label: "", value: "+49 30 901820" }],
        custom: custom({ Budget: "10.5", Tier: "Silver", Likes: "Iced tea", Since: "2026-06-30", Word: "100% sure" }),
      },
      { firstName: "Cleo", title: "Aster fan", status: "lead", custom: custom({ Budget: "-3", Word: "Straße" }) },
      { firstName: "Dora", status: "inactive" },
    ];
    for (const [n, one] of people.entries())
      await addContact({ ...ctx, now: ctx.now - n * 10 * DAY }, contactInput({ lastName: "", ...one }), ulid(), 1);
    const page = await readList(ctx, contacts, contacts.lists, { ...everything, after: null, pageSize: 50 });
    const idOf = (name: string) => String(page.rows.find((row) => (row as never as { firstName: string }).firstName === name)?.id);
    await tagContactsById(await again(person), [idOf("Ada"), idOf("Bea")], "VIP");
    vip = (await readTags(ctx))[0]?.id ?? "";
    // Another team's, which fit every condition.
    const stranger = await newPerson({ credits: 5 });
    await addContact(await again(stranger), contactInput({ firstName: "Other", company: "Aster", status: "customer" }), ulid(), 1);
  });
  const at = (field: string) => (field.startsWith("own ") ? `custom.${own[field.slice(4)]}` : field);

  it.each<[string, Condition[1], string[], string[]]>([
    ["status", "is", ["customer", "inactive"], ["Ada", "Dora"]],
    ["status", "not", ["lead"], ["Ada", "Dora"]],
    ["company", "has", ["STER"], ["Ada"]],
    ["company", "is", ["fjord"], ["Bea"]],
    ["company", "empty", [], ["Cleo", "Dora"]],
    ["company", "filled", [], ["Ada", "Bea"]],
    ["title", "has", ["fan"], ["Cleo"]],
    ["emails", "has", ["aster.example"], ["Ada"]],
    ["emails", "lacks", ["aster"], ["Bea", "Cleo", "Dora"]],
    ["phones", "filled", [], ["Bea"]],
    ["phones", "has", ["901820"], ["Bea"]],
    ["tags", "has", ["VIP"], ["Ada", "Bea"]],
    ["tags", "lacks", ["VIP"], ["Cleo", "Dora"]],
    ["tags", "empty", [], ["Cleo", "Dora"]],
    ["createdAt", "within", ["12"], ["Ada", "Bea"]],
    ["createdAt", "older", ["15"], ["Cleo", "Dora"]],
    ["lastContactedAt", "empty", [], ["Ada", "Bea", "Cleo", "Dora"]],
    ["own Budget", "from", ["9"], ["Ada", "Bea"]],
    ["own Budget", "to", ["9"], ["Ada", "Cleo"]],
    ["own Budget", "is", ["10.50"], ["Bea"]],
    ["own Budget", "empty", [], ["Dora"]],
    ["own Since", "from", ["2026-02-01"], ["Bea"]],
    ["own Since", "to", ["2026-06-30"], ["Ada", "Bea"]],
    ["own Tier", "is", ["Gold"], ["Ada"]],
    ["own Tier", "not", ["Gold"], ["Bea", "Cleo", "Dora"]],
    ["own Likes", "has", ["Tea"], ["Ada"]],
    ["own Likes", "lacks", ["Tea", "Iced tea"], ["Cleo", "Dora"]],
    ["own Word", "has", ["100%"], ["Bea"]],
    ["own Word", "has", ["_"], []],
    ["own Word", "filled", [], ["Bea", "Cleo"]],
  ])("whose %s %s %j are the ones for whom it is so, and of one team only", async (field, is, values, names) => {
    expect(await through(person, contacts, [[[at(field), is, values.map((value) => (value === "VIP" ? vip : value))]]])).toEqual(names);
  });

  it("in a group have to pass every condition, and of the groups one", async () => {
    const lead: Condition = ["status", "is", ["lead"]];
    expect(await through(person, contacts, [[lead, ["company", "filled", []]]])).toEqual(["Bea"]);
    expect(await through(person, contacts, [[lead, ["company", "filled", []]], [["status", "is", ["inactive"]]]])).toEqual(["Bea", "Dora"]);
  });

  it("are all there while a condition says nothing yet, or asks what its field cannot answer; what is sealed cannot be asked", async () => {
    const all = ["Ada", "Bea", "Cleo", "Dora"];
    for (const condition of [
      ["status", "is", []],
      ["createdAt", "within", ["soon"]],
      [at("own Budget"), "from", ["much"]],
      ["status", "from", ["lead"]],
      [at("own Secret"), "has", ["hush"]],
      ["custom.01GONE", "is", ["x"]],
    ] as Condition[])
      expect(await through(person, contacts, [[condition]]), condition.join()).toEqual(all);
    const ctx = await again(person);
    const fields = await readListFields(ctx, contacts);
    const asked = { ...everything, filter: [[["custom.01GONE", "is", ["x"]]]] as Filter, after: null, pageSize: 5 };
    expect((await readList(ctx, contacts, fields, asked)).outdated).toBe(true);
  });

  it("stay what they are whatever an address says for a filter", () => {
    for (const text of [
      "",
      "x",
      "[]",
      "{}",
      "[[]]",
      '[[["a"]]]',
      '[[["a","drop",[]]]]',
      `[${"[".repeat(3000)}`,
      JSON.stringify(Array(9).fill([["a", "is", []]])),
    ])
      expect(readFilter(text), text.slice(0, 40)).toEqual([]);
    const filter: Filter = [[["status", "is", ["lead"]]], [["custom.x", "has", ['a"b', "ü"]]]];
    expect(readFilter(writeFilter(filter))).toEqual(filter);
  });
});

it("a filter looks at so many records and no more for one page, says where it stopped, and goes on there to the last that fits", async () => {
  const person = await newPerson();
  const ctx = await again(person);
  const count = LOOKED_MAX + 300;
  for (let from = 0; from < count; from += 1_000) {
    const some = Array.from({ length: Math.min(1_000, count - from) }, (_, n) => {
      const title = from + n === 3 ? "Needle" : "";
      return toNewContact(contactInput({ firstName: `N${from + n}`, title }), { id: ulid(), tagIds: [], defaultCountry: "", timeline: [] });
    });
    await writeAll(ctx.db, insertContacts(ctx.teamDb, some, "m", 1));
  }
  const asked = { ...everything, filter: [[["title", "is", ["needle"]]]] as Filter };
  const first = await readList(ctx, contacts, contacts.lists, { ...asked, after: null, pageSize: 50 });
  expect(first).toMatchObject({ rows: [], lookedAt: LOOKED_MAX });
  expect(first.rowsRead).toBeLessThan(2 * LOOKED_MAX + 100);
  const second = await readList(ctx, contacts, contacts.lists, { ...asked, after: first.next, pageSize: 50 });
  expect(second).toMatchObject({ rows: [{ firstName: "N3" }], next: null, lookedAt: null });
  for (const sort of ["name", "contacted"]) {
    const sorted = await readList(ctx, contacts, contacts.lists, { ...asked, sort, after: null, pageSize: 50 });
    const rest = sorted.next ? await readList(ctx, contacts, contacts.lists, { ...asked, sort, after: sorted.next, pageSize: 50 }) : sorted;
    expect(
      [...sorted.rows, ...(sorted.next ? rest.rows : [])].map(({ id }) => id),
      sort,
    ).toEqual(second.rows.map(({ id }) => id));
  }
  const all: string[] = [];
  for await (const rows of allOfList(ctx, contacts, asked, 500)) all.push(...rows.map(({ id }) => id));
  expect(all).toEqual(second.rows.map(({ id }) => id));
});

describe.each(nouns)("the list of $plural", (noun) => {
  it("can be asked about each of its fields in each of its ways without an error, sorted in each of its ways", async () => {
    const person = await newPerson({ credits: 5 });
    const ctx = await again(person);
    const fields = await readListFields(ctx, noun);
    expect(fields.flatMap(operatorsOf).length).toBeGreaterThan(15);
    for (const field of fields)
      for (const is of operatorsOf(field))
        for (const value of ["2026-01-01", "5", "x'; DROP TABLE contacts; --"]) {
          const filter = [[[field.name, is, [value]]]] as Filter;
          for (const sort of noun.sorts)
            await readList(ctx, noun, fields, {
              ...everything,
              search: sort.name === "arrival" ? "" : "x",
              filter,
              sort: sort.name,
              after: null,
              pageSize: 2,
            });
        }
  });
});

describe.each(nouns)("a filter as large as one can be, of $plural", (noun) => {
  it("is answered, whatever its conditions, with the selects above the list beside it; a larger one is none", async () => {
    const person = await newPerson();
    const ctx = await again(person);
    await addCustomField(ctx, noun, { name: "Day", kind: "date" });
    const fields = await readListFields(ctx, noun);
    const day = fields.find(({ label }) => label === "Day")?.name ?? "";
    const text = noun.lists[0]?.name ?? "";
    const values = Array.from({ length: 30 }, (_, n) => `value ${n}`);
    const full = (condition: Condition, ...counts: number[]) => counts.map((count) => Array(count).fill(condition)) as Filter;
    for (const condition of [
      [day, "from", ["2026-01-01"]],
      [text, "has", values.slice(0, 2)],
      [text, "is", values.slice(0, 2)],
      ["createdAt", "within", ["5"]],
    ] as Condition[]) {
      const most = full(condition, 5, 5, 5, 5, 4);
      expect(readFilter(writeFilter(most)), condition[1]).toEqual(most);
      const also = noun === contacts ? [["status", "is", ["lead"]] as Condition, ["tags", "has", ["x"]] as Condition] : [];
      const asked = { ...everything, search: "a b c", also, after: { key: 5, seq: 5 }, pageSize: 5 };
      for (const sort of ["arrival", "name"]) {
        await readList(ctx, noun, fields, { ...asked, filter: most, sort });
        await readList(ctx, noun, fields, { ...asked, filter: full([condition[0], condition[1], values], 5, 5, 5, 5, 4), sort });
      }
    }
    expect(readFilter(JSON.stringify(full([day, "filled", []], 5, 5, 5, 5, 5)))).toEqual([]);
  });
});

it("what is narrowed to one company is looked through, and not the whole index for a status", async () => {
  const ctx = await again(await newPerson({ verified: true }));
  const many = Array.from({ length: 500 }, () =>
    toNewContact(contactInput({}), { id: ulid(), tagIds: [], defaultCountry: "", timeline: [] }),
  );
  await writeAll(ctx.db, insertContacts(ctx.teamDb, many, "m", 1));
  const within = narrowing(contacts, (name) => (name === "company" ? "nobody" : null))?.within ?? null;
  const asked = { ...everything, also: [["status", "is", ["lead"]]] as Condition[], within, after: null, pageSize: 50 };
  expect((await readList(ctx, contacts, await readListFields(ctx, contacts), asked)).rowsRead).toBeLessThan(5);
});

it("a tag that was deleted is nobody's, in a filter and in an export; a filter of a removed field is not exported", async () => {
  const person = await newPerson({ credits: 5, verified: true });
  await addContact(await again(person), contactInput({ firstName: "Ada", tags: "Old" }), ulid(), 1);
  const [tag] = await readTags(await again(person));
  const filter: Filter = [[["tags", "has", [tag?.id ?? ""]]]];
  expect(await through(person, contacts, filter)).toEqual(["Ada"]);
  await deleteTag(await again(person), tag?.id ?? "");
  expect(await through(person, contacts, filter)).toEqual([]);
  expect(await through(person, contacts, [[["tags", "empty", []]]])).toEqual(["Ada"]);
  for (const { plural } of nouns) {
    const asked = encodeURIComponent(writeFilter([[["custom.01GONE", "is", ["x"]]]]) ?? "");
    expect((await person.browser.ask(`/${plural}/export.csv?filter=${asked}`)).status).toBe(409);
  }
});

describe.each(cards)("$plural", (card) => {
  it("are filtered by their own fields; those in the trash and another team's are left out", async () => {
    const person = await newPerson({ credits: 10 });
    const ctx = await again(person);
    const mark = newMark();
    const [first] = card.fields;
    const name = first?.name ?? "";
    const [kept, trashed] = [await addExample(ctx, card, mark), await addExample(ctx, card, mark)];
    await trashRecords(ctx, card, [trashed.id]);
    await addExample(await again(await newPerson({ credits: 5 })), card, mark);
    await addExample(ctx, card, newMark());
    const asked = { ...everything, filter: [[[name, "has", [mark]]]] as Filter, after: null, pageSize: 5 };
    const page = await readList(await again(person), card, card.lists, asked);
    expect(page.rows.map(({ id }) => id)).toEqual([kept.id]);
  });
});

it("contacts of one company are the same by its link and by its name", async () => {
  const person = await newPerson({ credits: 5 });
  for (const company of ["Aster", "Fjord"]) await addContact(await again(person), contactInput({ firstName: company, company }), ulid(), 1);
  expect(await through(person, contacts, [[["company", "is", ["aster"]]]])).toEqual(["Aster"]);
  expect(await through(person, companies as never, [[["name", "is", ["aster"]]]])).toEqual(["Aster"]);
});
