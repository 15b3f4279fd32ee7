// The state of a list is its address: what is searched, filtered, sorted and shown. Read here, with every odd value taken as none; a saved view is the
// same query kept under a name.

import type { Bulk } from "../../domain/bulk/bulk";
import type { Contact } from "../../domain/contacts/contacts";
import { can } from "../../domain/core/permissions";
import { valueText } from "../../domain/fields/kinds";
import { cards, findCard, findPlural, narrowing } from "../../domain/modules";
import type { Noun } from "../../domain/records/card";
import { type Condition, operatorsOf, readFilter, writeFilter } from "../../domain/records/filter";
import type { RecordRow } from "../../domain/records/list";
import { customSorts, type ListField, type ListRow } from "../../domain/records/listFields";
import type { ListAsked, Listing } from "../../domain/records/listing";
import type { MarkedView } from "../../domain/records/views";
import { type MemberContext, notFound } from "../guard.server";
import { nameOf } from "../views";
import { readAfter, writeAfter } from "./listQuery.server";

/** What of an address a view keeps. */
const kept = ["search", "status", "tag", ...cards.map(({ noun }) => noun), "sort", "filter", "columns"];
const COLUMNS_MAX = 12;

/** The noun whose list this is, by the first part of the address. */
export function requireNoun(request: Request): Noun {
  const noun = findPlural(new URL(request.url).pathname.split("/")[1] ?? "");
  if (!noun) throw notFound("There is no such page");
  return noun;
}

/** The part of a query that a view keeps, in one order: two lists that show the same have the same. */
export function keptQuery(query: URLSearchParams): URLSearchParams {
  const some = new URLSearchParams();
  for (const name of kept) {
    const value = query.get(name);
    if (value) some.set(name, value);
  }
  return some;
}

/** What an address says of a list. `view`: what it begins with where the address says nothing. */
export function readState(noun: Noun, url: URL, view: MarkedView | null) {
  const own = keptQuery(url.searchParams);
  const query = own.size === 0 && view && url.searchParams.get("edited") !== "1" ? new URLSearchParams(view.query) : own;
  const from: ListAsked["from"] =
    url.searchParams.get("restricted") === "1" ? "restricted" : url.searchParams.get("trash") === "1" ? "trash" : "lists";
  const narrow = narrowing(noun, (name) => query.get(name));
  const columns = query.get("columns");
  return {
    search: (query.get("search") ?? "").slice(0, 100),
    sort: readSort(noun, query.get("sort") ?? ""),
    from,
    filter: readFilter(query.get("filter")),
    status: (query.get("status") ?? "").slice(0, 20),
    tag: (query.get("tag") ?? "").slice(0, 40),
    narrow,
    columns: columns === null ? null : columns.split(",").filter(Boolean).slice(0, COLUMNS_MAX),
    after: readAfter(url.searchParams.get("after")),
  };
}
export type State = ReturnType<typeof readState>;

/** One of the noun's sorts, or by a field of the team's own; whether there is such a field, the list itself looks. */
function readSort(noun: Noun, asked: string): string {
  return noun.sorts.some(({ name }) => name === asked) || /^-?custom\.[0-9A-Za-z]{1,40}$/.test(asked) ? asked : "arrival";
}

/** What the domain is asked for. */
export function askedOf({ search, sort, from, filter, status, tag, narrow }: State): ListAsked {
  const also: Condition[] = [
    ...(status ? [["status", "is", [status]] as Condition] : []),
    ...(tag ? [["tags", "has", [tag]] as Condition] : []),
  ];
  return { search, sort, from, filter, also, within: narrow?.within ?? null };
}

/** What is answered where a filter names a field that was removed, and more would leave than was meant. */
export const outdated = () => new Response("The filter names a field that was removed. Open the list and filter again.", { status: 409 });

/** The state as an address has it; where nothing is said, nothing stands. */
export function stateQuery({ search, sort, from, filter, status, tag, narrow, columns }: State): Record<string, string> {
  const all: Record<string, string | null> = {
    search,
    status,
    tag,
    ...(narrow ? { [narrow.by.noun]: narrow.id } : {}),
    sort: sort === "arrival" ? null : sort,
    filter: writeFilter(filter),
    columns: columns === null ? null : columns.join(","),
    trash: from === "trash" ? "1" : null,
    restricted: from === "restricted" ? "1" : null,
  };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => Boolean(entry[1])));
}

/** Whether a list is narrowed at all. */
export const isFiltered = ({ search, filter, status, tag, narrow }: State) =>
  Boolean(search || status || tag || narrow || filter.length > 0);

/** The columns of a list: those that were chosen, or the usual ones. Names of none are passed over. */
export function columnsOf(fields: ListField[], chosen: string[] | null): ListField[] {
  if (chosen === null) return fields.filter(({ usual }) => usual);
  return chosen.flatMap((name) => fields.find((field) => field.name === name) ?? []);
}

export interface Known {
  tags: { id: string; name: string; colour: string }[];
  members: Record<string, string>;
}

/** A field as the list's controls see it. */
export function viewField(field: ListField, { members }: Pick<Known, "members">) {
  const { name, label, kind, options = [], currency } = field;
  const chosen: [string, string][] = kind === "person" ? Object.entries(members) : options;
  return { name, label, kind, options: chosen, currency: currency ?? "", operators: operatorsOf(field) };
}

