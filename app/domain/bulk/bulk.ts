// One change to many records: those that were ticked, or all that a list shows. Done in the background a bounded piece at a time, so that it can stop
// anywhere; free; and undone for a day, except in what somebody has changed since.
import { monotonicFactory } from "ulidx";
import * as z from "zod";
import {
  type Bulk,
  type BulkUndo,
  countOpenBulks,
  findBulk,
  insertBulk,
  insertUndos,
  listBulks,
  listUndos,
  moveBulk,
  removeBulk,
  removeUndos,
} from "~/db/queries/records/bulks";
import type { Place } from "~/db/queries/records/lists";
import { timeline } from "~/db/schema/timeline";
import { insertRows, type Statement, unlessChanged, writeAll } from "~/db/statements";
import { ensureTags } from "../contacts/tags";
import type { Context, TeamContext } from "../core/context";
import { DAY_MS } from "../core/dates";
import { newId } from "../core/ids";
import { JOB_MS } from "../core/jobs";
import { othersFirst } from "../core/pauses";
import { problemWords } from "../core/problems";
import { daysOf } from "../core/retention";
import { openCustomBook } from "../fields/book";
import { findNoun, narrowing } from "../modules";
import type { Noun } from "../records/card";
import { CONDITIONS_MAX, Condition, Filter } from "../records/filter";
import type { ListField } from "../records/listFields";
import { type ListAsked, readList, readListFields } from "../records/listing";
import { actFor, readMemberNames } from "../teams/members";
import { type Changeable, changedAtOf, changeValue, isSame, readChangeable, restoring, trashing, valueNow } from "./changes";

export type { Bulk } from "~/db/queries/records/bulks";

const AT_ONCE = 50;
const OPEN_MAX = 3;
const STALE_MS = 60_000;
/** How long a change to many can be undone. */
export const BULK_UNDO_MS = daysOf("Changes to many") * DAY_MS;
export const TICKED_MAX = 200;

/** Which records: all that a list shows, as it is asked for, without its sort. */
const Which = z.object({
  search: z.string().max(100),
  filter: Filter,
  also: z.array(Condition).max(CONDITIONS_MAX),
  narrowed: z.object({ noun: z.string(), id: z.string() }).nullable(),
});
export type Which = z.infer<typeof Which>;

/** `field`: its name in the list; of `trash` none. `add` and `remove`: tags. */
export type BulkChange = Bulk["change"];

export type BeginOutcome = { kind: "begun"; bulkId: string } | { kind: "wrong"; words: string } | { kind: "busy" };

/** Begins a change. `which.ids`: those that were ticked; else all that the list shows. Nothing is changed where the value is wrong. */
export async function beginBulk(
  ctx: TeamContext,
  noun: Noun,
  change: BulkChange,
  which: { ids: string[] } | { all: Which },
): Promise<BeginOutcome> {
  const read = await readChange(ctx, noun, change);
  if ("wrong" in read) return { kind: "wrong", words: read.wrong };
  if ((await countOpenBulks(ctx.teamDb, OPEN_MAX)) >= OPEN_MAX) return { kind: "busy" };
  const id = newId(ctx.now);
  const ids = "ids" in which ? which.ids.slice(0, TICKED_MAX) : null;
  const query = "all" in which ? JSON.stringify(which.all) : "";
  const fresh = { cursor: null, changed: 0, passedOver: 0, takenBack: 0, createdAt: ctx.now, changedAt: ctx.now };
  await writeAll(ctx.db, [
    insertBulk(ctx.teamDb, { id, noun: noun.noun, memberId: ctx.member.id, state: "running", change: read, query, ids, ...fresh }),
  ]);
  await ctx.hint({ kind: "bulk", teamId: ctx.team.id, bulkId: id });
  return { kind: "begun", bulkId: id };
}

/** A change with its value as it is stored; or what is wrong with it. */
async function readChange(ctx: TeamContext, noun: Noun, change: BulkChange): Promise<BulkChange | { wrong: string }> {
  const { field: name, act, value } = change;
  if (act === "trash") return { field: "", act, value: "" };
  const fields = await readListFields(ctx, noun);
  const field = fields.find((one) => one.name === name && one.bulk);
  if (!field || (field.kind === "tags") !== (act === "add" || act === "remove")) return { wrong: "Choose what to change." };
  if (field.kind === "tags") return act === "add" ? tagOf(ctx, change) : change;
  const wrong = (words: string) => ({ wrong: `${field.label}: ${words}` });
  if (name.startsWith("custom.")) {
    const id = name.slice("custom.".length);
    const { values, wrong: problems } = await (await openCustomBook(ctx, noun.noun)).check({ [id]: value }, { fill: true });
    return id in values ? { ...change, value: values[id] ?? "" } : wrong(problems[id] ?? "can’t be changed");
  }
  return readOwn(ctx, field, change, wrong);
}

