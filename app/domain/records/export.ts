// Records to take away as a table: CSV that our own importer reads back, page by page, so that size does not matter. Free, always.

import type { TeamContext } from "../core/context";
import { toCsv } from "../core/csv";
import { assertCan } from "../core/permissions";
import { streamOf } from "../core/streams";
import { type CustomBook, openCustomBook } from "../fields/book";
import { valueCell } from "../fields/kinds";
import { readMemberNames } from "../teams/members";
import type { Card } from "./card";
import { cellsOf } from "./columns";
import { allRecords, type RecordRow } from "./list";
import { allOfList, everything, isEverything, type ListAsked } from "./listing";

const PAGE_ROWS = 500;
/** How rows are told: people by name, and which of the team's own fields. */
export interface Telling {
  members: Record<string, string>;
  /** Whether the line of column names goes before them: where it is the first piece. */
  head: boolean;
  book?: CustomBook;
}

/** Rows of a table of records, each after a line break. Sensitive fields are left out. */
export async function toRecordsCsv(card: Card, rows: RecordRow[], { members, head, book }: Telling): Promise<string> {
  const isTold = ({ sensitive }: { sensitive: boolean }) => !sensitive;
  const own = book?.fields.filter(isTold) ?? [];
  const cells = rows.map(async (row) => {
    const values = card.toInput(row) as Record<string, unknown>;
    const custom = book && own.length > 0 ? (await book.open(row)).filter(isTold) : [];
    return [
      ...card.fields.flatMap((field) => cellsOf(field, values[field.name], members)),
      ...custom.map((field) => valueCell(field, field.value ?? "", members)),
    ];
  });
  const first = head ? toCsv([[...card.columns, ...own.map(({ name }) => name)]]) : "";
  return cells.length === 0 ? first : `${first}\r\n${toCsv(await Promise.all(cells))}`;
}

function pagesOf(ctx: TeamContext, card: Card, asked: ListAsked): AsyncGenerator<RecordRow[]> {
  // Of what finds a row, a table has nothing: the list leaves it out.
  return isEverything(asked) ? allRecords(ctx, card, PAGE_ROWS) : (allOfList(ctx, card, asked, PAGE_ROWS) as AsyncGenerator<never>);
}

/** The listed records of a noun as CSV, all or those that a list shows. */
export async function exportRecords(ctx: TeamContext, card: Card, asked: ListAsked = everything): Promise<ReadableStream<Uint8Array>> {
  assertCan(ctx, "record.export");
  const [members, book] = await Promise.all([readMemberNames(ctx), openCustomBook(ctx, card.noun)]);
  async function* parts() {
    let head = true;
    yield "\uFEFF";
    for await (const rows of pagesOf(ctx, card, asked)) {
      yield await toRecordsCsv(card, rows, { members, head, book });
      head = false;
    }
    yield head ? await toRecordsCsv(card, [], { members, head, book }) : "\r\n";
  }
  return streamOf(parts());
}
