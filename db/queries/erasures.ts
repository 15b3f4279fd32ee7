// Erasing one person: the hashes that keep an import from bringing them back.
import type { Statement, TeamDb } from "../client";

/** Notes hashes of an erased contact's handles. */
export function insertDoNotImport({ teamId }: TeamDb, hashes: string[], at: number): Statement {
  return {
    sql: "INSERT INTO do_not_import (team_id, hash, at) SELECT ?1, value, ?3 FROM json_each(?2) WHERE true ON CONFLICT DO NOTHING",
    params: [teamId, JSON.stringify(hashes), at],
  };
}

/** Which of these hashes belong to somebody who was erased. */
export async function listDoNotImport({ db, teamId }: TeamDb, hashes: string[]): Promise<Set<string>> {
  const found = await db.$client
    .prepare("SELECT d.hash FROM json_each(?2) AS j CROSS JOIN do_not_import AS d ON d.team_id = ?1 AND d.hash = j.value")
    .bind(teamId, JSON.stringify(hashes))
    .all<{ hash: string }>();
  return new Set(found.results.map(({ hash }) => hash));
}

/** The team's imports that still have files, with their state. */
export async function listImportsWithFiles({ db, teamId }: TeamDb): Promise<{ id: string; state: string }[]> {
  const found = await db.$client
    .prepare("SELECT id, state FROM imports WHERE team_id = ? AND files_gone_at IS NULL")
    .bind(teamId)
    .all<{ id: string; state: string }>();
  return found.results;
}

/** Imports that were still to be run cannot go on without their rows. */
export function endImport({ teamId }: TeamDb, importId: string, problem: string, now: number): Statement {
  return {
    sql: `UPDATE imports SET files_gone_at = ?4, state = CASE WHEN state IN ('mapping', 'checked', 'short', 'stopped') THEN 'failed' ELSE state END,
          problem = CASE WHEN state IN ('mapping', 'checked', 'short', 'stopped') THEN ?3 ELSE problem END WHERE team_id = ?1 AND id = ?2`,
    params: [teamId, importId, problem, now],
  };
}
