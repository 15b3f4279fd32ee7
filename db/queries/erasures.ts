// Erasing one person: the hashes that keep an import from bringing them back.
import { eq } from "drizzle-orm";
import type { Statement, TeamDb } from "../client";
import { doNotImport } from "../schema/contacts";

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