const TEXT_MAX = 150;

/** A field of the noun's own: a choice, a person, or a text. */
async function readOwn(ctx: TeamContext, field: ListField, change: BulkChange, wrong: (words: string) => { wrong: string }) {
  const value = change.value.trim();
  if (field.kind === "status") return field.options?.some(([one]) => one === value) ? { ...change, value } : wrong("choose one");
  if (field.kind === "person")
    return value === "" || value in (await readMemberNames(ctx)) ? { ...change, value } : wrong("choose somebody in this team");
  return value.length <= TEXT_MAX ? { ...change, value } : wrong(`at most ${TEXT_MAX} characters`);
}

/** The tag of a name, made where it is new. */
async function tagOf(ctx: TeamContext, change: BulkChange): Promise<BulkChange | { wrong: string }> {
  const name = change.value.trim().slice(0, 40).replaceAll(",", " ");
  if (name === "") return { wrong: "Enter a tag." };
  const id = (await ensureTags(ctx, [name])).get(name.toLowerCase());
  return id ? { ...change, value: id } : { wrong: "There are too many tags. Delete one first." };
}

export async function readBulk(ctx: TeamContext, id: string): Promise<Bulk | null> {
  return findBulk(ctx.teamDb, id);
}

export const canUndoBulk = ({ state, changed, changedAt }: Bulk, now: number): boolean =>
  (state === "done" || state === "failed") && changed > 0 && now - changedAt < BULK_UNDO_MS;

/** Begins to take a change back. False where it can no longer be. */
export async function undoBulk(ctx: TeamContext, id: string): Promise<boolean> {
  const bulk = await findBulk(ctx.teamDb, id);
  if (!bulk || !canUndoBulk(bulk, ctx.now)) return false;
  const moved = await unlessChanged(() => writeAll(ctx.db, moveBulk(ctx.teamDb, bulk, { state: "undoing", cursor: null }, ctx.now)));
  if (moved) await ctx.hint({ kind: "bulk", teamId: ctx.team.id, bulkId: id });
  return moved;
}

/** Works on a change for a bounded time, and tells the queue where it is not done. */
export async function runBulk(base: Context, teamId: string, bulkId: string): Promise<void> {
  const until = (await base.clock()) + JOB_MS;
  for (;;) {
    const now = await base.clock();
    const bulk = await findBulk({ db: base.db, teamId }, bulkId);
    if (!bulk || (bulk.state !== "running" && bulk.state !== "undoing")) return;
    const ctx = await actFor({ ...base, now }, teamId, bulk.memberId);
    const noun = findNoun(bulk.noun);
    if (!ctx || !noun || ctx.team.deactivatedAt !== null) return;
    await (bulk.state === "running" ? changeSome(ctx, noun, bulk) : undoSome(ctx, noun, bulk));
    if ((await base.clock()) >= until) return base.hint({ kind: "bulk", teamId, bulkId });
    await othersFirst();
  }
}

/** Goes on with changes that nobody works on. Returns how many. */
export async function sweepBulks(ctx: Context): Promise<number> {
  const stale = await listBulks(ctx.db, ["running", "undoing"], ctx.now - STALE_MS, 20);
  for (const { teamId, id } of stale)
    await runBulk(ctx, teamId, id).catch((error) => ctx.log({ at: "bulk.failed", teamId, problem: problemWords(error) }));
  return stale.length;
}

const UNDOS_AT_ONCE = 2_000;

/** Forgets what can no longer be undone. Returns how many changes went. */
export async function endBulks(ctx: Context): Promise<number> {
  const over = await listBulks(ctx.db, ["done", "undone", "failed"], ctx.now - BULK_UNDO_MS, 200);
  for (const { teamId, id } of over) {
    const teamDb = { db: ctx.db, teamId };
    for (let gone = UNDOS_AT_ONCE; gone === UNDOS_AT_ONCE; ) [gone = 0] = await writeAll(ctx.db, [removeUndos(teamDb, id, UNDOS_AT_ONCE)]);
    await writeAll(ctx.db, [removeBulk(teamDb, id)]);
  }
  return over.length;
}

/** The next records of a change, and where it goes on after them; null at the end. Nothing where a field of the filter is no more: the others would be meant by nobody. */
async function nextOf(ctx: TeamContext, noun: Noun, bulk: Bulk): Promise<{ records: Changeable[]; next: Place | null } | null> {
  if (bulk.ids) {
    const from = bulk.cursor?.seq ?? 0;
    const ids = bulk.ids.slice(from, from + AT_ONCE);
    const to = from + ids.length;
    return { records: await readChangeable(ctx, noun, ids), next: to < bulk.ids.length ? { key: to, seq: to } : null };
  }
  const { narrowed, ...asked } = Which.parse(JSON.parse(bulk.query));
  const narrow = narrowed && narrowing(noun, (name) => (name === narrowed.noun ? narrowed.id : null));
  const list: ListAsked = { ...asked, sort: "arrival", from: "lists", within: narrow?.within ?? null };
  // Newest first: what is added meanwhile was not meant, and what is changed keeps its place.
  const page = await readList(ctx, noun, await readListFields(ctx, noun), { ...list, after: bulk.cursor, pageSize: AT_ONCE });
  if (page.outdated) return null;
  const ids = page.rows.map(({ id }) => id);
  return { records: ids.length > 0 ? await readChangeable(ctx, noun, ids) : [], next: page.next };
}

