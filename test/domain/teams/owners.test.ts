// Whose a record is: who says so, what comes of it when people leave, and what others did that somebody doesn't see.
import { ulid } from "ulidx";
import { beforeAll, describe, expect, it } from "vitest";
import { beginBulk, undoBulk } from "~/app/domain/bulk/bulk";
import { runBulk } from "~/app/domain/bulk/bulkRun";
import { contactRef, contacts } from "~/app/domain/contacts/card";
import { editContact, readContact, readContacts } from "~/app/domain/contacts/contacts";
import { checkImport, readImport, readImports, startImport, undoImport, uploadImport } from "~/app/domain/imports/imports";
import { removeMember } from "~/app/domain/leaving/memberLeaving";
import { cards, nouns } from "~/app/domain/modules";
import { readRecord } from "~/app/domain/records/list";
import { mergeRecords, undoMerge } from "~/app/domain/records/merge";
import { setPrivate } from "~/app/domain/records/owners";
import { addRole } from "~/app/domain/teams/roles";
import { again, contactInput, newContext, newPerson, type Person } from "../../support/app";
import { joinedAs, memberIdOf, plantFor } from "../../support/members";
import { everything } from "../../support/planted";
import { addExample, newMark } from "../../support/records";

const acts = ["record.add", "record.change", "record.trash", "record.bulk", "record.export", "record.merge", "import.make"];
let owner: Person;
let own: Person;
let agent: Person;
const idOf = async (made: Promise<{ kind: string; id?: string }>) => (await made).id ?? "";
const as = (person: Person) => again(person);
const plant = (mark: string, of: Person | null) => plantFor(owner, mark, of);
const names = async (person: Person, search: string) =>
  (await readContacts(await as(person), { ...everything, search })).contacts.map(({ firstName }) => firstName);

beforeAll(async () => {
  owner = await newPerson({ verified: true, credits: 100 });
  const sees = Object.fromEntries(nouns.map(({ plural }) => [plural, "own" as const]));
  own = await joinedAs("own", owner, await idOf(addRole(await as(owner), { name: "Own only", acts, sees })));
  agent = await joinedAs("agent", owner);
});

describe("what others did", () => {
  it("with files isn’t there for whoever sees a part: their imports, and what came by them, can’t be read, checked or undone", async () => {
    const mark = newMark();
    const uploaded = await uploadImport(await as(owner), "a.csv", new TextEncoder().encode(`First name\n${mark}\n`));
    const id = uploaded.kind === "staged" ? uploaded.importId : "";
    expect(await readImport(await as(owner), id)).not.toBeNull();
    const ctx = await as(own);
    expect(await readImport(ctx, id)).toBeNull();
    expect((await readImports(ctx)).some((one) => one.id === id)).toBe(false);
    expect((await checkImport(ctx, id, { mapping: ["firstName"], tag: "", lenient: false })).kind).toBe("moved");
    expect((await startImport(ctx, id, 1, 100)).kind).toBe("moved");
    expect(await undoImport(ctx, id)).toBe(false);
    // Somebody who sees all, but may not read others' files, gets at none by checking it.
    expect((await checkImport(await as(agent), id, { mapping: ["firstName"], tag: "", lenient: false })).kind).toBe("moved");
  });

  it("by giving a record away, or adding it for somebody, is taken back all the same", async () => {
    const mark = newMark();
    const id = await plant(mark, own);
    const ctx = await as(own);
    const begun = await beginBulk(ctx, contacts, { field: "ownerId", act: "set", value: await memberIdOf(owner) }, { ids: [id] });
    const bulkId = "bulkId" in begun ? begun.bulkId : "";
    await runBulk(await newContext(), owner.teamId, bulkId);
    expect(await readContact(await as(own), id)).toBeNull();
    expect(await undoBulk(await as(own), bulkId)).toBe(true);
    await runBulk(await newContext(), owner.teamId, bulkId);
    expect((await readContact(await as(own), id))?.ownerId).toBe(ctx.member.id);
  });
});

