// One row of a file to a contact's input, by the mapping; or why it is refused. Nothing that was read is thrown away unsaid: what has no place, or no room in it, goes into
// the note.
import { ContactInput, isBirthday } from "../contacts/contactInput";
import { NOTE_MAX } from "../records/notes";
import { lineMax, listMax } from "../records/shapes";
import { addressGroupOf, labelOfName, type Target } from "./importColumns";
import { CELL_MAX } from "./importParse";
import { targets } from "./importTargets";

/** `notes`: what is written on the timeline, each piece as long as a note may be. */
export type MappedRow = { kind: "contact"; input: ContactInput; notes: string[] } | { kind: "refused"; reason: string };

export interface Mapping {
  columns: string[];
  targets: Target[];
  /** Whose export it is. */
  source: string;
  /** Rows with an unreadable e-mail come in without it. */
  lenient: boolean;
  /** For dates like 3/7/1984: only the United States put the month first. */
  defaultCountry: string;
}

const LIST = ":::";

/** Parts of a cell that are looked at one by one: more than any contact has of anything. A cell of more is one value. */
const PARTS_MAX = 100;
const cut = (cell: string, at: string | RegExp) => {
  const pieces = cell.split(at, PARTS_MAX + 1);
  return pieces.length > PARTS_MAX ? [cell] : pieces;
};
/** The parts of Google's ` ::: ` list, in their places. */
const places = (cell: string) => cut(cell, LIST).map((part) => part.trim());
const split = (cell: string) => places(cell).filter((part) => part !== "");
/** Google marks the preferred one with a star; Outlook says how the mail travels, which is no kind. */
const cleanLabel = (label: string) => label.replace(/^\*\s{0,5}|^(smtp|ex)$/i, "").trim();

