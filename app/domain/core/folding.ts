// How names sort and compare: as people expect, whatever the case, width and accents. And what a record is looked up by exactly: its status, its tags, a
// choice of the team's own. Each value is one word of the search index, so that any of them together are found without looking at other records. The
// word is a hash: nothing reads it back, and a value is compared once more where it stands.
import removeAccents from "remove-accents";

/** Folds case, width and accents. The search index folds what Unicode can take apart; letters like ı and ł it cannot. */
export function fold(text: string): string {
  return removeAccents(text.normalize("NFKC")).toLowerCase().trim();
}

const OFFSET = 2166136261;
const PRIME = 16777619;

/** FNV-1a, 32 bits, of a text from a start: for words of an index, not for secrets. */
function hash(text: string, start: number): number {
  let value = start;
  for (let n = 0; n < text.length; n++) value = Math.imul(value ^ text.charCodeAt(n), PRIME);
  return value >>> 0;
}

/** The word of a value in a field. Capitals and accents make no difference. */
export function facet(field: string, value: string): string {
  const text = `${field}\n${fold(value)}`;
  return `x${hash(text, OFFSET).toString(36)}${hash(text, PRIME).toString(36)}`;
}

/** The words of some values, each by its field; of none, one that says that they were looked at. */
export function facetsOf(values: [field: string, value: string][]): string {
  return ["x", ...values.filter(([, value]) => value !== "").map(([field, value]) => facet(field, value))].join(" ");
}
