import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { describe, expect, it, vi } from "vitest";
import { contactRef } from "~/app/domain/contacts/card";
import { addContact, editContact, readContact, readContacts } from "~/app/domain/contacts/contacts";
import type { TeamContext } from "~/app/domain/core/context";
import type { Target } from "~/app/domain/imports/importColumns";
import { runImport, sweepImports } from "~/app/domain/imports/importRun";
import { checkImport, readImport, readRefusedRows, startImport, undoImport, uploadImport } from "~/app/domain/imports/imports";
import { addNote, readTimeline } from "~/app/domain/records/notes";
import google from "../../inputs/google-contacts.csv?raw";
import { again, contactInput, newPerson, type Person } from "../../support/app";
import { planFaults } from "../../support/faults";
import { bring } from "../../support/importing";
import { crash, grantOf, ledgerOf } from "../../support/ledgers";

const bytes = (text: string) => new TextEncoder().encode(text);
const everything = { search: "", status: null, tagId: null, sort: "arrival", trashed: false, after: null, pageSize: 200 } as const;

/** Uploads, maps as recognised, and runs the dry run. */
async function check(person: Person, text: string, lenient = false) {
  const ctx = await again(person);
  const uploaded = await uploadImport(ctx, "people.csv", bytes(text));
  if (uploaded.kind !== "staged") throw new Error(uploaded.reason);
  const staged = await readImport(ctx, uploaded.importId);
  await checkImport(ctx, uploaded.importId, { mapping: (staged?.mapping ?? []) as Target[], tag: "", lenient });
  await runImport(ctx, person.teamId, uploaded.importId);
  return uploaded.importId;
}
const state = async (person: Person, id: string) => {
  const found = await readImport(person.ctx, id);
  if (!found) throw new Error("The import is gone.");
  return found;
};
async function run(person: Person, id: string, most = 100_000) {
  const ctx = await again(person);
  await startImport(ctx, id, most, most);
  await runImport(ctx, person.teamId, id);
  return state(person, id);
}
const names = async (ctx: TeamContext) =>
  (await readContacts(ctx, everything)).contacts.map(
    ({ firstName, lastName, company, emails }) => `${firstName} ${lastName}`.trim() || company || emails[0]?.value,
  );
const many = (count: number, from = 0) =>
  `Name,Email\n${Array.from({ length: count }, (_, n) => `Person ${from + n},p${from + n}@example.org`).join("\n")}\n`;

describe("a Google export with every awkward cell", () => {
  it("is counted right before anything is charged: new, known, refused, each with its reason", async () => {
    const person = await newPerson({ credits: 50, country: "US" });
    const id = await check(person, google);
    expect(await state(person, id)).toMatchObject({
      state: "checked",
      source: "Google Contacts",
      encoding: "UTF-8",
      delimiter: "comma",
      rowsTotal: 14,
      newTotal: 9,
      knownTotal: 3,
      knownByEmail: 2,
      refusedTotal: 2,
    });
    expect((await readRefusedRows(person.ctx, id)).map(({ number, reason }) => [number, reason])).toEqual([
      [7, "Empty row: no name, e-mail, phone or company"],
      [9, "“not an address” isn’t a valid e-mail address"],
    ]);
    expect((await ledgerOf(person.teamId).balance()).free).toBe(50);
  });

  it("comes in whole: lists, labels, line breaks, quotes, year-less birthdays, unreadable phones, notes", async () => {
    const person = await newPerson({ credits: 50, country: "US" });
    expect(await run(person, await check(person, google))).toMatchObject({ state: "done", imported: 9 });
    expect((await ledgerOf(person.teamId).balance()).free).toBe(41);
    const all = (await readContacts(person.ctx, everything)).contacts;
    const whole = await Promise.all(all.map(({ id }) => readContact(person.ctx, id)));
    const byName = (first: string) => whole.find((contact) => contact?.firstName.startsWith(first));
    expect(byName("Björn")).toMatchObject({
      emails: [
        { label: "Work", value: "bjorn@example.net" },
        { label: "Work", value: "bjorn.second@example.com" },
      ],
      phones: [{ label: "Work", value: "+1 415 555 0101", e164: "+14155550101" }],
    });
    expect(byName("Mei")).toMatchObject({
      firstName: "Mei Anna",
      lastName: "Smith-Jones",
      company: 'Blue "Harbour" Ltd',
      birthday: "--03-07",
      phones: [{ e164: "+14155550109" }, { e164: "+493090182002" }],
    });
    expect(byName("Chidi")?.phones).toEqual([{ label: "Work Fax", value: "ask reception" }]);
    expect(byName("Rania")).toMatchObject({
      birthday: "1984-02-29",
      addresses: [{ label: "Home", street: "12 Harbour Rd\nFlat 3", city: "Kraków", postcode: "30-001", country: "PL" }],
    });
    const notes = async (first: string) =>
      (await readTimeline(person.ctx, byName(first)?.id ?? "", null)).entries.find(({ kind }) => kind === "note")?.body;
    expect(await notes("Mei")).toBe('Met at the fair,\nasked for a "quote"');
    expect(await notes("Chidi")).toBe("=1+1");
    expect(await notes("Wanjiru")).toBe("Birthday as in the file: 31 February");
    const tags = await env.DB.prepare("SELECT name FROM tags WHERE team_id = ? ORDER BY name").bind(person.teamId).all<{ name: string }>();
    expect(tags.results.map(({ name }) => name)).toEqual(["VIP", "Work"]);
    expect((await ledgerOf(person.teamId).audit()).findings).toEqual([]);
  });

  it("imported a second time costs nothing and brings nobody twice", async () => {
    const person = await newPerson({ credits: 50, country: "US" });
    await run(person, await check(person, google));
    const second = await check(person, google);
    expect(await state(person, second)).toMatchObject({ newTotal: 0, knownTotal: 12, refusedTotal: 2 });
    expect((await names(person.ctx)).length).toBe(9);
  });

  it("brings a row with an unreadable e-mail when asked, the e-mail kept in a note", async () => {
    const person = await newPerson({ credits: 50, country: "US" });
    expect(await run(person, await check(person, google, true))).toMatchObject({ state: "done", imported: 10, refusedTotal: 1 });
    expect(await names(person.ctx)).toContain("Lakshmi Patel");
  });
});

