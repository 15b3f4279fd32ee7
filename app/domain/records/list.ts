// Reading records: one, a page of the list, those that share something.
import type { TeamDb } from "~/db/client";
import type { Test } from "~/db/queries/records/filters";
import { listPage, type Place } from "~/db/queries/records/lists";
import { listAll, listByHandle, listById, listShared, listSharing, type RecordRow } from "~/db/queries/records/records";
import type { TeamContext } from "../core/context";
import { type Card, foundBy } from "./card";

export type { RecordRow } from "~/db/queries/records/records";

export const recordSorts = ["arrival", "name"] as const;
export type RecordSort = (typeof recordSorts)[number];

export interface RecordQuery {
  /** Words as typed; each must begin a word of the record. */
  search: string;
  sort: RecordSort;
  trashed: boolean;
  /** What they are filtered by. */
  groups?: Test[][];
  /** Where the page before ended. */
  after: Place | null;
  pageSize: number;
}

export interface RecordPage<Row> {
  rows: Row[];
  next: Place | null;
  lookedAt: number | null;
}

export async function readRecord<Row extends RecordRow>(ctx: TeamContext, card: Card<object, Row>, id: string): Promise<Row | null> {
  return (await listById<Row>(ctx.teamDb, card.table, [id]))[0] ?? null;
}

export async function readRecords<Row extends RecordRow>(
  ctx: TeamContext,
  card: Card<object, Row>,
  query: RecordQuery,
): Promise<RecordPage<Row>> {
  const { search, sort, trashed, groups = [], after, pageSize } = query;
  return listPage<Row>(ctx.teamDb, card, {
    ...{ search, after, pageSize },
    sort: sort === "name" ? { by: card.table.sortName, down: false } : null,
    from: trashed ? "trash" : "lists",
    groups,
  });
}

/** The next records after a seq, those in the trash too, oldest first. */
export async function readPiece(ctx: TeamContext, card: Card, after: number, limit: number): Promise<RecordRow[]> {
  return listAll<RecordRow>(ctx.teamDb, card.table, { after, limit, onLists: false });
}

/** Every record of a noun on the lists, oldest first, page by page. */
export async function* allRecords<Row extends RecordRow>(
  ctx: TeamContext,
  card: Card<object, Row>,
  pageSize: number,
): AsyncGenerator<Row[]> {
  for (let after = 0; ; ) {
    const page = await listAll<Row>(ctx.teamDb, card.table, { after, limit: pageSize, onLists: true });
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    after = page.at(-1)?.seq ?? after;
  }
}

const TWINS_MAX = 5;

/** Records that share a handle with what was typed, those in the trash too, each once. At most five. */
export async function findTwinRecords<Row extends RecordRow>(
  ctx: TeamContext,
  card: Card<object, Row>,
  input: object,
  exceptId: string | null,
): Promise<Row[]> {
  const { handles } = foundBy(card, card.toColumns(input, { defaultCountry: ctx.team.defaultCountry }));
  if (handles.length === 0) return [];
  const found = await listByHandle(ctx.teamDb, card, handles, 4 * TWINS_MAX);
  const ids = Array.from(new Set(found.map(({ recordId }) => recordId).filter((id) => id !== exceptId)));
  return listById<Row>(ctx.teamDb, card.table, ids.slice(0, TWINS_MAX));
}

const GROUPS_AT_ONCE = 20;
/** Of one group, so many are shown: those of a shared name may be thousands. */
const GROUP_MAX = 10;

export interface Group {
  kind: string;
  value: string;
  rows: RecordRow[];
}

/** Groups of listed records that share a handle, in the order of what they share. `next`: where the next page begins. */
export async function readShared(ctx: TeamContext, card: Card, after: string | null): Promise<{ groups: Group[]; next: string | null }> {
  const [, kind = "", value = ""] = /^([a-z]{1,20}):(.{1,400})$/s.exec(after ?? "") ?? [];
  const found = await listShared(ctx.teamDb, card, kind ? [kind, value] : null, GROUPS_AT_ONCE);
  const handles = found.map((group): [string, string] => [group.kind, group.value]);
  const sharing = handles.length === 0 ? [] : await listSharing(ctx.teamDb, card, handles, GROUP_MAX);
  const rows = await listById<RecordRow>(ctx.teamDb, card.table, Array.from(new Set(sharing.map(({ recordId }) => recordId))));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const groups = found.map(({ kind, value }) => {
    const theirs = sharing.filter((one) => one.kind === kind && one.value === value);
    return { kind, value, rows: theirs.flatMap(({ recordId }) => byId.get(recordId) ?? []) };
  });
  const last = found.at(-1);
  return {
    groups: groups.filter((group) => group.rows.length > 1),
    next: found.length === GROUPS_AT_ONCE && last ? `${last.kind}:${last.value}` : null,
  };
}

/** Titles by id, of records wherever they are. */
export async function titlesOf(teamDb: TeamDb, card: Card, ids: string[]): Promise<Map<string, string>> {
  return new Map((await listById<RecordRow>(teamDb, card.table, ids)).map((row) => [row.id, card.title(row)]));
}
