// Contacts written, many or one, through the same statements: rows travel as one JSON parameter each.
import { and, eq, sql } from "drizzle-orm";
import type { TeamDb } from "../client";
import { contactHandles, contacts } from "../schema/contacts";
import { TEAM_WORD } from "../search";
import { inPieces, type Statement, toStatement } from "../statements";
import { requireSame } from "./records/records";
import { scoped } from "./records/sight";
import { addToCounter } from "./teams";

export type Contact = typeof contacts.$inferSelect;
/** What time has made of a contact: an archive brings it along, everything else begins anew. */
export type Lived = Pick<Contact, "createdAt" | "trashedAt" | "restrictedAt" | "lastContactedAt" | "isPrivate">;
export type ContactRow = Omit<Contact, "seq" | "teamId" | "changedAt" | keyof Lived>;

/** A contact about to be written, with everything that finds it. */
export interface NewContact {
  row: ContactRow;
  words: string;
  timeline: { id: string; kind: string; body: string; at?: number; memberId?: string; author?: string | null }[];
  lived?: Lived;
}

const FIELDS = [
  "id",
  "firstName",
  "lastName",
  "company",
  "companyId",
  "title",
  "status",
  "birthday",
  "website",
  "sortName",
  "facets",
  "importId",
  "ownerId",
] as const;
const LISTS = ["emails", "phones", "addresses", "tagIds", "handles", "customValues"] as const;
const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const COLUMNS = [...FIELDS, ...LISTS];
const PICKED = [...FIELDS.map((name) => `j.value ->> '${name}'`), ...LISTS.map((name) => `j.value -> '${name}'`)];
const INSERT_CONTACTS = `INSERT INTO contacts (team_id, created_at, changed_at, trashed_at, last_contacted_at, ${COLUMNS.map(snake).join(", ")})
  SELECT ?1, ?2, ?2, 0, 0, ${PICKED.join(", ")} FROM json_each(?3) AS j`;
const LIVED = ["createdAt", "trashedAt", "restrictedAt", "lastContactedAt", "isPrivate"].map((name) => `j.value ->> '${name}'`);
// Changed when it was made: so that the undo of an import knows what nobody has touched since.
const INSERT_LIVED = `INSERT INTO contacts (team_id, created_at, trashed_at, restricted_at, last_contacted_at, is_private, changed_at, ${COLUMNS.map(snake).join(", ")})
  SELECT ?1, ${LIVED.join(", ")}, j.value ->> 'createdAt', ${PICKED.join(", ")} FROM json_each(?2) AS j`;
const INSERT_WORDS = `INSERT INTO contact_search (rowid, team, words)
  SELECT seq, ${TEAM_WORD} || ' ' || facets, j.value ->> 1 FROM json_each(?2) AS j CROSS JOIN contacts AS c ON c.team_id = ?1 AND c.id = j.value ->> 0`;
const INSERT_TAGS =
  "INSERT INTO contact_tags (team_id, tag_id, contact_id) SELECT ?1, j.value ->> 0, j.value ->> 1 FROM json_each(?2) AS j";
const INSERT_TIMELINE = `INSERT INTO timeline (team_id, contact_id, id, kind, member_id, body, at, author)
  SELECT ?1, j.value ->> 0, j.value ->> 1, j.value ->> 2, coalesce(j.value ->> 4, ?2), j.value ->> 3, coalesce(j.value ->> 5, ?3), j.value ->> 6
  FROM json_each(?4) AS j`;

const isListed = ({ lived }: NewContact) => !lived || (lived.trashedAt === 0 && lived.restrictedAt === 0);

/** The statements that add contacts: rows, search words, handles, tags, timeline, counter. */
export function insertContacts(teamDb: TeamDb, added: NewContact[], memberId: string, at: number): Statement[] {
  const { teamId } = teamDb;
  const rows = added.map(({ row }) => row);
  const fresh = added.flatMap(({ row, lived }) => (lived ? [] : [row]));
  const known = added.flatMap(({ row, lived }) => (lived ? [{ ...row, ...lived }] : []));
  const listed = added.filter(isListed);
  const words = listed.map((one) => [one.row.id, one.words]);
  const tagged = rows.flatMap(({ id, tagIds }) => tagIds.map((tagId) => [tagId, id]));
  const events = added.flatMap(({ row, timeline }) =>
    timeline.map(({ id, kind, body, memberId, at, author }) => [row.id, id, kind, body, memberId ?? null, at ?? null, author ?? null]),
  );
  return [
    ...inPieces(fresh).map((piece) => ({ sql: INSERT_CONTACTS, params: [teamId, at, piece] })),
    ...inPieces(known).map((piece) => ({ sql: INSERT_LIVED, params: [teamId, piece] })),
    ...inPieces(words).map((piece) => ({ sql: INSERT_WORDS, params: [teamId, piece] })),
    insertHandles(teamDb, rows),
    ...inPieces(tagged).map((piece) => ({ sql: INSERT_TAGS, params: [teamId, piece] })),
    ...inPieces(events).map((piece) => ({ sql: INSERT_TIMELINE, params: [teamId, memberId, at, piece] })),
    addToCounter(teamDb, "contacts", listed.length),
  ];
}

