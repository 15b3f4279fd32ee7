// Whose records a member sees: their own, those of their groups, or everybody's, by noun and role; and what is private. What somebody doesn't see is not
// there for them: in no list, search, export or name, and not by its id.
import { ulid } from "ulidx";
import { beforeAll, describe, expect, it } from "vitest";
import { beginBulk } from "~/app/domain/bulk/bulk";
import { runBulk } from "~/app/domain/bulk/bulkRun";
import { contactRef, contacts } from "~/app/domain/contacts/card";
import {
  addContact,
  findTwins,
  readContact,
  readContacts,
  restoreContactsById,
  tagContactsById,
  trashContactsById,
} from "~/app/domain/contacts/contacts";
import { exportContacts } from "~/app/domain/contacts/exports";
import type { TeamContext } from "~/app/domain/core/context";
import { removeMember } from "~/app/domain/leaving/memberLeaving";
import { cards, findCard, nouns, readRecordNames, restoreAny, trashAny } from "~/app/domain/modules";
import { editRecord } from "~/app/domain/records/edit";
import { toRecordsCsv } from "~/app/domain/records/export";
import { readRecord, readShared } from "~/app/domain/records/list";
import { everything as all, readList, readListFields } from "~/app/domain/records/listing";
import { mergeRecords } from "~/app/domain/records/merge";
import { addNote, editNote, logContacted, removeNote } from "~/app/domain/records/notes";
import { setPrivate } from "~/app/domain/records/owners";
import { addGroup } from "~/app/domain/teams/groups";
import { readCounters } from "~/app/domain/teams/members";
import { addRole, changeRole, readGivable } from "~/app/domain/teams/roles";
import { tableName } from "~/db/queries/records/records";
import { again, contactInput, newContext, newPerson, type Person } from "../../support/app";
import { joinedAs, memberIdOf, plantFor } from "../../support/members";
import { everything } from "../../support/planted";
import { addExample, newMark } from "../../support/records";

const acts = ["record.add", "record.change", "record.trash", "record.bulk", "record.export", "record.merge", "import.make"];
type How = "own" | "group";
const seesAll = (how: How) => Object.fromEntries(nouns.map(({ plural }) => [plural, how]));

let owner: Person;
let own: Person;
let peer: Person;
let grouped: Person;
let agent: Person;
const idOf = async (made: Promise<{ kind: string; id?: string }>) => (await made).id ?? "";
const as = (person: Person) => again(person);

const plant = (mark: string, of: Person | null, over: object = {}) => plantFor(owner, mark, of, over);

beforeAll(async () => {
  owner = await newPerson({ verified: true, credits: 100 });
  const ownRole = await idOf(addRole(await as(owner), { name: "Own only", acts, sees: seesAll("own") }));
  const groupRole = await idOf(addRole(await as(owner), { name: "Group only", acts, sees: seesAll("group") }));
  own = await joinedAs("own", owner, ownRole);
  peer = await joinedAs("own", owner, groupRole);
  grouped = await joinedAs("own", owner, groupRole);
  agent = await joinedAs("agent", owner);
  await addGroup(await as(owner), { name: "North", memberIds: [await memberIdOf(peer), await memberIdOf(grouped)] });
});

const names = async (person: Person, over: Partial<Parameters<typeof readContacts>[1]> = {}) =>
  (await readContacts(await as(person), { ...everything, ...over })).contacts.map(({ firstName }) => firstName);

/** All rows of a list, by as small pages as there are, in each of its orders. */
async function walk(ctx: TeamContext, sort: string, search = ""): Promise<string[]> {
  const fields = await readListFields(ctx, contacts);
  const found: string[] = [];
  let after: { key: string | number; seq: number } | null = null;
  do {
    const page: Awaited<ReturnType<typeof readList>> = await readList(ctx, contacts, fields, { ...all, sort, search, after, pageSize: 2 });
    found.push(...page.rows.map((row) => (row as unknown as { firstName: string }).firstName));
    after = page.next;
  } while (after);
  return found;
}

