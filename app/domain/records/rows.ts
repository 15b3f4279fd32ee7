// An input as its row: its own columns, and what finds and sorts it, worked out by its card.
import type { RecordRow } from "~/db/queries/records/records";
import type { CustomValues } from "~/db/schema/fields";
import type { TeamContext } from "../core/context";
import { readMemberNames } from "../teams/members";
import { type Card, foundBy } from "./card";
import { ownerOfNew, refuseOwner } from "./owners";

/** A row of its own columns, with what finds it and what else is known of it. */
export function rowOf<Rest extends object>(card: Card, columns: object, rest: Rest) {
  return { ...columns, ...foundBy(card, columns), ...rest };
}

/** When a row is made by somebody now. */
export const madeAt = (now: number) => ({ createdAt: now, changedAt: now, trashedAt: 0 });

/** A valid input as a new row, with what is in its custom fields. */
export function toRow(ctx: TeamContext, card: Card, input: object, id: string, customValues: CustomValues) {
  const columns = { ...card.toColumns(input, { defaultCountry: ctx.team.defaultCountry }), customValues };
  const ownerId = (columns as { ownerId?: string }).ownerId || ownerOfNew(ctx.teamDb, card.table);
  return rowOf(card, { ...columns, ownerId }, { teamId: ctx.team.id, id, ...madeAt(ctx.now) });
}

/** What an input says of custom fields, by their ids. */
export const customOf = (input: object): Record<string, string> => (input as { custom?: Record<string, string> }).custom ?? {};

/** What is wrong with fields that name somebody of the team, by field; null where nothing is. `before`: the record, where it is there already. */
export async function refuseStrangers(
  ctx: TeamContext,
  card: Card,
  input: object,
  before: RecordRow | null,
): Promise<Record<string, string> | null> {
  const kept = before && (await refuseOwner(ctx, (input as { ownerId?: string }).ownerId ?? before.ownerId, before));
  if (kept) return { ownerId: kept };
  const named = Object.entries(input).filter(
    ([name, value]) => value !== "" && card.fields.some((f) => f.name === name && f.kind === "member"),
  );
  if (named.length === 0) return null;
  const members = await readMemberNames(ctx);
  const wrong = named.filter(([, value]) => !(String(value) in members)).map(([name]) => [name, "Choose somebody in this team"]);
  return wrong.length > 0 ? Object.fromEntries(wrong) : null;
}