function insertHandles({ teamId }: TeamDb, owners: ContactRow[]): Statement {
  const flat = owners.flatMap(({ id, handles }) => handles.map(([kind, value]) => [kind, value, id]));
  return {
    sql: `INSERT OR IGNORE INTO contact_handles (team_id, kind, value, contact_id)
          SELECT ?1, j.value ->> 0, j.value ->> 1, j.value ->> 2 FROM json_each(?2) AS j`,
    params: [teamId, JSON.stringify(flat)],
  };
}

/** Replaces everything a form can change; search words, handles and tags follow. Raises when the contact is not as `seenChangedAt` says. */
export function updateContact(teamDb: TeamDb, before: Contact, after: NewContact, now: number): Statement[] {
  const { teamId } = teamDb;
  const { row } = after;
  const columns = [...FIELDS.filter((name) => name !== "id" && name !== "importId"), ...LISTS];
  const values = columns.map((name) => {
    const value = row[name];
    return value === null || typeof value === "string" ? value : JSON.stringify(value);
  });
  // changed_at only moves on, so two edits at once end with the later one whole, never with a mixture.
  const changedAt = Math.max(now, before.changedAt + 1);
  return [
    requireSame(teamDb, contacts, before),
    removeHandles(teamId, JSON.stringify([before.seq])),
    {
      sql: `UPDATE contacts SET ${columns.map((name) => `${snake(name)} = ?`).join(", ")},
            changed_at = CASE WHEN changed_at = ? THEN ? END WHERE team_id = ? AND id = ?`,
      params: [...values, before.changedAt, changedAt, teamId, row.id],
    },
    ...(before.trashedAt === 0 && before.restrictedAt === 0 ? reindex(teamDb, before.seq, after.words) : []),
    insertHandles(teamDb, [row]),
    ...replaceTags(teamDb, row.id, before.tagIds, row.tagIds),
  ];
}

/** Takes away the handles of contacts, by seq: before their rows change or go. */
function removeHandles(teamId: string, seqs: string): Statement {
  return {
    sql: `DELETE FROM contact_handles WHERE (team_id, kind, value, contact_id) IN (
            SELECT c.team_id, h.value ->> 0, h.value ->> 1, c.id FROM json_each(?2) AS j
            CROSS JOIN contacts AS c ON c.seq = j.value, json_each(c.handles) AS h WHERE c.team_id = ?1)`,
    params: [teamId, seqs],
  };
}

function replaceTags({ teamId }: TeamDb, contactId: string, before: string[], after: string[]): Statement[] {
  const gone = before.filter((tagId) => !after.includes(tagId));
  const come = after.filter((tagId) => !before.includes(tagId));
  return [
    ...gone.map((tagId) => ({
      sql: "DELETE FROM contact_tags WHERE team_id = ? AND tag_id = ? AND contact_id = ?",
      params: [teamId, tagId, contactId],
    })),
    ...come.map((tagId) => ({
      sql: "INSERT OR IGNORE INTO contact_tags (team_id, tag_id, contact_id) VALUES (?, ?, ?)",
      params: [teamId, tagId, contactId],
    })),
  ];
}

/** Replaces what the search finds a listed contact by. */
export function reindex(teamDb: TeamDb, seq: number, words: string): Statement[] {
  return [{ sql: "DELETE FROM contact_search WHERE rowid = ?", params: [seq] }, insertWords(teamDb.teamId, seq, words)];
}

/** What the search finds a contact by. */
export function insertWords(teamId: string, seq: number, words: string): Statement {
  return {
    sql: `INSERT INTO contact_search (rowid, team, words) SELECT seq, ${TEAM_WORD} || ' ' || facets, ?1 FROM contacts WHERE seq = ?2 AND team_id = ?3`,
    params: [words, seq, teamId],
  };
}

