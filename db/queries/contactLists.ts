// Pages of contacts: by arrival, name, or last contacted; filtered, tagged, trashed or searched. Keyset pages, never counted.
import { and, asc, eq, gt, inArray, type SQL, sql } from "drizzle-orm";
import type { TeamDb } from "../client";
import { type ContactStatus, contacts } from "../schema/contacts";
import { listed } from "../statements";
import type { Contact } from "./contacts";
import type { Test } from "./records/filters";
import { listPage, type Place, type Sort } from "./records/lists";
import { nextSeqs, scoped } from "./records/sight";

export const contactSorts = ["arrival", "name", "contacted"] as const;
export type ContactSort = (typeof contactSorts)[number];

export interface ContactListQuery {
  /** Words as typed; each must begin a word of the contact. */
  search: string;
  status: ContactStatus | null;
  tagId: string | null;
  /** Those of one company. */
  companyId?: string | null;
  sort: ContactSort;
  trashed: boolean;
  /** Those that are kept and not used, instead of the listed ones. */
  restricted?: boolean;
  /** What else they are filtered by. */
  groups?: Test[][];
  /** Where the page before ended. */
  after: Place | null;
  pageSize: number;
}

export type ListedContact = Omit<Contact, "handles" | "facets">;

export interface ContactPage {
  contacts: ListedContact[];
  next: Place | null;
  lookedAt: number | null;
  /** What D1 says it read, for the bench and the tests. */
  rowsRead: number;
}

const sorts: Record<ContactSort, Sort | null> = {
  arrival: null,
  name: { by: contacts.sortName, down: false },
  contacted: { by: contacts.lastContactedAt, down: true },
};

/** One page in the query's order. A search is always newest first. */
export async function listContacts(teamDb: TeamDb, query: ContactListQuery): Promise<ContactPage> {
  const { search, status, tagId, companyId, sort, trashed, restricted, groups = [], after, pageSize } = query;
  const chosen: Test[] = [
    ...(status ? [{ on: { type: "text", at: contacts.status }, is: "is", values: [status] } as Test] : []),
    ...(tagId ? [{ on: { type: "tags", at: contacts.tagIds }, is: "has", values: [tagId] } as Test] : []),
  ];
  const page = await listPage<ListedContact>(
    teamDb,
    { table: contacts, noun: "contact" },
    {
      ...{ search, after, pageSize },
      sort: sorts[sort],
      from: restricted ? "restricted" : trashed ? "trash" : "lists",
      within: companyId ? sql`${contacts.companyId} = ${companyId} AND ${contacts.companyId} > ''` : null,
      groups: groups.length === 0 ? [chosen] : groups.map((tests) => [...chosen, ...tests]),
    },
  );
  const { rows, next, lookedAt, rowsRead } = page;
  return { contacts: rows, next, lookedAt, rowsRead };
}

/** The listed contacts among these ids, with their seq: what a bulk action works on. At most 200. */
export async function listSeqs(teamDb: TeamDb, contactIds: string[]): Promise<number[]> {
  const some = and(scoped(teamDb, contacts), inArray(contacts.id, listed(contactIds.slice(0, 200))), eq(contacts.restrictedAt, 0));
  return (await teamDb.db.select({ seq: contacts.seq }).from(contacts).where(some).all()).map(({ seq }) => seq);
}

/** Names by contact id for statement lines: of trashed ones too, of restricted ones not. */
export async function listNames(teamDb: TeamDb, contactIds: string[]): Promise<Map<string, string>> {
  if (contactIds.length === 0) return new Map();
  const { id, firstName, lastName, company, emails, phones } = contacts;
  const name = sql<string>`CASE WHEN ${firstName} || ${lastName} <> '' THEN trim(${firstName} || ' ' || ${lastName})
    WHEN ${company} <> '' THEN ${company} ELSE coalesce(${emails} ->> '$[0].value', ${phones} ->> '$[0].value', '') END`;
  const some = and(scoped(teamDb, contacts), inArray(id, listed(contactIds)), eq(contacts.restrictedAt, 0));
  const found = await teamDb.db.select({ id, name }).from(contacts).where(some).all();
  return new Map(found.map((one) => [one.id, one.name]));
}

/** Whole listed contacts after a seq, in order of arrival: for taking them all away, page by page. */
export async function listWholeContacts(teamDb: TeamDb, afterSeq: number, limit: number): Promise<Contact[]> {
  const next = inArray(contacts.seq, nextSeqs(teamDb, contacts, afterSeq, limit));
  return teamDb.db.select().from(contacts).where(next).orderBy(asc(contacts.seq)).all();
}

/** Whole contacts by id, in order of arrival. */
export async function listContactsById(teamDb: TeamDb, ids: string[]): Promise<Contact[]> {
  const some = and(scoped(teamDb, contacts), inArray(contacts.id, listed(ids)));
  return teamDb.db.select().from(contacts).where(some).orderBy(asc(contacts.seq)).all();
}

/** The same with those in the trash and those that are not used. */
export async function listAllContacts(teamDb: TeamDb, afterSeq: number, limit: number, which?: SQL): Promise<Contact[]> {
  const after = and(scoped(teamDb, contacts), gt(contacts.seq, afterSeq), which);
  return teamDb.db.select().from(contacts).where(after).orderBy(asc(contacts.seq)).limit(limit).all();
}

/** Whether a team has a contact at all, wherever it is. */
export async function hasContacts({ db, teamId }: TeamDb): Promise<boolean> {
  return (await db.select({ seq: contacts.seq }).from(contacts).where(eq(contacts.teamId, teamId)).limit(1).get()) !== undefined;
}