const labelled = (value: unknown) =>
  (Array.isArray(value) ? value : []).map((one: { value?: unknown }) => String(one.value ?? "")).filter(Boolean);

const places = (value: unknown) =>
  (Array.isArray(value) ? value : []).map(({ city, country }: { city?: string; country?: string }) =>
    [city, country].filter(Boolean).join(", "),
  );

/** What stands in one cell, as plain data. */
export function viewCell(field: ListField, row: ListRow, { tags, members }: Known) {
  const value = field.of(row);
  const text = typeof value === "string" ? value : "";
  switch (field.kind) {
    case "tags":
      return { kind: "tags" as const, tags: (Array.isArray(value) ? value : []).flatMap((id) => tags.find((tag) => tag.id === id) ?? []) };
    case "status":
      return { kind: "status" as const, status: text };
    case "company":
      return { kind: "company" as const, ...(value as { id: string; name: string }) };
    case "moment":
      return { kind: "moment" as const, at: typeof value === "number" ? value : 0 };
    case "labelled":
      return { kind: "text" as const, text: labelled(value)[0] ?? "" };
    case "places":
      return { kind: "text" as const, text: places(value).find(Boolean) ?? "" };
    case "choice":
    case "choices":
      return { kind: "chips" as const, parts: text === "" ? [] : text.split("\n") };
    case "words":
    case "birthday":
      return { kind: "text" as const, text };
    default:
      return { kind: "text" as const, text: valueText({ kind: field.kind, currency: field.currency ?? "" }, text, members) };
  }
}

/** What a record is called in a list. */
export function titleOf(noun: Noun, row: ListRow): string {
  const card = findCard(noun.plural);
  return card ? card.title(row as unknown as RecordRow) : nameOf(row as unknown as Contact);
}

/** What stands below the name where there is no room for columns. */
function detailOf(noun: Noun, row: ListRow, cells: ReturnType<typeof viewCell>[]): string {
  if (noun.noun === "contact") {
    const { emails, phones } = row as unknown as Contact;
    return emails[0]?.value ?? phones[0]?.value ?? "";
  }
  return cells.flatMap((cell) => (cell.kind === "text" ? cell.text : [])).find(Boolean) ?? "";
}

export function viewLine(noun: Noun, columns: ListField[], row: ListRow, known: Known) {
  const cells = columns.map((field) => viewCell(field, row, known));
  return { id: row.id, title: titleOf(noun, row), detail: detailOf(noun, row, cells), cells };
}

/** Whose list a member asks for, and which view of it they see. */
export function viewOf(views: MarkedView[], noun: Noun, url: URL): MarkedView | null {
  const asked = url.searchParams.get("view");
  const mine = views.filter((view) => view.noun === noun.noun);
  if (asked === "all") return null;
  if (asked) return mine.find(({ id }) => id === asked) ?? null;
  const bare = keptQuery(url.searchParams).size === 0 && !url.searchParams.has("trash") && !url.searchParams.has("restricted");
  return bare && url.searchParams.get("edited") !== "1" ? (mine.find(({ isDefault }) => isDefault) ?? null) : null;
}

interface Shown {
  fields: ListField[];
  columns: ListField[];
  page: Listing;
  known: Known;
}

/** A page of a list: its lines and columns, and where it goes on. */
export function viewPage(noun: Noun, { fields, columns, page, known }: Shown) {
  return {
    lines: page.rows.map((row) => viewLine(noun, columns, row, known)),
    columns: columns.map((field) => viewField(field, known)),
    fields: fields.map((field) => viewField(field, known)),
    outdated: page.outdated,
    lookedAt: page.lookedAt,
    next: writeAfter(page.next),
  };
}

/** What is shown, as the forms and links of the page have it. */
export function viewState(noun: Noun, fields: ListField[], state: State, view: MarkedView | null) {
  const sorts = [...noun.sorts, ...customSorts(fields)];
  const byOwn = fields.find(({ sortId }) => sortId && state.sort.endsWith(sortId));
  const query = keptQuery(new URLSearchParams(stateQuery(state))).toString();
  return {
    state: { ...stateQuery(state), ...(view ? { view: view.id } : {}) } as Record<string, string>,
    filter: state.filter,
    sorts: sorts.map(({ name, words }): [string, string] => [name, words]),
    /** The field without which records are left out, where the list is sorted by it. */
    sortedBy: byOwn && state.search === "" && state.from === "lists" ? byOwn.label : null,
    from: state.from,
    filtered: isFiltered(state),
    query,
    edited: view !== null && query !== keptQuery(new URLSearchParams(view.query)).toString(),
  };
}

/** The views of a noun, and the one that is open. */
export function viewViews(member: MemberContext, noun: Noun, views: MarkedView[], open: MarkedView | null) {
  const viewOne = ({ id, name, shared, pinned, isDefault, memberId }: MarkedView) => ({
    ...{ id, name, shared, pinned, isDefault },
    mayChange: can(member, "view.change", { memberId }),
  });
  return { views: views.filter((view) => view.noun === noun.noun).map(viewOne), current: open && viewOne(open) };
}

export function viewNarrowed({ by, id }: NonNullable<State["narrow"]>, row: RecordRow | null) {
  return { plural: by.plural, noun: by.noun, one: by.words.one, id, name: row && by.title(row) };
}

export function viewBulk({ id, state, changed, takenBack, change }: Bulk) {
  return { id, state, changed, takenBack, isTrash: change.act === "trash" };
}