describe("running", () => {
  it("stops where the credits end, and goes on there after more were bought", async () => {
    const person = await newPerson({ credits: 30 });
    const id = await check(person, many(80));
    expect(await run(person, id)).toMatchObject({ state: "short", imported: 30, cursor: 30 });
    await ledgerOf(person.teamId).grant(grantOf(100, { lotId: "more" }));
    expect(await run(person, id)).toMatchObject({ state: "done", imported: 80 });
    expect(new Set(await names(person.ctx)).size).toBe(80);
    expect((await ledgerOf(person.teamId).balance()).free).toBe(50);
  });

  it("imports only the first rows when asked, and the rest later", async () => {
    const person = await newPerson({ credits: 100 });
    const id = await check(person, many(20));
    expect(await run(person, id, 5)).toMatchObject({ state: "stopped", imported: 5 });
    expect(await run(person, id)).toMatchObject({ state: "done", imported: 20 });
  });

  it("a contact added between dry run and run is known, and free", async () => {
    const person = await newPerson({ credits: 100 });
    const id = await check(person, many(5));
    await addContact(await again(person), contactInput({ emails: [{ label: "", value: "P3@example.org" }] }), ulid(), 1);
    expect(await run(person, id)).toMatchObject({ state: "done", imported: 4, knownLate: 1 });
    expect((await ledgerOf(person.teamId).balance()).free).toBe(95);
  });

  it("two jobs at once import every row once", async () => {
    const person = await newPerson({ credits: 2_000 });
    const id = await check(person, many(1_200));
    await startImport(await again(person), id, 1_200, 1_200);
    const ctx = await again(person);
    await Promise.allSettled([runImport(ctx, person.teamId, id), runImport(ctx, person.teamId, id), runImport(ctx, person.teamId, id)]);
    await runImport(ctx, person.teamId, id);
    expect(await state(person, id)).toMatchObject({ state: "done", imported: 1_200 });
    expect((await ledgerOf(person.teamId).balance()).free).toBe(800);
    expect((await ledgerOf(person.teamId).audit()).findings).toEqual([]);
  });

  it.each(["refuse", "lose"] as const)("faults of D1 (%s) at any call: every row once, every credit accounted for", async (fault) => {
    for (const call of [1, 2, 3]) {
      const person = await newPerson({ credits: 2_000 });
      const id = await check(person, many(1_100));
      await startImport(await again(person), id, 1_100, 1_100);
      planFaults({ d1: (n) => (n === call ? fault : null) });
      await runImport(await again(person), person.teamId, id).catch(() => null);
      planFaults(null);
      await crash(person.teamId);
      await runImport(await again(person), person.teamId, id);
      expect(await state(person, id)).toMatchObject({ state: "done", imported: 1_100 });
      expect((await ledgerOf(person.teamId).balance()).free).toBe(900);
      expect((await ledgerOf(person.teamId).audit()).findings).toEqual([]);
    }
  });

  it("hundreds who share a switchboard's number, with long notes, all come in", async () => {
    const person = await newPerson({ credits: 2_000 });
    const note = "x".repeat(4_000);
    const rows = Array.from({ length: 1_100 }, (_, n) => `Person ${n},+49 30 901820,${note}`);
    const id = await check(person, `Name,Phone,Notes\n${rows.join("\n")}\n`);
    expect(await run(person, id)).toMatchObject({ state: "done", imported: 1_100 });
    const again1 = await check(person, `Name,Phone,Notes\n${rows.join("\n")}\n`);
    expect(await state(person, again1)).toMatchObject({ newTotal: 0, knownTotal: 1_100 });
    expect((await ledgerOf(person.teamId).audit()).findings).toEqual([]);
  });

  it("the sweep goes on with an import that the queue left lying", async () => {
    const person = await newPerson({ credits: 10 });
    const id = await check(person, many(5));
    await startImport(await again(person), id, 5, 5);
    vi.setSystemTime(Date.now() + 120_000);
    await sweepImports(await again(person));
    expect(await state(person, id)).toMatchObject({ state: "done", imported: 5 });
  });

  it("never starts at a higher price than was shown", async () => {
    const person = await newPerson({ credits: 10 });
    const id = await check(person, many(5));
    expect(await startImport(await again(person), id, 5, 4)).toEqual({ kind: "dearer", credits: 5 });
    expect((await state(person, id)).state).toBe("checked");
  });
});

