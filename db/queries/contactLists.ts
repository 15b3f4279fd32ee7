// Pages of contacts: by arrival, name, or last contacted; filtered, tagged, trashed or searched. Keyset pages, never counted.
import { and, asc, eq, gt, inArray, type SQL, sql } from "drizzle-orm";
import type { TeamDb } from "../client";
import { type ContactStatus, contacts } from "../schema/contacts";
import { listed } from "../statements";
import type { Contact } from "./contacts";
import type { Test } from "./records/filters";
import { listPage, type Place, type Sort } from "./records/lists";

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
export async function listSeqs({ db, teamId }: TeamDb, contactIds: string[]): Promise<number[]> {
  const found = await db.$client
    .prepare("SELECT c.seq FROM json_each(?2) AS j CROSS JOIN contacts AS c ON c.team_id = ?1 AND c.id = j.value AND c.restricted_at = 0")
    .bind(teamId, JSON.stringify(contactIds.slice(0, 200)))
    .all<{ seq: number }>();
  return found.results.map(({ seq }) => seq);
}

/** Names by contact id for statement lines: of trashed ones too, of restricted ones not. */
export async function listNames({ db, teamId }: TeamDb, contactIds: string[]): Promise<Map<string, string>> {
  if (contactIds.length === 0) return new Map();
  const found = await db.$client
    .prepare(
      `SELECT c.id, CASE WHEN c.first_name || c.last_name <> '' THEN trim(c.first_name || ' ' || c.last_name)
         WHEN c.company <> '' THEN c.company ELSE coalesce(c.emails ->> '$[0].value', c.phones ->> '$[0].value', '') END AS name
       FROM json_each(?2) AS j CROSS JOIN contacts AS c ON c.team_id = ?1 AND c.id = j.value AND c.restricted_at = 0`,
    )
    .bind(teamId, JSON.stringify(contactIds))
    .all<{ id: string; name: string }>();
  return new Map(found.results.map(({ id, name }) => [id, name]));
}

/** Whole listed contacts after a seq, in order of arrival: for taking them all away, page by page. */
export async function listWholeContacts({ db, teamId }: TeamDb, afterSeq: number, limit: number): Promise<Contact[]> {
  const shown = and(eq(contacts.trashedAt, 0), eq(contacts.restrictedAt, 0));
  return listAllContacts({ db, teamId }, afterSeq, limit, shown);
}

/** Whole contacts by id, in order of arrival. */
export async function listContactsById({ db, teamId }: TeamDb, ids: string[]): Promise<Contact[]> {
  const some = and(eq(contacts.teamId, teamId), inArray(contacts.id, listed(ids)));
  return db.select().from(contacts).where(some).orderBy(asc(contacts.seq)).all();
}

/** The same with those in the trash and those that are not used. */
export async function listAllContacts({ db, teamId }: TeamDb, afterSeq: number, limit: number, which?: SQL): Promise<Contact[]> {
  const after = and(eq(contacts.teamId, teamId), gt(contacts.seq, afterSeq), which);
  return db.select().from(contacts).where(after).orderBy(asc(contacts.seq)).limit(limit).all();
}

/** Whether a team has a contact at all, wherever it is. */
export async function hasContacts({ db, teamId }: TeamDb): Promise<boolean> {
  return (await db.select({ seq: contacts.seq }).from(contacts).where(eq(contacts.teamId, teamId)).limit(1).get()) !== undefined;
}
