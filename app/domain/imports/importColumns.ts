// What the columns of a file mean: by name, for the exports we know and for any sheet; by what is in them only where the name says nothing.
import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import * as z from "zod";
import { columnRules } from "./importNames";
import { type KnownTarget, targets } from "./importTargets";

/** Or one of the team's custom fields, by its id; or a new one, by its kind; or a field of a card, by its name. */
export type Target = KnownTarget | `custom:${string}` | `new:${string}` | `field:${string}`;
export const Target = z.union([
  z.enum(Object.keys(targets) as [KnownTarget, ...KnownTarget[]]),
  z.templateLiteral(["custom:", z.string()]),
  z.templateLiteral(["new:", z.string()]),
  z.templateLiteral(["field:", z.string()]),
]);

const NAME_MAX = 120;
/** A cell is cut before it is looked at: what it is shows at its beginning. */
const LOOK_MAX = 200;
const EMAIL_LIKE = /^[^\s@]+@[^\s@.]+\.\S/;

/** A name without accents, case, marks and the humps of `firstName`: as the rules know it. */
export const simplify = (name: string) =>
  name
    .slice(0, NAME_MAX)
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** What a column's name says it is; null when it says nothing. */
export function targetOfName(name: string): Target | null {
  const simple = simplify(name);
  return columnRules.find(([names]) => names.test(simple))?.[1] ?? null;
}

/** Whether a cell is what some sheet calls a column. */
export type IsColumn = (cell: string) => boolean;
export const isCommonColumn: IsColumn = (cell) => targetOfName(cell) !== null;

/** How many cells of a row name a column. */
export function namedIn(cells: string[], isColumn: IsColumn): number {
  return cells.filter(isColumn).length;
}

/** Whether a row names columns: it says so in a known word, and has nothing in it that only a contact would have. */
export function looksLikeHeader(cells: string[], isColumn: IsColumn): boolean {
  const looked = cells.map((cell) => cell.slice(0, LOOK_MAX).trim());
  const contactLike = looked.some((cell) => EMAIL_LIKE.test(cell) || /^\+?[\d\s().-]{7,40}$/.test(cell));
  if (contactLike) return false;
  const wordy = looked.every((cell) => cell !== "" && !/\d/.test(cell));
  return namedIn(looked, isColumn) > 0 || (looked.length > 1 && wordy && new Set(looked).size === looked.length);
}

const isNameless = (name: string) => /^(column|spalte|field|feld|unnamed|f)? ?\d*$/.test(simplify(name));

/** What a column's cells say it is. A name that says something, though nothing we know, is believed over numbers and dates: those can be anything. */
function targetOfContent(name: string, cells: string[], country: string): Target {
  const filled = cells.map((cell) => cell.slice(0, LOOK_MAX).trim()).filter((cell) => cell !== "");
  const share = (is: (cell: string) => boolean) => (filled.length === 0 ? 0 : filled.filter(is).length / filled.length);
  if (share((cell) => EMAIL_LIKE.test(cell)) > 0.6) return "email";
  if (!isNameless(name)) return "skip";
  if (share((cell) => /^https?:\/\/|^www\./i.test(cell)) > 0.6) return "website";
  if (share((cell) => /^(\d{4}|-)-\d{2}-\d{2}$/.test(cell)) > 0.6) return "birthday";
  return share((cell) => isPhone(cell, country)) > 0.6 ? "phone" : "skip";
}

function isPhone(cell: string, country: string): boolean {
  if (!/^\+?[\d\s()./-]{7,40}$/.test(cell)) return false;
  const parsed = parsePhoneNumberFromString(cell, { defaultCountry: country as never, extract: false });
  return parsed?.isPossible() ?? false;
}

/** A mapping for every column, from its name and its first cells. `country`: the team's, for numbers without one. A column that is called as one of the team's own fields is that field. A sheet whose columns say nothing takes its first wordy column as the name. */
export function recogniseColumns(
  columns: string[],
  samples: string[][],
  customFields: { id: string; name: string }[] = [],
  country = "",
): Target[] {
  const custom = new Map(customFields.map(({ id, name }): [string, Target] => [name.toLowerCase(), `custom:${id}`]));
  const cellsOf = (n: number) => samples.map((row) => row[n] ?? "");
  const guessed = columns.map(
    (name, n) => custom.get(name.trim().toLowerCase()) ?? targetOfName(name) ?? targetOfContent(name, cellsOf(n), country),
  );
  const mapping = titleIsOfAPerson(columns, guessed);
  const names: Target[] = ["firstName", "lastName", "fullName", "company"];
  if (mapping.some((target) => names.includes(target))) return mapping;
  const wordy = columns.findIndex((_, n) => mapping[n] === "skip" && samples.some((row) => /\p{L}{2}/u.test(row[n] ?? "")));
  return mapping.map((target, n) => (n === wordy ? "fullName" : target));
}

/** Beside a job title of its own, "Title" is how somebody is addressed: Dr., Ms. Outlook writes both. */
function titleIsOfAPerson(columns: string[], mapping: Target[]): Target[] {
  const plain = columns.map((name) => simplify(name) === "title");
  const other = mapping.some((target, n) => target === "title" && !plain[n]);
  return other ? mapping.map((target, n) => (plain[n] && target === "title" ? "keep" : target)) : mapping;
}

/** Whose export this is, from the columns it has. */
export function sourceOf(columns: string[]): string {
  const has = (name: string) => columns.includes(name);
  if (has("Organization Name") && has("Status") && has("Labels")) return "Farthing";
  if (has("E-mail 1 - Label") || has("Organization Name")) return "Google Contacts";
  if (has("E-mail 1 - Type") || has("Given Name")) return "Google Contacts, older export";
  if (has("E-mail Address") && (has("Business Street") || has("E-mail Type") || has("Business Phone"))) return "Outlook";
  if (has("Record ID") || has("Lifecycle Stage") || has("Record ID - Contact")) return "HubSpot";
  return "Spreadsheet";
}

/** The kind that a value column's own name tells: `Business Phone` is work, `Mobile Phone` mobile. */
export function labelOfName(name: string): string {
  const simple = simplify(name);
  if (/\b(fax|telefax)\b/.test(simple)) return /\b(home|privat)\b/.test(simple) ? "Home fax" : "Work fax";
  if (/\b(mobile?|cell(ular)?|handy|movil|mobil|cellulare|portable|gsm|whatsapp)\b/.test(simple)) return "Mobile";
  if (/\b(business|work|company|office|arbeit|dienstlich|geschaftlich|buro|travail|trabajo|direct)\b/.test(simple)) return "Work";
  if (/\b(home|personal|private?|privat|zuhause|domicile|casa)\b/.test(simple)) return "Home";
  return /\b(other|andere|autre|otro)\b/.test(simple) ? "Other" : "";
}

/** What ties the parts of one address together: `Business Street` and `Business City` are of one, `Address 2 - City` is of another; `Street Address` and `City` are of one too. */
export function addressGroupOf(name: string): string {
  const group = simplify(name)
    .replace(
      /\b(street|strasse|city|town|ort|stadt|state|region|province|county|bundesland|postal code|post code|postcode|zip code|zip|plz|country|land|label|type|formatted|line|code|or)\b/g,
      " ",
    )
    .replace(/ +/g, " ")
    .trim();
  return group === "address" ? "" : group;
}
