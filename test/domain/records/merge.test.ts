// Two records become one, and two again: as it was chosen, with all that hung on them, and nothing lost.
import { ulid } from "ulidx";
import { beforeAll, describe, expect, it } from "vitest";
import type { TeamContext } from "~/app/domain/core/context";
import { cards } from "~/app/domain/modules";
import { sweepExpired } from "~/app/domain/privacy/retentionSweep";
import type { Card } from "~/app/domain/records/card";
import { editRecord } from "~/app/domain/records/edit";
import { readRecord, readShared } from "~/app/domain/records/list";
import { type Choice, mergeRecords, undoMerge } from "~/app/domain/records/merge";
import { addNote, readTimeline } from "~/app/domain/records/notes";
import { trashRecords } from "~/app/domain/records/trash";
import { again, newContext, newPerson, type Person } from "../../support/app";
import { ledgerOf } from "../../support/ledgers";
import { addExample, found, newMark, rowsOf } from "../../support/records";

const DAY = 86_400_000;

let person: Person;
beforeAll(async () => {
  person = await newPerson({ credits: 200, verified: true });
});

/** What may be different after a merge and its undo: when it was changed. */
const lasting = (row: object | null) => row && { ...row, changedAt: 0 };
const notesOf = async (ctx: TeamContext, id: string) =>
  (await readTimeline(ctx, id, null)).entries.flatMap(({ kind, body }) => (kind === "note" ? [body] : []));

/** Two records, each with a note of its own. */
async function two(ctx: TeamContext, card: Card) {
  const marks = [newMark(), newMark()] as const;
  const kept = await addExample(ctx, card, marks[0]);
  const elsewhere = { label: "", street: marks[1], city: "", region: "", postcode: "", country: "" };
  const lists = card.fields.flatMap(({ name, kind }) => (kind === "addresses" ? [[name, [elsewhere]]] : []));
  const gone = await addExample(ctx, card, marks[1], Object.fromEntries(lists));
  for (const [n, { id }] of [kept, gone].entries())
    await addNote(ctx, { of: card, id }, { text: `Note ${marks[n]}`, key: ulid(), shownCredits: 1 });
  return { kept: (await readRecord(ctx, card, kept.id)) ?? kept, gone: (await readRecord(ctx, card, gone.id)) ?? gone, marks };
}

const all = (card: Card, choice: Choice) => Object.fromEntries(card.fields.map(({ name }) => [name, choice]));

