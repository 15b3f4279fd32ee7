// What a contact can ask of the team that keeps them. Planted words are looked for everywhere afterwards.

import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { describe, expect, it } from "vitest";
import { contactRef } from "~/app/domain/contacts/card";
import {
  addContact,
  editContact,
  readContact,
  readContacts,
  restoreContactsById,
  tagContactsById,
  trashContactsById,
} from "~/app/domain/contacts/contacts";
import { findErased } from "~/app/domain/contacts/doNotImport";
import { keepDraft } from "~/app/domain/contacts/drafts";
import { sweepMarks } from "~/app/domain/core/erasureMarks";
import { runImport } from "~/app/domain/imports/importRun";
import { checkImport, readImport, uploadImport } from "~/app/domain/imports/imports";
import { sweepTrash } from "~/app/domain/leaving/cleanup";
import { checkAfterRestore } from "~/app/domain/operations/restore";
import { copyContact, eraseContact, setRestricted } from "~/app/domain/privacy/contactRights";
import { addNote, logContacted } from "~/app/domain/records/notes";
import { readCounters } from "~/app/domain/teams/members";
import { again, contactInput, newContext, newPerson, type Person } from "../../support/app";
import { ledgerOf } from "../../support/ledgers";
import { everything, placesOf, settled } from "../../support/planted";

const DAY = 86_400_000;

describe("a contact who asks", () => {
  it("[E-22] is erased at once from every table and file, and no import brings them back; nobody else is touched", async () => {
    const [mark, other] = [`e${ulid().slice(-8)}`, `o${ulid().slice(-8)}`];
    const person = await settled(mark);
    const kept = ulid();
    await addContact(
      await again(person),
      contactInput({ firstName: `Kept${other}`, emails: [{ label: "", value: `${other}@example.org` }] }),
      kept,
      1,
    );
    const [erased] = (await readContacts(await again(person), { ...everything, search: `first${mark}` })).contacts;
    const id = erased?.id ?? "";
    expect(JSON.stringify(await copyContact(await again(person), id))).toContain(`Note${mark}`);
    expect(await eraseContact(await again(await newPerson()), id)).toEqual({ kind: "missing" });
    expect(await eraseContact(await again(person), id)).toMatchObject({ kind: "done" });
    for (const word of [`First${mark}`, `Company${mark}`, `contact-${mark}@`, `call ${mark}`, `row-${mark}`])
      expect(await placesOf(word), word).toEqual([]);
    expect(await placesOf(`Kept${other}`)).toEqual(["contacts"]);
    const uploaded = await uploadImport(
      await again(person),
      "again.csv",
      new TextEncoder().encode(`Name,Email\nBack,contact-${mark}@example.org\nNew,new-${mark}@example.org\n`),
    );
    const importId = uploaded.kind === "staged" ? uploaded.importId : "";
    await checkImport(await again(person), importId, { mapping: ["fullName", "email"], tag: "", lenient: false });
    await runImport(await newContext(), person.teamId, importId);
    expect(await readImport(await again(person), importId)).toMatchObject({ newTotal: 1, refusedTotal: 1, knownTotal: 0 });
    const log = await env.DB.prepare("SELECT act, subject_id, detail FROM audit_log WHERE team_id = ? ORDER BY id")
      .bind(person.teamId)
      .all();
    expect(log.results).toEqual(["contact.copied", "contact.erased"].map((act) => ({ act, subject_id: id, detail: "{}" })));
    expect((await ledgerOf(person.teamId).audit()).findings).toEqual([]);
  });
});

