// Changing a record. Free, and nothing is overwritten unseen.

import { listById, type RecordRow, requireSame, updateRecord } from "~/db/queries/records/records";
import { insertTimeline } from "~/db/queries/records/timeline";
import { unlessChanged, writeAll } from "~/db/statements";
import type { TeamContext } from "../core/context";
import { newId } from "../core/ids";
import { assertCan } from "../core/permissions";
import { fillCustom, type InvalidFields } from "../fields/book";
import { type Card, foundBy } from "./card";
import { customOf, refuseStrangers } from "./rows";

export type EditOutcome = { kind: "done" } | { kind: "missing" } | { kind: "changed"; changedAt: number } | InvalidFields;

/** Changes a record to what was typed. `changed` when somebody else saved it since the form was opened at `seenChangedAt`. */
export async function editRecord(
  ctx: TeamContext,
  card: Card,
  { id, seenChangedAt }: { id: string; seenChangedAt: number },
  input: object,
): Promise<EditOutcome> {
  assertCan(ctx, "record.change");
  const [before] = await listById<RecordRow>(ctx.teamDb, card.table, [id]);
  if (!before) return { kind: "missing" };
  if (before.changedAt !== seenChangedAt) return { kind: "changed", changedAt: before.changedAt };
  const wrong = await refuseStrangers(ctx, card, input, before);
  const filled = await fillCustom(ctx, card.noun, before, customOf(input));
  if (wrong || filled.kind === "invalid") return { kind: "invalid", fields: { ...wrong, ...(filled.kind === "invalid" && filled.fields) } };
  const { customValues } = filled;
  const columns = { ...card.toColumns(input, { defaultCountry: ctx.team.defaultCountry }), customValues };
  const changes = { ...columns, ...foundBy(card, { ...before, ...columns }) };
  const line = { recordId: id, id: newId(ctx.now), kind: "edited", memberId: ctx.member.id, body: "", at: ctx.now } as const;
  const batch = [
    requireSame(ctx.teamDb, card.table, before),
    updateRecord(ctx.teamDb, card.table, before, changes, ctx.now),
    insertTimeline(ctx.teamDb, line),
  ];
  if (await unlessChanged(() => writeAll(ctx.db, batch))) return { kind: "done" };
  const [now] = await listById<RecordRow>(ctx.teamDb, card.table, [id]);
  return now ? { kind: "changed", changedAt: now.changedAt } : { kind: "missing" };
}