/** The cells of a row by what they become, and what is left over of them. */
class Row {
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

interface Labelled {
  label: string;
  value: string;
}

/** Values with their labels: from the label column before the value's, else from the value column's name. */
function labelled(row: Row, target: "email" | "phone"): Labelled[] {
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
type AddressInput = ContactInput["addresses"][number];

/** Address columns with the same name but for their part belong together; so do the first, second, ... places of a list. */
function addressesOf(row: Row): AddressInput[] {
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

/** A day in any common writing as `1984-02-29` or `--02-29`; null when it cannot be read. Outlook writes 0/0/00 for none. */
export function readBirthday(typed: string, defaultCountry: string): string | null {
  if (typed === "" || /^0{1,4}\/0{1,2}\/0{1,4}$/.test(typed)) return "";
  const noYear = /^--(\d{2})-?(\d{2})$/.exec(typed);
  if (noYear) return valid(`--${noYear[1]}-${noYear[2]}`);
  const yearFirst = /^(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:T.{0,40})?$/.exec(typed);
  if (yearFirst) return valid(`${yearFirst[1]}-${two(yearFirst[2])}-${two(yearFirst[3])}`);
  const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/.exec(typed);
  if (!yearLast) return null;
  const [, first = "", mark, second = "", year] = yearLast;
  const monthFirst = Number(second) > 12 || (Number(first) <= 12 && mark === "/" && defaultCountry === "US");
  return valid(monthFirst ? `${year}-${two(first)}-${two(second)}` : `${year}-${two(second)}-${two(first)}`);
}

const two = (digits = "") => digits.padStart(2, "0");
const valid = (day: string) => (isBirthday(day) ? day : null);

/** What a status in words is here. The first that fits wins: who was a customer is none, and neither is who never will be. */
const statusWords: [RegExp, ContactInput["status"]][] = [
  [
    /\b(inactive|inaktiv|lost|former|ex|churned|disqualified|unqualified|closed lost|dead|archived|past|verloren|ehemalig\w{0,3})\b/i,
    "inactive",
  ],
  [/\b(not an?|no|non|never|kein) (customer|client|kunde)\b/i, "lead"],
  [/\b(prospects?|opportunit(y|ies)|(sales|marketing)? ?qualified|sql|mql|interessent|in progress|negotiation|proposal)\b/i, "prospect"],
  [/\b(customers?|clients?|kunden?|closed won|won|evangelist|active|buyer|member)\b/i, "customer"],
  [/\b(leads?|new|open|subscriber|contact|attempted|neu|offen)\b/i, "lead"],
];

function statusOf(row: Row): ContactInput["status"] {
  const said = row.first("status");
  const known = statusWords.find(([words]) => words.test(said.slice(0, 100).replaceAll(/[_-]/g, " ")))?.[1];
  if (said !== "" && !known) row.keep("Status as in the file", said);
  return known ?? "lead";
}

/** A row as a contact, or why not. */
export function mapRow(written: string[], mapping: Mapping): MappedRow {
  // An apostrophe in front keeps a sheet from running a cell as a formula: our export puts it there, and so do others.
  const cells = written.map((cell) => cell.slice(0, CELL_MAX).replace(/^'(?=[=+\-@\uFF0B\uFF0D\uFF1D\uFF20])/, ""));
  const row = new Row(cells, mapping);
  for (const [n, cell] of written.entries())
    if (cell.length > CELL_MAX)
      return { kind: "refused", reason: `${row.nameOf(n)}: longer than ${CELL_MAX.toLocaleString("en")} characters` };
  const emails = labelled(row, "email");
  const bad = emails.filter(({ value }) => !isEmail(value));
  if (bad[0] && !mapping.lenient) return { kind: "refused", reason: `“${bad[0].value.slice(0, 80)}” isn’t a valid e-mail address` };
  for (const { value } of bad) row.keep("E-mail as in the file", value);
  const input = ContactInput.safeParse(inputOf(row, emails));
  if (!input.success) return { kind: "refused", reason: reasonOf(input.error.issues[0], mapping) };
  const kept = row.all("keep").map(({ column, value }) => `${row.nameOf(column)}: ${value}`);
  return { kind: "contact", input: input.data, notes: notesOf(row, [...kept, ...row.left]) };
}

function inputOf(row: Row, emails: Labelled[]) {
  const { mapping } = row;
  const birthday = readBirthday(row.first("birthday"), mapping.defaultCountry);
  if (birthday === null) row.keep("Birthday as in the file", row.first("birthday"));
  const phones = labelled(row, "phone").filter(({ value }) => {
    if (value.length > lineMax.phone) row.keep("Phone", value);
    return value.length <= lineMax.phone;
  });
  return {
    ...namesOf(row),
    company: row.fit("company", lineMax.company),
    title: row.fit("title", lineMax.title),
    status: statusOf(row),
    emails: upTo(
      row,
      "E-mail",
      emails.filter(({ value }) => isEmail(value)),
      listMax.emails,
    ),
    phones: upTo(row, "Phone", phones, listMax.phones),
    addresses: upTo(row, "Address", addressesOf(row), listMax.addresses),
    tags: tagsOf(row).join(", "),
    birthday: birthday ?? "",
    website: row.fit("website", lineMax.website),
    custom: customOf(row),
  };
}

/** As many as a contact may have; the others are left over. */
function upTo<T extends object>(row: Row, name: string, items: T[], most: number): T[] {
  for (const item of items.slice(most)) row.keep(name, Object.values(item).filter(Boolean).join(", "));
  return items.slice(0, most);
}

/** The notes of the file, and one with what was left over, each cut where it is too long for one. */
function notesOf(row: Row, left: string[]): string[] {
  const own = row.all("notes").flatMap(({ value }) => (row.mapping.source === "Farthing" ? split(value) : [value]));
  // Most files have one note and little else: it all stays together.
  const texts = row.mapping.source === "Farthing" ? [...own, left.join("\n")] : [[...own, ...left].join("\n\n")];
  return texts.flatMap((text) =>
    Array.from({ length: Math.ceil(text.length / NOTE_MAX) }, (_, n) => text.slice(n * NOTE_MAX, (n + 1) * NOTE_MAX)),
  );
}

function reasonOf(
  issue: { path: PropertyKey[]; code?: string; message: string } | undefined,
  { columns, targets: mapped }: Mapping,
): string {
  if (issue?.path[0] === "firstName" && issue.code === "custom") return "Empty row: no name, e-mail, phone or company";
  const column = columns[mapped.indexOf(`custom:${String(issue?.path[1])}`)];
  return `${column ?? String(issue?.path.join(" "))}: ${issue?.message}`;
}

function customOf(row: Row): Record<string, string> {
  const custom = Array.from(new Set(row.mapping.targets.filter((target) => target.startsWith("custom:"))));
  const cellOf = (target: Target) =>
    row
      .all(target)
      .map(({ value }) => value)
      .join(", ");
  return Object.fromEntries(custom.map((target) => [target.slice("custom:".length), cellOf(target)]));
}

function isEmail(value: string): boolean {
  return ContactInput.shape.emails.safeParse([{ label: "", value }]).success;
}

function namesOf(row: Row): { firstName: string; lastName: string } {
  const given = [row.first("firstName"), row.first("middleName")].filter(Boolean).join(" ");
  const family = row.first("lastName");
  const full = row.first("fullName");
  if (given || family) return fitted(row, given, family);
  const comma = full.indexOf(",");
  if (comma > 0 && full.slice(comma + 1).trim() !== "") return fitted(row, full.slice(comma + 1), full.slice(0, comma));
  const words = full.split(" ").filter(Boolean);
  return fitted(row, words.slice(0, -1).join(" ") || full, words.length > 1 ? (words.at(-1) ?? "") : "");
}

const fitted = (row: Row, first: string, last: string) => ({
  firstName: row.cut("First name", first.trim(), lineMax.firstName),
  lastName: row.cut("Last name", last.trim(), lineMax.lastName),
});

const TAG_MAX = 40;

/** Google's labels come in a ` ::: ` list with a group of its own, which everybody has; our export always writes such a list; sheets use commas or semicolons. */
function tagsOf(row: Row): string[] {
  const google = row.mapping.source.startsWith("Google");
  const isList = (cell: string) => cell.includes(LIST) || row.mapping.source === "Farthing";
  const names = row.all("tags").flatMap(({ value }) => (isList(value) ? split(value) : value.split(/[;,]/).map((part) => part.trim())));
  const own = names.filter((name) => name !== "" && !(google && name.startsWith("*"))).map((name) => name.replaceAll(",", " "));
  const kept: string[] = [];
  let length = 0;
  for (const name of own) {
    length += name.length + 2;
    if (name.length <= TAG_MAX && length <= listMax.tags) kept.push(name);
    else row.keep("Tag", name);
  }
  return kept;
}
