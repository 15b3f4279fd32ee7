// Adding a record by hand for its price, once per key, and taking it back within a minute.

import { refuseUndo } from "~/db/queries/receipts";
import { isFree } from "~/db/queries/records/merges";
import { insertRecords, listById, type RecordRow, removeFresh } from "~/db/queries/records/records";
import { insertTimeline } from "~/db/queries/records/timeline";
import { type ChargeOutcome, charge, undoCharge } from "../core/charge";
import type { TeamContext } from "../core/context";
import { newId } from "../core/ids";
import { assertCan } from "../core/permissions";
import { undoWindow } from "../core/prices";
import { fillCustom, type InvalidFields } from "../fields/book";
import type { Card } from "./card";
import { customOf, refuseStrangers, toRow } from "./rows";

/** Adds a record for its price in credits. `key` becomes its id, so a repeat finds what the first post made. */
export async function addRecord(
  ctx: TeamContext,
  card: Card,
  input: object,
  { key, shownCredits }: { key: string; shownCredits: number },
): Promise<ChargeOutcome | InvalidFields> {
  const wrong = await refuseStrangers(ctx, card, input, null);
  const filled = await fillCustom(ctx, card.noun, { id: key, customValues: {} }, customOf(input));
  if (wrong || filled.kind === "invalid") return { kind: "invalid", fields: { ...wrong, ...(filled.kind === "invalid" && filled.fields) } };
  const line = { recordId: key, id: newId(ctx.now), kind: "added", memberId: ctx.member.id, body: "", at: ctx.now } as const;
  const statements = [...insertRecords(card.table, [toRow(ctx, card, input, key, filled.customValues)]), insertTimeline(ctx.teamDb, line)];
  return charge(ctx, { action: card.price, key, subjectId: key, input, shownCredits, statements });
}

/** Takes back a record added within the last minute and unchanged since; gives the credits back. */
export async function undoAddRecord(ctx: TeamContext, card: Card, id: string) {
  assertCan(ctx, "record.add");
  const [row] = await listById<RecordRow>(ctx.teamDb, card.table, [id]);
  // A key of something else, or of a record that is gone: nothing could be taken back, so no credit may come back.
  const statements = row
    ? removeFresh(ctx.teamDb, card.table, row, isFree(ctx.team.id, card.table, card.referredBy))
    : [refuseUndo(ctx.teamDb, id)];
  return undoCharge(ctx, id, statements, undoWindow.actionMs);
}
