// Taking everything along: out of one team, into an empty one, and out again.

import { env } from "cloudflare:workers";
import { unzipSync } from "fflate";
import { ulid } from "ulidx";
import { describe, expect, it } from "vitest";
import { type ChainEntry, verifyChain } from "~/app/components/credits/chain";
import { endArchives, readArchives, runArchive, startArchive, sweepArchives, takeArchive } from "~/app/domain/archives/archives";
import { contactRef } from "~/app/domain/contacts/card";
import { addContact, readContacts, trashContactsById } from "~/app/domain/contacts/contacts";
import { changeTag, readTags } from "~/app/domain/contacts/tags";
import { uploadArchive } from "~/app/domain/imports/archiveImport";
import { runImport } from "~/app/domain/imports/importRun";
import { readImport, startImport, undoImport } from "~/app/domain/imports/imports";
import { deactivate } from "~/app/domain/leaving/deactivation";
import { eraseContact, setRestricted } from "~/app/domain/privacy/contactRights";
import { addNote, logContacted } from "~/app/domain/records/notes";
import { again, contactInput, newContext, newPerson, PASSWORD, type Person } from "../../support/app";
import { taken } from "../../support/importing";
import { grantOf, ledgerOf } from "../../support/ledgers";
import { everything, placesOf, settled } from "../../support/planted";

const DAY = 86_400_000;
type Unpacked = Record<string, string>;

/** Builds an archive, a few jobs long, and unpacks it. */
async function archiveOf(person: Person): Promise<{ id: string; bytes: Uint8Array; files: Unpacked }> {
  const started = await startArchive(await again(person));
  const id = "archiveId" in started ? started.archiveId : "";
  for (let n = 0; n < 3; n++) await runArchive(await newContext(), person.teamId, id);
  const stream = await taken(takeArchive(await again(person), id));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const files = Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, body]) => [name, new TextDecoder().decode(body)]));
  return { id, bytes, files };
}

async function bring(person: Person, bytes: Uint8Array): Promise<string> {
  const uploaded = await uploadArchive(await again(person), "farthing-archive.zip", bytes);
  if (uploaded.kind !== "staged") throw new Error(uploaded.reason);
  await startImport(await again(person), uploaded.importId, 100_000, 100_000);
  await runImport(await newContext(), person.teamId, uploaded.importId);
  return uploaded.importId;
}

/** A team with contacts of every sort: several addresses, numbers of a country, notes in two scripts, the trash, restricted, two who share an e-mail. */
async function wellUsed(): Promise<Person> {
  const person = await settled(`a${ulid().slice(-8)}`);
  await ledgerOf(person.teamId).grant(grantOf(50, { lotId: "more", source: "goodwill", paymentId: null }));
  for (const [n, firstName] of ["Žofie", "أمل", "=cmd"].entries()) {
    const id = ulid();
    const input = contactInput({
      firstName,
      lastName: n === 0 ? 'Nová, Dr. "Zo"' : "",
      emails: [
        { label: "Work", value: "shared@example.org" },
        { label: "", value: `own${n}@example.org` },
      ],
      phones: [
        { label: "Mobile", value: "0170 1234567" },
        { label: "", value: "ext. 12" },
      ],
      addresses: [1, 2].map((no) => ({
        label: `A${no}`,
        street: "1 Road\nback door",
        city: "Praha",
        region: "",
        postcode: "110 00",
        country: "CZ",
      })),
      birthday: n === 0 ? "--02-29" : "1984-02-29",
      tags: "VIP, later",
      status: "customer",
    });
    await addContact(await again(person), input, id, 1);
    await addNote(await again(person), contactRef(id), { text: `Line one\nline two; "quoted", שלום ${n}`, key: ulid(), shownCredits: 1 });
    await logContacted(await again(person), contactRef(id), "meeting");
    if (n === 2) await setRestricted(await again(person), id, true);
  }
  const [tag] = await readTags(await again(person));
  if (tag) await changeTag(await again(person), tag.id, "Very, important", "red");
  return person;
}

