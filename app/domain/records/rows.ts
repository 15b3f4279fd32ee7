// An input as its row: its own columns, and what finds and sorts it, worked out by its card.
import type { RecordRow } from "~/db/queries/records";
import type { TeamContext } from "../core/context";
import { fold } from "../core/folding";
import { readMemberNames } from "../teams/members";
import type { Card } from "./card";

const SORT_CHARS = 120;

/** What finds and sorts a row, worked out of its own columns. */
export function foundBy<Row extends RecordRow>(
  card: Card<object, Row>,
  columns: object,
): Pick<RecordRow, "sortName" | "words" | "handles"> {
  const row = columns as Row;
  const title = card.title(row);
  return {
    sortName: fold(title).slice(0, SORT_CHARS),
    words: fold([title, ...card.search(row)].filter(Boolean).join(" ")),
    handles: card.handles(row),
  };
}

/** A row of its own columns, with what finds it and what else is known of it. */
export function rowOf<Rest extends object>(card: Card, columns: object, rest: Rest) {
  return { ...columns, ...foundBy(card, columns), ...rest };
}

/** When a row is made by somebody now. */
export const madeAt = (now: number) => ({ createdAt: now, changedAt: now, trashedAt: 0 });

/** A valid input as a new row. */
export function toRow(ctx: TeamContext, card: Card, input: object, id: string) {
  const columns = card.toColumns(input, { defaultCountry: ctx.team.defaultCountry });
  return rowOf(card, columns, { teamId: ctx.team.id, id, ...madeAt(ctx.now) });
}

/** What is wrong with fields that name somebody of the team, by field; null where nothing is. */
export async function refuseStrangers(ctx: TeamContext, card: Card, input: object): Promise<Record<string, string> | null> {
  const named = Object.entries(input).filter(
    ([name, value]) => value !== "" && card.fields.some((f) => f.name === name && f.kind === "member"),
  );
  if (named.length === 0) return null;
  const members = await readMemberNames(ctx);
  const wrong = named.filter(([, value]) => !(String(value) in members)).map(([name]) => [name, "Choose somebody in this team"]);
  return wrong.length > 0 ? Object.fromEntries(wrong) : null;
}
