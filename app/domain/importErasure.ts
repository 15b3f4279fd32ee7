// Somebody who is erased, taken out of the files of imports: their rows alone. What else a file held stays, so that its import goes on and its report is still there.
import type { Contact } from "~/db/queries/contacts";
import { ContactInput, fold } from "./contactInput";
import type { TeamContext } from "./context";
import { openFiles } from "./encryption";
import { walk } from "./erasureMarks";
import { importFolder, type NewRow } from "./importStage";

/** Stands where an erased row was, since runs count rows by their place. Never written: `gone` says so. */
const nobody = ContactInput.parse({ company: "Erased" });
/** Fewer digits are no number of one person. */
const DIGITS_MIN = 7;

const digitsOf = (text: string) => text.replace(/\D+/g, "");

type Person = Pick<Contact, "emails" | "phones" | "firstName" | "lastName">;

/**
 * Whether a row of a file, in whatever columns, is about a contact: has one of its e-mails or numbers, or, with `byName`, first and last name together. A name alone is
 * shared by many: it counts for a contact who has nothing else, as it does to the importer, and in rows that could not be read.
 */
export function mentions(contact: Person, byName = false): (row: unknown) => boolean {
  const emails = contact.emails.map(({ value }) => value.toLowerCase());
  const numbers = contact.phones
    .map(({ e164, value }) => digitsOf(e164 ?? value).slice(-9))
    .filter((digits) => digits.length >= DIGITS_MIN);
  const names = [fold(contact.firstName), fold(contact.lastName)].filter(Boolean);
  const named = names.length === 2 && (byName || emails.length + contact.phones.length === 0);
  return (row) => {
    const text = JSON.stringify(row).toLowerCase();
    if (emails.some((email) => text.includes(email))) return true;
    const digits = numbers.length > 0 ? digitsOf(text) : "";
    if (numbers.some((number) => digits.includes(number))) return true;
    const folded = named ? fold(text) : "";
    return named && names.every((name) => folded.includes(name));
  };
}

/** What is left of one file of an import. Null where the whole file goes: it can be done without, or is made anew. */
function without(part: string, text: string, contact: Contact): string | null {
  if (part === "original" || part === "progress") return null;
  const read: unknown = JSON.parse(text);
  if (!Array.isArray(read)) return text;
  const isTheirs = mentions(contact, part === "refused");
  if (part.startsWith("new-"))
    return JSON.stringify(read.map((row: NewRow) => (isTheirs(row) ? { number: row.number, input: nobody, notes: [], gone: true } : row)));
  // An empty row keeps its number, and is none to the dry run.
  if (part.startsWith("rows-")) return JSON.stringify(read.map((row) => (isTheirs(row) ? { number: row.number, cells: [] } : row)));
  // Cells without their rows: no telling whose they are.
  if (part === "samples") return mentions(contact, true)(read) ? null : text;
  return JSON.stringify(read.filter((row) => !isTheirs(row)));
}

/** Takes a contact's rows out of every file of the team's imports. Any number of times. */
export async function forgetInImports(ctx: TeamContext, contact: Contact): Promise<void> {
  const files = openFiles(ctx, ctx.team.id);
  for await (const { key } of walk(ctx.files, importFolder(ctx.team.id, null))) {
    const text = await files.read(key);
    if (text === null) continue;
    const left = without(key.split("/").at(-1) ?? "", text, contact);
    if (left === null) await ctx.files.delete(key);
    else if (left !== text) await files.write(key, left);
  }
}
