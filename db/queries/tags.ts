// A team's tags: few, so they are read whole.
import { eq } from "drizzle-orm";
import type { TeamDb } from "../client";
import { type TagColour, tags } from "../schema/contacts";
import { type Statement, toStatement } from "../statements";

export type Tag = Omit<typeof tags.$inferSelect, "teamId">;
export const TAGS_MAX = 500;

export async function listTags({ db, teamId }: TeamDb): Promise<Tag[]> {
  const columns = { id: tags.id, name: tags.name, colour: tags.colour };
  return db.select(columns).from(tags).where(eq(tags.teamId, teamId)).orderBy(tags.name).limit(TAGS_MAX).all();
}

export function insertTag({ db, teamId }: TeamDb, tag: Tag): Statement {
  return toStatement(
    db
      .insert(tags)
      .values({ ...tag, teamId })
      .onConflictDoNothing(),
  );
}

/** Takes a tag off every contact and away. `facet`: its word among their facets. The search index keeps it until they change; their rows say what is so. */
export function removeTag({ teamId }: TeamDb, id: string, facet: string): Statement[] {
  return [
    {
      sql: `UPDATE contacts SET tag_ids = (SELECT json_group_array(value) FROM json_each(contacts.tag_ids) WHERE value <> ?2),
              facets = rtrim(replace(facets || ' ', ' ' || ?3 || ' ', ' '))
            WHERE seq IN (SELECT c.seq FROM contact_tags AS t CROSS JOIN contacts AS c ON c.team_id = ?1 AND c.id = t.contact_id
                          WHERE t.team_id = ?1 AND t.tag_id = ?2)`,
      params: [teamId, id, facet],
    },
    { sql: "DELETE FROM contact_tags WHERE team_id = ? AND tag_id = ?", params: [teamId, id] },
    { sql: "DELETE FROM tags WHERE team_id = ? AND id = ? RETURNING id", params: [teamId, id] },
  ];
}

export function updateTag({ teamId }: TeamDb, id: string, name: string, colour: TagColour): Statement {
  return { sql: "UPDATE tags SET name = ?, colour = ? WHERE team_id = ? AND id = ?", params: [name, colour, teamId, id] };
}
