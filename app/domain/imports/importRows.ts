// One row of a file to a contact's input, by the mapping; or why it is refused.
import { ContactInput } from "../contacts/contactInput";
import { readValue } from "../fields/kinds";
import { lineMax, listMax } from "../records/shapes";
import {
  addressesOf,
  type Labelled,
  LIST,
  labelled,
  type MappedRow,
  type Mapping,
  notesOf,
  type Row,
  readCells,
  split,
  upTo,
} from "./importCells";
import { readBirthday } from "./importDates";
import { customOf } from "./importFields";

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

const person = { kind: "person", choices: [], currency: "" } as const;

/** Who looks after it, of the team's members; somebody else's name is kept. */
function ownerOf(row: Row): string {
  const said = row.first("owner");
  if (said === "") return "";
  const read = readValue({ ...person, choices: [] }, said, row.mapping);
  if ("value" in read) return read.value;
  row.keep("Owner as in the file", said);
  return "";
}

/** A row as a contact, or why not. */
export function mapRow(written: string[], mapping: Mapping): MappedRow<ContactInput> {
  const row = readCells(written, mapping);
  if ("reason" in row) return { kind: "refused", reason: row.reason };
  const emails = labelled(row, "email");
  const bad = emails.filter(({ value }) => !isEmail(value));
  if (bad[0] && !mapping.lenient) return { kind: "refused", reason: `“${bad[0].value.slice(0, 80)}” isn’t a valid e-mail address` };
  for (const { value } of bad) row.keep("E-mail as in the file", value);
  const own = customOf(row);
  if ("reason" in own) return { kind: "refused", reason: own.reason };
  const input = ContactInput.safeParse({ ...inputOf(row, emails), custom: own.custom });
  if (!input.success) return { kind: "refused", reason: reasonOf(input.error.issues[0], mapping) };
  return { kind: "row", input: input.data, notes: notesOf(row) };
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
    ownerId: ownerOf(row),
  };
}

function reasonOf(
  issue: { path: PropertyKey[]; code?: string; message: string } | undefined,
  { columns, targets: mapped }: Mapping,
): string {
  if (issue?.path[0] === "firstName" && issue.code === "custom") return "Empty row: no name, e-mail, phone or company";
  const column = columns[mapped.indexOf(`custom:${String(issue?.path[1])}`)];
  return `${column ?? String(issue?.path.join(" "))}: ${issue?.message}`;
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
