// What a list can show, be filtered by, and change for many at once: a noun's own fields and the team's. Each is told by a name that addresses and
// saved views keep.
import { customAt, type Filterable } from "~/db/queries/records/filters";
import { byField, type Sort } from "~/db/queries/records/lists";
import type { NounTable } from "~/db/queries/records/records";
import type { FieldKind } from "~/db/schema/fields";
import { customName } from "../fields/book";
import type { CustomField } from "../fields/customFields";
import type { Field } from "./columns";

/** How a value is shown and asked for. `words`: a text of the noun's own. `labelled`: e-mails or phones. `places`: addresses. */
export type ListKind = FieldKind | "words" | "labelled" | "places" | "status" | "tags" | "company" | "birthday" | "moment";

export interface ListRow {
  seq: number;
  id: string;
  createdAt: number;
  changedAt: number;
  trashedAt: number;
  customValues: Record<string, string | { sealed: string }>;
}

export interface ListField {
  /** In addresses: `status`, `custom.01J...`. */
  name: string;
  label: string;
  kind: ListKind;
  /** What can be chosen, with its words. People and tags are the team's own, and asked for when they are needed. */
  options?: [value: string, words: string][];
  currency?: string;
  /** Where its value stands, as far as it can be filtered by. */
  on?: Filterable;
  /** Of a field of the team's own by which lists can be sorted now: its id. */
  sortId?: string;
  /** Whether the index knows each of its values, so that one is found without looking at others. */
  faceted?: true;
  /** Its value in a row. Of a sensitive field there is none. */
  of(row: ListRow): unknown;
  /** Whether the list shows it until somebody chooses. */
  usual?: true;
  /** Whether it can be changed for many at once. */
  bulk?: true;
}

/** What a list can be sorted by: in addresses, in words, and its column; null for the order of arrival. */
export interface ListSort {
  name: string;
  words: string;
  by: Sort | null;
}

/** What every noun is sorted by. */
export function sortsOf(table: NounTable): ListSort[] {
  return [
    { name: "arrival", words: "Newest first", by: null },
    { name: "name", words: "By name", by: { by: table.sortName, down: false } },
  ];
}

/** What a list can be sorted by, of the team's own fields, both ways. */
export function customSorts(fields: ListField[]): ListSort[] {
  return fields.flatMap(({ name, label, sortId }) =>
    sortId
      ? [
          { name, words: `${label}, lowest first`, by: byField(sortId, false) },
          { name: `-${name}`, words: `${label}, highest first`, by: byField(sortId, true) },
        ]
      : [],
  );
}

/** The value of a column, by its key. */
const columnOf = (key: string) => (row: ListRow) => (row as unknown as Record<string, unknown>)[key];

/** When a record was made, and when somebody last changed it. */
export function momentFields(table: NounTable): ListField[] {
  return [
    { name: "createdAt", label: "Added", kind: "moment", on: { type: "moment", at: table.createdAt }, of: columnOf("createdAt") },
    { name: "changedAt", label: "Last changed", kind: "moment", on: { type: "moment", at: table.changedAt }, of: columnOf("changedAt") },
  ];
}

const kinds = { text: "words", phones: "labelled", addresses: "places", member: "person" } as const;

/** A field of a card in the list. The first is the title, which every line has, so it is no column of its own. */
export function cardListFields(fields: Field[], table: NounTable): ListField[] {
  const own = fields.map(({ name, label, kind, inList }, n): ListField => {
    const at = table[name as "id"];
    const isList = kind === "phones" || kind === "addresses";
    return {
      ...{ name, label, kind: kinds[kind], of: columnOf(name) },
      ...(kind === "addresses" ? {} : { on: { type: isList ? "values" : "text", at } }),
      ...(inList ? { usual: true } : {}),
      ...(isList ? {} : { faceted: true }),
      ...(n > 0 && !isList ? { bulk: true } : {}),
    };
  });
  return [...own, ...momentFields(table)];
}

const filterTypes: Partial<Record<FieldKind, Filterable["type"]>> = { number: "number", money: "number", choices: "lines" };

/** The team's own fields in the list. What is sealed can neither be shown there nor filtered by. */
export function customListFields(fields: CustomField[], table: NounTable): ListField[] {
  return fields.map(({ id, name: label, kind, sensitive, choices, currency, indexed, indexedUpTo }): ListField => {
    const name = customName(id);
    if (sensitive) return { name, label, kind, of: () => "" };
    const options = choices.map((choice): [string, string] => [choice, choice]);
    const yesNo: [string, string][] = [
      ["yes", "Yes"],
      ["no", "No"],
    ];
    return {
      ...{ name, label, kind, currency, bulk: true, faceted: true },
      ...(indexed && indexedUpTo === null ? { sortId: id } : {}),
      options: kind === "yesNo" ? yesNo : options,
      on: { type: filterTypes[kind] ?? "text", at: customAt(table.customValues, id) },
      of: (row) => row.customValues[id] ?? "",
    };
  });
}
