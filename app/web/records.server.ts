// What the pages of all cards share: which card an address is about, its view, and what a list's address says.
import { findCard } from "../domain/modules";
import type { Card } from "../domain/records/card";
import { type RecordQuery, type RecordRow, type RecordSort, recordSorts } from "../domain/records/list";
import type { AddressInput, LabelledPhone } from "../domain/records/shapes";
import { notFound } from "./guard.server";
import { PAGE_SIZE, readAfter } from "./listQuery.server";

/** The card whose page this is, by the first part of the address. */
export function requireCard(request: Request): Card {
  const card = findCard(new URL(request.url).pathname.split("/")[1] ?? "");
  if (!card) throw notFound("There is no such page");
  return card;
}

export function viewCard({ noun, plural, words, fields }: Card) {
  return { noun, plural, words, fields: fields.map(({ name, label, kind, hint, inList }) => ({ name, label, kind, hint, inList })) };
}

/** What is in a record, as its form takes it. */
export const valuesOf = (card: Card, row: RecordRow) => card.toInput(row) as Record<string, string | LabelledPhone[] | AddressInput[]>;

/** The line of a record in the list: what its card wants to be seen there, people by name. */
export function lineOf(card: Card, row: RecordRow, members: Record<string, string>) {
  const values = valuesOf(card, row);
  const cells = card.fields
    .filter(({ inList }) => inList)
    .map(({ name, kind }) => {
      const value = String(values[name] ?? "");
      return kind === "member" ? (members[value] ?? "") : value;
    });
  return { id: row.id, title: card.title(row), cells };
}

export function readRecordQuery(url: URL): RecordQuery {
  const query = url.searchParams;
  const sort = query.get("sort") as RecordSort;
  return {
    search: (query.get("search") ?? "").slice(0, 100),
    sort: recordSorts.includes(sort) ? sort : "arrival",
    trashed: query.get("trash") === "1",
    after: readAfter(query.get("after")),
    pageSize: PAGE_SIZE,
  };
}
