// Contacts that are on no list: in the trash for a while, or kept and not used. Search and counter follow.
import { eq } from "drizzle-orm";
import type { TeamDb } from "../client";
import { contacts, doNotImport } from "../schema/contacts";
import type { Statement } from "../statements";
import { type Contact, insertWords } from "./contacts";
import { requireSame } from "./records/records";
import { addToCounter } from "./teams";

/** Why a contact is on no list: put away for a while, or kept and not used. */
type Away = "trashed_at" | "restricted_at";

/** Takes contacts off the lists: they leave search and counter where they were listed, and keep everything else. */
function putAway(teamId: string, why: Away, seqs: number[], now: number): Statement[] {
  const list = JSON.stringify(seqs);
  const some = `SELECT c.seq FROM json_each(?2) AS j CROSS JOIN contacts AS c ON c.seq = j.value WHERE c.team_id = ?1 AND c.${why} = 0`;
  const listed = `${some} AND c.trashed_at = 0 AND c.restricted_at = 0`;
  return [
    {
      sql: `INSERT INTO counters (team_id, noun, value) SELECT ?1, 'contacts', -COUNT(*) FROM (${listed}) WHERE true
            ON CONFLICT DO UPDATE SET value = value + excluded.value`,
      params: [teamId, list],
    },
    { sql: `DELETE FROM contact_search WHERE rowid IN (${listed})`, params: [teamId, list] },
    {
      sql: `UPDATE contacts SET ${why} = ?3, changed_at = MAX(changed_at + 1, ?3) WHERE seq IN (${some}) RETURNING seq`,
      params: [teamId, list, now],
    },
  ];
}

/** Brings one contact back. Raises unless it is as it was read. It is listed again when nothing else keeps it away. */
function bringBack(teamDb: TeamDb, why: Away, contact: Contact, words: string, now: number): Statement[] {
  const { teamId } = teamDb;
  const listed = contact[why === "trashed_at" ? "restrictedAt" : "trashedAt"] === 0;
  return [
    requireSame(teamDb, contacts, contact),
    {
      sql: `UPDATE contacts SET ${why} = 0, changed_at = CASE WHEN changed_at = ?1 THEN MAX(changed_at + 1, ?2) END WHERE team_id = ?3 AND seq = ?4`,
      params: [contact.changedAt, now, teamId, contact.seq],
    },
    ...(listed ? [insertWords(teamId, contact.seq, words), addToCounter(teamDb, "contacts", 1)] : []),
  ];
}

/** Puts contacts in the trash. The last statement gives back those that were not in it. */
export function trashContacts({ teamId }: TeamDb, seqs: number[], now: number): Statement[] {
  return putAway(teamId, "trashed_at", seqs, now);
}

/** Takes one contact out of the trash; raises where it was changed since it was read. */
export function restoreContact(teamDb: TeamDb, contact: Contact, words: string, now: number): Statement[] {
  return bringBack(teamDb, "trashed_at", contact, words, now);
}

/** Keeps a contact without using it. The last statement gives it back where it was not restricted. */
export function restrictContact({ teamId }: TeamDb, contact: Contact, now: number): Statement[] {
  return putAway(teamId, "restricted_at", [contact.seq], now);
}

/** Lets a contact be used again; raises where it was changed since it was read. */
export function releaseContact(teamDb: TeamDb, contact: Contact, words: string, now: number): Statement[] {
  return bringBack(teamDb, "restricted_at", contact, words, now);
}

/** Notes hashes of an erased contact's handles. */
export function insertDoNotImport({ teamId }: TeamDb, hashes: string[], at: number): Statement {
  return {
    sql: "INSERT INTO do_not_import (team_id, hash, at) SELECT ?1, value, ?3 FROM json_each(?2) WHERE true ON CONFLICT DO NOTHING",
    params: [teamId, JSON.stringify(hashes), at],
  };
}

/** Whether the team has erased anybody at all. */
export async function hasDoNotImport({ db, teamId }: TeamDb): Promise<boolean> {
  return (await db.select({ hash: doNotImport.hash }).from(doNotImport).where(eq(doNotImport.teamId, teamId)).limit(1).get()) !== undefined;
}

/** Which of these hashes belong to somebody who was erased. */
export async function listDoNotImport({ db, teamId }: TeamDb, hashes: string[]): Promise<Set<string>> {
  const found = await db.$client
    .prepare("SELECT d.hash FROM json_each(?2) AS j CROSS JOIN do_not_import AS d ON d.team_id = ?1 AND d.hash = j.value")
    .bind(teamId, JSON.stringify(hashes))
    .all<{ hash: string }>();
  return new Set(found.results.map(({ hash }) => hash));
}

/** Work on imports that was under way when somebody was erased had read them: none of it lands any more, and it begins its piece anew. Gives back whose it was. */
export function restartImports({ teamId }: TeamDb): Statement {
  return {
    sql: "UPDATE imports SET attempt = attempt + 1 WHERE team_id = ? AND state IN ('checking', 'running') RETURNING id",
    params: [teamId],
  };
}
