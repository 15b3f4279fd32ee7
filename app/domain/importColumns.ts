// What the columns of a file mean: by name, for the exports we know and for any sheet, else by what is in them.
import { z } from "zod";

/** What a column can become. Label columns say what kind the next value column of their sort is. */
export const targets = {
  skip: "Leave out",
  firstName: "First name",
  middleName: "Middle name",
  lastName: "Last name",
  fullName: "Full name",
  company: "Company",
  title: "Job title",
  email: "E-mail, several",
  emailLabel: "Kind of e-mail",
  phone: "Phone, several",
  phoneLabel: "Kind of phone",
  addressLabel: "Kind of address",
  street: "Street",
  city: "City",
  region: "Region",
  postcode: "Postcode",
  country: "Country",
  tags: "Tags",
  status: "Status",
  birthday: "Birthday",
  website: "Website",
  notes: "Note",
} as const;
type KnownTarget = keyof typeof targets;
/** Or one of the team's custom fields, by its id. */
export type Target = KnownTarget | `custom:${string}`;
export const Target = z.union([
  z.enum(Object.keys(targets) as [KnownTarget, ...KnownTarget[]]),
  z.templateLiteral(["custom:", z.string()]),
]);

const simplify = (name: string) =>
  name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

// The first rule that matches a simplified name wins. Sources: the headers of Google's current and older exports, Outlook's, HubSpot's.
const rules: [RegExp, Target][] = [
  [/^(phonetic|yomi|nickname|file as|maiden|initials|short name|name (prefix|suffix)|.*display name)/, "skip"],
  [/^(additional name|middle name|second prenom)$/, "middleName"],
  [/^(first name|given name|forename|vorname|prenom|nombre|nome|firstname|first)$/, "firstName"],
  [/^(last name|family name|surname|nachname|nom|apellidos?|cognome|lastname|last)$/, "lastName"],
  [/^(name|full name|contact name|display name|contact|fullname|volledige naam)$/, "fullName"],
  [/^organi[sz]ation( \d)? (title|job)|^(job title|title|position|role|jobtitle|beruf|funktion)$/, "title"],
  [/^organi[sz]ation( \d)? (type|yomi|department|symbol|location|job description)/, "skip"],
  [
    /^(organi[sz]ation( \d)? name|company|company name|organi[sz]ation|firma|employer|account|associated company|azienda|empresa|societe)$/,
    "company",
  ],
  [/^e ?mail( \d+)? (label|type)$/, "emailLabel"],
  [
    /^(e ?mail( \d+)?( value| address)?|(e ?mail|courriel|correo)( address)?( \d+)?|(work|home|personal|business|other|primary|secondary) e ?mail( address)?|additional email addresses)$/,
    "email",
  ],
  [/^phone( \d+)? (label|type)$/, "phoneLabel"],
  [
    /^(phone( \d+)?( value)?|(.* )?(phone|fax|mobile|telephone|tel|telefon|cell|pager|handy|whatsapp)( number| phone)?( \d+)?|callback|isdn|telex|movil)$/,
    "phone",
  ],
  [/^address( \d+)? (label|type)$/, "addressLabel"],
  [/^address( \d+)? (formatted|po box|extended address)$|.* po box$|.* street [23]$/, "skip"],
  [/^(address( \d+)?( street)?|(.* )?street( address)?|stra(ss|ß)e|rue|calle|street address|mailing address)$/, "street"],
  [/^(address( \d+)? city|(.* )?(city|town|ort|stadt|ville|ciudad))$/, "city"],
  [/^(address( \d+)? region|(.* )?(state|region|province|state region|county|bundesland))$/, "region"],
  [/^(address( \d+)? postal code|(.* )?(postal code|postcode|zip|zip code|plz))$/, "postcode"],
  [/^(address( \d+)? country|(.* )?(country|country region|land|pays|pais))$/, "country"],
  [/^(labels?|tags?|categories|category|group membership|groups?)$/, "tags"],
  [/^(lifecycle stage|lead status|status|stage)$/, "status"],
  [/^(birthday|date of birth|birth ?date|geburtstag|dob)$/, "birthday"],
  [/^(web ?site( \d+ value| url)?|web page|url|homepage|personal web page)$/, "website"],
  [/^(notes?|comments?|description|bemerkung(en)?|notizen|remarks?)$/, "notes"],
];

