// Companies and the contacts that belong to them: found or made by name, in the batch that writes the contacts.
import { and, asc, eq, gt, isNotNull, type SQL, sql } from "drizzle-orm";
import type { Database, TeamDb } from "../client";
import { companies } from "../schema/companies";
import { contacts } from "../schema/contacts";
import { imports } from "../schema/imports";
import { recordHandles } from "../schema/records";
import { timeline } from "../schema/timeline";
import { insertRows, type Statement, toStatement } from "../statements";
import type { Contact } from "./contacts";
import { isFree, names } from "./records/merges";
import { isListed } from "./records/records";
import { scoped } from "./records/sight";

/** How contacts name their company. */
const ofContacts = { table: contacts, on: contacts.companyId };

type NewCompany = typeof companies.$inferInsert;

/** The id of the first listed company of a name that is seen, where the folded name is an expression of the statement around it. */
function companyNamed(teamDb: TeamDb, name: SQL): SQL {
  const { teamId } = teamDb;
  const listed = and(scoped(teamDb, companies), eq(companies.id, recordHandles.recordId), isListed(companies));
  return sql`(SELECT ${companies.id} FROM ${recordHandles} CROSS JOIN ${companies} ON ${listed}
    WHERE ${recordHandles.teamId} = ${teamId} AND ${recordHandles.noun} = 'company' AND ${recordHandles.kind} = 'name'
      AND ${recordHandles.value} = ${name} ORDER BY ${companies.seq} LIMIT 1)`;
}

/** Makes companies, except those whose name a listed one has. The first handle of each is its name. */
export function insertMissing(teamDb: TeamDb, rows: NewCompany[]): Statement[] {
  return insertRows(companies, rows, sql`EXISTS ${companyNamed(teamDb, sql`j.value ->> '$.handles[0][1]'`)}`);
}

export interface CompanyLink {
  contactId: string;
  /** Folded, as the company's handle has it. */
  name: string;
  /** The company itself, where it is known; it counts only if it is there. */
  companyId?: string;
}

/** Gives contacts their company: the one that is named, else the first of that name, else none. */
export function linkContacts(teamDb: TeamDb, links: CompanyLink[]): Statement {
  const { teamId } = teamDb;
  const json = JSON.stringify(links.map(({ contactId, name, companyId = "" }) => [contactId, name, companyId]));
  const known = sql`(SELECT ${companies.id} FROM ${companies} WHERE ${companies.teamId} = ${teamId} AND ${companies.id} = j.value ->> 2)`;
  const named = companyNamed(teamDb, sql`j.value ->> 1`);
  // By row id, so that each is looked up, and the team's contacts are not walked.
  const one = sql`(SELECT c.seq FROM ${contacts} AS c WHERE c.team_id = ${teamId} AND c.id = j.value ->> 0)`;
  return toStatement(
    sql`UPDATE ${contacts} SET company_id = coalesce(${known}, ${named}, '') FROM json_each(${json}) AS j WHERE ${contacts.seq} = ${one}`,
  );
}

/** Removes companies that came with a contact or an import, that nobody has touched since, and that no contact belongs to. */
export function removeUnused({ teamId }: TeamDb, which: { madeWith: string } | { id: string }): Statement {
  const some = "id" in which ? eq(companies.id, which.id) : eq(companies.madeWith, which.madeWith);
  // What an archive brought of its timeline is older than the import.
  const begun = sql`SELECT ${imports.createdAt} FROM ${imports} WHERE ${imports.teamId} = ${teamId} AND ${imports.id} = ${companies.madeWith}`;
  const written = sql`${timeline.author} IS NULL AND ${timeline.at} >= coalesce((${begun}), ${companies.createdAt})`;
  const hasNote = sql`EXISTS (SELECT 1 FROM ${timeline} WHERE ${timeline.teamId} = ${teamId} AND ${timeline.recordId} = ${companies.id} AND ${written})`;
  return toStatement(
    sql`DELETE FROM ${companies} WHERE ${companies.teamId} = ${teamId} AND ${some} AND ${companies.madeWith} <> ''
        AND ${companies.changedAt} = ${companies.createdAt} AND ${isFree(teamId, companies, [ofContacts])} AND NOT ${hasNote}`,
  );
}

/** Contacts of all teams for which nobody has looked for a company yet: those of before there were companies. */
export async function listUnlinked(db: Database, limit: number): Promise<Pick<Contact, "teamId" | "id" | "company">[]> {
  const { teamId, id, company, seq, companyId } = contacts;
  const unlinked = sql`${companyId} IS NULL AND ${company} <> ''`;
  return db.select({ teamId, id, company }).from(contacts).where(unlinked).orderBy(asc(seq)).limit(limit).all();
}

export interface Renamed {
  teamId: string;
  id: string;
  name: string;
  namedUpTo: number;
}

/** Companies of all teams whose contacts are still to be found by the new name. */
export async function listRenamed(db: Database, limit: number): Promise<Renamed[]> {
  const { teamId, id, name, namedUpTo } = companies;
  const renamed = await db.select({ teamId, id, name, namedUpTo }).from(companies).where(isNotNull(namedUpTo)).limit(limit).all();
  return renamed.map((one) => ({ ...one, namedUpTo: one.namedUpTo ?? 0 }));
}

/** How far the renaming of a company's contacts has come; null at its end. Stays where somebody renamed it once more. */
export function advanceNaming({ db, teamId }: TeamDb, { id, name, namedUpTo }: Renamed, next: number | null): Statement {
  const where = and(eq(companies.teamId, teamId), eq(companies.id, id), eq(companies.namedUpTo, namedUpTo), eq(companies.name, name));
  return toStatement(db.update(companies).set({ namedUpTo: next }).where(where));
}

/** Whole contacts of a company after a seq, wherever they are. */
export async function listContactsOf({ db, teamId }: TeamDb, companyId: string, after: number, limit: number): Promise<Contact[]> {
  const theirs = and(names(teamId, ofContacts, companyId), gt(contacts.seq, after));
  return db.select().from(contacts).where(theirs).orderBy(asc(contacts.seq)).limit(limit).all();
}
