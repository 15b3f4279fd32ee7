// What happened with a contact. A call, meeting or mail moves the contact's last-contacted on in the same batch; a note to oneself does not.
import { and, asc, desc, eq, inArray, lt, or, sql } from "drizzle-orm";
import { type Statement, type TeamDb, toStatement } from "../client";
import { timeline } from "../schema/timeline";

export type TimelineEntry = typeof timeline.$inferSelect;

export function insertTimeline({ db, teamId }: TeamDb, entry: Omit<TimelineEntry, "teamId" | "author">): Statement {
  return toStatement(db.insert(timeline).values({ ...entry, teamId }));
}

/** Raises unless the contact is there and not in the trash: its receipt always has a state. For an action that hangs on a contact. */
export function requireContact({ teamId }: TeamDb, contactId: string, key: string): Statement {
  return {
    sql: `UPDATE receipts SET state = CASE WHEN EXISTS (SELECT 1 FROM contacts WHERE team_id = ?1 AND id = ?2 AND trashed_at = 0 AND restricted_at = 0) THEN state END
          WHERE team_id = ?1 AND key = ?3`,
    params: [teamId, contactId, key],
  };
}

/** Moves last-contacted on, never back. */
export function touchContact({ teamId }: TeamDb, contactId: string, at: number): Statement {
  return {
    sql: `UPDATE contacts SET last_contacted_at = MAX(last_contacted_at, ?) WHERE team_id = ? AND id = ?`,
    params: [at, teamId, contactId],
  };
}

/** Notes that a person changed something about a contact, so that no undo takes it away unseen. */
export function markChanged({ teamId }: TeamDb, contactId: string, now: number): Statement {
  return { sql: "UPDATE contacts SET changed_at = MAX(changed_at + 1, ?) WHERE team_id = ? AND id = ?", params: [now, teamId, contactId] };
}

/** Every entry of some contacts, oldest first. */
export async function listTimelines({ db, teamId }: TeamDb, contactIds: string[]): Promise<TimelineEntry[]> {
  const mine = and(
    eq(timeline.teamId, teamId),
    inArray(timeline.contactId, sql`(SELECT value FROM json_each(${JSON.stringify(contactIds)}))`),
  );
  return db.select().from(timeline).where(mine).orderBy(asc(timeline.contactId), asc(timeline.at), asc(timeline.id)).all();
}

/**
 * Entries before `before`, newest first: by when they happened, which is not the order of their ids, since a note's was made when its form was opened. Without an index of its
 * own: a contact's entries lie together, and are few.
 */
export async function listTimeline(
  { db, teamId }: TeamDb,
  contactId: string,
  before: Pick<TimelineEntry, "at" | "id"> | null,
  limit: number,
): Promise<TimelineEntry[]> {
  const older = before ? or(lt(timeline.at, before.at), and(eq(timeline.at, before.at), lt(timeline.id, before.id))) : undefined;
  const mine = and(eq(timeline.teamId, teamId), eq(timeline.contactId, contactId), older);
  return db.select().from(timeline).where(mine).orderBy(desc(timeline.at), desc(timeline.id)).limit(limit).all();
}

export async function findTimeline({ db, teamId }: TeamDb, contactId: string, id: string): Promise<TimelineEntry | null> {
  const mine = and(eq(timeline.teamId, teamId), eq(timeline.contactId, contactId), eq(timeline.id, id));
  return (await db.select().from(timeline).where(mine).get()) ?? null;
}

export function updateTimelineBody({ teamId }: TeamDb, contactId: string, id: string, body: string): Statement {
  return { sql: "UPDATE timeline SET body = ? WHERE team_id = ? AND contact_id = ? AND id = ?", params: [body, teamId, contactId, id] };
}

/** Removes one entry and works last-contacted out again from what is left. */
export function removeTimeline({ teamId }: TeamDb, contactId: string, id: string): Statement[] {
  return [
    { sql: "DELETE FROM timeline WHERE team_id = ? AND contact_id = ? AND id = ?", params: [teamId, contactId, id] },
    {
      sql: `UPDATE contacts SET last_contacted_at = coalesce((SELECT MAX(at) FROM timeline WHERE team_id = ?1 AND contact_id = ?2
            AND kind IN ('call', 'mail', 'meeting')), 0) WHERE team_id = ?1 AND id = ?2`,
      params: [teamId, contactId],
    },
  ];
}
