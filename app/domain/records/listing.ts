// A noun's list as a page, an export and a change to many read it: the same search, filter and sort for all of them.
import type { SQL } from "drizzle-orm";
import { listPage, type Page, type PageQuery, type Place } from "~/db/queries/records/lists";
import { listTags, type Tag } from "~/db/queries/tags";
import type { TeamContext } from "../core/context";
import { readCustomFields } from "../fields/customFields";
import type { Noun } from "./card";
import { type Condition, type Filter, workOut } from "./filter";
import { customListFields, customSorts, type ListField, type ListRow } from "./listFields";

export interface ListAsked {
  /** Words as typed; each must begin a word of the record. */
  search: string;
  /** The name of one of the noun's sorts. */
  sort: string;
  from: PageQuery["from"];
  filter: Filter;
  /** Conditions that hold beside the filter: of the selects above the list. */
  also: Condition[];
  /** What every record has to be, that an index finds: those of one company. */
  within: SQL | null;
}

export const everything: ListAsked = { search: "", sort: "arrival", from: "lists", filter: [], also: [], within: null };

/** Whether a list is not narrowed at all. */
export const isEverything = ({ search, filter, also, within }: ListAsked): boolean =>
  search === "" && filter.length === 0 && also.length === 0 && within === null;

/** All that a noun's list can show and be filtered by: its own fields, then the team's. `reading`: the team's tags, where they are asked for anyway. */
export async function readListFields(ctx: TeamContext, noun: Noun, reading?: Promise<Tag[]>): Promise<ListField[]> {
  const hasTags = noun.lists.some(({ kind }) => kind === "tags");
  const [own, tags] = await Promise.all([readCustomFields(ctx, noun.noun), hasTags ? (reading ?? listTags(ctx.teamDb)) : []]);
  const options = tags.map(({ id, name }): [string, string] => [id, name]);
  const lists = noun.lists.map((field) => (field.kind === "tags" ? { ...field, options } : field));
  return [...lists, ...customListFields(own, noun.table)];
}

/** Each group with what has to hold beside it; where there is no group, that alone. */
function whole({ filter, also }: ListAsked): Filter {
  if (also.length === 0) return filter;
  return filter.length === 0 ? [also] : filter.map((group) => [...also, ...group]);
}

export interface Listing extends Page<ListRow> {
  /** Whether the filter names fields that are no more: those conditions are left out. */
  outdated: boolean;
}

/** One page of a noun's list. `fields`: what `readListFields` gave. */
export async function readList(
  ctx: TeamContext,
  noun: Noun,
  fields: ListField[],
  asked: ListAsked & { after: Place | null; pageSize: number },
): Promise<Listing> {
  const { search, sort, from, within, after, pageSize } = asked;
  const { groups, outdated } = workOut(whole(asked), fields, { now: ctx.now, timeZone: ctx.team.timeZone });
  const by = [...noun.sorts, ...customSorts(fields)].find(({ name }) => name === sort)?.by ?? null;
  const page = await listPage<ListRow>(ctx.teamDb, noun, { search, sort: by, from, within, groups, after, pageSize });
  return { ...page, outdated };
}

/** Whether a list's filter names a field that is no more: what is left of it shows others than were meant. */
export async function isOutdated(ctx: TeamContext, noun: Noun, asked: ListAsked): Promise<boolean> {
  return asked.filter.length > 0 && workOut(asked.filter, await readListFields(ctx, noun), { now: ctx.now, timeZone: "UTC" }).outdated;
}

/** Every record of a list, newest first, page by page: those that a filter passes over are left out, however many they are. */
export async function* allOfList(ctx: TeamContext, noun: Noun, asked: ListAsked, pageSize: number): AsyncGenerator<ListRow[]> {
  const fields = await readListFields(ctx, noun);
  for (let after: Place | null = null; ; ) {
    const page: Listing = await readList(ctx, noun, fields, { ...asked, sort: "arrival", after, pageSize });
    if (page.rows.length > 0) yield page.rows;
    if (page.next === null) return;
    after = page.next;
  }
}
