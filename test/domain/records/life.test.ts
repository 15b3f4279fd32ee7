// A noun's life: what every noun with a card does, because it has one. A noun gets these tests by standing in modules.ts.
import { unzipSync } from "fflate";
import Papa from "papaparse";
import { ulid } from "ulidx";
import { beforeAll, describe, expect, it } from "vitest";
import { runArchive, startArchive, takeArchive } from "~/app/domain/archives/archives";
import { addContact } from "~/app/domain/contacts/contacts";
import type { TeamContext } from "~/app/domain/core/context";
import { readStatement } from "~/app/domain/credits/statement";
import { uploadArchive } from "~/app/domain/imports/archiveImport";
import { runImport } from "~/app/domain/imports/importRun";
import { startImport } from "~/app/domain/imports/imports";
import { sweepTrash } from "~/app/domain/leaving/cleanup";
import { deactivate } from "~/app/domain/leaving/deactivation";
import { sweepPurges } from "~/app/domain/leaving/purge";
import { cards } from "~/app/domain/modules";
import { addRecord, undoAddRecord } from "~/app/domain/records/add";
import type { Card } from "~/app/domain/records/card";
import { editRecord } from "~/app/domain/records/edit";
import { exportRecords } from "~/app/domain/records/export";
import { type RecordQuery, readRecord, readRecords } from "~/app/domain/records/list";
import { addNote, readTimeline } from "~/app/domain/records/notes";
import { restoreRecords, trashRecords } from "~/app/domain/records/trash";
import { again, contactInput, newContext, newPerson, PASSWORD, type Person } from "../../support/app";
import { taken } from "../../support/importing";
import { ledgerOf } from "../../support/ledgers";
import { placesOf } from "../../support/planted";
import { addExample, found, newMark, rowsOf } from "../../support/records";

const DAY = 86_400_000;

let person: Person;
let stranger: Person;
beforeAll(async () => {
  [person, stranger] = [await newPerson({ credits: 400, verified: true }), await newPerson({ credits: 20, verified: true })];
});

const free = async (of: Person) => (await ledgerOf(of.teamId).balance()).free;
const first: RecordQuery = { search: "", sort: "arrival", trashed: false, after: null, pageSize: 50 };

/** The values of a card's example that stand in one line of text. */
const textsOf = (card: Card, input: object) =>
  card.fields.flatMap(({ name, kind }) => (kind === "text" ? [String((input as Record<string, unknown>)[name])] : []));

