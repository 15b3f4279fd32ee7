// Records to take away as a table: CSV that our own importer reads back, page by page, so that size does not matter. Free, always.
import type { TeamContext } from "../core/context";
import { toCsv } from "../core/csv";
import { inFull } from "../core/phones";
import { streamOf } from "../core/streams";
import { readMemberNames } from "../teams/members";
import type { Card, Field } from "./card";
import { allRecords, type RecordPage, type RecordQuery, type RecordRow, readRecords } from "./list";

const PAGE_ROWS = 500;
/** Phones and addresses that have columns of their own; more than fit share the last, in Google's ` ::: ` list. */
const PHONES = 3;
const ADDRESSES = 2;
const LIST = " ::: ";
const ADDRESS_PARTS = ["Label", "Street", "City", "Region", "Postal Code", "Country"] as const;

/** In `count` groups of columns; more than fit share the last group. */
export function spread(items: string[][], count: number, width: number): string[] {
  return Array.from({ length: count }, (_, n) => {
    const here = n === count - 1 ? items.slice(n) : items.slice(n, n + 1);
    return Array.from({ length: width }, (_, part) => here.map((cells) => cells[part] ?? "").join(LIST));
  }).flat();
}

const numbered = (count: number, parts: readonly string[], noun: string) =>
  Array.from({ length: count }, (_, n) => parts.map((part) => `${noun} ${n + 1} - ${part}`)).flat();

/** The columns of one field. */
function headOf({ kind, columns: [column = ""] }: Field): string[] {
  if (kind === "phones") return numbered(PHONES, ["Label", "Value"], column);
  return kind === "addresses" ? numbered(ADDRESSES, ADDRESS_PARTS, column) : [column];
}

type Labelled = Record<string, string>[];

/** The cells of one field. A number is given as it was read, so that another country's reader reads the same. */
function cellsOf({ kind }: Field, value: unknown, members: Record<string, string>): string[] {
  if (kind === "phones") {
    const phones = (value as Labelled).map(({ label = "", value = "", e164, ext }) => [label, e164 ? inFull({ e164, ext }) : value]);
    return spread(phones, PHONES, 2);
  }
  if (kind === "addresses") {
    const parts = ["label", "street", "city", "region", "postcode", "country"];
    return spread(
      (value as Labelled).map((address) => parts.map((part) => address[part] ?? "")),
      ADDRESSES,
      parts.length,
    );
  }
  return [kind === "member" ? (members[String(value)] ?? "") : String(value)];
}

/** Rows of a table of records, each after a line break; with the line of column names before them where it is the first piece. */
export function toRecordsCsv(card: Card, rows: RecordRow[], { members, head }: { members: Record<string, string>; head: boolean }): string {
  const cells = rows.map((row) => {
    const values = card.toInput(row) as Record<string, unknown>;
    return card.fields.flatMap((field) => cellsOf(field, values[field.name], members));
  });
  const first = head ? toCsv([card.fields.flatMap(headOf)]) : "";
  return cells.length === 0 ? first : `${first}\r\n${toCsv(cells)}`;
}

async function* pagesOf(ctx: TeamContext, card: Card, search: string): AsyncGenerator<RecordRow[]> {
  if (search === "") return yield* allRecords(ctx, card, PAGE_ROWS);
  for (let after: RecordQuery["after"] = null; ; ) {
    const page: RecordPage<RecordRow> = await readRecords(ctx, card, {
      search,
      sort: "arrival",
      trashed: false,
      after,
      pageSize: PAGE_ROWS,
    });
    if (page.rows.length > 0) yield page.rows;
    if (page.next === null) return;
    after = page.next;
  }
}

/** The listed records of a noun as CSV, all or those that a search finds. */
export async function exportRecords(ctx: TeamContext, card: Card, search = ""): Promise<ReadableStream<Uint8Array>> {
  const members = await readMemberNames(ctx);
  async function* parts() {
    let head = true;
    yield "\uFEFF";
    for await (const rows of pagesOf(ctx, card, search)) {
      yield toRecordsCsv(card, rows, { members, head });
      head = false;
    }
    yield head ? toRecordsCsv(card, [], { members, head }) : "\r\n";
  }
  return streamOf(parts());
}
