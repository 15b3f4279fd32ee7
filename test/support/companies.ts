import { ulid } from "ulidx";
import { expect } from "vitest";
import { type Company, companies } from "~/app/domain/companies/card";
import { addContact, readContact, readContacts } from "~/app/domain/contacts/contacts";
import { editRecord } from "~/app/domain/records/edit";
import { readRecord, readRecords } from "~/app/domain/records/list";
import { again, contactInput, type Person } from "./app";
import { everything } from "./planted";

/** The team's listed companies by name. */
export async function companiesOf(person: Person): Promise<Company[]> {
  const query = { search: "", sort: "name", trashed: false, after: null, pageSize: 50 } as const;
  return (await readRecords(await again(person), companies, query)).rows as Company[];
}

export async function addAt(person: Person, company: string, firstName = "Ada"): Promise<string> {
  const id = ulid();
  const outcome = await addContact(await again(person), contactInput({ firstName, company }), id, 1);
  if (outcome.kind !== "done") throw new Error(outcome.kind);
  return id;
}

export const companyOf = async (person: Person, contactId: string) => (await readContact(await again(person), contactId))?.companyId;
export const searched = async (person: Person, search: string) =>
  (await readContacts(await again(person), { ...everything, search })).contacts.map(({ id }) => id);

export async function rename(person: Person, company: Company, name: string): Promise<void> {
  const now = (await readRecord(await again(person), companies, company.id)) as Company;
  const done = await editRecord(
    await again(person),
    companies,
    { id: now.id, seenChangedAt: now.changedAt },
    { ...companies.toInput(now), name },
  );
  expect(done.kind).toBe("done");
}
