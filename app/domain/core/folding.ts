// How names sort and compare: as people expect, whatever the case, width and accents.
import removeAccents from "remove-accents";

/** Folds case, width and accents. The search index folds what Unicode can take apart; letters like ı and ł it cannot. */
export function fold(text: string): string {
  return removeAccents(text.normalize("NFKC")).toLowerCase().trim();
}
