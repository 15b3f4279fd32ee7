// Archives: where each stands, and the guarded step from one piece to the next.
import { and, desc, eq, inArray, lte } from "drizzle-orm";
import { type Database, type Statement, type TeamDb, toStatement } from "../client";
import { archives } from "../schema/archives";

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
export async function moveArchive({ db, teamId }: TeamDb, id: string, pieces: number, changes: Partial<Archive>): Promise<boolean> {
  const here = and(eq(archives.teamId, teamId), eq(archives.id, id), eq(archives.state, "building"), eq(archives.pieces, pieces));
  return (await db.update(archives).set(changes).where(here).run()).meta.changes === 1;
}

/** Archives that nobody has worked on since `before`: their job was lost. */
export async function listStaleArchives(db: Database, before: number, limit: number): Promise<{ teamId: string; id: string }[]> {
  const stale = and(eq(archives.state, "building"), lte(archives.changedAt, before));
  return db.select({ teamId: archives.teamId, id: archives.id }).from(archives).where(stale).limit(limit).all();
}

/** Archives whose week is over, in whatever state. */
export async function listEndedArchives(db: Database, now: number, limit: number): Promise<{ teamId: string; id: string }[]> {
  const ended = and(inArray(archives.state, ["building", "ready", "failed"]), lte(archives.endsAt, now));
  return db.select({ teamId: archives.teamId, id: archives.id }).from(archives).where(ended).limit(limit).all();
}
