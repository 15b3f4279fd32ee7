import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { contacts } from "~/app/domain/contacts/card";
import { toNewContact } from "~/app/domain/contacts/contactInput";
import type { TeamContext } from "~/app/domain/core/context";
import type { Filter } from "~/app/domain/records/filter";
import { type Listing, readList, everything as whole } from "~/app/domain/records/listing";
import { sightOf } from "~/app/domain/teams/sight";
import { openDatabase, openTeamDb } from "~/db/client";
import { type ContactListQuery, type ContactPage, listContacts } from "~/db/queries/contactLists";
import { insertContacts } from "~/db/queries/contacts";
import type { Place } from "~/db/queries/records/lists";
import { writeAll } from "~/db/statements";
import { contactInput } from "../support/app";

const everything: ContactListQuery = { search: "", status: null, tagId: null, sort: "arrival", trashed: false, after: null, pageSize: 50 };
const asAgent = (id: string) => ({ id, role: "own" }) as const;
const names = ["Ada", "Björn", "Chidi", "Elif", "Farah", "Giorgos", "Hana"];

/** A team with so many contacts, as the importer writes them. */
async function fill(teamId: string, count: number, ownedEach = count) {
  const teamDb = openTeamDb(openDatabase(env.DB), teamId);
  for (let at = 0; at < count; at += 1_000) {
    const chunk = Array.from({ length: Math.min(1_000, count - at) }, (_, n) => {
      const i = at + n;
      const input = contactInput({
        firstName: names[i % names.length],
        lastName: `Person${i}`,
        status: i % 10 === 0 ? "customer" : "lead",
        // A few are somebody's, and the others everybody else's.
        ownerId: i % ownedEach === 0 ? "few" : i % 2 === 0 ? "many" : "others",
        emails: [{ label: "", value: `p${i}@example.org` }],
      });
      return toNewContact(input, {
        id: `${teamId}${String(i).padStart(8, "0")}`,
        tagIds: i % 4 === 0 ? ["tag"] : [],
        defaultCountry: "DE",
        timeline: [],
      });
    });
    await writeAll(teamDb.db, insertContacts(teamDb, chunk, "m", 1));
  }
  return teamDb;
}

