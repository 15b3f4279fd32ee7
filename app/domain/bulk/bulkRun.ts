// Working on changes to many: a bounded piece at a time, by the queue and by what the cron finds left; and forgetting them when they can no longer be undone.
import { monotonicFactory } from "ulidx";
import { openTeamDb, wholeTeam } from "~/db/client";
import {
  type Bulk,
  type BulkUndo,
  findBulk,
  insertUndos,
  listBulks,
  listUndos,
  moveBulk,
  removeBulk,
  removeUndos,
} from "~/db/queries/records/bulks";
import type { Place } from "~/db/queries/records/lists";
import { listOwners } from "~/db/queries/teams";
import { timeline } from "~/db/schema/timeline";
import { insertRows, type Statement, unlessChanged, writeAll } from "~/db/statements";
import type { Context, TeamContext } from "../core/context";
import { JOB_MS } from "../core/jobs";
import { othersFirst } from "../core/pauses";
import { can } from "../core/permissions";
import { problemWords } from "../core/problems";
import { customName } from "../fields/book";
import { readCustomFields } from "../fields/customFields";
import { findNoun, narrowing } from "../modules";
import type { Noun } from "../records/card";
import { type ListAsked, readList, readListFields } from "../records/listing";
import { mayGiveAway } from "../records/owners";
import { actFor, readMemberNames } from "../teams/members";
import { BULK_UNDO_MS, type BulkChange, bulkNeeds, Which } from "./bulk";
import {
  asCompaniesAre,
  type Changeable,
  changedAtOf,
  changeValue,
  isSame,
  readChangeable,
  restoring,
  trashing,
  valueNow,
} from "./changes";

const AT_ONCE = 50;
const STALE_MS = 60_000;

/** Works on a change for a bounded time, and tells the queue where it is not done. */
export async function runBulk(base: Context, teamId: string, bulkId: string): Promise<void> {
  const until = (await base.clock()) + JOB_MS;
  for (;;) {
    const now = await base.clock();
    const bulk = await findBulk({ db: base.db, teamId }, bulkId);
    if (!bulk || (bulk.state !== "running" && bulk.state !== "undoing")) return;
    const acting = await actingFor({ ...base, now }, bulk);
    // What a member who left looked after is passed on whole, whatever whoever gets it sees.
    const ctx = acting && bulk.change.passedOn ? { ...acting, teamDb: wholeTeam(acting.teamDb) } : acting;
    const noun = findNoun(bulk.noun);
    // Nobody is left to act for; or the team only looks at what it has, until it comes back or goes.
    if (!ctx || !noun || !mayGoOn(ctx, bulk)) return move(base, bulk, { state: "failed" }, now);
    if (ctx.team.deactivatedAt !== null) return move(base, bulk, {}, now);
    if (!(await hasField(ctx, noun, bulk.change))) return move(base, bulk, { state: "failed" }, now);
    await (bulk.state === "running" ? changeSome(ctx, noun, bulk) : undoSome(ctx, noun, bulk));
    if ((await base.clock()) >= until) return base.hint({ kind: "bulk", teamId, bulkId });
    await othersFirst();
  }
}

/** Whoever a change works for; what a member who left looked after is passed on all the same, where whoever gets it is let in no more. */
async function actingFor(ctx: Context, { teamId, memberId, change }: Bulk): Promise<TeamContext | null> {
  const own = await actFor(ctx, teamId, memberId);
  const [owner] = own || !change.passedOn ? [] : await listOwners(openTeamDb(ctx.db, teamId));
  return own ?? (owner ? actFor(ctx, teamId, owner.id) : null);
}

/** Whether whoever it works for may still do it. What a member who left looked after is passed on by the team itself, whoever gets it. */
const mayGoOn = (ctx: TeamContext, { change }: Bulk) => change.passedOn === true || bulkNeeds(change).every((act) => can(ctx, act));