describe.each(cards)("merging two of $plural", (card) => {
  it.each(["kept", "gone", "both"] as const)(
    "with every field chosen as %s: one is left, says what was chosen, and undone both are as before",
    async (choice) => {
      const ctx = await again(person);
      const { kept, gone, marks } = await two(ctx, card);
      const [before, credits] = [await rowsOf(person.teamId, card), (await ledgerOf(person.teamId).balance()).free];
      const outcome = await mergeRecords(ctx, card, { keptId: kept.id, goneId: gone.id, choices: all(card, choice) });
      const mergeId = outcome.kind === "done" ? outcome.mergeId : outcome.kind;
      const merged = await readRecord(ctx, card, kept.id);
      expect(await readRecord(ctx, card, gone.id)).toBeNull();
      const [wanted, other] = choice === "gone" ? [marks[1], marks[0]] : [marks[0], marks[1]];
      expect([await found(ctx, card, wanted), await found(ctx, card, other)]).toEqual([[kept.id], []]);
      const lists = card.fields.filter(({ kind }) => kind === "addresses");
      for (const { name } of lists)
        expect((merged && (card.toInput(merged) as Record<string, unknown[]>)[name])?.length).toBe(choice === "both" ? 2 : 1);
      expect((await notesOf(ctx, kept.id)).sort()).toEqual(marks.map((mark) => `Note ${mark}`).sort());
      expect(await undoMerge(await again(person), card, mergeId)).toEqual({ kind: "done", backId: gone.id });
      expect(lasting(await readRecord(ctx, card, kept.id))).toEqual(lasting({ ...kept, ...card.whenJoined }));
      expect(lasting(await readRecord(ctx, card, gone.id))).toEqual(lasting({ ...gone, ...card.whenJoined }));
      expect([await notesOf(ctx, kept.id), await notesOf(ctx, gone.id)]).toEqual([[`Note ${marks[0]}`], [`Note ${marks[1]}`]]);
      expect([await found(ctx, card, marks[0]), await found(ctx, card, marks[1])]).toEqual([[kept.id], [gone.id]]);
      expect([await rowsOf(person.teamId, card), (await ledgerOf(person.teamId).balance()).free]).toEqual([before, credits]);
      expect((await undoMerge(ctx, card, mergeId)).kind).toBe("missing");
    },
  );

  it("undone after somebody changed the merged one, keeps what they changed", async () => {
    const ctx = await again(person);
    const { kept, gone, marks } = await two(ctx, card);
    const outcome = await mergeRecords(ctx, card, { keptId: kept.id, goneId: gone.id, choices: all(card, "gone") });
    const merged = await readRecord(ctx, card, kept.id);
    const [title] = card.fields;
    const changed = newMark();
    const input = { ...(merged && card.toInput(merged)), [title?.name ?? ""]: `Changed ${changed}` };
    await editRecord(ctx, card, { id: kept.id, seenChangedAt: merged?.changedAt ?? 0 }, input);
    await undoMerge(ctx, card, outcome.kind === "done" ? outcome.mergeId : "");
    const now = await readRecord(ctx, card, kept.id);
    expect(now && card.title(now)).toBe(`Changed ${changed}`);
    expect(await found(ctx, card, marks[1])).toEqual([gone.id]);
    expect(await found(ctx, card, marks[0])).toEqual(textual(card, marks[0]) > 1 ? [kept.id] : []);
  });

  it("loses nothing that somebody writes into the other record in the same moment", async () => {
    const ctx = await again(person);
    for (let n = 0; n < 8; n++) {
      const { kept, gone } = await two(ctx, card);
      const late = newMark();
      const [edited, merged] = await Promise.all([
        editRecord(ctx, card, { id: gone.id, seenChangedAt: gone.changedAt }, card.example(late)),
        mergeRecords(ctx, card, { keptId: kept.id, goneId: gone.id, choices: all(card, "gone") }),
      ]);
      if (edited.kind === "done") expect(await found(ctx, card, late)).toEqual([merged.kind === "done" ? kept.id : gone.id]);
      else expect(merged.kind).toBe("done");
    }
  });

  it("loses no note that is written on the other record between its reading and its writing", async () => {
    const ctx = await again(person);
    const { kept, gone } = await two(ctx, card);
    // The database is asked for what hangs on the other one; then somebody writes a note; then the merge writes.
    const late = {
      ...ctx,
      db: slowed(ctx.db, () => addNote(ctx, { of: card, id: gone.id }, { text: "Late", key: ulid(), shownCredits: 1 })),
    };
    const outcome = await mergeRecords(late, card, { keptId: kept.id, goneId: gone.id, choices: {} });
    expect(outcome.kind).toBe("changed");
    expect(await notesOf(ctx, gone.id)).toContain("Late");
  });

  it("takes no more of a list than one record can have, and says so", async () => {
    const ctx = await again(person);
    const lists = card.fields.filter(({ kind }) => kind === "addresses");
    for (const { name } of lists) {
      const many = (mark: string) =>
        Array.from({ length: 6 }, (_, n) => ({ label: "", street: `${n} ${mark}`, city: "", region: "", postcode: "", country: "" }));
      const [one, other] = [newMark(), newMark()];
      const kept = await addExample(ctx, card, one, { [name]: many(one) });
      const gone = await addExample(ctx, card, other, { [name]: many(other) });
      const asked = { keptId: kept.id, goneId: gone.id, choices: { [name]: "both" as const } };
      expect(await mergeRecords(ctx, card, asked)).toEqual({ kind: "too-long", field: name });
      expect(await readRecord(ctx, card, gone.id)).toEqual(gone);
      const posted = await person.browser.post(`/${card.plural}/${kept.id}/merge`, { with: gone.id, [`choose-${name}`]: "both" });
      expect([posted.status, (await posted.text()).includes("Choose one of the two")]).toEqual([409, true]);
    }
  });

  it("is for owners and managers, of two of their own team that are there, and once", async () => {
    const ctx = await again(person);
    const { kept, gone } = await two(ctx, card);
    const choices = {};
    const asked = { keptId: kept.id, goneId: gone.id, choices };
    expect(await mergeRecords({ ...ctx, member: { ...ctx.member, role: "agent" } }, card, asked)).toMatchObject({ kind: "not-allowed" });
    expect((await mergeRecords(await again(await newPerson()), card, asked)).kind).toBe("missing");
    expect((await mergeRecords(ctx, card, { ...asked, goneId: kept.id })).kind).toBe("missing");
    await trashRecords(ctx, card, [gone.id]);
    expect((await mergeRecords(ctx, card, asked)).kind).toBe("missing");
    const pair = await two(ctx, card);
    const at = { keptId: pair.kept.id, goneId: pair.gone.id, choices };
    const both = await Promise.all([mergeRecords(ctx, card, at), mergeRecords(ctx, card, { ...at, keptId: at.goneId, goneId: at.keptId })]);
    expect(both.filter(({ kind }) => kind === "done")).toHaveLength(1);
  });

  it("can be undone for 30 days; after that nothing of the other record is kept", async () => {
    const ctx = await again(person);
    const { kept, gone } = await two(ctx, card);
    const outcome = await mergeRecords(ctx, card, { keptId: kept.id, goneId: gone.id, choices: {} });
    const mergeId = outcome.kind === "done" ? outcome.mergeId : "";
    expect((await undoMerge({ ...ctx, now: ctx.now + 30.1 * DAY }, card, mergeId)).kind).toBe("missing");
    await sweepExpired({ ...(await newContext()), now: Date.now() + 29.9 * DAY });
    const stranger = await again(await newPerson());
    expect((await undoMerge(stranger, card, mergeId)).kind).toBe("missing");
    expect((await undoMerge(ctx, card, mergeId)).kind).toBe("done");
    const again2 = await mergeRecords(await again(person), card, { keptId: kept.id, goneId: gone.id, choices: {} });
    await sweepExpired({ ...(await newContext()), now: Date.now() + 30.1 * DAY });
    expect((await undoMerge(ctx, card, again2.kind === "done" ? again2.mergeId : "")).kind).toBe("missing");
  });

  it("is proposed for those that share what finds them again, and only for those", async () => {
    const fresh = await newPerson({ credits: 10, verified: true });
    const [mark, alone] = [newMark(), newMark()];
    const one = await addExample(await again(fresh), card, mark);
    const other = await addExample(await again(fresh), card, mark);
    await addExample(await again(fresh), card, alone);
    const { groups, next } = await readShared(await again(fresh), card, null);
    expect(groups.length).toBeGreaterThan(0);
    for (const { rows } of groups) expect(rows.map(({ id }) => id).sort()).toEqual([one.id, other.id].sort());
    expect(next).toBeNull();
    await trashRecords(await again(fresh), card, [other.id]);
    expect((await readShared(await again(fresh), card, null)).groups).toEqual([]);
    // Those in the trash hide none that are not.
    const busy = await newPerson({ credits: 20, verified: true });
    const same = newMark();
    const ids: string[] = [];
    for (let n = 0; n < 13; n++) ids.push((await addExample(await again(busy), card, same)).id);
    await trashRecords(await again(busy), card, ids.slice(0, 11));
    const [group] = (await readShared(await again(busy), card, null)).groups;
    expect(group?.rows.map(({ id }) => id).sort()).toEqual(ids.slice(11).sort());
  });
});

/** The same database, in which something happens before the first batch is written. */
function slowed(db: TeamContext["db"], before: () => Promise<unknown>): TeamContext["db"] {
  let done = false;
  const client = new Proxy(db.$client, {
    get: (target, name) => {
      if (name !== "batch") return Reflect.get(target, name).bind(target);
      return async (statements: D1PreparedStatement[]) => {
        if (!done) {
          done = true;
          await before();
        }
        return target.batch(statements);
      };
    },
  });
  return new Proxy(db, { get: (target, name) => (name === "$client" ? client : Reflect.get(target, name)) });
}

/** In how many fields of text an example says its mark. */
const textual = (card: Card, mark: string) =>
  card.fields.filter(({ name, kind }) => kind === "text" && String((card.example(mark) as Record<string, unknown>)[name]).includes(mark))
    .length;