/** Lets a contact be sorted and found by what is in it now. Raises when it is not as it was read; it does not count as changed by anybody. */
export function findAnew(
  teamDb: TeamDb,
  before: Contact,
  found: Pick<Contact, "company" | "sortName" | "handles" | "facets"> & { words: string },
): Statement[] {
  const { db, teamId } = teamDb;
  const { company, sortName, handles, facets, words } = found;
  const mine = and(eq(contacts.teamId, teamId), eq(contacts.seq, before.seq));
  return [
    requireSame(teamDb, contacts, before),
    removeHandles(teamId, JSON.stringify([before.seq])),
    toStatement(db.update(contacts).set({ company, sortName, handles, facets }).where(mine)),
    ...(before.trashedAt === 0 && before.restrictedAt === 0 ? reindex(teamDb, before.seq, words) : []),
    insertHandles(teamDb, [{ ...before, handles }]),
  ];
}

/** Takes back contacts just added and unchanged since; raises when the contact was changed or has more than its first line of timeline. */
export function removeFreshContact(teamDb: TeamDb, contact: Contact): Statement[] {
  const { teamId } = teamDb;
  const unchanged = `CASE WHEN changed_at = created_at AND (SELECT COUNT(*) FROM timeline WHERE team_id = ?1 AND contact_id = ?2) = 1 THEN team_id END`;
  return [
    { sql: `UPDATE contacts SET team_id = ${unchanged} WHERE team_id = ?1 AND id = ?2`, params: [teamId, contact.id] },
    ...removeContacts(teamId, JSON.stringify([contact.seq])),
    addToCounter(teamDb, "contacts", -1),
  ];
}

/** Removes contacts for good, by seq, with everything that hangs on them. */
export function removeContacts(teamId: string, seqs: string): Statement[] {
  const chosen = "SELECT c.id FROM json_each(?2) AS j CROSS JOIN contacts AS c ON c.seq = j.value WHERE c.team_id = ?1";
  return [
    removeHandles(teamId, seqs),
    { sql: `DELETE FROM timeline WHERE team_id = ?1 AND contact_id IN (${chosen})`, params: [teamId, seqs] },
    {
      sql: `DELETE FROM contact_tags WHERE (team_id, tag_id, contact_id) IN (SELECT ?1, t.value, c.id FROM json_each(?2) AS j CROSS JOIN contacts AS c ON c.seq = j.value, json_each(c.tag_ids) AS t WHERE c.team_id = ?1)`,
      params: [teamId, seqs],
    },
    { sql: "DELETE FROM contact_search WHERE rowid IN (SELECT value FROM json_each(?))", params: [seqs] },
    { sql: "DELETE FROM contacts WHERE team_id = ? AND seq IN (SELECT value FROM json_each(?))", params: [teamId, seqs] },
  ];
}

/** Removes contacts for good, listed ones and others, and counts them off. */
export function removeCounted({ teamId }: TeamDb, seqs: number[]): Statement[] {
  const list = JSON.stringify(seqs);
  return [
    {
      sql: `UPDATE counters SET value = value - (SELECT COUNT(*) FROM json_each(?2) AS j CROSS JOIN contacts AS c ON c.seq = j.value
            WHERE c.trashed_at = 0 AND c.restricted_at = 0) WHERE team_id = ?1 AND noun = 'contacts'`,
      params: [teamId, list],
    },
    ...removeContacts(teamId, list),
  ];
}

export async function findContact(teamDb: TeamDb, id: string): Promise<Contact | null> {
  const mine = and(scoped(teamDb, contacts), eq(contacts.id, id));
  return (await teamDb.db.select().from(contacts).where(mine).get()) ?? null;
}

export interface HandleMatch {
  kind: "email" | "phone" | "name";
  value: string;
  contactId: string;
  firstName: string;
  lastName: string;
}

/** Contacts that have one of these handles, trashed ones included. */
export async function listByHandles(teamDb: TeamDb, handles: Contact["handles"], each = false): Promise<HandleMatch[]> {
  const { kind, value, contactId } = contactHandles;
  // A switchboard's number may belong to thousands: unless each contact is asked for, one answer for each name is enough.
  const who = each ? contactId : sql`''`;
  const wanted = JSON.stringify(Array.from(new Map(handles.map((handle) => [handle.join(":"), handle])).values()));
  const same = sql`${contactHandles.teamId} = ${teamDb.teamId} AND ${kind} = j.value ->> 0 AND ${value} = j.value ->> 1`;
  const { sql: text, params } = toStatement(
    sql`SELECT DISTINCT ${kind} AS kind, ${value} AS value, ${who} AS "contactId", ${contacts.firstName} AS "firstName", ${contacts.lastName} AS "lastName"
      FROM json_each(${wanted}) AS j CROSS JOIN ${contactHandles} ON ${same}
      CROSS JOIN ${contacts} ON ${scoped(teamDb, contacts)} AND ${contacts.id} = ${contactId}`,
  );
  const found = await teamDb.db.$client
    .prepare(text)
    .bind(...params)
    .all<HandleMatch>();
  return found.results;
}