describe("undoing an import", () => {
  it("takes back thousands of contacts but those changed since, which stay charged", async () => {
    const person = await newPerson({ credits: 2_000 });
    const id = await check(person, many(1_300));
    await run(person, id);
    const [first] = (await readContacts(person.ctx, everything)).contacts;
    const contact = await readContact(person.ctx, first?.id ?? "");
    await editContact(await again(person), first?.id ?? "", contactInput({ firstName: "Kept" }), { changedAt: contact?.changedAt ?? 0 });
    expect(await undoImport(await again(person), id)).toBe(true);
    await runImport(await again(person), person.teamId, id);
    expect(await state(person, id)).toMatchObject({ state: "undone", imported: 1_300, takenBack: 1_299 });
    expect(await names(person.ctx)).toEqual(["Kept Lovelace"]);
    expect((await ledgerOf(person.teamId).balance()).free).toBe(1_999);
    expect((await ledgerOf(person.teamId).audit()).findings).toEqual([]);
  });

  it("leaves a contact that somebody has written a note about since, and its charge; a note of the file keeps none", async () => {
    const person = await newPerson({ credits: 20, verified: true });
    const id = await bring(person, "First Name,Email,Notes\nAda,ada@x.example,From the file\nBob,bob@x.example,\n");
    const [ada, bob] = ["Ada", "Bob"].map(
      async (name) => (await readContacts(person.ctx, { ...everything, search: name })).contacts[0]?.id ?? "",
    );
    await addNote(await again(person), contactRef((await bob) ?? ""), { text: "Ours", key: ulid(), shownCredits: 1 });
    await undoImport(await again(person), id);
    await runImport(await again(person), person.teamId, id);
    expect(await state(person, id)).toMatchObject({ state: "undone", imported: 2, takenBack: 1 });
    expect([await readContact(person.ctx, (await ada) ?? ""), await readContact(person.ctx, (await bob) ?? "")]).toMatchObject([
      null,
      { firstName: "Bob" },
    ]);
  });

  it("after a day it is too late", async () => {
    const person = await newPerson({ credits: 10 });
    const id = await check(person, many(5));
    await run(person, id);
    vi.setSystemTime(Date.now() + 86_400_001);
    expect(await undoImport(await again(person), id)).toBe(false);
  });
});

it("another team cannot read, map, start or undo an import", async () => {
  const mine = await newPerson({ credits: 10 });
  const other = await again(await newPerson({ credits: 10 }));
  const id = await check(mine, many(3));
  expect(await readImport(other, id)).toBeNull();
  expect(await checkImport(other, id, { mapping: [], tag: "", lenient: false })).toEqual({ kind: "moved" });
  expect((await startImport(other, id, 3, 3)).kind).toBe("moved");
  expect(await undoImport(other, id)).toBe(false);
  expect(await readRefusedRows(other, id)).toEqual([]);
});
