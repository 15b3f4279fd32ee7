// A contact as it leaves in an archive: a line of JSON that loses nothing, rows of CSV, a vCard, events of a calendar.
import ICAL from "ical.js";
import * as z from "zod";
import type { Contact } from "~/db/queries/contacts";
import { contactStatuses } from "~/db/schema/contacts";
import type { timelineKinds } from "~/db/schema/timeline";
import { toCsv } from "../core/csv";
import { ArchivedCustom, type ArchivedValue, byField } from "../fields/archived";
import { ArchivedOwner, ArchivedPhones, ArchivedTimeline, iso, Moment } from "../records/archive";

const Text = z.string().max(300);
const LabelledText = z.object({ label: Text, value: Text });

/** One line of `contacts.jsonl`. Times are ISO 8601 in UTC. Reading it gives milliseconds since 1970. */
export const ArchivedContact = z.object({
  id: z.string().max(40),
  firstName: Text,
  lastName: Text,
  company: Text,
  /** Its company, a line of `companies.jsonl`; empty for none. Not there in archives of before there were companies. */
  companyId: z.string().max(40).optional(),
  title: Text,
  status: z.enum(contactStatuses),
  emails: z.array(LabelledText).max(40),
  phones: ArchivedPhones,
  addresses: z.array(z.object({ label: Text, street: Text, city: Text, region: Text, postcode: Text, country: Text })).max(20),
  tags: z.array(z.string().max(60)).max(100),
  birthday: z.string().max(10),
  website: Text,
  ...ArchivedOwner,
  custom: ArchivedCustom,
  createdAt: Moment,
  lastContactedAt: Moment.nullable(),
  trashedAt: Moment.nullable(),
  restrictedAt: Moment.nullable(),
  timeline: ArchivedTimeline,
});
export type ArchivedContact = z.output<typeof ArchivedContact>;

/** A contact with its tags by name and its timeline opened, oldest first. */
export interface WholeContact {
  contact: Contact;
  tags: string[];
  /** What is in custom fields, as far as it belongs into the archive. */
  custom: ArchivedValue[];
  /** The name of who looks after it. */
  owner: string;
  timeline: { id: string; kind: (typeof timelineKinds)[number]; at: number; by: string; text: string }[];
}

const isoOrNull = (at: number) => (at === 0 ? null : iso(at));

/** The line of `contacts.jsonl`. */
export function toLine({ contact, tags, owner, custom, timeline }: WholeContact): string {
  const { id, firstName, lastName, company, title, status, emails, phones, addresses, birthday, website } = contact;
  const companyId = contact.companyId ?? "";
  const line: z.input<typeof ArchivedContact> = {
    ...{ id, firstName, lastName, company, companyId, title, status, emails, phones, addresses, tags, birthday, website },
    ...{ owner, private: contact.isPrivate },
    custom: byField(custom),
    createdAt: iso(contact.createdAt),
    lastContactedAt: isoOrNull(contact.lastContactedAt),
    trashedAt: isoOrNull(contact.trashedAt),
    restrictedAt: isoOrNull(contact.restrictedAt),
    timeline: timeline.map(({ kind, at, by, text }) => ({ kind, at: iso(at), by, text })),
  };
  return `${JSON.stringify(line)}\n`;
}

export const timelineHead = toCsv([["Contact id", "Name", "Time (UTC)", "Kind", "By", "Text"]]);

/** The rows of `timeline.csv`, each after a line break. */
export function toTimelineRows({ contact, timeline }: WholeContact): string {
  if (timeline.length === 0) return "";
  const name = nameOf(contact);
  const rows = timeline.map(({ kind, at, by, text }) => [contact.id, name, iso(at), kind, by, text]);
  return `\r\n${toCsv(rows)}`;
}

export const customHead = toCsv([["Contact id", "Name", "Field", "Value"]]);

