// What a person or a file says about a contact, and what we make of it. The same for the form and the importer.
import * as z from "zod";
import type { Contact, NewContact } from "~/db/queries/contacts";
import { contactStatuses } from "~/db/schema/contacts";
import { facetsOf, fold } from "../core/folding";
import { phoneHandle, phoneWords, toPhone } from "../core/phones";
import { CustomInput, customFacets, openValues } from "../fields/book";
import { AddressInput, filledAddresses, filledOnce, LabelledEmail, LabelledPhone, line, lineMax, listMax } from "../records/shapes";

const BIRTHDAY = /^(\d{4}|-)-(\d{2})-(\d{2})$/;

/** Whether this is a day: `1984-02-29`, or `--02-29` where the year is not known. */
export function isBirthday(text: string): boolean {
  const parts = BIRTHDAY.exec(text);
  if (!parts) return false;
  const [year, month, day] = [parts[1] === "-" ? 2000 : Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

export const ContactInput = z
  .object({
    firstName: line(lineMax.firstName),
    lastName: line(lineMax.lastName),
    company: line(lineMax.company),
    title: line(lineMax.title),
    status: z.enum(contactStatuses).default("lead"),
    emails: z.array(LabelledEmail).max(listMax.emails).default([]),
    phones: z.array(LabelledPhone).max(listMax.phones).default([]),
    addresses: z.array(AddressInput).max(listMax.addresses).default([]),
    tags: z.string().trim().max(listMax.tags).default(""),
    birthday: line(10).refine((text) => text === "" || isBirthday(text), "Enter a date like 1984-02-29, or --02-29 without the year"),
    website: line(lineMax.website),
    /** The member who looks after it; empty for nobody. */
    ownerId: line(40),
    /** By the id of the custom field. */
    custom: CustomInput,
  })
  .superRefine((input, check) => {
    const named = [input.firstName, input.lastName, input.company].some((text) => text !== "");
    const reachable = [...input.emails, ...input.phones].some(({ value }) => value !== "");
    if (!named && !reachable)
      check.addIssue({ code: "custom", path: ["firstName"], message: "Enter a name, a company, an e-mail or a phone" });
  });
export type ContactInput = z.infer<typeof ContactInput>;

/** Tag names as typed in one field: separated by commas, each once. */
export function tagNames(typed: string): string[] {
  const seen = new Map<string, string>();
  for (const name of typed.split(",").map((part) => part.trim().slice(0, 40)))
    if (name !== "" && !seen.has(name.toLowerCase())) seen.set(name.toLowerCase(), name);
  return Array.from(seen.values());
}

interface Making {
  id: string;
  tagIds: string[];
  defaultCountry: string;
  importId?: string | null;
  timeline: NewContact["timeline"];
  /** Numbers as they were read before, instead of reading them anew. */
  phones?: Contact["phones"];
  /** What is in custom fields, sealed where it has to be. */
  customValues?: Contact["customValues"];
  /** Its company, where that is known; else it is linked in the same batch. */
  companyId?: string | null;
}

const asTag = (id: string): [string, string] => ["tags", id];

/** A valid input as it is stored, with the handles and words that find it. */
export function toNewContact(
  input: ContactInput,
  { id, tagIds, defaultCountry, importId = null, timeline, phones: known, customValues = {}, companyId = null }: Making,
): NewContact {
  const emails = filledOnce(input.emails);
  const phones = known ?? filledOnce(input.phones).map(({ label, value }) => toPhone(label, value, defaultCountry));
  const addresses = filledAddresses(input.addresses);
  const { firstName, lastName, company, title, status, birthday, website, ownerId } = input;
  const sortName = fold([lastName, firstName].filter(Boolean).join(" ") || company || emails[0]?.value || phones[0]?.value || "").slice(
    0,
    120,
  );
  const handles = handlesOf({ emails, phones, firstName, lastName, company });
  const row = {
    id,
    firstName,
    lastName,
    company,
    companyId: company === "" ? "" : companyId,
    title,
    status,
    emails,
    phones,
    addresses,
    tagIds,
    handles,
    birthday,
    website,
    sortName,
    facets: facetsOf([["status", status], ["ownerId", ownerId], ...tagIds.map(asTag), ...customFacets(customValues)]),
    importId,
    ownerId,
    customValues,
  };
  const words = [
    firstName,
    lastName,
    company,
    ...emails.map(({ value }) => value),
    ...phones.flatMap(phoneWords),
    ...openValues(customValues),
  ]
    .filter(Boolean)
    .join(" ");
  // The index folds what Unicode can take apart; letters like ı and ł it cannot, so they are folded here and in the search.
  return { row, words: fold(words), timeline };
}

/** What of a contact can be changed without its form. */
export type ContactChanges = Partial<Pick<Contact, "status" | "title" | "company" | "companyId" | "tagIds" | "ownerId" | "customValues">>;

/** A contact as it would be written now, with some changes: its numbers stay as they were read. */
export function toWritten(contact: Contact, changes: ContactChanges = {}): NewContact {
  const now = { ...contact, ...changes };
  const { id, importId, phones, tagIds, customValues, companyId } = now;
  const making = { id, importId, phones, tagIds, customValues, companyId, defaultCountry: "", timeline: [] };
  return toNewContact({ ...now, tags: "", custom: {} }, making);
}

/** What sorts and finds a contact as it is now. */
export function foundByOf(contact: Contact): Pick<Contact, "company" | "sortName" | "handles" | "facets"> & { words: string } {
  const { row, words } = toWritten(contact);
  return { company: row.company, sortName: row.sortName, handles: row.handles, facets: row.facets, words };
}

/** What the search finds a contact by. */
export function wordsOf(contact: Contact): string {
  return foundByOf(contact).words;
}

/** What finds a contact that is there already: its e-mails and phones; its name and company only where it has neither. */
export function handlesOf(contact: Pick<Contact, "emails" | "phones" | "firstName" | "lastName" | "company">): Contact["handles"] {
  const emails = contact.emails.map(({ value }): Contact["handles"][number] => ["email", value.toLowerCase()]);
  const phones = contact.phones.map((phone): Contact["handles"][number] => ["phone", phoneHandle(phone)]);
  const both = [...emails, ...phones.filter(([, value]) => value !== "")];
  if (both.length > 0) return both;
  return [["name", [contact.firstName, contact.lastName, contact.company].map(fold).join("|")]];
}

/** The same of what was typed or read from a file, with numbers read as a country's. */
export function handlesOfInput(input: ContactInput, defaultCountry: string): Contact["handles"] {
  return handlesOf({ ...input, phones: input.phones.map(({ label, value }) => toPhone(label, value, defaultCountry)) });
}
