// The one ordered list of the nouns that records are of. What must reach into every noun reads it here, never by name.
import { type SQL, sql } from "drizzle-orm";
import type { TeamDb } from "~/db/client";
import { listNames } from "~/db/queries/contactLists";
import { listBelonging } from "~/db/queries/records/merges";
import { tableName } from "~/db/queries/records/records";
import { companies } from "./companies/card";
import { contacts } from "./contacts/card";
import { restoreContactsById, trashContactsById } from "./contacts/contacts";
import type { TeamContext } from "./core/context";
import type { RetentionClass } from "./core/periods";
import type { Card, Noun } from "./records/card";
import { titlesOf } from "./records/list";
import { restoreRecords, trashRecords } from "./records/trash";

/** Nouns with a card, in the order of the navigation. */
export const cards: Card[] = [companies];

/** All of them, in the order in which they go: what belongs to another goes before it. */
export const nouns: Noun[] = [contacts, ...cards];

/** The noun that an address or a form names: one of its own, or nothing. */
export function findNoun(noun: string): Noun | null {
  return nouns.find((one) => one.noun === noun) ?? null;
}

/** The noun whose pages stand under the first part of an address. */
export function findPlural(plural: string): Noun | null {
  return nouns.find((one) => one.plural === plural) ?? null;
}

/** The card whose pages stand under the first part of an address. */
export function findCard(plural: string): Card | null {
  return cards.find((one) => one.plural === plural) ?? null;
}

/** How records of one noun are called, by id. */
function namesOf(teamDb: TeamDb, of: Noun, ids: string[]): Promise<Map<string, string>> {
  const card = findCard(of.plural);
  return card ? titlesOf(teamDb, card, ids) : listNames(teamDb, ids);
}

/** How records are called, whatever their noun, by id; with the noun that each is of. */
export async function readRecordNames(teamDb: TeamDb, ids: string[]): Promise<Map<string, { name: string; of: Noun }>> {
  if (ids.length === 0) return new Map();
  const named = await Promise.all(nouns.map(async (of) => ({ names: await namesOf(teamDb, of, ids), of })));
  return new Map(named.flatMap(({ names, of }) => Array.from(names, ([id, name]) => [id, { name, of }] as const)));
}

/** Where the rows of a class of the retention table lie: the tables of the cards are in two of them. */
export function keptWhere({ name, where }: RetentionClass): string[] {
  if (name === "Trash") return [...where, ...cards.map(({ table }) => tableName(table))];
  if (name !== "CRM data") return where;
  return [...where, ...cards.flatMap(({ table, noun }) => [tableName(table), `${noun}_search`])];
}

/** What a list is narrowed to by a record of another noun that it names: `company` in the address of contacts. */
export function narrowing(of: Noun, asked: (name: string) => string | null): { by: Card; id: string; within: SQL } | null {
  for (const card of cards) {
    const id = asked(card.noun);
    const ref = id ? card.referredBy.find(({ noun }) => noun === of.noun) : undefined;
    // `> ''` says nothing more, and lets the index be used that holds no others.
    if (id && ref) return { by: card, id, within: sql`${ref.on} = ${id} AND ${ref.on} > ''` };
  }
  return null;
}

/** Moves records of any noun to the trash. Ids that are not the team's change nothing. Returns how many went there. */
export function trashAny(ctx: TeamContext, of: Noun, ids: string[]): Promise<number> {
  const card = findCard(of.plural);
  return card ? trashRecords(ctx, card, ids) : trashContactsById(ctx, ids);
}

/** Takes records of any noun out of the trash. Returns how many came back. */
export function restoreAny(ctx: TeamContext, of: Noun, ids: string[]): Promise<number> {
  const card = findCard(of.plural);
  return card ? restoreRecords(ctx, card, ids) : restoreContactsById(ctx, ids);
}

const RELATED_MAX = 20;

export interface Related {
  of: Noun;
  records: { id: string; name: string }[];
  more: boolean;
}

/** The newest listed records of each noun that names one of a card, with their names. */
export async function readRelated(teamDb: TeamDb, card: Card, id: string): Promise<Related[]> {
  const related = card.referredBy.map(async (ref) => {
    const ids = await listBelonging(teamDb, ref, id, RELATED_MAX + 1);
    const of = findNoun(ref.noun) ?? card;
    const shown = ids.slice(0, RELATED_MAX);
    const names = await namesOf(teamDb, of, shown);
    return { of, records: shown.map((one) => ({ id: one, name: names.get(one) || "No name" })), more: ids.length > RELATED_MAX };
  });
  return Promise.all(related);
}