describe("a role that sees only what its members look after", () => {
  it("[M-05] shows these in every list, order and search, page by page, and nothing of the others", async () => {
    const mark = newMark();
    for (const [n, of] of [own, owner, own, null, peer, own].entries()) await plant(`${mark}${n}`, of);
    for (const sort of contacts.sorts.map(({ name }) => name))
      expect((await walk(await as(own), sort)).filter((name) => name.startsWith(mark)).sort(), sort).toEqual(
        [0, 2, 5].map((n) => mark + n),
      );
    expect((await walk(await as(own), "arrival", mark)).sort()).toEqual([0, 2, 5].map((n) => mark + n));
    expect((await walk(await as(agent), "name", mark)).sort()).toEqual([0, 1, 2, 3, 4, 5].map((n) => mark + n));
    expect((await walk(await as(owner), "name")).filter((name) => name.startsWith(mark))).toEqual([0, 1, 2, 3, 4, 5].map((n) => mark + n));
  });

  it("counts nothing beside a list that it shows in part", async () => {
    expect(Object.keys(await readCounters(await as(agent)))).toContain("contacts");
    expect(Object.keys(await readCounters(await as(own)))).not.toContain("contacts");
    const page = await (await own.browser.ask("/contacts")).text();
    expect(page).not.toMatch(/tabular-nums[^>]*>0</);
  });

  it("narrows from the next click on, and widens again", async () => {
    const mark = newMark();
    await plant(mark, owner);
    const id = await idOf(addRole(await as(owner), { name: mark, acts, sees: {} }));
    const member = await joinedAs("own", owner, id);
    expect(await names(member, { search: mark })).toEqual([mark]);
    await changeRole(await as(owner), id, { name: mark, acts, sees: { contacts: "own", companies: "all" } });
    expect(await names(member, { search: mark })).toEqual([]);
    await changeRole(await as(owner), id, { name: mark, acts, sees: { contacts: "all" } });
    expect(await names(member, { search: mark })).toEqual([mark]);
  });

  it("gives its members what they add themselves, by hand and in passing", async () => {
    const ctx = await as(own);
    const id = ulid();
    expect((await addContact(ctx, contactInput({ firstName: "Mine", company: newMark() }), id, 1)).kind).toBe("done");
    const contact = await readContact(ctx, id);
    expect(contact?.ownerId).toBe(ctx.member.id);
    const [card] = cards;
    const company = card && (await readRecord(ctx, card, contact?.companyId ?? ""));
    expect(company?.ownerId).toBe(ctx.member.id);
  });

  it("is not given by somebody who sees less, and not widened that way", async () => {
    const id = await idOf(addRole(await as(owner), { name: newMark(), acts: ["member.invite"], sees: { contacts: "group" } }));
    const inviter = await joinedAs("own", owner, id);
    const givable = (await readGivable(await as(inviter))).map(({ name }) => name);
    expect(givable).not.toContain("Viewer");
    expect(givable.filter((name) => name === "Own only" || name === "Group only")).toEqual([]);
  });
});

describe("a role that sees what its groups look after", () => {
  it("shows their records and its holder's own, in every order", async () => {
    const mark = newMark();
    for (const [n, of] of [peer, owner, grouped, null, own].entries()) await plant(`${mark}${n}`, of);
    for (const sort of contacts.sorts.map(({ name }) => name))
      expect((await walk(await as(grouped), sort)).filter((name) => name.startsWith(mark)).sort(), sort).toEqual([`${mark}0`, `${mark}2`]);
    expect((await walk(await as(grouped), "arrival", mark)).sort()).toEqual([`${mark}0`, `${mark}2`]);
  });

  it("finds a trashed one of theirs in the trash, and no other", async () => {
    const mark = newMark();
    const ids = [await plant(`${mark}0`, peer), await plant(`${mark}1`, owner)];
    expect(await trashContactsById(await as(owner), ids)).toBe(2);
    const trashed = (await names(grouped, { trashed: true })).filter((name) => name.startsWith(mark));
    expect(trashed).toEqual([`${mark}0`]);
    expect(await restoreContactsById(await as(grouped), ids)).toBe(1);
  });
});