describe.each(cards)("a $noun", (card) => {
  it("costs its price once, however often it is posted, and stands on the statement under its name", async () => {
    const [key, mark, before] = [ulid(), newMark(), await free(person)];
    const add = async () => addRecord(await again(person), card, card.example(mark), { key, shownCredits: 1 });
    expect(await Promise.all([add(), add()])).toMatchObject([{ kind: "done" }, { kind: "done" }]);
    expect(before - (await free(person))).toBe(1);
    const { lines } = await readStatement(await again(person), null, 5);
    const row = await readRecord(await again(person), card, key);
    expect(lines[0]).toMatchObject({ credits: -1, subject: row && card.title(row), subjectId: key, subjectIn: card.plural });
    expect(await readTimeline(await again(person), key, null)).toMatchObject({ entries: [{ kind: "added" }] });
  });

  it("is not made, and not charged, without a credit or at a higher price than was shown", async () => {
    const poor = await newPerson();
    const before = await rowsOf(poor.teamId, card);
    const asked = async (shownCredits: number) =>
      addRecord(await again(poor), card, card.example(newMark()), { key: ulid(), shownCredits });
    expect([(await asked(1)).kind, (await asked(0)).kind, (await asked(Number.NaN)).kind]).toEqual(["short", "dearer", "dearer"]);
    expect(await rowsOf(poor.teamId, card)).toEqual(before);
  });

  it("can be undone for a minute, with its credit back and nothing of it left; not once it was changed or has a note", async () => {
    const fresh = await newPerson({ credits: 10 });
    const ctx = async () => again(fresh);
    const before = { ...(await rowsOf(fresh.teamId, card)), counted: 0 };
    const { id } = await addExample(await ctx(), card, newMark());
    expect(await undoAddRecord(await ctx(), card, id)).toMatchObject({ kind: "undone", credits: 1 });
    expect(await rowsOf(fresh.teamId, card)).toEqual(before);
    expect(await free(fresh)).toBe(10);
    expect((await undoAddRecord(await ctx(), card, id)).kind).not.toBe("refused");
    expect(await free(fresh)).toBe(10);
    const noted = await addExample(await ctx(), card, newMark());
    await addNote(await ctx(), { of: card, id: noted.id }, { text: "Called", key: ulid(), shownCredits: 1 });
    expect((await undoAddRecord(await ctx(), card, noted.id)).kind).toBe("refused");
    const late = await addExample(await ctx(), card, newMark());
    const edited = await editRecord(await ctx(), card, { id: late.id, seenChangedAt: late.changedAt }, card.example(newMark()));
    expect(edited.kind).toBe("done");
    expect((await undoAddRecord(await ctx(), card, late.id)).kind).toBe("refused");
    expect(await free(fresh)).toBe(7);
  });

  it("is edited free; of two editors the slower is told, and nothing is overwritten unseen", async () => {
    const ctx = await again(person);
    const row = await addExample(ctx, card, newMark());
    const before = await free(person);
    const [one, two] = [newMark(), newMark()];
    const at = { id: row.id, seenChangedAt: row.changedAt };
    const both = await Promise.all([editRecord(ctx, card, at, card.example(one)), editRecord(ctx, card, at, card.example(two))]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(["changed", "done"]);
    const winner = both[0]?.kind === "done" ? one : two;
    expect([await found(ctx, card, winner), await found(ctx, card, winner === one ? two : one)]).toEqual([[row.id], []]);
    expect((await editRecord(ctx, card, at, card.example(newMark()))).kind).toBe("changed");
    expect(await free(person)).toBe(before);
  });

  it("is found by what stands in it, from the first letters on; in the trash it is not, and out of it again it is", async () => {
    const ctx = await again(person);
    const mark = newMark();
    const { id } = await addExample(ctx, card, mark);
    for (const text of textsOf(card, card.example(mark)).filter((one) => one.toLowerCase().includes(mark)))
      expect(await found(ctx, card, text.slice(0, -2)), text).toEqual([id]);
    const counted = async () => (await rowsOf(person.teamId, card)).counted;
    const before = await counted();
    expect(await trashRecords(ctx, card, [id, id, ulid()])).toBe(1);
    expect([await found(ctx, card, mark), await counted()]).toEqual([[], before - 1]);
    expect((await readRecords(ctx, card, { ...first, trashed: true })).rows.map((row) => row.id)).toContain(id);
    expect(await restoreRecords(ctx, card, [id])).toBe(1);
    expect([await found(ctx, card, mark), await counted()]).toEqual([[id], before]);
    expect(await restoreRecords(ctx, card, [id])).toBe(0);
  });

  it("goes for good after 30 days in the trash, not a day earlier, with all that hangs on it", async () => {
    const fresh = await newPerson({ credits: 5 });
    const { id } = await addExample(await again(fresh), card, newMark());
    await addNote(await again(fresh), { of: card, id }, { text: "Soon gone", key: ulid(), shownCredits: 1 });
    await trashRecords(await again(fresh), card, [id]);
    await sweepTrash({ ...(await newContext()), now: Date.now() + 29.9 * DAY });
    expect(await rowsOf(fresh.teamId, card)).toMatchObject({ records: 1, timeline: 2 });
    await sweepTrash({ ...(await newContext()), now: Date.now() + 30.1 * DAY });
    expect(await rowsOf(fresh.teamId, card)).toEqual({ records: 0, handles: 0, timeline: 0, counted: 0 });
  });

  it("stands in the list once, page after page, newest first and by name", async () => {
    const fresh = await newPerson({ credits: 12 });
    const ids: string[] = [];
    for (const letter of ["b", "É", "a", "d", "C"]) ids.push((await addExample(await again(fresh), card, `${letter}${newMark()}`)).id);
    const walk = async (sort: RecordQuery["sort"]) => {
      const seen: string[] = [];
      for (let after: RecordQuery["after"] = null, n = 0; n < 9; n++) {
        const page: Awaited<ReturnType<typeof readRecords>> = await readRecords(await again(fresh), card, {
          ...first,
          sort,
          after,
          pageSize: 2,
        });
        seen.push(...page.rows.map(({ id }) => id));
        if (page.next === null) return seen;
        after = page.next;
      }
      return seen;
    };
    expect(await walk("arrival")).toEqual(ids.toReversed());
    expect(await walk("name")).toEqual([ids[2], ids[0], ids[4], ids[3], ids[1]]);
  });

  it("leaves as CSV with everything in it, and only the listed ones", async () => {
    const fresh = await newPerson({ credits: 5 });
    const [mark, gone] = [newMark(), newMark()];
    await addExample(await again(fresh), card, mark);
    await trashRecords(await again(fresh), card, [(await addExample(await again(fresh), card, gone)).id]);
    const text = await new Response(await exportRecords(await again(fresh), card)).text();
    const rows = Papa.parse<string[]>(text.replace("\uFEFF", "").trim()).data;
    expect(rows).toHaveLength(2);
    for (const value of textsOf(card, card.example(mark))) expect(rows[1]).toContain(value);
    expect(text).not.toContain(gone);
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
  });

  it("takes nobody for one of the team who is not, whatever word stands for them", async () => {
    const named = card.fields.filter(({ kind }) => kind === "member").map(({ name }) => name);
    for (const who of ["__proto__", "constructor", "toString", ulid()]) {
      const input = { ...card.example(newMark()), ...Object.fromEntries(named.map((name) => [name, who])) };
      const outcome = await addRecord(await again(person), card, input, { key: ulid(), shownCredits: 1 });
      expect([who, outcome.kind]).toEqual([who, named.length > 0 ? "invalid" : "done"]);
    }
    expect((await person.browser.ask(`/${card.plural}?sort=name`)).status).toBe(200);
  });

  it("is nothing to another team, whatever its id: not read, listed, changed, trashed, noted, exported or undone", async () => {
    const mark = newMark();
    const row = await addExample(await again(person), card, mark);
    const theirs: TeamContext = await again(stranger);
    expect(await readRecord(theirs, card, row.id)).toBeNull();
    expect(await found(theirs, card, mark)).toEqual([]);
    expect((await editRecord(theirs, card, { id: row.id, seenChangedAt: row.changedAt }, card.example(newMark()))).kind).toBe("missing");
    expect(await trashRecords(theirs, card, [row.id])).toBe(0);
    expect((await addNote(theirs, { of: card, id: row.id }, { text: "Hello", key: ulid(), shownCredits: 1 })).kind).toBe("refused");
    expect((await undoAddRecord(theirs, card, row.id)).kind).not.toBe("undone");
    expect(await new Response(await exportRecords(theirs, card)).text()).not.toContain(mark);
    expect(await readRecord(await again(person), card, row.id)).toEqual(row);
    for (const path of ["", "/edit", "/merge"]) expect((await stranger.browser.ask(`/${card.plural}/${row.id}${path}`)).status).toBe(404);
  });

  it("leaves in the team's archive and comes back out of it as it was, its timeline and its place in the trash too", async () => {
    const [one, two] = [await newPerson({ credits: 20, verified: true }), await newPerson({ credits: 20, verified: true })];
    const [kept, trashed] = [newMark(), newMark()];
    const row = await addExample(await again(one), card, kept);
    await addNote(await again(one), { of: card, id: row.id }, { text: `Note ${kept}`, key: ulid(), shownCredits: 1 });
    await trashRecords(await again(one), card, [(await addExample(await again(one), card, trashed)).id]);
    for (const firstName of ["Ada", "Grace"]) await addContact(await again(one), contactInput({ firstName }), ulid(), 1);
    const lines = async (of: Person) => {
      const started = await startArchive(await again(of));
      const id = "archiveId" in started ? started.archiveId : "";
      for (let n = 0; n < 3; n++) await runArchive(await newContext(), of.teamId, id);
      const bytes = new Uint8Array(await new Response(await taken(takeArchive(await again(of), id))).arrayBuffer());
      return { bytes, text: new TextDecoder().decode(unzipSync(bytes)[`${card.plural}.jsonl`]) };
    };
    const before = await lines(one);
    expect(before.text.trim().split("\n")).toHaveLength(2);
    const uploaded = await uploadArchive(await again(two), "archive.zip", before.bytes);
    if (uploaded.kind !== "staged") throw new Error(uploaded.reason);
    await startImport(await again(two), uploaded.importId, 100, 100);
    await runImport(await newContext(), two.teamId, uploaded.importId);
    expect((await lines(two)).text).toBe(before.text);
    expect([await found(await again(two), card, kept), await found(await again(two), card, trashed)]).toEqual([[row.id], []]);
  });

  it("goes with its team, without a word of it left anywhere", async () => {
    const leaving = await newPerson({ credits: 5, verified: true });
    const mark = newMark();
    const { id } = await addExample(await again(leaving), card, mark);
    await addNote(await again(leaving), { of: card, id }, { text: "Secret", key: ulid(), shownCredits: 1 });
    expect(await placesOf(mark)).not.toEqual([]);
    await deactivate(await again(leaving), PASSWORD);
    for (let n = 0; n < 3; n++) await sweepPurges({ ...(await newContext()), now: Date.now() + 30.1 * DAY });
    expect(await placesOf(mark)).toEqual([]);
    expect(await rowsOf(leaving.teamId, card)).toEqual({ records: 0, handles: 0, timeline: 0, counted: 0 });
  });
});
