// Somebody who is erased, taken out of the files of imports: their rows alone. What else a file held stays, so that its import goes on and its report is still there.
import type { Contact } from "~/db/queries/contacts";
import { ContactInput, handlesOf, handlesOfInput } from "../contacts/contactInput";
import type { TeamContext } from "../core/context";
import { openFiles } from "../core/encryption";
import { walk } from "../core/erasureMarks";
import { fold } from "../core/folding";
import { phoneHandle, toPhone } from "../core/phones";
import { importFolder, type NewRow } from "./importStage";

/** Stands where an erased row was, since runs count rows by their place. Never written: `gone` says so. */
const nobody = ContactInput.parse({ company: "Erased" });

/** Worth reading as a phone number. */
const isNumber = (cell: string) => cell.length <= 60 && cell.replace(/\D/g, "").length >= 5;

type Person = Pick<Contact, "emails" | "phones" | "firstName" | "lastName" | "company">;
interface Named {
  firstName: string;
  lastName: string;
  company: string;
}

const nameOf = ({ firstName, lastName, company }: Named) => fold(`${firstName} ${lastName}`) || fold(company);

/** Whether a row that is ready to be written is about a contact: by the importer's own rule. A number is shared by an office, so it counts together with the name. */
export function isAbout(contact: Person, { input }: Pick<NewRow, "input">, defaultCountry: string): boolean {
  const theirs = handlesOf(contact).map(([kind, value]) => `${kind} ${value}`);
  const [name, rowName] = [nameOf(contact), nameOf(input)];
  return handlesOfInput(input, defaultCountry).some(
    ([kind, value]) => theirs.includes(`${kind} ${value}`) && (kind !== "phone" || name === "" || rowName === "" || name === rowName),
  );
}

/** Whether cells of a file, in whatever columns, name a contact: an e-mail as a word of its own; a number, or where `byName` allows nothing else, beside the whole name. */
export function mentions(contact: Person, defaultCountry: string, byName: boolean): (cells: string[]) => boolean {
  const emails = new Set(contact.emails.map(({ value }) => value.toLowerCase()));
  const numbers = new Set(contact.phones.map(phoneHandle));
  const parts = [fold(contact.firstName), fold(contact.lastName)].filter(Boolean);
  const name = nameOf(contact);
  const hasNothingElse = emails.size + numbers.size === 0;
  return (cells) => {
    if (
      cells.some((cell) =>
        cell
          .toLowerCase()
          .split(/[\s,;<>"'()[\]:]/)
          .some((word) => emails.has(word)),
      )
    )
      return true;
    const folded = cells.map(fold);
    const named = name !== "" && (folded.includes(name) || (parts.length === 2 && parts.every((part) => folded.includes(part))));
    if (named && (byName || hasNothingElse)) return true;
    return (named || name === "") && cells.some((cell) => isNumber(cell) && numbers.has(phoneHandle(toPhone("", cell, defaultCountry))));
  };
}

/** Rows of other nouns name no person by a handle: whatever text is in one is looked through instead. */
const isOfContact = ({ input }: Pick<NewRow, "input">) => "firstName" in input;

/** Every text in a value, however deep. */
const textsIn = (value: unknown): string[] =>
  typeof value === "string" ? [value] : value && typeof value === "object" ? Object.values(value).flatMap(textsIn) : [];

type IsTheirs = (cells: string[]) => boolean;

/** A row of another noun that is ready to be written, without what it says of somebody: nothing of it is written then. */
const emptied = (row: NewRow, isTheirs: IsTheirs): object =>
  isTheirs([...textsIn(row.input), ...row.notes]) ? { number: row.number, input: {}, notes: [], gone: true } : row;

/** The line of a record that came with an archive, without what its timeline says of somebody. */
function lineWithout(line: string, isTheirs: IsTheirs): string {
  const record: { timeline: { text: string }[] } = JSON.parse(line);
  return JSON.stringify({ ...record, timeline: record.timeline.filter(({ text }) => !isTheirs([text])) });
}

/** What is left of one file of an import. Null where the whole file goes: it can be done without, or is made anew. */
function without(part: string, text: string, contact: Contact, defaultCountry: string): string | null {
  if (part === "original" || part === "progress") return null;
  const read: unknown = JSON.parse(text);
  if (!Array.isArray(read)) return text;
  // Names the records of an archive by their ids alone.
  if (part.startsWith("index-")) return text;
  const isNamed = mentions(contact, defaultCountry, false);
  if (part.startsWith("records-")) return JSON.stringify(read.map((line: string) => lineWithout(line, isNamed)));
  if (part.startsWith("new-")) {
    const empty = (row: NewRow): NewRow => ({ number: row.number, input: nobody, notes: [], gone: true });
    const left = (row: NewRow) => (isAbout(contact, row, defaultCountry) ? empty(row) : row);
    return JSON.stringify(read.map((row: NewRow) => (isOfContact(row) ? left(row) : emptied(row, isNamed))));
  }
  // A row that could not be read often has no more than a name.
  const isTheirs = mentions(contact, defaultCountry, part === "refused");
  // Cells of columns, without their rows: no telling whose they are.
  if (part === "samples") return read.some(isTheirs) ? null : text;
  // An empty row keeps its number, and is none to the dry run.
  if (part.startsWith("rows-")) return JSON.stringify(read.map((row) => (isTheirs(row.cells) ? { number: row.number, cells: [] } : row)));
  return JSON.stringify(read.filter((row) => !isTheirs(row.cells)));
}

/** Takes a contact's rows out of every file of the team's imports. Any number of times. */
export async function forgetInImports(ctx: TeamContext, contact: Contact): Promise<void> {
  const files = openFiles(ctx, ctx.team.id);
  for await (const { key } of walk(ctx.files, importFolder(ctx.team.id, null))) {
    const text = await files.read(key);
    if (text === null) continue;
    const left = without(key.split("/").at(-1) ?? "", text, contact, ctx.team.defaultCountry);
    if (left === null) await ctx.files.delete(key);
    else if (left !== text) await files.write(key, left);
  }
}