/** What somebody can try on a record by its id, whatever its noun; each says whether it came to anything. */
async function tries(ctx: TeamContext, plural: string, id: string): Promise<string[]> {
  const of = nouns.find((noun) => noun.plural === plural) ?? contacts;
  const card = findCard(plural);
  const noteId = ulid();
  const outcomes: [string, boolean][] = [
    ["read", card ? (await readRecord(ctx, card, id)) !== null : (await readContact(ctx, id)) !== null],
    ["named", (await readRecordNames(ctx.teamDb, [id])).size > 0],
    ["trashed", (await trashAny(ctx, of, [id])) > 0],
    ["restored", (await restoreAny(ctx, of, [id])) > 0],
    ["noted", (await addNote(ctx, { of, id }, { text: "A note", key: noteId, shownCredits: 1 })).kind === "done"],
    ["edited a note", await editNote(ctx, { of, id }, noteId, "Other")],
    ["removed a note", await removeNote(ctx, { of, id }, noteId)],
    ["logged", (await logContacted(ctx, { of, id }, "call")) !== null],
    ["hidden", (await setPrivate(ctx, { of, id }, true)).kind === "done"],
  ];
  if (card) {
    const edited = await editRecord(ctx, card, { id, seenChangedAt: 0 }, card.example(newMark()));
    outcomes.push(["edited", edited.kind !== "missing"]);
  } else outcomes.push(["tagged", (await tagContactsById(ctx, [id], "Seen")) > 0]);
  return outcomes.flatMap(([what, came]) => (came ? [what] : []));
}

describe("a record that somebody doesn't see", () => {
  it.each(nouns)("[M-05] of $plural is not there by its id, whatever is tried with it, private or another's", async ({ plural, table }) => {
    const card = findCard(plural);
    const add = async () =>
      card ? (await addExample(await as(owner), card, newMark(), { ownerId: await memberIdOf(owner) })).id : plant(newMark(), owner);
    const [open, hidden] = [await add(), await add()];
    const ref = { of: nouns.find((noun) => tableName(noun.table) === tableName(table)) ?? contacts, id: hidden };
    expect((await setPrivate(await as(owner), ref, true)).kind).toBe("done");
    for (const [person, id] of [
      [own, open],
      [grouped, open],
      [agent, hidden],
      [own, hidden],
    ] as const)
      expect(await tries(await as(person), plural, id)).toEqual([]);
    // The same tries come to something where it is seen: none of them fails for a reason of its own.
    const seen = ["read", "named", "trashed", "restored", "noted", "edited a note", "removed a note", "logged"];
    expect(await tries(await as(agent), plural, open)).toEqual([...seen, card ? "edited" : "tagged"]);
  });

  it("is in no export, and its e-mail is nobody's", async () => {
    const mark = newMark();
    const email = `${mark}@example.org`;
    await plant(mark, owner, { emails: [{ label: "", value: email }] });
    const hidden = await plant(`${mark}p`, owner, { emails: [{ label: "", value: email }] });
    await setPrivate(await as(owner), contactRef(hidden), true);
    const csvOf = async (person: Person, search: string) =>
      new Response(await exportContacts(await as(person), false, search ? { ...all, search } : all)).text();
    for (const search of ["", mark]) {
      expect(await csvOf(own, search)).not.toContain(mark);
      expect((await csvOf(agent, search)).split(`${mark}p`)).toHaveLength(1);
      expect(await csvOf(agent, search)).toContain(mark);
      expect((await csvOf(owner, search)).split(`${mark}p`)).toHaveLength(2);
    }
    const twins = async (person: Person) => (await findTwins(await as(person), { emails: [email], phones: [] }, null)).length;
    expect([await twins(own), await twins(agent), await twins(owner)]).toEqual([0, 1, 2]);
  });

  it.each(cards)("of $plural is no duplicate, is not exported, and can't be merged", async (card) => {
    const mark = newMark();
    const [one, other] = [await addExample(await as(owner), card, mark), await addExample(await as(owner), card, mark)];
    const shared = async (person: Person) =>
      (await readShared(await as(person), card, null)).groups.filter(({ rows }) => rows.some(({ id }) => id === one.id)).length > 0;
    expect([await shared(agent), await shared(own)]).toEqual([true, false]);
    const ask = { keptId: one.id, goneId: other.id, choices: {} };
    expect((await mergeRecords(await as(own), card, ask)).kind).toBe("missing");
    await setPrivate(await as(owner), { of: card, id: other.id }, true);
    expect(await shared(agent)).toBe(false);
    expect((await mergeRecords(await as(owner), card, ask)).kind).toBe("private");
    expect(await toRecordsCsv(card, [one], { members: {}, head: false })).toContain(mark);
  });

  it("stays as it is when all that a list shows are changed", async () => {
    const mark = newMark();
    const [mine, theirs] = [await plant(`${mark}0`, own, { status: "lead" }), await plant(`${mark}1`, owner, { status: "lead" })];
    const ctx = await as(own);
    const which = { all: { search: mark, filter: [], also: [], narrowed: null } };
    const begun = await beginBulk(ctx, contacts, { field: "status", act: "set", value: "customer" }, which);
    const ids = await beginBulk(ctx, contacts, { field: "title", act: "set", value: "Head" }, { ids: [mine, theirs] });
    for (const one of [begun, ids]) await runBulk(await newContext(), owner.teamId, "bulkId" in one ? one.bulkId : "");
    const [a, b] = [await readContact(await as(owner), mine), await readContact(await as(owner), theirs)];
    expect([a?.status, a?.title, b?.status, b?.title]).toEqual(["customer", "Head", "lead", ""]);
  });
});

