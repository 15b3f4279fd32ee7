// Messages to many, and who gets them.
import { asc, desc, eq, isNull } from "drizzle-orm";
import type { Database } from "../client";
import { broadcasts } from "../schema/operations";
import { type Statement, toStatement } from "../statements";

export type Broadcast = typeof broadcasts.$inferSelect;

/** Written once: the same id again changes nothing. */
export function insertBroadcast(db: Database, row: Omit<Broadcast, "afterId" | "mailed" | "finishedAt">): Statement {
  return toStatement(
    db
      .insert(broadcasts)
      .values({ ...row, afterId: "", mailed: 0, finishedAt: null })
      .onConflictDoNothing(),
  );
}

export async function listOpenBroadcasts(db: Database, limit: number): Promise<Broadcast[]> {
  return db.select().from(broadcasts).where(isNull(broadcasts.finishedAt)).orderBy(asc(broadcasts.createdAt)).limit(limit).all();
}

/** The newest messages, whatever became of them. */
export async function listBroadcasts(db: Database, limit: number): Promise<Broadcast[]> {
  return db.select().from(broadcasts).orderBy(desc(broadcasts.createdAt)).limit(limit).all();
}

export function updateBroadcast(db: Database, id: string, changes: Partial<Broadcast>): Statement {
  return toStatement(db.update(broadcasts).set(changes).where(eq(broadcasts.id, id)));
}

/**
 * The next people a message goes to, by id: with a confirmed address, in a team that is active, there before it was written; for a policy owners only, for product news those
 * who asked for it.
 */
export async function listAudience(
  db: Database,
  { kind, afterId, createdAt }: Pick<Broadcast, "kind" | "afterId" | "createdAt">,
  limit: number,
): Promise<{ id: string; name: string; email: string }[]> {
  const owners = kind === "policy" ? "AND m.role = 'owner'" : "";
  const asked =
    kind === "product" ? "AND EXISTS (SELECT 1 FROM mail_choices AS c WHERE c.user_id = u.id AND c.kind = 'product' AND c.wanted = 1)" : "";
  const found = await db.$client
    .prepare(
      `SELECT u.id, u.name, u.email FROM users AS u WHERE u.id > ?1 AND u.created_at < ?2 AND u.email_verified_at IS NOT NULL ${asked}
       AND EXISTS (SELECT 1 FROM members AS m JOIN teams AS t ON t.id = m.team_id WHERE m.user_id = u.id AND t.deactivated_at IS NULL ${owners})
       ORDER BY u.id LIMIT ?3`,
    )
    .bind(afterId, createdAt, limit)
    .all<{ id: string; name: string; email: string }>();
  return found.results;
}
