// The nouns that files can be imported as: contacts, and every noun with a card.
import { cards } from "../modules";
import { contactImport } from "./contactImport";
import type { Importable } from "./importable";
import { recordImport } from "./recordImport";

export const importables: Importable[] = [contactImport, ...cards.map(recordImport)];

/** What brings rows in as a noun. Throws where there is no such noun: an import's row names none but ours. */
export function importableOf(noun: string): Importable {
  const found = importables.find(({ of }) => of.noun === noun);
  if (!found) throw new Error(`Nothing is imported as ${noun}.`);
  return found;
}