/** The rows of `custom-fields.csv`, each after a line break: fields may come and go while an archive is built, so that each value has its own row. */
export function toCustomRows({ contact, custom }: WholeContact): string {
  if (custom.length === 0) return "";
  const name = nameOf(contact);
  const rows = custom.map((field) => [contact.id, name, field.name, field.value]);
  return `\r\n${toCsv(rows)}`;
}

function nameOf({ firstName, lastName, company, emails, phones }: Contact): string {
  return [firstName, lastName].filter(Boolean).join(" ") || company || emails[0]?.value || phones[0]?.value || "No name";
}

type Property = [name: string, parameters: Record<string, string>, type: string, ...values: (string | string[] | object)[]];

const component = (name: string, properties: Property[]) => new ICAL.Component([name, properties, []]);
const typed = (label: string): Record<string, string> => (label === "" ? {} : { type: label });
const filled = (name: string, text: string): Property[] => (text === "" ? [] : [[name, {}, "text", text]]);

/** A vCard 4.0 (RFC 6350). */
export function toVcard({ contact, tags, timeline }: WholeContact): string {
  const { id, firstName, lastName, company, title, emails, phones, addresses, birthday, website } = contact;
  const notes = timeline.flatMap(({ kind, text }) => (kind === "note" ? [text] : []));
  const card = component("vcard", [
    ["version", {}, "text", "4.0"],
    ["uid", {}, "text", id],
    ["fn", {}, "text", nameOf(contact)],
    ["n", {}, "text", [lastName, firstName, "", "", ""]],
    ...filled("org", company),
    ...filled("title", title),
    ...emails.map(({ label, value }): Property => ["email", typed(label), "text", value]),
    ...phones.map(({ label, value, e164 }): Property => ["tel", typed(label), "text", e164 ?? value]),
    ...addresses.map(({ label, street, city, region, postcode, country }): Property => {
      return ["adr", typed(label), "text", ["", "", street, city, region, postcode, country]];
    }),
    ...(birthday === "" ? [] : [["bday", {}, "date-and-or-time", birthday] as Property]),
    ...filled("url", website),
    ...(tags.length === 0 ? [] : [["categories", {}, "text", ...tags] as Property]),
    ...filled("note", notes.join("\n\n")),
  ]);
  return `${card.toString()}\r\n`;
}

/** A birthday without its year is drawn from a leap year, so that every day fits. */
const YEARLESS = "1972";

/** The events of a contact for `calendar.ics` (RFC 5545): the birthday each year, calls and meetings where they were. */
export function toEvents(whole: WholeContact): string {
  const { id, birthday } = whole.contact;
  const name = nameOf(whole.contact);
  const event = (uid: string, properties: Property[]) =>
    component("vevent", [
      ["uid", {}, "text", uid],
      ["dtstamp", {}, "date-time", `${iso(whole.contact.createdAt).slice(0, 19)}Z`],
      ...properties,
    ]);
  const events = whole.timeline.flatMap(({ id: entryId, kind, at }) => {
    if (kind !== "call" && kind !== "meeting") return [];
    const title = `${kind === "call" ? "Call" : "Meeting"}: ${name}`;
    return [
      event(entryId, [
        ["dtstart", {}, "date-time", `${iso(at).slice(0, 19)}Z`],
        ["summary", {}, "text", title],
      ]),
    ];
  });
  if (birthday !== "") {
    const day = birthday.startsWith("--") ? `${YEARLESS}${birthday.slice(1)}` : birthday;
    const yearly: Property = ["rrule", {}, "recur", { freq: "YEARLY" }];
    events.push(event(`${id}-birthday`, [["dtstart", {}, "date", day], yearly, ["summary", {}, "text", `Birthday: ${name}`]]));
  }
  return events.map((one) => `${one.toString()}\r\n`).join("");
}

export const calendarHead = "BEGIN:VCALENDAR\r\nPRODID:-//Farthing//Archive//EN\r\nVERSION:2.0\r\n";
export const calendarFoot = "END:VCALENDAR\r\n";
