// One row of a file to a contact's input, by the mapping; or why it is refused. Nothing that was read is thrown away unsaid.
import { ContactInput, isBirthday } from "./contactInput";
import { labelOfName, type Target } from "./importColumns";

export type MappedRow = { kind: "contact"; input: ContactInput; note: string } | { kind: "refused"; reason: string };

export interface Mapping {
  columns: string[];
  targets: Target[];
  /** Rows with an unreadable e-mail come in without it. */
  lenient: boolean;
  /** For dates like 3/7/1984: only the United States put the month first. */
  defaultCountry: string;
}

const split = (cell: string) =>
  cell
    .split(":::")
    .map((part) => part.trim())
    .filter((part) => part !== "");
/** Google marks the preferred one with a star; Outlook says how the mail travels, which is no kind. */
const cleanLabel = (label: string) =>
  label
    .replace(/^\*\s*|^(smtp|ex)$/i, "")
    .trim()
    .slice(0, 40);

interface Cells {
  all(target: Target): { column: number; value: string }[];
  first(target: Target): string;
}

function cellsOf(cells: string[], mapping: Mapping): Cells {
  const all = (target: Target) =>
    mapping.targets.flatMap((t, column) => {
      const value = t === target ? (cells[column] ?? "").trim() : "";
      return value === "" ? [] : [{ column, value }];
    });
  return { all, first: (target) => all(target)[0]?.value ?? "" };
}

/** Values with their labels: from the label column before the value's, else from the value column's name. */
function labelled(cells: string[], mapping: Mapping, target: "email" | "phone"): { label: string; value: string }[] {
  return cellsOf(cells, mapping)
    .all(target)
    .flatMap(({ column, value }) => {
      const before = mapping.targets[column - 1] === `${target}Label` ? cells[column - 1] : "";
      const labels = split(before ?? "").map(cleanLabel);
      return split(value).map((part, n) => ({ label: labels[n] ?? labels[0] ?? labelOfName(mapping.columns[column] ?? ""), value: part }));
    });
}

const parts = ["street", "city", "region", "postcode", "country"] as const;
type AddressInput = ContactInput["addresses"][number];

/** Address columns belong together until one of their sort comes a second time, or another kind of address begins. */
function addressesOf(cells: string[], mapping: Mapping): AddressInput[] {
  const found: AddressInput[] = [];
  let seen = new Set<string>();
  let label = "";
  let current: AddressInput | null = null;
  for (const [column, target] of mapping.targets.entries()) {
    const value = (cells[column] ?? "").trim();
    if (target === "addressLabel") {
      [label, current, seen] = [cleanLabel(value), null, new Set()];
    } else if ((parts as readonly string[]).includes(target)) {
      if (seen.has(target)) [current, seen] = [null, new Set()];
      seen.add(target);
      if (value === "") continue;
      if (!current) {
        current = {
          label: label || labelOfName(mapping.columns[column] ?? ""),
          street: "",
          city: "",
          region: "",
          postcode: "",
          country: "",
        };
        found.push(current);
      }
      current[target as (typeof parts)[number]] = value.slice(0, 200);
    }
  }
  return found;
}

/** A day in any common writing as `1984-02-29` or `--02-29`; null when it cannot be read. Outlook writes 0/0/00 for none. */
export function readBirthday(typed: string, defaultCountry: string): string | null {
  if (typed === "" || /^0+\/0+\/0+$/.test(typed)) return "";
  const noYear = /^--(\d{2})-?(\d{2})$/.exec(typed);
  if (noYear) return valid(`--${noYear[1]}-${noYear[2]}`);
  const yearFirst = /^(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:T.*)?$/.exec(typed);
  if (yearFirst) return valid(`${yearFirst[1]}-${two(yearFirst[2])}-${two(yearFirst[3])}`);
  const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/.exec(typed);
  if (!yearLast) return null;
  const [, first = "", mark, second = "", year] = yearLast;
  const monthFirst = Number(second) > 12 || (Number(first) <= 12 && mark === "/" && defaultCountry === "US");
  return valid(monthFirst ? `${year}-${two(first)}-${two(second)}` : `${year}-${two(second)}-${two(first)}`);
}

