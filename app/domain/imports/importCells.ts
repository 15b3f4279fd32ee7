// The cells of one row of a file, by what they become. Nothing that was read is thrown away unsaid: what has no place, or no room in it, goes into the
// note. The same for every noun.
import type { CustomField } from "../fields/customFields";
import { NOTE_MAX } from "../records/notes";
import { type AddressInput, lineMax } from "../records/shapes";
import { addressGroupOf, labelOfName, type Target } from "./importColumns";
import { CELL_MAX } from "./importParse";
import { targets } from "./importTargets";

/** `notes`: what is written on the timeline, each piece as long as a note may be. */
export type MappedRow<Input extends object = object> = { kind: "row"; input: Input; notes: string[] } | { kind: "refused"; reason: string };

export interface Mapping {
  columns: string[];
  targets: Target[];
  /** Whose export it is. */
  source: string;
  /** Rows with an unreadable e-mail come in without it. */
  lenient: boolean;
  /** For dates like 3/7/1984: only the United States put the month first. */
  defaultCountry: string;
  /** The team's own fields, and its people by id: what custom columns are read with. */
  fields: CustomField[];
  members: Record<string, string>;
}

export const LIST = ":::";

/** Parts of a cell that are looked at one by one: more than any contact has of anything. A cell of more is one value. */
const PARTS_MAX = 100;
const cut = (cell: string, at: string | RegExp) => {
  const pieces = cell.split(at, PARTS_MAX + 1);
  return pieces.length > PARTS_MAX ? [cell] : pieces;
};
/** The parts of Google's ` ::: ` list, in their places. */
const places = (cell: string) => cut(cell, LIST).map((part) => part.trim());
export const split = (cell: string) => places(cell).filter((part) => part !== "");
/** Google marks the preferred one with a star; Outlook says how the mail travels, which is no kind. */
const cleanLabel = (label: string) => label.replace(/^\*\s{0,5}|^(smtp|ex)$/i, "").trim();

/** The cells of a row by what they become, and what is left over of them. */
export class Row {
  readonly left: string[] = [];

  constructor(
    readonly cells: string[],
    readonly mapping: Mapping,
  ) {}

  nameOf(column: number): string {
    return this.mapping.columns[column] ?? `Column ${column + 1}`;
  }

  all(target: Target): { column: number; value: string }[] {
    return this.mapping.targets.flatMap((one, column) => {
      const value = one === target ? (this.cells[column] ?? "").trim() : "";
      return value === "" ? [] : [{ column, value }];
    });
  }

  /** The first cell of a kind; others of it that say something else are left over. */
  first(target: Target): string {
    const [first, ...others] = this.all(target);
    for (const { column, value } of others) if (value !== first?.value) this.keep(this.nameOf(column), value);
    return first?.value ?? "";
  }

  /** The same, as long as its field takes; what is longer is left over whole. */
  fit(target: Target, most: number): string {
    return this.cut(targets[target as keyof typeof targets] ?? "", this.first(target), most);
  }

  cut(name: string, value: string, most: number): string {
    if (value.length > most) this.keep(name, value);
    return value.slice(0, most).trim();
  }

  keep(name: string, value: string): void {
    this.left.push(`${name}: ${value}`);
  }
}

export interface Labelled {
  label: string;
  value: string;
}

/** Values with their labels: from the label column before the value's, else from the value column's name. */
export function labelled(row: Row, target: "email" | "phone"): Labelled[] {
  return row.all(target).flatMap(({ column, value }) => {
    const before = row.mapping.targets[column - 1] === `${target}Label` ? (row.cells[column - 1] ?? "") : "";
    const labels = places(before).map(cleanLabel);
    const labelAt = (n: number) => (labels.length > 1 ? (labels[n] ?? "") : labels[0]) || labelOfName(row.nameOf(column));
    return places(value).flatMap((part, n) =>
      valuesIn(part, target).map((one) => ({ label: row.cut("Label", labelAt(n), lineMax.label), value: one })),
    );
  });
}