/** What may differ between two archives of the same data: ids, and when each was made. */
function comparable(files: Unpacked): Unpacked {
  const ids = /\b[0-9A-HJKMNP-TV-Z]{26}\b/g;
  const lines = (files["contacts.jsonl"] ?? "").trim().split("\n");
  const entries = lines.map((line) => ({ ...JSON.parse(line), id: "" }));
  const plain = (name: string) => (files[name] ?? "").replace(ids, "ID");
  return {
    contacts: JSON.stringify(entries, null, 1),
    ...Object.fromEntries(["contacts.csv", "timeline.csv", "contacts.vcf", "calendar.ics"].map((name) => [name, plain(name)])),
    tags: JSON.stringify(JSON.parse(files["team.json"] ?? "{}").tags),
  };
}

describe("everything of a team", () => {
  it("[P-22] is its owner's to take at any time, also while the team is deactivated, free, and nobody else's", async () => {
    const person = await wellUsed();
    await deactivate(await again(person), PASSWORD);
    const free = async () => (await ledgerOf(person.teamId).balance()).free;
    const [before, stranger] = [await free(), await newPerson({ verified: true })];
    expect((await person.browser.post("/settings/archive?index", {})).status).toBe(302);
    const [archive] = await readArchives(await again(person));
    await runArchive(await newContext(), person.teamId, archive?.id ?? "");
    const files = [`/settings/archive/${archive?.id}.zip`, "/contacts/export.csv", "/credits/statement.csv", "/credits/statement.json"];
    for (const path of [...files, "/settings/audit.csv", "/settings/me.json"]) {
      const taken = await person.browser.ask(path);
      expect([path, taken.status, (await taken.arrayBuffer()).byteLength > 100]).toEqual([path, 200, true]);
      const refused = await stranger.browser.ask(path);
      expect((await refused.text()).includes("Žofie"), path).toBe(false);
    }
    expect(await (await person.browser.ask("/contacts/export.csv")).text()).toContain("Žofie");
    expect((await stranger.browser.ask(files[0] ?? "")).status).toBe(404);
    expect(await free()).toBe(before);
  });
});

