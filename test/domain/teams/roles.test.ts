// Roles: what each lets its holder do, on pages and in the domain alike, and the roles that a team makes for itself.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { describe, expect, it } from "vitest";
import { runArchive, startArchive, takeArchive } from "~/app/domain/archives/archives";
import { addContact, editContact, readContacts, trashContactsById } from "~/app/domain/contacts/contacts";
import { can } from "~/app/domain/core/permissions";
import { addRole, changeRole, dropRole, readGivable, readRoles } from "~/app/domain/teams/roles";
import { again, contactInput, newContext, newPerson } from "../../support/app";
import { joinedAs } from "../../support/members";
import { everything } from "../../support/planted";

describe("a viewer", () => {
  it("[M-05] looks at records and changes none: neither by a form they were never shown, nor past it", async () => {
    const owner = await newPerson({ verified: true, credits: 5 });
    const viewer = await joinedAs("viewer", owner);
    const id = ulid();
    await addContact(await again(owner), contactInput({ firstName: "Seen" }), id, 1);
    const page = await (await viewer.browser.ask(`/contacts/${id}`)).text();
    expect(page).toContain("Seen");
    for (const words of ["Move to trash", "Edit</", "Write a note"]) expect(page, words).not.toContain(words);
    const list = await (await viewer.browser.ask("/contacts")).text();
    for (const words of ["Add contact", ">Import", "Export as CSV", "Select all on this page"]) expect(list, words).not.toContain(words);
    const forms: [string, Record<string, string>][] = [
      ["/contacts/new", { firstName: "New", key: ulid(), price: "1" }],
      [`/contacts/${id}/edit`, { firstName: "Changed", changedAt: "0" }],
      [`/contacts/${id}`, { intent: "trash" }],
      [`/contacts/${id}`, { intent: "call" }],
      [`/contacts/${id}`, { text: "A note", key: ulid(), price: "1" }],
      ["/contacts?index", { intent: "trash", id }],
      ["/contacts?index", { intent: "tag", id, tag: "New" }],
      ["/contacts/change?all=1", { intent: "trash" }],
      ["/undo", { kind: "trash", of: "contact", id, recordId: id }],
      ["/undo", { kind: "add", of: "contact", id, recordId: id }],
      ["/undo", { kind: "note", of: "contact", id: ulid(), recordId: id }],
      ["/contacts/change", { intent: "undo", bulk: ulid() }],
      ["/settings/tags", { intent: "tag", id, name: "New", colour: "blue" }],
    ];
    for (const [path, fields] of forms) expect((await viewer.browser.post(path, fields)).status, path).toBe(403);
    const ctx = await again(viewer);
    await expect(addContact(ctx, contactInput(), ulid(), 1)).rejects.toThrow("can’t");
    await expect(editContact(ctx, id, contactInput(), { changedAt: 0 })).rejects.toThrow("can’t");
    await expect(trashContactsById(ctx, [id])).rejects.toThrow("can’t");
    const { contacts } = await readContacts(await again(owner), everything);
    expect(contacts.map(({ firstName, trashedAt }) => [firstName, trashedAt])).toEqual([["Seen", 0]]);
  });
});

describe("what a role leaves out", () => {
  it("is asked for in a change to many, too, and in an archive that somebody else made with sensitive fields", async () => {
    const owner = await newPerson({ verified: true, credits: 5 });
    const id = ulid();
    await addContact(await again(owner), contactInput({ firstName: "Kept" }), id, 1);
    const made = await addRole(await again(owner), { name: "Many", acts: ["record.bulk", "archive.make"] });
    const member = await joinedAs("own", owner, made.kind === "done" ? made.id : "");
    const forms: Record<string, string>[] = [{ intent: "trash" }, { intent: "set", field: "status", value: "customer" }];
    for (const fields of forms) expect((await member.browser.post("/contacts/change?all=1", fields)).status).toBe(403);
    const started = await startArchive(await again(owner), true);
    const archiveId = "archiveId" in started ? started.archiveId : "";
    await runArchive(await newContext(), owner.teamId, archiveId);
    expect((await takeArchive(await again(member), archiveId)).kind).toBe("not-allowed");
    expect((await takeArchive(await again(owner), archiveId)).kind).toBe("taken");
  });
});

describe("a role of the team's own", () => {
  it("allows what was ticked and no more, changes for everyone who has it at their next click, and never makes an owner", async () => {
    const owner = await newPerson({ verified: true, credits: 5 });
    // What only an owner is can't be ticked, not even by a form of one's own.
    const made = await addRole(await again(owner), { name: "Caller", acts: ["record.change", "team.leave", "role.change", "made.up"] });
    const id = made.kind === "done" ? made.id : "";
    const caller = await joinedAs("own", owner, id);
    const may = async (...acts: Parameters<typeof can>[1][]) => {
      const ctx = await again(caller);
      return acts.map((act) => can(ctx, act));
    };
    expect(await may("record.change", "record.add", "team.leave", "role.change")).toEqual([true, false, false, false]);
    expect((await caller.browser.ask("/contacts/new")).status).toBe(403);
    expect((await changeRole(await again(owner), id, { name: "Caller", acts: ["record.add"] })).kind).toBe("done");
    expect((await caller.browser.ask("/contacts/new")).status).toBe(200);
    expect(await may("record.change", "record.add")).toEqual([false, true]);
    expect(await (await caller.browser.ask("/settings/roles")).text()).toContain("What you may do");
  });

  it("is made, changed and deleted by owners only, within the team, under a name of its own, and not while somebody has it", async () => {
    const [owner, stranger] = [await newPerson({ verified: true }), await newPerson({ verified: true })];
    const made = await addRole(await again(owner), { name: "Caller", acts: [] });
    const id = made.kind === "done" ? made.id : "";
    expect((await addRole(await again(owner), { name: "caller", acts: [] })).kind).toBe("taken");
    expect((await addRole(await again(owner), { name: "Owner", acts: [] })).kind).toBe("taken");
    const manager = await joinedAs("manager", owner);
    expect((await addRole(await again(manager), { name: "Other", acts: [] })).kind).toBe("not-allowed");
    expect((await changeRole(await again(stranger), id, { name: "Mine", acts: [] })).kind).toBe("missing");
    expect((await dropRole(await again(stranger), id)).kind).toBe("missing");
    expect((await readRoles(await again(stranger))).map(({ name }) => name)).toEqual(["Owner", "Manager", "Agent", "Viewer"]);
    await env.DB.prepare("UPDATE members SET role = 'own', role_id = ? WHERE user_id = ?").bind(id, manager.userId).run();
    expect((await dropRole(await again(owner), id)).kind).toBe("used");
    await env.DB.prepare("UPDATE members SET role = 'agent', role_id = NULL WHERE user_id = ?").bind(manager.userId).run();
    expect((await dropRole(await again(owner), id)).kind).toBe("done");
  });

  it("is given only by those who may do all that it allows", async () => {
    const owner = await newPerson({ verified: true });
    await addRole(await again(owner), { name: "Payer", acts: ["billing.change"] });
    await addRole(await again(owner), { name: "Reader", acts: [] });
    const manager = await joinedAs("manager", owner);
    const names = async (person: typeof owner) => (await readGivable(await again(person))).map(({ name }) => name);
    expect(await names(manager)).toEqual(["Manager", "Agent", "Viewer", "Reader"]);
    expect(await names(owner)).toEqual(["Owner", "Manager", "Agent", "Viewer", "Payer", "Reader"]);
  });
});
