// Two records of a noun become one, field by field as it was chosen; what named the other names the one that is kept. Can be undone for 30 days.
import {
  findMerge,
  insertMerge,
  listReferring,
  listTimelineIds,
  type Merge,
  moveReferring,
  moveTimeline,
  requireReferring,
  requireTimeline,
  takeMerge,
} from "~/db/queries/records/merges";
import { insertRecords, isSeqFree, listById, type RecordRow, removeRecords, requireSame, updateRecord } from "~/db/queries/records/records";
import { insertTimeline, removeEntry } from "~/db/queries/records/timeline";
import { type Statement, unlessChanged, writeAll } from "~/db/statements";
import type { TeamContext } from "../core/context";
import { DAY_MS } from "../core/dates";
import { newId } from "../core/ids";
import { can, type NotAllowed, notAllowed } from "../core/permissions";
import { daysOf } from "../core/retention";
import { openCustomBook } from "../fields/book";
import { readCustomFields } from "../fields/customFields";
import { type Card, foundBy } from "./card";

/** As many as one merge moves: their ids are kept for its undo. */
const MOVED_MAX = 20_000;

/** Whose value of a field is kept; of a list, both. */
export type Choice = "kept" | "gone" | "both";

export interface MergeAsked {
  keptId: string;
  goneId: string;
  /** By the name of the field; what is not said stays as the kept one has it. */
  choices: Record<string, Choice>;
}

export type MergeOutcome =
  | { kind: "done"; mergeId: string }
  | { kind: "missing" }
  | { kind: "changed" }
  | { kind: "private" }
  /** Both together have more of something than one record can. */
  | { kind: "too-long"; field: string }
  | { kind: "too-many"; most: number }
  | NotAllowed;

type Values = Record<string, unknown>;

/** Two lists as one, what is the same in both once. */
export function bothOf<T extends object>(one: T[], other: T[]): T[] {
  return Array.from(new Map([...one, ...other].map((item) => [JSON.stringify(item), item])).values());
}

/** What the merged record says: each field as it was chosen. */
function chosen(card: Card, kept: Values, gone: Values, choices: MergeAsked["choices"]): Values {
  const pick = ({ name, kind }: Card["fields"][number]) => {
    const isList = kind === "phones" || kind === "addresses";
    if (choices[name] === "both" && isList) return bothOf(kept[name] as object[], gone[name] as object[]);
    return choices[name] === "gone" ? gone[name] : kept[name];
  };
  return Object.fromEntries(card.fields.map((field) => [field.name, pick(field)]));
}

/** The choice about a custom field, among those of the card's own. */
export const customChoice = (fieldId: string) => `custom.${fieldId}`;

/** What the merged record has in the team's own fields. What is sealed was bound to the other record, and is sealed anew. */
async function mergeCustom(
  ctx: TeamContext,
  card: Card,
  { kept, gone, choices }: { kept: RecordRow; gone: RecordRow; choices: MergeAsked["choices"] },
): Promise<RecordRow["customValues"]> {
  const taken = Object.keys(choices).some((name) => name.startsWith(customChoice("")) && choices[name] === "gone");
  if (!taken) return kept.customValues;
  const book = await openCustomBook(ctx, card.noun);
  const theirs = (await book.open(gone)).filter(({ id, value }) => choices[customChoice(id)] === "gone" && value !== null);
  return book.seal(kept.id, Object.fromEntries(theirs.map(({ id, value }) => [id, value ?? ""])), kept.customValues);
}

/** A row as it is kept for an undo: without what finds it, which is worked out anew, and would keep words of fields that are removed meanwhile. */
function unfound(row: object): object {
  const { words: _words, facets: _facets, ...rest } = row as Partial<RecordRow>;
  return rest;
}

/** What a record had in the team's own fields that are still there. */
async function customOfLive(ctx: TeamContext, card: Card, { customValues = {} }: Partial<RecordRow>) {
  const live = (await readCustomFields(ctx, card.noun)).filter(({ id }) => id in customValues);
  return { customValues: Object.fromEntries(live.map(({ id }) => [id, customValues[id]])) as RecordRow["customValues"] };
}

/** What the kept record had in the team's own fields, except where somebody has changed it since, and without fields that are no more. */
async function customBefore(ctx: TeamContext, card: Card, rows: Record<"before" | "after", RecordRow>, now: RecordRow) {
  const fields = await readCustomFields(ctx, card.noun);
  const back = fields.map(({ id }) => [
    id,
    same(now.customValues[id], rows.after.customValues?.[id]) ? rows.before.customValues?.[id] : now.customValues[id],
  ]);
  return Object.fromEntries(back.filter(([, value]) => value !== undefined)) as RecordRow["customValues"];
}

