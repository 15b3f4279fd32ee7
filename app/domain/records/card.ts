// A card: what is true of a noun, said once. What must reach into every noun reads the cards in modules.ts. Knows no noun by name.
import type * as z from "zod";
import type { TeamDb } from "~/db/client";
import type { Reference } from "~/db/queries/records/merges";
import { findRecordAnew, type NounTable, type RecordRow, type RecordTable } from "~/db/queries/records/records";
import type { Handle } from "~/db/schema/records";
import type { Statement } from "~/db/statements";
import { facetsOf, fold } from "../core/folding";
import type { Permission } from "../core/permissions";
import type { Action } from "../core/prices";
import { CustomInput, customFacets, openValues } from "../fields/book";
import { type Field, headOf } from "./columns";
import { cardListFields, type ListField, type ListSort, sortsOf } from "./listFields";

/** What every noun of records has, contacts too, which have a form and lists of their own. */
export interface Noun {
  noun: string;
  /** Also the first part of its addresses. */
  plural: string;
  /** `empty`: what an empty list tells. */
  words: { one: string; many: string; empty: string };
  table: NounTable;
  /** What adding one by hand costs. */
  price: Action;
  /** What its list can show and be filtered by, besides the team's own fields. */
  lists: ListField[];
  /** What its list can be sorted by; the first where nobody chooses. */
  sorts: ListSort[];
  /** What its own fields are called in an export. */
  columns: string[];
  /** The writes that let a record be sorted and found by what is in it now. They raise when it is not as it was read. */
  refind(teamDb: TeamDb, row: object): Statement[];
  /** Removes records for good, by seq, where the database's own books do not do it all. */
  remove?(teamDb: TeamDb, seqs: number[]): Statement[];
}

/** One record, for what is done to a record of any noun. */
export interface RecordRef {
  of: Noun;
  id: string;
}

/** What an input is made into a row with. */
export interface Making {
  defaultCountry: string;
}

/** Methods, not properties, so that a card of any noun can stand in one list. */
export interface Card<Input extends object = object, Row extends RecordRow = RecordRow> extends Noun {
  table: RecordTable;
  input: z.ZodObject;
  /** In the order of the form. The first is the one that every record has. */
  fields: Field[];
  /** A record with something in every field, told from others by a mark: what tests and the documentation of the interface fill in. */
  example(mark: string): Input;
  /** A record of it as it lies in an archive: everything in it. */
  archived: z.ZodObject;
  /** What of an input its own columns hold. */
  toColumns(input: Input, making: Making): object;
  toInput(row: Row): Input;
  title(row: Row): string;
  /** What the search finds it by, besides its title. */
  search(row: Row): string[];
  /** What finds it again as the same: in an import, among duplicates. */
  handles(row: Row): Handle[];
  /** What each costs that a file brings. */
  importPrice: Action;
  /** Who may merge two of them. */
  merge: Permission;
  /** What names one of them: it moves along in a merge. */
  referredBy: (Reference & {
    /** What else of it follows from the record that it names now. */
    says(row: Row): object;
  })[];
  /** What its row says of itself when others have come to belong to it. */
  whenJoined?: object;
}

const SORT_CHARS = 120;

/** What finds and sorts a row, worked out of its own columns and its custom fields. */
export function foundBy<Row extends RecordRow>(
  card: Pick<Card<object, Row>, "title" | "search" | "handles" | "fields">,
  columns: object,
): Pick<RecordRow, "sortName" | "words" | "handles" | "facets"> {
  const row = columns as Row;
  const title = card.title(row);
  const words = [title, ...card.search(row), ...openValues(row.customValues ?? {})];
  const own = card.fields.flatMap(({ name, kind }): [string, string][] =>
    kind === "text" || kind === "member" ? [[name, String((columns as Record<string, unknown>)[name] ?? "")]] : [],
  );
  const facets = facetsOf([...own, ...customFacets(row.customValues ?? {})]);
  return { facets, sortName: fold(title).slice(0, SORT_CHARS), words: fold(words.filter(Boolean).join(" ")), handles: card.handles(row) };
}

/** A card as it is, with what every noun has besides: fields of the team's own. */
export function card<Input extends object, Row extends RecordRow>(
  declared: Omit<Card<Input, Row>, "columns" | "refind" | "lists" | "sorts">,
): Card<Input, Row> {
  return {
    ...declared,
    input: declared.input.extend({ custom: CustomInput }),
    columns: declared.fields.flatMap(headOf),
    lists: cardListFields(declared.fields, declared.table),
    sorts: sortsOf(declared.table),
    refind: (teamDb, row) => findRecordAnew(teamDb, declared.table, row as Row, foundBy(declared, row)),
  };
}
