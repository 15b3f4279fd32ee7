// What the list of contacts can show, be filtered by, and change for many at once.

import type { Contact } from "~/db/queries/contacts";
import { contactStatuses, contacts } from "~/db/schema/contacts";
import { type ListField, type ListRow, momentFields } from "../records/listFields";

const of = (read: (contact: Contact) => unknown) => (row: ListRow) => read(row as unknown as Contact);

const statusWords = { lead: "Lead", prospect: "Prospect", customer: "Customer", inactive: "Inactive" };

export const contactListFields: ListField[] = [
  { name: "firstName", label: "First name", kind: "words", on: { type: "text", at: contacts.firstName }, of: of((one) => one.firstName) },
  { name: "lastName", label: "Last name", kind: "words", on: { type: "text", at: contacts.lastName }, of: of((one) => one.lastName) },
  {
    ...{ name: "company", label: "Company", kind: "company", usual: true, bulk: true },
    on: { type: "text", at: contacts.company },
    of: of(({ company, companyId }) => ({ name: company, id: companyId ?? "" })),
  },
  {
    ...{ name: "status", label: "Status", kind: "status", usual: true, bulk: true, faceted: true },
    options: contactStatuses.map((status) => [status, statusWords[status]]),
    on: { type: "text", at: contacts.status },
    of: of((one) => one.status),
  },
  {
    ...{ name: "tags", label: "Tags", kind: "tags", usual: true, bulk: true, faceted: true },
    on: { type: "tags", at: contacts.tagIds },
    of: of((one) => one.tagIds),
  },
  {
    ...{ name: "ownerId", label: "Owner", kind: "person", usual: true, bulk: true, faceted: true },
    on: { type: "text", at: contacts.ownerId },
    of: of((one) => one.ownerId),
  },
  { name: "title", label: "Job title", kind: "words", bulk: true, on: { type: "text", at: contacts.title }, of: of((one) => one.title) },
  { name: "emails", label: "E-mail", kind: "labelled", on: { type: "values", at: contacts.emails }, of: of((one) => one.emails) },
  { name: "phones", label: "Phone", kind: "labelled", on: { type: "values", at: contacts.phones }, of: of((one) => one.phones) },
  { name: "addresses", label: "Address", kind: "places", of: of((one) => one.addresses) },
  { name: "birthday", label: "Birthday", kind: "birthday", on: { type: "text", at: contacts.birthday }, of: of((one) => one.birthday) },
  { name: "website", label: "Website", kind: "words", on: { type: "text", at: contacts.website }, of: of((one) => one.website) },
  {
    ...{ name: "lastContactedAt", label: "Last contacted", kind: "moment", usual: true },
    on: { type: "moment", at: contacts.lastContactedAt },
    of: of((one) => one.lastContactedAt),
  },
  ...momentFields(contacts),
];
