// One change to many records: those that were ticked, or all that a list shows. Done in the background (bulkRun.ts); free; and undone for a day, except
// in what somebody has changed since.

import * as z from "zod";
import { type Bulk, countOpenBulks, findBulk, insertBulk, moveBulk } from "~/db/queries/records/bulks";
import { unlessChanged, writeAll } from "~/db/statements";
import { ensureTags } from "../contacts/tags";
import type { TeamContext } from "../core/context";
import { DAY_MS } from "../core/dates";
import { newId } from "../core/ids";
import { assertCan, type Permission } from "../core/permissions";
import { daysOf } from "../core/retention";
import { customName, openCustomBook } from "../fields/book";
import type { Noun } from "../records/card";
import { CONDITIONS_MAX, Condition, Filter } from "../records/filter";
import type { ListField } from "../records/listFields";
import { readListFields } from "../records/listing";
import { readMemberNames } from "../teams/members";
import { inputOf } from "./changes";

export type { Bulk } from "~/db/queries/records/bulks";

const OPEN_MAX = 3;
/** How long a change to many can be undone. */
export const BULK_UNDO_MS = daysOf("Changes to many") * DAY_MS;
export const TICKED_MAX = 200;

/** Which records: all that a list shows, as it is asked for, without its sort. */
export const Which = z.object({
  search: z.string().max(100),
  filter: Filter,
  also: z.array(Condition).max(CONDITIONS_MAX),
  narrowed: z.object({ noun: z.string(), id: z.string() }).nullable(),
});
export type Which = z.infer<typeof Which>;

/** `field`: its name in the list; of `trash` none. `add` and `remove`: tags. */
export type BulkChange = Bulk["change"];

/** What a change to many asks for, besides the right to change many: what each of them would. */
export const bulkNeeds = ({ act }: Pick<BulkChange, "act">): Permission[] => [
  "record.bulk",
  act === "trash" ? "record.trash" : "record.change",
];

function assertMayChange(ctx: TeamContext, change: BulkChange): void {
  for (const act of bulkNeeds(change)) assertCan(ctx, act);
}

export type BeginOutcome = { kind: "begun"; bulkId: string } | { kind: "wrong"; words: string } | { kind: "busy" };

/** Begins a change. `which.ids`: those that were ticked; else all that the list shows. Nothing is changed where the value is wrong. */
export async function beginBulk(
  ctx: TeamContext,
  noun: Noun,
  change: BulkChange,
  which: { ids: string[] } | { all: Which },
): Promise<BeginOutcome> {
  assertMayChange(ctx, change);
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
  if (name.startsWith(customName(""))) {
    const id = name.slice(customName("").length);
    const { values, wrong: problems } = await (await openCustomBook(ctx, noun.noun)).check({ [id]: value }, { fill: true });
    return id in values ? { ...change, value: values[id] ?? "" } : wrong(problems[id] ?? "can’t be changed");
  }
  return readOwn(ctx, noun, field, change, wrong);
}

/** A field of the noun's own: a choice, a person, or a text. */
async function readOwn(
  ctx: TeamContext,
  noun: Noun,
  field: ListField,
  change: BulkChange,
  wrong: (words: string) => { wrong: string },
): Promise<BulkChange | { wrong: string }> {
  const value = change.value.trim();
  if (field.kind === "person")
    return value === "" || value in (await readMemberNames(ctx)) ? { ...change, value } : wrong("choose somebody in this team");
  // As its form reads it.
  const read = inputOf(noun).shape[field.name]?.safeParse(value);
  return read?.success ? { ...change, value: String(read.data) } : wrong(read?.error?.issues[0]?.message ?? "can’t be changed");
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
  if (bulk) assertMayChange(ctx, bulk.change);
  if (!bulk || !canUndoBulk(bulk, ctx.now)) return false;
  const moved = await unlessChanged(() =>
    writeAll(ctx.db, moveBulk(ctx.teamDb, bulk, { state: "undoing", cursor: null, memberId: ctx.member.id }, ctx.now)),
  );
  if (moved) await ctx.hint({ kind: "bulk", teamId: ctx.team.id, bulkId: id });
  return moved;
}