/** What a record is to have, from what it has. */
function valueAfter(record: Changeable, { field, act, value }: BulkChange): unknown {
  const now = valueNow(record, field);
  if (act === "add") return (now as string[]).includes(value) ? now : [...(now as string[]), value];
  if (act === "remove") return (now as string[]).filter((id) => id !== value);
  if (field === "company") return (now as { name: string }).name === value ? now : { name: value };
  return field.startsWith("custom.") && value === "" ? null : value;
}

async function changeSome(ctx: TeamContext, noun: Noun, bulk: Bulk): Promise<void> {
  const found = await nextOf(ctx, noun, bulk);
  if (!found) return stop(ctx, bulk);
  const { records, next } = found;
  const { change, id: bulkId } = bulk;
  const listed = records.filter((record) => record.trashedAt === 0 && !(record as { restrictedAt?: number }).restrictedAt);
  const wanted =
    change.act === "trash" ? listed : listed.filter((record) => !isSame(valueNow(record, change.field), valueAfter(record, change)));
  const undos = wanted.map(
    (record): BulkUndo => ({
      bulkId,
      recordId: record.id,
      before: valueNow(record, change.field) ?? null,
      changedAt: changedAtOf(record, ctx.now),
    }),
  );
  const tally = { changed: bulk.changed + wanted.length, passedOver: bulk.passedOver + records.length - wanted.length };
  const moved = moveBulk(ctx.teamDb, bulk, { ...tally, cursor: next, ...(next ? {} : { state: "done" }) }, ctx.now);
  const isTrash = change.act === "trash";
  const writes = isTrash
    ? trashing(ctx, noun, wanted)
    : wanted.flatMap((record) => changeValue(ctx, noun, record, change.field, valueAfter(record, change)));
  const batch = [...moved, ...insertUndos(ctx.teamDb, undos), ...writes, ...edited(ctx, isTrash ? [] : wanted)];
  // Where somebody changed one of them meanwhile, nothing of the piece is written, and it is looked at anew.
  await unlessChanged(() => writeAll(ctx.db, batch));
}

/** Ends a change that cannot go on. What was changed until then can be undone. */
async function stop(ctx: TeamContext, bulk: Bulk): Promise<void> {
  await unlessChanged(() => writeAll(ctx.db, moveBulk(ctx.teamDb, bulk, { state: "failed" }, ctx.now)));
}

/** A line on the timeline of each. */
function edited(ctx: TeamContext, records: Changeable[]): Statement[] {
  if (records.length === 0) return [];
  const nextId = monotonicFactory();
  const line = { teamId: ctx.team.id, kind: "edited" as const, memberId: ctx.member.id, body: "", at: ctx.now, author: null };
  return insertRows(
    timeline,
    records.map(({ id: recordId }) => ({ ...line, recordId, id: nextId(ctx.now) })),
  );
}

async function undoSome(ctx: TeamContext, noun: Noun, bulk: Bulk): Promise<void> {
  const { change } = bulk;
  const undos = await listUndos(ctx.teamDb, bulk.id, String(bulk.cursor?.key ?? ""), AT_ONCE);
  const records = new Map(
    (
      await readChangeable(
        ctx,
        noun,
        undos.map(({ recordId }) => recordId),
      )
    ).map((record) => [record.id, record]),
  );
  const last = undos.at(-1);
  const cursor = undos.length === AT_ONCE && last ? { key: last.recordId, seq: 0 } : null;
  const isTrash = change.act === "trash";
  const back = undos.flatMap((undo) => {
    const record = records.get(undo.recordId);
    const untouched = record?.changedAt === undo.changedAt && record.trashedAt > 0 === isTrash;
    return record && untouched ? [{ record, before: undo.before }] : [];
  });
  const writes = isTrash
    ? restoring(
        ctx,
        noun,
        back.map(({ record }) => record),
      )
    : back.flatMap(({ record, before }) => changeValue(ctx, noun, record, change.field, before));
  const takenBack = bulk.takenBack + back.length;
  const moved = moveBulk(ctx.teamDb, bulk, { takenBack, cursor, ...(cursor ? {} : { state: "undone" }) }, ctx.now);
  await unlessChanged(() => writeAll(ctx.db, [...moved, ...writes]));
}