describe.each([1_000, 100_000])("with %i contacts", (count) => {
  const team = `team${count}`;
  let teamDb: Awaited<ReturnType<typeof fill>>;
  beforeAll(async () => {
    teamDb = await fill(team, count, count / 50);
    await fill(`other${count}`, 500);
  }, 120_000);

  it.each<[string, Partial<ContactListQuery>]>([
    ["the newest", {}],
    ["by name", { sort: "name" }],
    ["by last contacted", { sort: "contacted" }],
    ["a search", { search: "bj" }],
    ["a search of two words", { search: "elif person" }],
  ])("the first page of %s reads at most 3 rows for each row shown", async (_, over) => {
    const page = await listContacts(teamDb, { ...everything, ...over });
    expect(page.contacts).toHaveLength(50);
    expect(page.rowsRead / page.contacts.length).toBeLessThanOrEqual(3);
  });

  it.each<[string, Filter]>([
    [
      "two conditions",
      [
        [
          ["status", "is", ["customer"]],
          ["tags", "has", ["tag"]],
        ],
      ],
    ],
    ["one that a tenth pass", [[["status", "is", ["customer"]]]]],
    ["either of two", [[["status", "is", ["customer"]]], [["tags", "has", ["tag"]]]]],
  ])("a page filtered by %s that the index knows reads at most 3 rows for each row shown, and the page after it too", async (_, filter) => {
    const ctx = { teamDb, team: { timeZone: "UTC" }, now: 1 } as unknown as TeamContext;
    // The team has one tag.
    const options: [string, string][] = [["tag", "Tag"]];
    const fields = contacts.lists.map((field) => (field.kind === "tags" ? { ...field, options } : field));
    let after: Place | null = null;
    for (let n = 0; n < 2; n++) {
      const page: Listing = await readList(ctx, contacts, fields, { ...whole, filter, after, pageSize: 20 });
      expect(page.rows).toHaveLength(20);
      expect(page.rowsRead / page.rows.length).toBeLessThanOrEqual(3);
      after = page.next;
    }
  });

  it.each<[string, string[]]>([
    ["looks after 50", ["few"]],
    ["looks after half", ["many"]],
  ])("every list of somebody who sees only their own, and %s, reads at most 3 rows for each row shown", async (_, [who = ""]) => {
    const ctx = { teamDb: { ...teamDb, sight: sightOf(asAgent(who), { contacts: "own" }, []) }, team: { timeZone: "UTC" }, now: 1 };
    for (const over of [{}, { sort: "name" }, { sort: "contacted" }, { search: "person" }] as const)
      for (let after: Place | null = null, n = 0; n < 2; n++) {
        const asked = { ...whole, ...over, after, pageSize: 20 };
        const page: Listing = await readList(ctx as unknown as TeamContext, contacts, contacts.lists, asked);
        expect(page.rows).toHaveLength(20);
        expect(page.rows.every((row) => (row as unknown as { ownerId: string }).ownerId === who)).toBe(true);
        expect(page.rowsRead / page.rows.length, JSON.stringify(over)).toBeLessThanOrEqual(3);
        after = page.next;
      }
  });

  it("the newest, and a search, of somebody who sees what a group looks after, read at most 3 rows for each row shown", async () => {
    const ctx = {
      teamDb: { ...teamDb, sight: sightOf(asAgent("few"), { contacts: "group" }, ["many", "else"]) },
      team: { timeZone: "UTC" },
      now: 1,
    };
    for (const over of [{}, { search: "person" }]) {
      const page = await readList(ctx as unknown as TeamContext, contacts, contacts.lists, {
        ...whole,
        ...over,
        after: null,
        pageSize: 50,
      });
      expect(page.rows).toHaveLength(50);
      expect(page.rowsRead / page.rows.length).toBeLessThanOrEqual(3);
    }
  });

  it("a page far down a search reads no more than the first", async () => {
    for (let after: Place | null = null, n = 0; n < 4; n++) {
      const page: ContactPage = await listContacts(teamDb, { ...everything, search: "bj", after, pageSize: 20 });
      expect(page.rowsRead / page.contacts.length).toBeLessThanOrEqual(3);
      after = page.next;
    }
  });

  it("a page far down reads no more than the first", async () => {
    const deep = await listContacts(teamDb, { ...everything, sort: "name", after: { key: "person5", seq: 0 } });
    expect(deep.rowsRead / deep.contacts.length).toBeLessThanOrEqual(3);
  });
});

describe("pages", () => {
  it.each(["arrival", "name", "contacted"] as const)("by %s show every contact of the team once, and none of another", async (sort) => {
    const teamDb = openTeamDb(openDatabase(env.DB), "team1000");
    const seen: string[] = [];
    for (let after: ContactListQuery["after"] = null; ; ) {
      const page = await listContacts(teamDb, { ...everything, sort, after, pageSize: 170 });
      seen.push(...page.contacts.map(({ id }) => id));
      after = page.next;
      if (!after) break;
    }
    expect(seen).toHaveLength(1_000);
    expect(new Set(seen).size).toBe(1_000);
    expect(seen.every((id) => id.startsWith("team1000"))).toBe(true);
  });

  it("filter by status and tag, also within a search", async () => {
    const teamDb = openTeamDb(openDatabase(env.DB), "team1000");
    const count = async (over: Partial<ContactListQuery>) =>
      (await listContacts(teamDb, { ...everything, pageSize: 1_000, ...over })).contacts.length;
    expect(await count({ status: "customer" })).toBe(100);
    expect(await count({ tagId: "tag" })).toBe(250);
    expect(await count({ tagId: "tag", status: "customer" })).toBe(50);
    expect(await count({ search: "ada", tagId: "tag" })).toBe(36);
    expect(await count({ tagId: "nobody" })).toBe(0);
  });
});
