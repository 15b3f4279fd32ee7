// Records of any noun as tests make them, and what is left of one anywhere.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import type { TeamContext } from "~/app/domain/core/context";
import { cards } from "~/app/domain/modules";
import { addRecord } from "~/app/domain/records/add";
import type { Card } from "~/app/domain/records/card";
import { type RecordRow, readRecord, readRecords } from "~/app/domain/records/list";
import { tableName } from "~/db/queries/records/records";

/** A word that no other record has. */
export const newMark = () => `m${ulid().slice(-10).toLowerCase()}`;

/** Adds a record like the card's example, with other values in some of its fields. */
export async function addExample(ctx: TeamContext, card: Card, mark: string, over: object = {}): Promise<RecordRow> {
  const key = ulid();
  const outcome = await addRecord(ctx, card, { ...card.example(mark), ...over }, { key, shownCredits: 1 });
  if (outcome.kind !== "done") throw new Error(`It was not added: ${outcome.kind}.`);
  const row = await readRecord(ctx, card, key);
  if (!row) throw new Error("It is not there.");
  return row;
}

/** A record of every noun with a card, as the addresses of its pages name it. */
export async function idsByNoun(ctx: TeamContext): Promise<Record<string, string>> {
  const made = cards.map(async (card) => [`${card.plural} id`, (await addExample(ctx, card, newMark())).id]);
  return Object.fromEntries(await Promise.all(made));
}

/** Ids of the listed records that a search finds, newest first. */
export async function found(ctx: TeamContext, card: Card, search: string): Promise<string[]> {
  const page = await readRecords(ctx, card, { search, sort: "arrival", trashed: false, after: null, pageSize: 50 });
  return page.rows.map(({ id }) => id);
}

/** How many rows of a team there are of a noun, of its handles and of its timelines, and how many the counter says. */
export async function rowsOf(teamId: string, card: Card) {
  const count = async (sql: string, ...params: string[]) =>
    (await env.DB.prepare(sql)
      .bind(...params)
      .first<number>("n")) ?? 0;
  return {
    records: await count(`SELECT COUNT(*) AS n FROM ${tableName(card.table)} WHERE team_id = ?`, teamId),
    handles: await count("SELECT COUNT(*) AS n FROM record_handles WHERE team_id = ? AND noun = ?", teamId, card.noun),
    timeline: await count(
      `SELECT COUNT(*) AS n FROM timeline AS t WHERE t.team_id = ? AND NOT EXISTS (SELECT 1 FROM contacts AS c WHERE c.id = t.contact_id)`,
      teamId,
    ),
    counted: await count("SELECT value AS n FROM counters WHERE team_id = ? AND noun = ?", teamId, card.plural),
  };
}