/** `Ann <ann@x.org>; b@x.org` are two addresses; a phone stays as it is. */
function valuesIn(part: string, target: "email" | "phone"): string[] {
  if (part === "" || target === "phone") return part === "" ? [] : [part];
  if (!/[<;,]/.test(part)) return [part];
  const pieces = cut(part, /[;,]/).map((piece) => {
    const [open, close] = [piece.lastIndexOf("<"), piece.lastIndexOf(">")];
    return (open >= 0 && close > open ? piece.slice(open + 1, close) : piece).trim();
  });
  const found = pieces.filter((piece) => piece.includes("@"));
  return found.length > 0 ? found : [part];
}

const parts = ["street", "city", "region", "postcode", "country"] as const;
type Part = (typeof parts)[number];

/** Address columns with the same name but for their part belong together; so do the first, second, ... places of a list. */
export function addressesOf(row: Row): AddressInput[] {
  const groups = new Map<string, Map<number, AddressInput>>();
  for (const [column, target] of row.mapping.targets.entries()) {
    const isPart = (parts as readonly string[]).includes(target);
    const cell = (row.cells[column] ?? "").trim();
    if (cell === "" || !(isPart || target === "addressLabel")) continue;
    const name = row.nameOf(column);
    const group = groups.get(addressGroupOf(name)) ?? new Map<number, AddressInput>();
    groups.set(addressGroupOf(name), group);
    for (const [n, value] of places(cell).entries()) {
      const address = group.get(n) ?? { label: "", street: "", city: "", region: "", postcode: "", country: "" };
      group.set(n, address);
      if (target === "addressLabel") address.label = row.cut("Label", cleanLabel(value), lineMax.label);
      else putPart(row, address, target as Part, value, name);
    }
  }
  const found = Array.from(groups.values()).flatMap((group) => Array.from(group.values()));
  return found.filter((address) => parts.some((part) => address[part] !== ""));
}

function putPart(row: Row, address: AddressInput, part: Part, value: string, name: string): void {
  if (address[part] !== "" && address[part] !== value) {
    row.keep(name, value);
    return;
  }
  address[part] = row.cut(name, value, lineMax[part]);
  address.label ||= labelOfName(name);
}

/** A row's cells as they are read; or why the row is refused. */
export function readCells(written: string[], mapping: Mapping): Row | { reason: string } {
  // An apostrophe in front keeps a sheet from running a cell as a formula: our export puts it there, and so do others.
  const cells = written.map((cell) => cell.slice(0, CELL_MAX).replace(/^'(?=[=+\-@\uFF0B\uFF0D\uFF1D\uFF20])/, ""));
  const row = new Row(cells, mapping);
  const long = written.findIndex((cell) => cell.length > CELL_MAX);
  return long < 0 ? row : { reason: `${row.nameOf(long)}: longer than ${CELL_MAX.toLocaleString("en")} characters` };
}

/** As many as a record may have; the others are left over. */
export function upTo<T extends object>(row: Row, name: string, items: T[], most: number): T[] {
  for (const item of items.slice(most)) row.keep(name, Object.values(item).filter(Boolean).join(", "));
  return items.slice(0, most);
}

/** The notes of the file, and one with what was left over, each cut where it is too long for one. */
export function notesOf(row: Row): string[] {
  const kept = row.all("keep").map(({ column, value }) => `${row.nameOf(column)}: ${value}`);
  const left = [...kept, ...row.left];
  const own = row.all("notes").flatMap(({ value }) => (row.mapping.source === "Farthing" ? split(value) : [value]));
  // Most files have one note and little else: it all stays together.
  const texts = row.mapping.source === "Farthing" ? [...own, left.join("\n")] : [[...own, ...left].join("\n\n")];
  return texts.flatMap((text) =>
    Array.from({ length: Math.ceil(text.length / NOTE_MAX) }, (_, n) => text.slice(n * NOTE_MAX, (n + 1) * NOTE_MAX)),
  );
}
