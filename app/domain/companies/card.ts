// What a company is.
import * as z from "zod";
import { companies as table } from "~/db/schema/companies";
import { contacts } from "~/db/schema/contacts";
import { fold } from "../core/folding";
import { phoneWords, toPhones } from "../core/phones";
import { ArchivedPhones, ArchivedRecord } from "../records/archive";
import { card } from "../records/card";
import { filledAddresses, filledOnce } from "../records/shapes";
import { CompanyInput } from "./companyInput";

export type Company = typeof table.$inferSelect;

/** What a company's name is compared by: "ACME  Ltd" and "Acme ltd" are one. */
export const nameHandle = (name: string) => fold(name).replace(/\s+/g, " ");

export const companies = card<CompanyInput, Company>({
  noun: "company",
  plural: "companies",
  words: {
    one: "company",
    many: "companies",
    empty: "A company is created automatically, free, when a contact names it, by hand or in an import. Or add one here.",
  },
  table,
  input: CompanyInput,
  fields: [
    {
      name: "name",
      label: "Name",
      kind: "text",
      columns: ["Company", "Company name", "Name", "Account name", "Organization", "Organisation"],
    },
    { name: "domain", label: "Website", kind: "text", inList: true, columns: ["Website", "Domain", "Company domain name", "URL", "Web"] },
    { name: "ownerId", label: "Owner", kind: "member", inList: true, columns: ["Owner", "Company owner", "Account owner"] },
    { name: "phones", label: "Phone", kind: "phones", columns: ["Phone", "Phone number", "Telephone"] },
    { name: "addresses", label: "Address", kind: "addresses", columns: ["Address"] },
  ],
  example: (mark) => ({
    name: `Aster ${mark}`,
    domain: `${mark.toLowerCase()}.example`,
    phones: [{ label: "Work", value: "+44 20 7946 0018" }],
    addresses: [{ label: "Office", street: "1 Quay Street", city: "Bristol", region: "Avon", postcode: "BS1 4RW", country: "GB" }],
    ownerId: "",
  }),
  archived: ArchivedRecord.extend({ ...CompanyInput.shape, phones: ArchivedPhones, ownerId: z.string().max(200).default("") }),
  toColumns({ name, domain, phones, addresses, ownerId }, { defaultCountry }) {
    return { name, domain, phones: toPhones(filledOnce(phones), defaultCountry), addresses: filledAddresses(addresses), ownerId };
  },
  toInput: ({ name, domain, phones, addresses, ownerId }) => ({ name, domain, phones, addresses, ownerId }),
  title: ({ name }) => name,
  search: ({ domain, phones, addresses }) => [domain, ...phones.flatMap(phoneWords), ...addresses.map(({ city }) => city)],
  handles: ({ name, domain }) => [["name", nameHandle(name)], ...(domain ? [["domain", domain] as [string, string]] : [])],
  price: "company.add",
  importPrice: "company.import",
  merge: "record.merge",
  referredBy: [{ noun: "contact", table: contacts, on: contacts.companyId, key: "companyId", says: ({ name }) => ({ company: name }) }],
  whenJoined: { namedUpTo: 0 },
});
