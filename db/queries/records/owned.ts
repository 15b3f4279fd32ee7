// Whose a record of any noun is, as it is read and changed.
import { and, eq } from "drizzle-orm";
import type { TeamDb } from "../../client";
import { type Statement, toStatement } from "../../statements";
import { type NounTable, requireSame } from "./records";
import { scoped } from "./sight";

/** What is the same of records of every noun, with all else that is in their rows. */
export interface Owned {
  seq: number;
  id: string;
  ownerId: string;
  isPrivate: boolean;
  changedAt: number;
}

/** A record of any noun, whole. */
export async function findOwned(teamDb: TeamDb, table: NounTable, id: string): Promise<Owned | null> {
  const mine = and(scoped(teamDb, table), eq(table.id, id));
  return ((await teamDb.db.select().from(table).where(mine).get()) as Owned | undefined) ?? null;
}

/** Gives a record an owner, and makes it private to them or not. Raises where it is not as it was read. What finds it follows. */
export function setOwned(
  teamDb: TeamDb,
  table: NounTable,
  before: Owned,
  after: Pick<Owned, "ownerId" | "isPrivate" | "changedAt">,
): Statement[] {
  const mine = and(eq(table.teamId, teamDb.teamId), eq(table.seq, before.seq));
  return [
    requireSame(teamDb, table, before),
    toStatement(
      teamDb.db
        .update(table)
        .set(after as never)
        .where(mine),
    ),
  ];
}
