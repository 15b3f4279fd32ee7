// Pages of contacts: by arrival, name, or last contacted; filtered, tagged, trashed or searched. Keyset pages, never counted.
import { and, asc, eq, gt, inArray, type SQL } from "drizzle-orm";
import type { TeamDb } from "../client";
import { type ContactStatus, contacts, type Labelled, type Phone } from "../schema/contacts";
import { searchExpression } from "../search";
import { listed } from "../statements";
import type { Contact } from "./contacts";

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
  /** Where the page before ended. */
  after: { key: string | number; seq: number } | null;
  pageSize: number;
}

export interface ListedContact {
  seq: number;
  id: string;
  firstName: string;
  lastName: string;
  company: string;
  companyId: string | null;
  status: ContactStatus;
  emails: Labelled[];
  phones: Phone[];
  tagIds: string[];
  lastContactedAt: number;
  trashedAt: number;
  restrictedAt: number;
  sortName: string;
}

export interface ContactPage {
  contacts: ListedContact[];
  next: { key: string | number; seq: number } | null;
  /** What D1 says it read, for the bench and the tests. */
  rowsRead: number;
}

const COLUMNS = `c.seq, c.id, c.first_name AS firstName, c.last_name AS lastName, c.company, c.company_id AS companyId, c.status, c.emails, c.phones,
  c.tag_ids AS tagIds, c.last_contacted_at AS lastContactedAt, c.trashed_at AS trashedAt, c.restricted_at AS restrictedAt, c.sort_name AS sortName`;

interface Plan {
  from: string;
  where: string[];
  order: string;
  params: (string | number)[];
}

function planFor(teamId: string, query: ContactListQuery): Plan {
  const { after, status, tagId, companyId, sort, trashed, restricted } = query;
  // Who is away is in no search: it has none of their words.
  const expression = trashed || restricted ? null : searchExpression(teamId, query.search);
  const shown = restricted ? "c.restricted_at > 0" : trashed ? "c.trashed_at > 0" : "c.trashed_at = 0 AND c.restricted_at = 0";
  const plan: Plan = { from: "contacts AS c", where: ["c.team_id = ?", shown], order: "c.seq DESC", params: [teamId] };
  const add = (condition: string, ...params: (string | number)[]) => {
    plan.where.push(condition);
    plan.params.push(...params);
  };
  if (expression) {
    plan.from = "contact_search AS s CROSS JOIN contacts AS c ON c.seq = s.rowid";
    plan.order = "s.rowid DESC";
    add("contact_search MATCH ?", expression);
    if (after) add("s.rowid < ?", after.seq);
  } else if (restricted) {
    plan.order = "c.restricted_at DESC, c.seq DESC";
    if (after) add("(c.restricted_at, c.seq) < (?, ?)", after.key, after.seq);
  } else if (trashed) {
    plan.order = "c.trashed_at DESC, c.seq DESC";
    if (after) add("(c.trashed_at, c.seq) < (?, ?)", after.key, after.seq);
  } else if (sort === "name") {
    plan.order = "c.sort_name, c.seq";
    if (after) add("(c.sort_name, c.seq) > (?, ?)", after.key, after.seq);
  } else if (sort === "contacted") {
    plan.order = "c.last_contacted_at DESC, c.seq DESC";
    if (after) add("(c.last_contacted_at, c.seq) < (?, ?)", after.key, after.seq);
  } else if (after) add("c.seq < ?", after.seq);
  if (status) add("c.status = ?", status);
  if (companyId) add("c.company_id = ? AND c.company_id > ''", companyId);
  if (tagId) add("EXISTS (SELECT 1 FROM contact_tags AS t WHERE t.team_id = c.team_id AND t.tag_id = ? AND t.contact_id = c.id)", tagId);
  return plan;
}

/** One page in the query's order. A search is always newest first. */
export async function listContacts({ db, teamId }: TeamDb, query: ContactListQuery): Promise<ContactPage> {
  const { from, where, order, params } = planFor(teamId, query);
  const sql = `SELECT ${COLUMNS} FROM ${from} WHERE ${where.join(" AND ")} ORDER BY ${order} LIMIT ?`;
  const found = await db.$client
    .prepare(sql)
    .bind(...params, query.pageSize + 1)
    .all<Record<string, unknown>>();
  const rows = found.results.map(toListed);
  const contacts = rows.slice(0, query.pageSize);
  const last = contacts.at(-1);
  const next = rows.length > query.pageSize && last ? { key: keyOf(last, query), seq: last.seq } : null;
  return { contacts, next, rowsRead: found.meta.rows_read };
}

function keyOf(contact: ListedContact, query: ContactListQuery): string | number {
  if (query.restricted) return contact.restrictedAt;
  if (query.trashed) return contact.trashedAt;
  return query.sort === "name" ? contact.sortName : query.sort === "contacted" ? contact.lastContactedAt : contact.seq;
}

function toListed(row: Record<string, unknown>): ListedContact {
  const { emails, phones, tagIds, ...plain } = row;
  return {
    ...plain,
    emails: JSON.parse(String(emails)),
    phones: JSON.parse(String(phones)),
    tagIds: JSON.parse(String(tagIds)),
  } as ListedContact;
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
