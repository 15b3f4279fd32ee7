import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { describe, expect, it, vi } from "vitest";
import { contactRef } from "~/app/domain/contacts/card";
import {
  addContact,
  editContact,
  findTwins,
  readContact,
  readContacts,
  restoreContactsById,
  tagContactsById,
  trashContactsById,
  undoAddContact,
} from "~/app/domain/contacts/contacts";
import { keyedHash } from "~/app/domain/core/secrets";
import { sweepTrash } from "~/app/domain/leaving/cleanup";
import { addNote, logContacted, readTimeline, undoAddNote } from "~/app/domain/records/notes";
import { readCounters } from "~/app/domain/teams/members";
import { again, contactInput, newPerson, type Person } from "../../support/app";
import { ledgerOf } from "../../support/ledgers";

const everything = { search: "", status: null, tagId: null, sort: "arrival", trashed: false, after: null, pageSize: 50 } as const;

async function add(person: Person, over = {}) {
  const key = ulid();
  expect((await addContact(await again(person), contactInput(over), key, 1)).kind).toBe("done");
  return key;
}
const search = async (person: Person, words: string) =>
  (await readContacts(await again(person), { ...everything, search: words })).contacts.map(({ id }) => id);

describe("adding", () => {
  it("[E-01] [E-04] costs its price once, and is on the statement with action, subject and member", async () => {
    const person = await newPerson({ credits: 5 });
    const id = await add(person);
    const ledger = ledgerOf(person.teamId);
    const [entry] = (await ledger.statement({ limit: 10 })).entries;
    expect(entry).toMatchObject({
      kind: "charge",
      credits: 1,
      action: "contact.add",
      subjectId: id,
      memberId: person.ctx.member.id,
      priceVersion: 2,
    });
    expect((await ledger.balance()).free).toBe(4);
    expect((await ledger.audit()).findings).toEqual([]);
  });

  it("never charges more than the button showed", async () => {
    const person = await newPerson({ credits: 5 });
    expect(await addContact(person.ctx, contactInput(), ulid(), 0)).toEqual({ kind: "dearer", credits: 1 });
    expect((await ledgerOf(person.teamId).balance()).free).toBe(5);
  });

  it("without credits nothing is written", async () => {
    const person = await newPerson();
    const key = ulid();
    expect(await addContact(person.ctx, contactInput(), key, 1)).toMatchObject({ kind: "short", needed: 1, balance: 0 });
    expect(await readContact(person.ctx, key)).toBeNull();
    expect(await search(person, "Ada")).toEqual([]);
  });

  it("reads phones with the team's country, and keeps what cannot be read as typed", async () => {
    const person = await newPerson({ credits: 5, country: "GB" });
    const phones = [
      { label: "Work", value: "020 7946 0005" },
      { label: "", value: "ask reception" },
    ];
    const contact = await readContact(person.ctx, await add(person, { phones }));
    expect(contact?.phones).toEqual([
      { label: "Work", value: "020 7946 0005", e164: "+442079460005" },
      { label: "", value: "ask reception" },
    ]);
  });
});

describe("finding", () => {
  it("finds by beginnings of name, e-mail, company and phone, accents folded", async () => {
    const person = await newPerson({ credits: 5 });
    const id = await add(person, {
      firstName: "Anaïs",
      lastName: "Fernández",
      company: "Délice GmbH",
      emails: [{ label: "", value: "anais@aster.example" }],
      phones: [{ label: "", value: "+34 612 555 014" }],
    });
    for (const words of ["anais", "FERNAN", "delice", "ana fer", "aster.ex", "anais@aster", "612555", "+34612"])
      expect(await search(person, words), words).toEqual([id]);
    expect(await search(person, "anais zzz")).toEqual([]);
  });

  it("takes nothing typed for an operator", async () => {
    const person = await newPerson({ credits: 5 });
    await add(person);
    for (const words of ['"', "a OR b", "team:*", "NEAR(", "*", "-ada", "ada AND", "'; DROP TABLE contacts"])
      expect(Array.isArray(await search(person, words))).toBe(true);
  });

  it("another team's contacts are never found, listed, read, changed, trashed, tagged or undone", async () => {
    const mine = await newPerson({ credits: 5 });
    const other = await newPerson({ credits: 5 });
    const id = await add(mine, { emails: [{ label: "", value: "secret@example.org" }] });
    const ctx = await again(other);
    expect((await readContacts(ctx, everything)).contacts).toEqual([]);
    expect(await search(other, "ada")).toEqual([]);
    expect(await readContact(ctx, id)).toBeNull();
    expect((await editContact(ctx, id, contactInput({ firstName: "X" }), { changedAt: 0 })).kind).toBe("missing");
    expect(await trashContactsById(ctx, [id])).toBe(0);
    expect(await tagContactsById(ctx, [id], "mine")).toBe(0);
    expect(await restoreContactsById(ctx, [id])).toBe(0);
    expect((await undoAddContact(ctx, id)).kind).toBe("missing");
    expect(await findTwins(ctx, { emails: ["secret@example.org"], phones: [] }, null)).toEqual([]);
    expect((await addNote(ctx, contactRef(id), { text: "x", key: ulid(), shownCredits: 1 })).kind).toBe("refused");
    expect((await readTimeline(ctx, id, null)).entries).toEqual([]);
    expect((await readContact(await again(mine), id))?.firstName).toBe("Ada");
  });
});