/** Goes on with changes that nobody works on. Returns how many. */
export async function sweepBulks(ctx: Context): Promise<number> {
  const stale = await listBulks(ctx.db, ["running", "undoing"], ctx.now - STALE_MS, 20);
  for (const bulk of stale)
    await runBulk(ctx, bulk.teamId, bulk.id).catch((error) => {
      ctx.log({ at: "bulk.failed", teamId: bulk.teamId, problem: problemWords(error) });
      // Behind the others, so that it keeps none of them waiting; and after a day it is over.
      const isOver = ctx.now - bulk.createdAt > BULK_UNDO_MS;
      return move(ctx, bulk, isOver ? { state: "failed" } : {}, ctx.now);
    });
  return stale.length;
}

/** Moves a change on, or only behind the others. Where somebody else has moved it meanwhile, it is theirs. */
async function move(ctx: Context, bulk: Bulk, changes: Partial<Bulk>, now: number): Promise<void> {
  await unlessChanged(() => writeAll(ctx.db, moveBulk(openTeamDb(ctx.db, bulk.teamId), bulk, changes, now)));
}

/** Whether the field is still there: what was in one that was removed must not come back by a change or its undo. */
async function hasField(ctx: TeamContext, { noun }: Noun, { field }: BulkChange): Promise<boolean> {
  return !field.startsWith(customName("")) || (await readCustomFields(ctx, noun)).some(({ id }) => customName(id) === field);
}

const UNDOS_AT_ONCE = 2_000;
const ENDED_AT_ONCE = 200;

/** Forgets what can no longer be undone. Returns how many changes went. */
export async function endBulks(ctx: Context): Promise<number> {
  const over = await listBulks(ctx.db, ["done", "undone", "failed"], ctx.now - BULK_UNDO_MS, ENDED_AT_ONCE);
  for (const { teamId, id } of over) {
    const teamDb = { db: ctx.db, teamId };
    for (let gone = UNDOS_AT_ONCE; gone === UNDOS_AT_ONCE; ) [gone = 0] = await writeAll(ctx.db, [removeUndos(teamDb, id, UNDOS_AT_ONCE)]);
    await writeAll(ctx.db, [removeBulk(teamDb, id)]);
  }
  return over.length < ENDED_AT_ONCE ? over.length : over.length + (await endBulks(ctx));
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
function valueAfter(record: Changeable, { field, act, value, privateTo }: BulkChange): unknown {
  const now = valueNow(record, field);
  if (field === "ownerId" && record.isPrivate && privateTo) return privateTo;
  if (act === "add") return (now as string[]).includes(value) ? now : [...(now as string[]), value];
  if (act === "remove") return (now as string[]).filter((id) => id !== value);
  if (field === "company") return (now as { name: string }).name === value ? now : { name: value };
  return field.startsWith(customName("")) && value === "" ? null : value;
}

/** Whose a record is changes where it is nobody's any more, or as its form would allow. */
function mayPass(ctx: TeamContext, record: Changeable, { field, passedOn }: BulkChange, members: Record<string, string>): boolean {
  if (field !== "ownerId" || passedOn || !(record.ownerId in members)) return true;
  return mayGiveAway(ctx, record);
}

async function changeSome(ctx: TeamContext, noun: Noun, bulk: Bulk): Promise<void> {
  const found = await nextOf(ctx, noun, bulk);
  if (!found) return move(ctx, bulk, { state: "failed" }, ctx.now);
  const { records, next } = found;
  const { change, id: bulkId } = bulk;
  const members = change.field === "ownerId" ? await readMemberNames(ctx) : {};
  const listed = records.filter((record) => record.trashedAt === 0 && !(record as { restrictedAt?: number }).restrictedAt);
  const wanted =
    change.act === "trash"
      ? listed
      : listed.filter(
          (record) => mayPass(ctx, record, change, members) && !isSame(valueNow(record, change.field), valueAfter(record, change)),
        );
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

async function undoSome(acting: TeamContext, noun: Noun, bulk: Bulk): Promise<void> {
  const { change } = bulk;
  // What somebody gave away they may see no more; what was changed since stays as it is.
  const ctx = change.field === "ownerId" ? { ...acting, teamDb: wholeTeam(acting.teamDb) } : acting;
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
  if (change.field === "company") await asCompaniesAre(ctx, back);
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
