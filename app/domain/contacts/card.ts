// A contact among the nouns. It has no card's machinery: its form, lists and import were there before, and do more.
import type { TeamDb } from "~/db/client";
import { type Contact, findAnew, removeContacts } from "~/db/queries/contacts";
import { contacts as table } from "~/db/schema/contacts";
import type { Noun, RecordRef } from "../records/card";
import { sortsOf } from "../records/listFields";
import { foundByOf } from "./contactInput";
import { contactColumns } from "./exportColumns";
import { contactListFields } from "./listFields";

export const contacts = {
  noun: "contact",
  plural: "contacts",
  words: {
    one: "contact",
    many: "contacts",
    empty:
      "Import the address book you have: Google, Outlook, HubSpot or any spreadsheet. The dry run shows what it costs before anything is charged.",
  },
  table,
  price: "contact.add",
  lists: contactListFields,
  sorts: [...sortsOf(table), { name: "contacted", words: "Last contacted", by: { by: table.lastContactedAt, down: true } }],
  columns: contactColumns,
  refind: (teamDb: TeamDb, row: object) => findAnew(teamDb, row as Contact, foundByOf(row as Contact)),
  remove: ({ teamId }: TeamDb, seqs: number[]) => removeContacts(teamId, JSON.stringify(seqs)),
} satisfies Noun;

/** One contact, for what is done to a record of any noun. */
export const contactRef = (id: string): RecordRef => ({ of: contacts, id });