describe("an archive", () => {
  it("[E-24] of one team, brought into an empty one and made again, is the same but for ids and dates; the statement's chain verifies", async () => {
    const first = await wellUsed();
    const one = await archiveOf(first);
    const second = await newPerson({ verified: true, country: "US" });
    await ledgerOf(second.teamId).grant(grantOf(50, { lotId: "own", source: "goodwill", paymentId: null }));
    await bring(second, one.bytes);
    const two = await archiveOf(second);
    expect(comparable(two.files)).toEqual(comparable(one.files));
    expect(one.files["contacts.jsonl"]?.trim().split("\n")).toHaveLength(5);
    const { entries } = JSON.parse(one.files["statement.json"] ?? "{}") as { entries: ChainEntry[] };
    expect(await verifyChain(entries, JSON.parse(one.files["heads.json"] ?? "[]"))).toMatchObject({
      problem: null,
      entries: entries.length,
    });
    expect(entries.length).toBeGreaterThan(5);
    // Five contacts for a credit each; notes, tags and timelines come along free.
    expect((await ledgerOf(second.teamId).balance()).free).toBe(25 + 50 - 5);
    // Restricted and trashed ones are where they were.
    const names = async (over: object) =>
      (await readContacts(await again(second), { ...everything, ...over })).contacts.map(({ firstName }) => firstName);
    expect([await names({ restricted: true }), (await names({ trashed: true })).length, (await names({})).length]).toEqual([
      ["=cmd"],
      1,
      3,
    ]);
    expect(await names({ search: "cmd" })).toEqual([]);
  });

  it("opens with what others read: a vCard, a calendar and a CSV of every contact", async () => {
    const { files } = await archiveOf(await wellUsed());
    expect(files["contacts.vcf"]?.match(/BEGIN:VCARD/g)).toHaveLength(5);
    expect(files["contacts.vcf"]).toContain("BDAY:--0229");
    expect(files["contacts.vcf"]).toContain("TEL;TYPE=Mobile;VALUE=TEXT:+491701234567");
    expect(files["calendar.ics"]?.match(/RRULE:FREQ=YEARLY/g)).toHaveLength(3);
    expect(files["calendar.ics"]?.trim().endsWith("END:VCALENDAR")).toBe(true);
    expect(files["calendar.ics"]?.match(/BEGIN:VEVENT/g)).toHaveLength(6);
    expect(files["timeline.csv"]).toContain("שלום");
    expect(files["README.txt"]).toContain("verify.mjs");
  });

  it("lies sealed, belongs to the owner of its team alone, and is gone after a week", async () => {
    const person = await wellUsed();
    const { id } = await archiveOf(person);
    const stored = (await env.FILES.list({ prefix: `archives/${person.teamId}/` })).objects;
    expect(stored.length).toBeGreaterThan(8);
    for (const { key } of stored) expect(await (await env.FILES.get(key))?.text()).not.toContain("Žofie");
    const stranger = await newPerson();
    expect(await takeArchive(await again(stranger), id)).toEqual({ kind: "missing" });
    expect((await stranger.browser.ask(`/settings/archive/${id}.zip`)).status).toBe(404);
    const agent = { ...(await again(person)) };
    expect(await takeArchive({ ...agent, member: { ...agent.member, role: "manager" } }, id)).toEqual({
      kind: "not-allowed",
      act: "archive.make",
    });
    expect(await startArchive({ ...agent, member: { ...agent.member, role: "agent" } })).toEqual({
      kind: "not-allowed",
      act: "archive.make",
    });
    await endArchives({ ...(await newContext()), now: Date.now() + 6.9 * DAY });
    expect((await person.browser.ask(`/settings/archive/${id}.zip`)).status).toBe(200);
    await endArchives({ ...(await newContext()), now: Date.now() + 7.1 * DAY });
    expect((await env.FILES.list({ prefix: `archives/${person.teamId}/` })).objects).toEqual([]);
    const ended = () => env.DB.prepare("SELECT changed_at FROM archives WHERE id = ?").bind(id).first("changed_at");
    const before = await ended();
    await endArchives({ ...(await newContext()), now: Date.now() + 8 * DAY });
    expect(await ended()).toBe(before);
    expect((await person.browser.ask(`/settings/archive/${id}.zip`)).status).toBe(404);
  });

  it("whose job was lost goes on where it stood; a second one waits for it", async () => {
    const person = await wellUsed();
    const started = await startArchive(await again(person));
    expect((await startArchive(await again(person))).kind).toBe("under-way");
    const jobs: { archiveId?: string }[] = [];
    await sweepArchives({ ...(await newContext(jobs)), now: Date.now() + 120_000 });
    expect(jobs.map(({ archiveId }) => archiveId)).toContain("archiveId" in started ? started.archiveId : "");
    await Promise.all(
      [1, 2].map(async () => runArchive(await newContext(), person.teamId, "archiveId" in started ? started.archiveId : "")),
    );
    expect((await readArchives(await again(person)))[0]).toMatchObject({ state: "ready", contacts: 5 });
  });

  it("goes with the erasure of a contact that it may name", async () => {
    const mark = `z${ulid().slice(-8)}`;
    const person = await settled(mark);
    const { id } = await archiveOf(person);
    const [contact] = (await readContacts(await again(person), { ...everything, search: `first${mark}` })).contacts;
    expect(await eraseContact(await again(person), contact?.id ?? "")).toMatchObject({ kind: "done" });
    expect(await takeArchive(await again(person), id)).toEqual({ kind: "missing" });
    expect(await placesOf(`First${mark}`)).toEqual([]);
  });

  it("that is still being built when somebody is erased never shows them", async () => {
    const mark = `y${ulid().slice(-8)}`;
    const person = await settled(mark);
    const started = await startArchive(await again(person));
    const archiveId = "archiveId" in started ? started.archiveId : "";
    const ctx = await newContext();
    const [contact] = (await readContacts(await again(person), { ...everything, search: `first${mark}` })).contacts;
    let erased = false;
    // The erasure comes after the contacts were read and before the first piece is written.
    const put: typeof ctx.files.put = async (key, body) => {
      if (!erased && key.startsWith("archives/")) {
        erased = true;
        await eraseContact(await again(person), contact?.id ?? "");
      }
      return ctx.files.put(key, body);
    };
    const files = {
      put,
      get: ctx.files.get.bind(ctx.files),
      list: ctx.files.list.bind(ctx.files),
      delete: ctx.files.delete.bind(ctx.files),
    };
    await runArchive({ ...ctx, files }, person.teamId, archiveId);
    expect(erased).toBe(true);
    expect((await env.FILES.list({ prefix: `archives/${person.teamId}/` })).objects).toEqual([]);
    expect(await takeArchive(await again(person), archiveId)).toEqual({ kind: "missing" });
  });

  it("that cannot be built is given up with a reason after a few tries, and another can be begun", async () => {
    const person = await settled(`x${ulid().slice(-8)}`);
    const started = await startArchive(await again(person));
    const archiveId = "archiveId" in started ? started.archiveId : "";
    await env.DB.prepare("UPDATE timeline SET body = 'no ciphertext' WHERE team_id = ? AND body <> ''").bind(person.teamId).run();
    for (let n = 0; n < 6; n++) await runArchive(await newContext(), person.teamId, archiveId);
    expect((await readArchives(await again(person)))[0]).toMatchObject({
      state: "failed",
      problem: expect.stringContaining("could not be built"),
    });
    expect((await startArchive(await again(person))).kind).toBe("started");
  });

  it("is refused by a team that has contacts, and what is none says so; nothing is written", async () => {
    const person = await newPerson({ credits: 5 });
    const junk = await uploadArchive(await again(person), "x.zip", new Uint8Array([0x50, 0x4b, 3, 4, 1, 2, 3]));
    expect(junk.kind).toBe("unreadable");
    expect((await env.FILES.list({ prefix: `imports/${person.teamId}/` })).objects).toEqual([]);
    await addContact(await again(person), contactInput(), ulid(), 1);
    const { bytes } = await archiveOf(person);
    expect(await uploadArchive(await again(person), "x.zip", bytes)).toMatchObject({
      kind: "unreadable",
      reason: expect.stringContaining("no contacts yet"),
    });
  });

  it("without tags, notes or imports is brought in too", async () => {
    const [first, second] = [await newPerson({ credits: 2 }), await newPerson({ credits: 2 })];
    await addContact(await again(first), contactInput(), ulid(), 1);
    await bring(second, (await archiveOf(first)).bytes);
    expect((await readContacts(await again(second), everything)).contacts).toHaveLength(1);
  });

  it("brought in can be taken back, trashed and restricted ones too, and every credit comes back; who was trashed since stays", async () => {
    const { bytes } = await archiveOf(await wellUsed());
    const second = await newPerson({ credits: 20 });
    const importId = await bring(second, bytes);
    expect((await ledgerOf(second.teamId).balance()).free).toBe(15);
    const [one] = (await readContacts(await again(second), everything)).contacts;
    await trashContactsById(await again(second), [one?.id ?? ""]);
    expect(await undoImport(await again(second), importId)).toBe(true);
    await runImport(await newContext(), second.teamId, importId);
    expect(await readImport(await again(second), importId)).toMatchObject({ state: "undone", takenBack: 4 });
    expect((await ledgerOf(second.teamId).balance()).free).toBe(19);
    const counter = "SELECT value FROM counters WHERE team_id = ? AND noun = 'contacts'";
    expect(await env.DB.prepare(counter).bind(second.teamId).first("value")).toBe(0);
    expect((await readContacts(await again(second), { ...everything, trashed: true })).contacts.map(({ id }) => id)).toEqual([one?.id]);
    expect((await ledgerOf(second.teamId).audit()).findings).toEqual([]);
  });
});
