// Saved views of a team's lists, and what each member has made of them.
import { and, asc, eq, or, sql } from "drizzle-orm";
import type { TeamDb } from "../../client";
import { savedViews, viewMarks } from "../../schema/views";
import { type Statement, toStatement } from "../../statements";

export type SavedView = Omit<typeof savedViews.$inferSelect, "teamId">;
/** With what one member has made of it. */
export type MarkedView = SavedView & { pinned: boolean; isDefault: boolean };

/** The views that a member sees, of all nouns: their own and the shared ones, by name. Few: a team has so many at most. */
export async function listViews({ db, teamId }: TeamDb, memberId: string): Promise<MarkedView[]> {
  const mark = and(eq(viewMarks.teamId, teamId), eq(viewMarks.memberId, memberId), eq(viewMarks.viewId, savedViews.id));
  const { id, noun, name, shared, query, createdAt, changedAt } = savedViews;
  return db
    .select({
      ...{ id, noun, memberId: savedViews.memberId, name, shared, query, createdAt, changedAt },
      pinned: sql<boolean>`coalesce(${viewMarks.pinned}, 0)`.mapWith(Boolean),
      isDefault: sql<boolean>`coalesce(${viewMarks.isDefault}, 0)`.mapWith(Boolean),
    })
    .from(savedViews)
    .leftJoin(viewMarks, mark)
    .where(and(eq(savedViews.teamId, teamId), or(eq(savedViews.memberId, memberId), eq(savedViews.shared, true))))
    .orderBy(asc(savedViews.name))
    .all();
}

/** Adds a view, unless the team has `most` already. */
export function insertView({ teamId }: TeamDb, view: SavedView, most: number): Statement {
  const { id, noun, memberId, name, shared, query, createdAt, changedAt } = view;
  const values = sql`${teamId}, ${id}, ${noun}, ${memberId}, ${name}, ${shared ? 1 : 0}, ${query}, ${createdAt}, ${changedAt}`;
  const count = sql`SELECT COUNT(*) FROM ${savedViews} WHERE ${savedViews.teamId} = ${teamId}`;
  return toStatement(
    sql`INSERT INTO ${savedViews} (team_id, id, noun, member_id, name, shared, query, created_at, changed_at)
        SELECT ${values} WHERE (${count}) < ${most} RETURNING 1`,
  );
}

const one = (teamId: string, id: string) => and(eq(savedViews.teamId, teamId), eq(savedViews.id, id));

export function updateView({ db, teamId }: TeamDb, id: string, changes: Partial<SavedView>): Statement {
  return toStatement(db.update(savedViews).set(changes).where(one(teamId, id)));
}

/** Takes a view away, with everybody's marks. */
export function removeView({ db, teamId }: TeamDb, id: string): Statement[] {
  const marks = and(eq(viewMarks.teamId, teamId), eq(viewMarks.viewId, id));
  return [toStatement(db.delete(viewMarks).where(marks)), toStatement(db.delete(savedViews).where(one(teamId, id)))];
}

type Mark = Omit<typeof viewMarks.$inferSelect, "teamId">;

/** Sets what a member has made of a view; a noun has one default. */
export function markView({ db, teamId }: TeamDb, mark: Mark): Statement[] {
  const { memberId, viewId, noun, pinned, isDefault } = mark;
  const others = and(eq(viewMarks.teamId, teamId), eq(viewMarks.memberId, memberId), eq(viewMarks.noun, noun));
  return [
    ...(isDefault ? [toStatement(db.update(viewMarks).set({ isDefault: false }).where(others))] : []),
    toStatement(
      db
        .insert(viewMarks)
        .values({ teamId, memberId, viewId, noun, pinned, isDefault })
        .onConflictDoUpdate({ target: [viewMarks.teamId, viewMarks.memberId, viewMarks.viewId], set: { pinned, isDefault } }),
    ),
  ];
}

/** Takes away what was a member's alone: their marks, and the views that they shared with nobody. */
export function removeViewsOf({ db, teamId }: TeamDb, memberId: string): Statement[] {
  const marks = and(eq(viewMarks.teamId, teamId), eq(viewMarks.memberId, memberId));
  const own = and(eq(savedViews.teamId, teamId), eq(savedViews.memberId, memberId), eq(savedViews.shared, false));
  return [toStatement(db.delete(viewMarks).where(marks)), toStatement(db.delete(savedViews).where(own))];
}
