// A card's fields, and their columns in a table of records: which there are, and what stands in them.
import { inFull } from "../core/phones";

export interface Field {
  /** In the input and in the row. */
  name: string;
  label: string;
  kind: "text" | "phones" | "addresses" | "member";
  hint?: string;
  /** Whether the list has a column of it. */
  inList?: true;
  /** What a file may call it; the first is what an export calls it, with a number and a part behind it where it is a list. */
  columns: string[];
}

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
export function headOf({ kind, columns: [column = ""] }: Field): string[] {
  if (kind === "phones") return numbered(PHONES, ["Label", "Value"], column);
  return kind === "addresses" ? numbered(ADDRESSES, ADDRESS_PARTS, column) : [column];
}

type Labelled = Record<string, string>[];

/** The cells of one field. A number is given as it was read, so that another country's reader reads the same. */
export function cellsOf({ kind }: Field, value: unknown, members: Record<string, string>): string[] {
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