describe("whose a record is", () => {
  it("is changed by who looks after it, by owners and managers, and by nobody else, one by one or many at once", async () => {
    const mark = newMark();
    const [theirs, free] = [await plant(`${mark}0`, agent), await plant(`${mark}1`, null)];
    const other = await joinedAs("agent", owner);
    const take = async (person: Person, id: string) => {
      const ctx = await as(person);
      const contact = await readContact(ctx, id);
      const input = contactInput({ firstName: contact?.firstName, ownerId: ctx.member.id });
      return (await editContact(ctx, id, input, { changedAt: contact?.changedAt ?? 0 })).kind;
    };
    expect(await take(other, theirs)).toBe("invalid");
    const begun = await beginBulk(
      await as(other),
      contacts,
      { field: "ownerId", act: "set", value: await memberIdOf(other) },
      { ids: [theirs] },
    );
    await runBulk(await newContext(), owner.teamId, "bulkId" in begun ? begun.bulkId : "");
    expect((await readContact(await as(owner), theirs))?.ownerId).toBe(await memberIdOf(agent));
    expect(await take(other, free)).toBe("done");
    expect(await take(await joinedAs("manager", owner), theirs)).toBe("done");
  });

  it("is an owner’s where somebody is removed by a member who isn’t one, as far as it was private", async () => {
    const id = await idOf(addRole(await as(owner), { name: newMark(), acts: [...acts, "member.change"] }));
    const [remover, leaver] = [await joinedAs("own", owner, id), await joinedAs("own", owner, id)];
    const mark = newMark();
    const [open, hidden] = [await plant(`${mark}0`, leaver), await plant(`${mark}1`, leaver)];
    await setPrivate(await as(leaver), contactRef(hidden), true);
    const jobs: { kind?: string; bulkId?: string }[] = [];
    expect((await removeMember(await again(remover, jobs), await memberIdOf(leaver), await memberIdOf(remover))).kind).toBe("done");
    for (const { kind, bulkId } of jobs) if (kind === "bulk") await runBulk(await newContext(), owner.teamId, bulkId ?? "");
    const ownerOf = async (one: string) => (await readContact(await as(owner), one))?.ownerId;
    expect([await ownerOf(open), await ownerOf(hidden)]).toEqual([await memberIdOf(remover), await memberIdOf(owner)]);
  });

  it("goes on to the next, where whoever was to get it leaves before it is theirs", async () => {
    const mark = newMark();
    const [first, second, third] = [await joinedAs("agent", owner), await joinedAs("agent", owner), await joinedAs("agent", owner)];
    const id = await plant(mark, first);
    const jobs: { kind?: string; bulkId?: string }[] = [];
    await removeMember(await again(owner, jobs), await memberIdOf(first), await memberIdOf(second));
    await removeMember(await again(owner, jobs), await memberIdOf(second), await memberIdOf(third));
    for (const { kind, bulkId } of jobs) if (kind === "bulk") await runBulk(await newContext(), owner.teamId, bulkId ?? "");
    expect((await readContact(await as(owner), id))?.ownerId).toBe(await memberIdOf(third));
  });
});

describe("a role that is gone", () => {
  it("shows nothing but one’s own", async () => {
    const mark = newMark();
    await plant(mark, owner);
    const nobody = await joinedAs("own", owner, ulid());
    expect(await names(nobody, mark)).toEqual([]);
  });
});

describe.each(cards)("a merge of $plural", (card) => {
  it("whose record was made private since is undone without giving it to anybody", async () => {
    const manager = await joinedAs("manager", owner);
    const mark = newMark();
    const [kept, gone] = [
      await addExample(await as(owner), card, mark, { ownerId: await memberIdOf(agent) }),
      await addExample(await as(owner), card, mark, { ownerId: await memberIdOf(manager) }),
    ];
    const merged = await mergeRecords(await as(manager), card, { keptId: kept.id, goneId: gone.id, choices: { ownerId: "gone" } });
    expect((await setPrivate(await as(manager), { of: card, id: kept.id }, true)).kind).toBe("done");
    expect((await undoMerge(await as(manager), card, merged.kind === "done" ? merged.mergeId : "")).kind).toBe("done");
    const now = await readRecord(await as(owner), card, kept.id);
    expect([now?.ownerId, now?.isPrivate]).toEqual([await memberIdOf(manager), true]);
    expect(await readRecord(await as(agent), card, kept.id)).toBeNull();
  });
});
