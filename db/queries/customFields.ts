// A team's custom fields: few, so they are read whole. Their values lie with the contacts.
import { and, asc, eq, isNotNull, isNull } from "drizzle-orm";
import type { Database, TeamDb } from "../client";
import { contacts, customFields } from "../schema/contacts";
import { type Statement, toStatement } from "../statements";
import { type Contact, reindex } from "./contacts";
import { requireSame } from "./records";

type Row = typeof customFields.$inferSelect;
export type CustomField = Pick<Row, "id" | "name" | "sensitive">;
export type RemovedField = Pick<Row, "teamId" | "id" | "sweptSeq">;

export async function listCustomFields({ db, teamId }: TeamDb): Promise<CustomField[]> {
  const columns = { id: customFields.id, name: customFields.name, sensitive: customFields.sensitive };
  const live = and(eq(customFields.teamId, teamId), isNull(customFields.removedAt));
  return db.select(columns).from(customFields).where(live).orderBy(asc(customFields.id)).all();
}

/** Raises when another field of the team has the name. */
export function insertCustomField({ db, teamId }: TeamDb, field: CustomField): Statement {
  return toStatement(db.insert(customFields).values({ ...field, teamId }));
}

/** Raises when another field of the team has the name. */
export function renameCustomField({ teamId }: TeamDb, id: string, name: string): Statement {
  return { sql: "UPDATE custom_fields SET name = ? WHERE team_id = ? AND id = ? AND removed_at IS NULL", params: [name, teamId, id] };
}

/** Takes a field off every page; its values go with the sweep. */
export function removeCustomField({ teamId }: TeamDb, id: string, now: number): Statement {
  return { sql: "UPDATE custom_fields SET removed_at = ? WHERE team_id = ? AND id = ? AND removed_at IS NULL", params: [now, teamId, id] };
}

/** Removed fields of all teams whose values are still going. */
export async function listRemovedFields(db: Database, limit: number): Promise<RemovedField[]> {
  const columns = { teamId: customFields.teamId, id: customFields.id, sweptSeq: customFields.sweptSeq };
  return db
    .select(columns)
    .from(customFields)
    .where(isNotNull(customFields.removedAt))
    .orderBy(asc(customFields.removedAt))
    .limit(limit)
    .all();
}

/** Takes a field's value off one contact, out of the search too. Raises unless the contact is as it was read. */
export function removeCustomValue(teamDb: TeamDb, contact: Contact, fieldId: string, words: string): Statement[] {
  const { teamId } = teamDb;
  const sql = `UPDATE contacts SET custom_values = json_remove(custom_values, '$."' || ?1 || '"') WHERE team_id = ?2 AND seq = ?3`;
  return [
    requireSame(teamDb, contacts, contact),
    { sql, params: [fieldId, teamId, contact.seq] },
    ...(contact.trashedAt === 0 && contact.restrictedAt === 0 ? reindex(teamDb, contact.seq, words) : []),
  ];
}

/** How far the sweep of a removed field has come; at the end the field itself goes. */
export function advanceSweep({ teamId }: TeamDb, id: string, sweptSeq: number | null): Statement {
  return sweptSeq === null
    ? { sql: "DELETE FROM custom_fields WHERE team_id = ? AND id = ? AND removed_at IS NOT NULL", params: [teamId, id] }
    : { sql: "UPDATE custom_fields SET swept_seq = ? WHERE team_id = ? AND id = ?", params: [sweptSeq, teamId, id] };
}
