// Archives: where each stands, and the guarded step from one piece to the next.
import { and, desc, eq, gte, inArray, lte, ne, or } from "drizzle-orm";
import type { Database, TeamDb } from "../client";
import { archives } from "../schema/archives";
import { type Statement, toStatement } from "../statements";

export type Archive = typeof archives.$inferSelect;
type State = Archive["state"];

export function insertArchive({ db, teamId }: TeamDb, archive: Omit<Archive, "teamId">): Statement {
  return toStatement(db.insert(archives).values({ ...archive, teamId }));
}

export async function findArchive({ db, teamId }: TeamDb, id: string): Promise<Archive | null> {
  return (
    (await db
      .select()
      .from(archives)
      .where(and(eq(archives.teamId, teamId), eq(archives.id, id)))
      .get()) ?? null
  );
}

/** The team's archives in some states, newest first: at most 50. */
export async function listArchives({ db, teamId }: TeamDb, states: State[]): Promise<Archive[]> {
  const mine = and(eq(archives.teamId, teamId), inArray(archives.state, states));
  return db.select().from(archives).where(mine).orderBy(desc(archives.id)).limit(50).all();
}

export function updateArchive({ db, teamId }: TeamDb, id: string, changes: Partial<Archive>): Statement {
  return toStatement(
    db
      .update(archives)
      .set(changes)
      .where(and(eq(archives.teamId, teamId), eq(archives.id, id))),
  );
}

/** Changes an archive that is being built and stands at this piece. False where somebody else moved it on, or took it away. */
export async function moveArchive(
  { db, teamId }: TeamDb,
  at: Pick<Archive, "id" | "noun" | "pieces">,
  changes: Partial<Archive>,
): Promise<boolean> {
  const place = and(eq(archives.noun, at.noun), eq(archives.pieces, at.pieces));
  const here = and(eq(archives.teamId, teamId), eq(archives.id, at.id), eq(archives.state, "building"), place);
  return (await db.update(archives).set(changes).where(here).run()).meta.changes === 1;
}

/** Archives that nobody has worked on since `before`: their job was lost. */
export async function listStaleArchives(db: Database, before: number, limit: number): Promise<{ teamId: string; id: string }[]> {
  const stale = and(eq(archives.state, "building"), lte(archives.changedAt, before));
  return db.select({ teamId: archives.teamId, id: archives.id }).from(archives).where(stale).limit(limit).all();
}

/** Takes all of a team's archives back at once: each may name who is erased. */
export function endAllArchives({ db, teamId }: TeamDb, now: number): Statement {
  const live = and(eq(archives.teamId, teamId), ne(archives.state, "gone"));
  return toStatement(db.update(archives).set({ state: "gone", changedAt: now }).where(live));
}

/** Archives whose week is over, and those that went since `since`: a job that was still writing may have left something. */
export async function listEndedArchives(
  db: Database,
  now: number,
  since: number,
  limit: number,
): Promise<Pick<Archive, "teamId" | "id" | "state">[]> {
  const over = and(inArray(archives.state, ["building", "ready", "failed"]), lte(archives.endsAt, now));
  const ended = or(over, and(eq(archives.state, "gone"), gte(archives.changedAt, since)));
  const columns = { teamId: archives.teamId, id: archives.id, state: archives.state };
  return db.select(columns).from(archives).where(ended).limit(limit).all();
}