describe("editing", () => {
  it("is free, moves search and duplicates along, and is refused over somebody else's change", async () => {
    const person = await newPerson({ credits: 5 });
    const id = await add(person, { emails: [{ label: "", value: "old@example.org" }], tags: "VIP" });
    const before = await readContact(person.ctx, id);
    const input = contactInput({ firstName: "Grace", emails: [{ label: "", value: "new@example.org" }], tags: "Customer, Navy" });
    expect((await editContact(await again(person), id, input, { changedAt: before?.changedAt ?? 0 })).kind).toBe("done");
    expect((await editContact(await again(person), id, contactInput(), { changedAt: before?.changedAt ?? 0 })).kind).toBe("changed");
    expect(await search(person, "grace")).toEqual([id]);
    expect(await search(person, "ada")).toEqual([]);
    const twins = async (email: string) => (await findTwins(await again(person), { emails: [email], phones: [] }, null)).length;
    expect([await twins("old@example.org"), await twins("new@example.org")]).toEqual([0, 1]);
    expect((await ledgerOf(person.teamId).balance()).free).toBe(4);
  });
});

describe("trash", () => {
  it("takes contacts from list, search and counter, warns of the same e-mail, and gives all back", async () => {
    const person = await newPerson({ credits: 5 });
    const id = await add(person, { emails: [{ label: "", value: "ada@example.org" }] });
    expect(await trashContactsById(await again(person), [id])).toBe(1);
    expect(await trashContactsById(await again(person), [id])).toBe(0);
    expect(await search(person, "ada")).toEqual([]);
    expect((await readCounters(person.ctx)).contacts).toBe(0);
    const [twin] = await findTwins(await again(person), { emails: ["ADA@example.org"], phones: [] }, null);
    expect(twin?.contact.trashedAt).toBeGreaterThan(0);
    expect(await restoreContactsById(await again(person), [id, id])).toBe(1);
    expect(await search(person, "ada")).toEqual([id]);
    expect((await readCounters(person.ctx)).contacts).toBe(1);
  });
});

it("the trash keeps a contact 30 days, then removes it with all that hangs on it, and nothing else", async () => {
  const [person, other] = [await newPerson({ credits: 5 }), await newPerson({ credits: 5 })];
  const gone = await add(person, { emails: [{ label: "", value: "gone@example.org" }], tags: "VIP" });
  const kept = await add(person, { firstName: "Kept" });
  const others = await add(other);
  for (const [who, id] of [
    [person, gone],
    [other, others],
  ] as const)
    await trashContactsById(await again(who), [id]);
  await restoreContactsById(await again(other), [others]);
  await sweepTrash({ ...(await again(person)), now: Date.now() + 30 * 86_400_000 - 60_000 });
  expect(await readContact(person.ctx, gone)).not.toBeNull();
  await sweepTrash({ ...(await again(person)), now: Date.now() + 30 * 86_400_000 + 60_000 });
  expect([
    await readContact(person.ctx, gone),
    (await readContact(person.ctx, kept))?.firstName,
    (await readContact(other.ctx, others))?.id,
  ]).toEqual([null, "Kept", others]);
  for (const table of ["contact_handles", "contact_tags", "timeline"]) {
    const left = await env.DB.prepare(`SELECT COUNT(*) AS n FROM ${table} WHERE team_id = ? AND contact_id = ?`)
      .bind(person.teamId, gone)
      .first<number>("n");
    expect(left, table).toBe(0);
  }
});