const two = (digits = "") => digits.padStart(2, "0");
const valid = (day: string) => (isBirthday(day) ? day : null);

const statusWords: [RegExp, ContactInput["status"]][] = [
  [/customer|client|won|evangelist/i, "customer"],
  [/prospect|opportunit|qualified/i, "prospect"],
  [/inactive|lost|former|disqualified/i, "inactive"],
];

/** A row as a contact, or why not. What has no place of its own (an unreadable birthday) goes into the note. */
export function mapRow(written: string[], mapping: Mapping): MappedRow {
  // An apostrophe in front keeps a sheet from running a cell as a formula: our export puts it there, and so do others.
  const cells = written.map((cell) => cell.replace(/^'(?=[=+\-@])/, ""));
  const { first, all } = cellsOf(cells, mapping);
  const emails = labelled(cells, mapping, "email");
  const bad = emails.filter(({ value }) => !isEmail(value));
  if (bad[0] && !mapping.lenient) return { kind: "refused", reason: `“${bad[0].value.slice(0, 80)}” is no e-mail address` };
  const birthday = readBirthday(first("birthday"), mapping.defaultCountry);
  const leftOver = [
    ...bad.map(({ value }) => `E-mail as in the file: ${value}`),
    ...(birthday === null ? [`Birthday as in the file: ${first("birthday")}`] : []),
  ];
  const note = [...all("notes").map(({ value }) => value), ...leftOver].join("\n\n");
  const input = ContactInput.safeParse({
    ...namesOf(first),
    company: first("company"),
    title: first("title"),
    status: statusWords.find(([pattern]) => pattern.test(first("status")))?.[1] ?? "lead",
    emails: emails.filter(({ value }) => isEmail(value)),
    phones: labelled(cells, mapping, "phone"),
    addresses: addressesOf(cells, mapping),
    tags: all("tags")
      .flatMap(({ value }) => tagsOf(value))
      .join(", "),
    birthday: birthday ?? "",
    website: first("website"),
    custom: customOf(all, mapping),
  });
  if (input.success) return { kind: "contact", input: input.data, note: note.slice(0, 20_000) };
  const [issue] = input.error.issues;
  const nothing = issue?.path[0] === "firstName" && issue.code === "custom";
  const column = mapping.columns[mapping.targets.indexOf(`custom:${String(issue?.path[1])}`)];
  return {
    kind: "refused",
    reason: nothing ? "Nothing to keep: no name, mail, phone or company" : `${column ?? String(issue?.path.join(" "))}: ${issue?.message}`,
  };
}

function customOf(all: Cells["all"], { targets }: Mapping): Record<string, string> {
  const custom = Array.from(new Set(targets.filter((target) => target.startsWith("custom:"))));
  return Object.fromEntries(
    custom.map((target) => [
      target.slice("custom:".length),
      all(target)
        .map(({ value }) => value)
        .join(", "),
    ]),
  );
}

function isEmail(value: string): boolean {
  return ContactInput.shape.emails.safeParse([{ label: "", value }]).success;
}

function namesOf(first: Cells["first"]): { firstName: string; lastName: string } {
  const given = [first("firstName"), first("middleName")].filter(Boolean).join(" ");
  if (given || first("lastName")) return { firstName: given, lastName: first("lastName") };
  const full = first("fullName");
  const comma = /^([^,]+),\s*(.+)$/.exec(full);
  if (comma) return { firstName: comma[2] ?? "", lastName: comma[1] ?? "" };
  const words = full.split(/\s+/);
  return { firstName: words.slice(0, -1).join(" ") || full, lastName: words.length > 1 ? (words.at(-1) ?? "") : "" };
}

/** Google's labels come in a ` ::: ` list with its own group, which everybody has; sheets use commas or semicolons. */
function tagsOf(cell: string): string[] {
  const names = cell.includes(":::") ? split(cell) : cell.split(/[;,]/).map((part) => part.trim());
  return names.filter((name) => name !== "" && !/^\*/.test(name)).map((name) => name.replaceAll(",", " "));
}