describe("a private record", () => {
  it("[M-05] is made so by whoever looks after it, found by them and by owners in lists and searches, and given back to the team", async () => {
    const mark = newMark();
    const id = await plant(mark, agent);
    const manager = await joinedAs("manager", owner);
    expect((await setPrivate(await as(manager), contactRef(id), true)).kind).toBe("others");
    expect((await setPrivate(await as(agent), contactRef(id), true)).kind).toBe("done");
    const seen = async () => {
      const all = [agent, owner, manager, own].map(async (person) => [await names(person, { search: mark }), await names(person)]);
      return (await Promise.all(all)).map(([searched, listed]) => [searched?.length === 1, listed?.includes(mark)]);
    };
    expect(await seen()).toEqual([
      [true, true],
      [true, true],
      [false, false],
      [false, false],
    ]);
    expect((await setPrivate(await as(owner), contactRef(id), false)).kind).toBe("done");
    expect(await seen()).toEqual([
      [true, true],
      [true, true],
      [true, true],
      [false, false],
    ]);
  });

  it("goes with everything else of somebody who is removed to whoever gets it, and stays private to them", async () => {
    const mark = newMark();
    const [leaver, heir] = [await joinedAs("agent", owner), await joinedAs("agent", owner)];
    const ids = [await plant(`${mark}0`, leaver), await plant(`${mark}1`, leaver)];
    await setPrivate(await as(leaver), contactRef(ids[1] ?? ""), true);
    const jobs: { kind?: string; bulkId?: string }[] = [];
    expect((await removeMember(await again(owner, jobs), await memberIdOf(leaver), await memberIdOf(heir))).kind).toBe("done");
    for (const { kind, bulkId } of jobs) if (kind === "bulk") await runBulk(await newContext(), owner.teamId, bulkId ?? "");
    expect((await names(heir, { search: mark })).sort()).toEqual([`${mark}0`, `${mark}1`]);
    expect(await names(agent, { search: mark })).toEqual([`${mark}0`]);
    const ownerIds = await Promise.all(ids.map(async (id) => (await readContact(await as(owner), id))?.ownerId));
    expect(new Set(ownerIds)).toEqual(new Set([await memberIdOf(heir)]));
  });
});