describe("undo", () => {
  it("within a minute takes the contact back with all that belongs to it, and returns the credit", async () => {
    const person = await newPerson({ credits: 5 });
    const id = await add(person, { emails: [{ label: "", value: "gone@example.org" }], tags: "VIP" });
    expect(await undoAddContact(await again(person), id)).toMatchObject({ kind: "undone", credits: 1, balance: 5 });
    for (const table of ["contacts", "contact_handles", "contact_tags", "timeline"]) {
      const left = await env.DB.prepare(`SELECT COUNT(*) AS n FROM ${table} WHERE team_id = ?`).bind(person.teamId).first<number>("n");
      expect(left, table).toBe(0);
    }
    expect((await readCounters(person.ctx)).contacts).toBe(0);
    expect((await ledgerOf(person.teamId).audit()).findings).toEqual([]);
  });

  it("leaves a contact that was changed or written about since, and its charge", async () => {
    const person = await newPerson({ credits: 5 });
    const changed = await add(person);
    await editContact(await again(person), changed, contactInput({ firstName: "Changed" }), {
      changedAt: (await readContact(person.ctx, changed))?.changedAt ?? 0,
    });
    const noted = await add(person, { firstName: "Noted" });
    await addNote(await again(person), contactRef(noted), { text: "remember", key: ulid(), shownCredits: 1 });
    expect((await undoAddContact(await again(person), changed)).kind).toBe("refused");
    expect((await undoAddContact(await again(person), noted)).kind).toBe("refused");
    expect((await ledgerOf(person.teamId).balance()).free).toBe(2);
    expect((await ledgerOf(person.teamId).audit()).findings).toEqual([]);
  });

  it("under the key of something else gives no credit back and takes nothing", async () => {
    const person = await newPerson({ credits: 5 });
    const id = await add(person);
    const noteId = ulid();
    await addNote(await again(person), contactRef(id), { text: "stays", key: noteId, shownCredits: 1 });
    expect((await undoAddContact(await again(person), noteId)).kind).toBe("refused");
    expect((await undoAddNote(await again(person), contactRef(id), id)).kind).toBe("refused");
    expect((await undoAddNote(await again(person), contactRef(ulid()), noteId)).kind).toBe("refused");
    expect((await ledgerOf(person.teamId).balance()).free).toBe(3);
    expect((await readTimeline(person.ctx, id, null)).entries.map(({ kind }) => kind).sort()).toEqual(["added", "note"]);
    expect(await undoAddNote(await again(person), contactRef(id), noteId)).toMatchObject({ kind: "undone", credits: 1, balance: 4 });
    expect((await ledgerOf(person.teamId).audit()).findings).toEqual([]);
  });

  it("after a minute it is late", async () => {
    const person = await newPerson({ credits: 5 });
    const id = await add(person);
    vi.setSystemTime(Date.now() + 61_000);
    expect((await undoAddContact(await again(person), id)).kind).toBe("late");
  });
});

describe("notes", () => {
  it("one that races the trashing of its contact is neither written nor charged", async () => {
    const person = await newPerson({ credits: 5 });
    const id = await add(person);
    const ctx = await again(person);
    const ledger = ctx.ledger(person.teamId);
    const perform: typeof ledger.perform = async (charge) => {
      await trashContactsById(await again(person), [id]);
      return ledger.perform(charge);
    };
    const racing = { ...ctx, ledger: () => ({ ...ledger, perform }) as typeof ledger };
    expect((await addNote(racing, contactRef(id), { text: "too late", key: ulid(), shownCredits: 1 })).kind).toBe("refused");
    expect((await ledgerOf(person.teamId).balance()).free).toBe(4);
    expect((await ledgerOf(person.teamId).audit()).findings).toEqual([]);
  });

  it("are stored encrypted, bound to their team and record, and read back", async () => {
    const person = await newPerson({ credits: 5 });
    const id = await add(person);
    const noteId = ulid();
    await addNote(await again(person), contactRef(id), { text: "the secret plan", key: noteId, shownCredits: 1 });
    const row = await env.DB.prepare("SELECT body FROM timeline WHERE id = ?").bind(noteId).first<string>("body");
    expect(row).not.toContain("secret");
    expect((await readTimeline(person.ctx, id, null)).entries.find((entry) => entry.id === noteId)?.body).toBe("the secret plan");
    await env.DB.prepare("UPDATE timeline SET id = ? WHERE id = ?").bind(ulid(), noteId).run();
    await expect(readTimeline(person.ctx, id, null)).rejects.toThrow();
  });

  it("of one’s own leave last-contacted alone; a logged call moves it on", async () => {
    const person = await newPerson({ credits: 5 });
    const id = await add(person);
    const noteId = ulid();
    await addNote(await again(person), contactRef(id), { text: "hello", key: noteId, shownCredits: 1 });
    expect((await readContact(person.ctx, id))?.lastContactedAt).toBe(0);
    expect(await undoAddNote(await again(person), contactRef(id), noteId)).toMatchObject({ kind: "undone", credits: 1 });
    expect(await logContacted(await again(person), contactRef(id), "call")).toEqual(expect.any(String));
    // Free, so bounded: what a team may write for nothing in a day is counted.
    await env.DB.prepare("UPDATE attempts SET count = 2000 WHERE key = ?")
      .bind(keyedHash(await again(person), "limit/free-rows", person.teamId))
      .run();
    expect(await logContacted(await again(person), contactRef(id), "call")).toBeNull();
    expect((await readContact(person.ctx, id))?.lastContactedAt).toBeGreaterThan(0);
  });
});