describe("an erasure", () => {
  async function withContact() {
    const person = await newPerson({ credits: 5, verified: true });
    const id = ulid();
    await addContact(await again(person), contactInput({ emails: [{ label: "", value: `${id.toLowerCase()}@example.org` }] }), id, 1);
    return { person, id };
  }
  const counted = async (person: Person) => (await readCounters(await again(person))).contacts;

  it("pressed twice at once is one erasure: one line in the log, and the counter is right", async () => {
    const { person, id } = await withContact();
    await addContact(await again(person), contactInput(), ulid(), 1);
    const ctx = await again(person);
    const outcomes = await Promise.all([eraseContact(ctx, id), eraseContact(ctx, id), eraseContact(ctx, id)]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["done", "missing", "missing"]);
    expect(await counted(person)).toBe(1);
    const { results } = await env.DB.prepare("SELECT id FROM audit_log WHERE subject_id = ?").bind(id).all();
    expect(results).toHaveLength(1);
  });

  it("that an edit comes in between of knows the new address too: it is not imported again", async () => {
    const { person, id } = await withContact();
    const ctx = await again(person);
    const { changedAt = 0 } = (await readContact(ctx, id)) ?? {};
    const moved = `moved.${id.toLowerCase()}@example.org`;
    const files = {
      ...ctx.files,
      put: async (key: string, body: string) => {
        await editContact(ctx, id, contactInput({ emails: [{ label: "", value: moved }] }), { changedAt });
        return env.FILES.put(key, body);
      },
      list: env.FILES.list.bind(env.FILES),
      delete: env.FILES.delete.bind(env.FILES),
      get: env.FILES.get.bind(env.FILES),
    };
    expect((await eraseContact({ ...ctx, files }, id)).kind).toBe("done");
    expect(await findErased(ctx, [{ handles: [["email", moved]], name: "" }])).toEqual([true]);
  });

  it("takes along what waits for the contact's page", async () => {
    const { person, id } = await withContact();
    await keepDraft(await again(person), `/contacts/${id}`, [["text", "About them"]]);
    await eraseContact(await again(person), id);
    const { results } = await env.DB.prepare("SELECT id FROM drafts WHERE team_id = ?").bind(person.teamId).all();
    expect(results).toEqual([]);
  });

  it("outlives a restore of the database: who is there again is named, and erased once more", async () => {
    const { person, id } = await withContact();
    const turnBack = await env.DB.prepare("SELECT * FROM contacts WHERE id = ?").bind(id).first<Record<string, unknown>>();
    await eraseContact(await again(person), id);
    const [names, values] = [Object.keys(turnBack ?? {}), Object.values(turnBack ?? {})];
    await env.DB.prepare(`INSERT INTO contacts (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`)
      .bind(...values)
      .run();
    await checkAfterRestore(await newContext(), false);
    const found = async () => env.DB.prepare("SELECT findings, repaired FROM checks ORDER BY id DESC LIMIT 1").first();
    expect(JSON.stringify(await found())).toContain(`contact ${id} was erased but is back: would be erased again.`);
    expect(await readContact(await again(person), id)).not.toBeNull();
    await checkAfterRestore({ ...(await newContext()), now: Date.now() + 1 }, true);
    expect(await readContact(await again(person), id)).toBeNull();
    await sweepMarks({ ...(await newContext()), now: Date.now() + 34.9 * DAY });
    expect((await env.FILES.list({ prefix: `erased/contacts/${person.teamId}/` })).objects).toHaveLength(1);
    await sweepMarks({ ...(await newContext()), now: Date.now() + 35.1 * DAY });
    expect((await env.FILES.list({ prefix: `erased/contacts/${person.teamId}/` })).objects).toEqual([]);
  });
});

describe("a restricted contact", () => {
  it("[E-23] is kept and not used: on no list, in no search, report or export, nothing added; found under its own filter, corrected, and released as it was", async () => {
    const mark = `k${ulid().slice(-8)}`;
    const person = await settled(mark);
    const [listed] = (await readContacts(await again(person), { ...everything, search: `first${mark}` })).contacts;
    const id = listed?.id ?? "";
    const counted = async () => (await readCounters(await again(person))).contacts;
    const before = await counted();
    const stranger = await newPerson();
    expect(await setRestricted(await again(stranger), id, true)).toEqual({ kind: "missing" });
    const ctx = await again(person);
    expect(await setRestricted({ ...ctx, member: { ...ctx.member, role: "agent" } }, id, true)).toEqual({
      kind: "not-allowed",
      act: "contact.restrict",
    });
    expect(await setRestricted(await again(person), id, true)).toEqual({ kind: "done" });
    expect(await setRestricted(await again(person), id, true)).toEqual({ kind: "done" });
    expect(await counted()).toBe((before ?? 0) - 1);
    for (const path of [
      "/contacts",
      `/contacts?search=first${mark}`,
      "/contacts/export.csv",
      "/credits/statement",
      "/credits/statement.csv",
      `/find?search=first${mark}`,
    ])
      expect(await (await person.browser.ask(path)).text(), path).not.toContain(`First${mark}`);
    expect(await (await person.browser.ask("/contacts?restricted=1")).text()).toContain(`First${mark}`);
    expect((await addNote(await again(person), contactRef(id), { text: "more", key: ulid(), shownCredits: 1 })).kind).toBe("refused");
    expect(await logContacted(await again(person), contactRef(id), "call")).toBeNull();
    expect(await tagContactsById(await again(person), [id], "no")).toBe(0);
    expect(await trashContactsById(await again(person), [id])).toBe(0);
    const contact = await readContact(await again(person), id);
    const input = contactInput({ firstName: `Right${mark}`, emails: contact?.emails });
    expect(await editContact(await again(person), id, input, { changedAt: contact?.changedAt ?? 0 })).toEqual({ kind: "done" });
    expect(await (await person.browser.ask(`/contacts?search=right${mark}`)).text()).not.toContain(`Right${mark}<`);
    expect(await setRestricted(await again(person), id, false)).toEqual({ kind: "done" });
    expect(await counted()).toBe(before);
    expect((await readContacts(await again(person), { ...everything, search: `right${mark}` })).contacts).toHaveLength(1);
  });

  it("in the trash is not removed after thirty days, and comes back to no list", async () => {
    const mark = `t${ulid().slice(-8)}`;
    const person = await settled(mark);
    const [trashed] = (await readContacts(await again(person), { ...everything, trashed: true })).contacts;
    await setRestricted(await again(person), trashed?.id ?? "", true);
    await sweepTrash({ ...(await newContext()), now: Date.now() + 31 * 86_400_000 });
    expect(await readContact(await again(person), trashed?.id ?? "")).not.toBeNull();
    await restoreContactsById(await again(person), [trashed?.id ?? ""]);
    expect((await readContacts(await again(person), everything)).contacts.map(({ firstName }) => firstName)).toEqual([`First${mark}`]);
  });
});
