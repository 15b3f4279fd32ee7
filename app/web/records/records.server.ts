// What the pages of all cards share: which card an address is about, its view, and what a list's address says.
import { findCard } from "../../domain/modules";
import type { Card } from "../../domain/records/card";
import type { RecordRow } from "../../domain/records/list";
import type { AddressInput, LabelledPhone } from "../../domain/records/shapes";
import { notFound } from "../guard.server";

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