/** Merges two records on the lists. Free. `changed` where somebody changed one of them meanwhile: nothing was done. */
export async function mergeRecords(ctx: TeamContext, card: Card, { keptId, goneId, choices }: MergeAsked): Promise<MergeOutcome> {
  if (!can(ctx, card.merge)) return notAllowed(card.merge);
  const { teamDb } = ctx;
  const rows = await listById<RecordRow>(teamDb, card.table, [keptId, goneId]);
  const [kept, gone] = [keptId, goneId].map((id) => rows.find((row) => row.id === id && row.trashedAt === 0));
  if (!kept || !gone || kept === gone) return { kind: "missing" };
  // Nothing of the team's becomes somebody's own, and nothing private everybody's, without being said so.
  if (kept.isPrivate || gone.isPrivate) return { kind: "private" };
  const input = chosen(card, card.toInput(kept) as Values, card.toInput(gone) as Values, choices);
  const wrong = card.input.safeParse(input).error?.issues[0]?.path[0];
  if (wrong !== undefined) return { kind: "too-long", field: String(wrong) };
  const customValues = await mergeCustom(ctx, card, { kept, gone, choices });
  const columns = { ...card.toColumns(input, { defaultCountry: ctx.team.defaultCountry }), customValues };
  const after = { ...columns, ...foundBy(card, columns), ...card.whenJoined };
  const moved: Merge["moved"] = { timeline: await listTimelineIds(teamDb, goneId, MOVED_MAX + 1) };
  for (const ref of card.referredBy) moved[ref.noun] = await listReferring(teamDb, ref, goneId, MOVED_MAX + 1);
  if (Object.values(moved).some((ids) => ids.length > MOVED_MAX)) return { kind: "too-many", most: MOVED_MAX };
  const merge = { id: newId(ctx.now), noun: card.noun, keptId, goneId, memberId: ctx.member.id, at: ctx.now, moved };
  const batch = [
    requireSame(teamDb, card.table, kept),
    requireSame(teamDb, card.table, gone),
    // What came to the other one meanwhile is not among what is moved, and would go with it.
    requireTimeline(teamDb, goneId, moved.timeline?.length ?? 0),
    ...card.referredBy.map((ref) => requireReferring(teamDb, ref, goneId, moved[ref.noun]?.length ?? 0)),
    ...moveAll(ctx, card, merge, { from: goneId, to: keptId, row: { ...kept, ...after } }),
    removeRecords(teamDb, card.table, [gone.seq]),
    updateRecord(teamDb, card.table, kept, after, ctx.now),
    insertMerge(teamDb, { ...merge, rows: { before: unfound(kept), after: unfound(after), gone: unfound(gone) } }),
    insertTimeline(teamDb, { recordId: keptId, id: merge.id, kind: "merged", memberId: ctx.member.id, body: "", at: ctx.now }),
  ];
  return (await unlessChanged(() => writeAll(ctx.db, batch))) ? { kind: "done", mergeId: merge.id } : { kind: "changed" };
}

/** What named one of the two names the other, as far as it is among what was moved. */
function moveAll(
  { teamDb }: TeamContext,
  card: Card,
  { moved }: Pick<Merge, "moved">,
  { from, to, row }: { from: string; to: string; row: RecordRow },
): Statement[] {
  const refs = card.referredBy.map((ref) => moveReferring(teamDb, ref, { ids: moved[ref.noun] ?? [], from, to, says: ref.says(row) }));
  return [...refs, moveTimeline(teamDb, moved.timeline ?? [], from, to)];
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/**
 * Undoes a merge of the last 30 days: the other record is back with what named it, and the kept one has its own values again, except in what somebody has changed since.
 */
export async function undoMerge(
  ctx: TeamContext,
  card: Card,
  mergeId: string,
): Promise<{ kind: "done"; backId: string } | { kind: "missing" } | NotAllowed> {
  if (!can(ctx, card.merge)) return notAllowed(card.merge);
  const { teamDb } = ctx;
  const merge = await findMerge(teamDb, card.noun, mergeId, ctx.now - daysOf("Merges") * DAY_MS);
  if (!merge) return { kind: "missing" };
  const { keptId, goneId, rows } = merge;
  const [now] = await listById<RecordRow>(teamDb, card.table, [keptId]);
  if (!now) return { kind: "missing" };
  const gone = rows.gone as RecordRow;
  const values = (row: object) => row as Values;
  const own = Object.keys(card.toColumns(card.toInput(now), { defaultCountry: "" }));
  // What is private by now stays with whoever looks after it.
  const untouched = own.filter((name) => same(values(now)[name], values(rows.after)[name]) && !(now.isPrivate && name === "ownerId"));
  const customValues = await customBefore(ctx, card, rows as Record<"before" | "after", RecordRow>, now);
  const columns = { ...now, ...Object.fromEntries(untouched.map((name) => [name, values(rows.before)[name]])), customValues };
  const back = { ...columns, ...foundBy(card, columns), ...card.whenJoined };
  const custom = await customOfLive(ctx, card, gone);
  const { seq, ...withoutSeq } = { ...gone, ...custom, ...foundBy(card, { ...gone, ...custom }) };
  const free = await isSeqFree(teamDb, card.table, seq);
  const batch = [
    ...takeMerge(teamDb, mergeId),
    requireSame(teamDb, card.table, now),
    ...insertRecords(card.table, [
      { ...withoutSeq, ...(free ? { seq } : {}), ...card.whenJoined, changedAt: Math.max(ctx.now, gone.changedAt + 1) },
    ]),
    ...moveAll(ctx, card, merge, { from: keptId, to: goneId, row: gone }),
    removeEntry(teamDb, keptId, mergeId),
    updateRecord(teamDb, card.table, now, back, ctx.now),
  ];
  return (await unlessChanged(() => writeAll(ctx.db, batch))) ? { kind: "done", backId: goneId } : { kind: "missing" };
}