/** What a column's name says it is; null when it says nothing. */
export function targetOfName(name: string): Target | null {
  const simple = simplify(name);
  return rules.find(([pattern]) => pattern.test(simple))?.[1] ?? null;
}

/** Whether a first row names columns: it says so in a known word, and has nothing in it that only a contact would have. */
export function looksLikeHeader(cells: string[]): boolean {
  const contactLike = cells.some((cell) => /\S+@\S+\.\S+/.test(cell) || /^\+?[\d\s().-]{7,}$/.test(cell.trim()));
  if (contactLike) return false;
  const named = cells.filter((cell) => targetOfName(cell) !== null).length;
  return (
    named > 0 || (cells.length > 1 && cells.every((cell) => cell.trim() !== "" && !/\d/.test(cell)) && new Set(cells).size === cells.length)
  );
}

/** What a column's cells say it is, where its name says nothing. */
function targetOfContent(cells: string[]): Target {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== "");
  const share = (pattern: RegExp) => (filled.length === 0 ? 0 : filled.filter((cell) => pattern.test(cell)).length / filled.length);
  if (share(/^[^\s@]+@[^\s@]+\.[^\s@]+/) > 0.6) return "email";
  if (share(/^https?:\/\/|^www\./) > 0.6) return "website";
  if (share(/^(\d{4}|-)-\d{2}-\d{2}$/) > 0.6) return "birthday";
  if (share(/^\+?[\d\s().-]{7,}$/) > 0.6) return "phone";
  return "skip";
}

/** A mapping for every column. A column that is called as one of the team's own fields is that field. A sheet whose columns say nothing takes its first wordy column as the name. */
export function recogniseColumns(columns: string[], samples: string[][], customFields: { id: string; name: string }[] = []): Target[] {
  const custom = new Map(customFields.map(({ id, name }): [string, Target] => [name.toLowerCase(), `custom:${id}`]));
  const mapping = columns.map(
    (name, n) => custom.get(name.trim().toLowerCase()) ?? targetOfName(name) ?? targetOfContent(samples.map((row) => row[n] ?? "")),
  );
  const names: Target[] = ["firstName", "lastName", "fullName", "company"];
  if (mapping.some((target) => names.includes(target))) return mapping;
  const wordy = columns.findIndex((_, n) => mapping[n] === "skip" && samples.some((row) => /\p{L}{2,}/u.test(row[n] ?? "")));
  return mapping.map((target, n) => (n === wordy ? "fullName" : target));
}

/** Whose export this is, from the columns it has. */
export function sourceOf(columns: string[]): string {
  const has = (name: string) => columns.includes(name);
  if (has("E-mail 1 - Label") || has("Organization Name")) return "Google Contacts";
  if (has("E-mail 1 - Type") || has("Given Name")) return "Google Contacts, older export";
  if (has("E-mail Address") && (has("Business Street") || has("E-mail Type") || has("Business Phone"))) return "Outlook";
  if (has("Record ID") || has("Lifecycle Stage") || has("Record ID - Contact")) return "HubSpot";
  return "Spreadsheet";
}

/** The kind that a value column's own name tells: `Business Phone` is work, `Mobile Phone` mobile. */
export function labelOfName(name: string): string {
  const simple = simplify(name);
  if (/fax/.test(simple)) return /home/.test(simple) ? "Home fax" : "Work fax";
  if (/mobile|cell|handy|movil|whatsapp/.test(simple)) return "Mobile";
  if (/business|work|company|office/.test(simple)) return "Work";
  if (/home|personal|private/.test(simple)) return "Home";
  return /other/.test(simple) ? "Other" : "";
}
