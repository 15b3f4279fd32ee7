// Tags: made when first named, with a colour of their own.

import { insertTag, listTags, removeTag, TAGS_MAX, type Tag, updateTag } from "~/db/queries/tags";
import { type TagColour, tagColours } from "~/db/schema/contacts";
import { writeAll } from "~/db/statements";
import { recordIfDone } from "../core/auditLog";
import type { TeamContext } from "../core/context";
import { facet } from "../core/folding";
import { newId } from "../core/ids";
import { assertCan, can, type NotAllowed, notAllowed } from "../core/permissions";

export async function readTags(ctx: TeamContext): Promise<Tag[]> {
  return listTags(ctx.teamDb);
}

/** The names of tags, in the order of their ids; of one that is gone none. */
export function namesOf(tagIds: string[], names: Map<string, string>): string[] {
  return tagIds.flatMap((id) => names.get(id) ?? []);
}

/** The ids of tags by name, made where they are new. Names beyond the team's limit of tags are left out. */
export async function ensureTags(ctx: TeamContext, names: string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const byName = (tags: Tag[]) => new Map(tags.map((tag) => [tag.name.toLowerCase(), tag.id]));
  const known = await listTags(ctx.teamDb);
  const ids = byName(known);
  const fresh = names.filter((name) => !ids.has(name.toLowerCase())).slice(0, TAGS_MAX - known.length);
  if (fresh.length === 0) return ids;
  const colour = (n: number): TagColour => tagColours[(known.length + n) % tagColours.length] ?? "copper";
  await writeAll(
    ctx.db,
    fresh.map((name, n) => insertTag(ctx.teamDb, { id: newId(ctx.now), name, colour: colour(n) })),
  );
  return byName(await listTags(ctx.teamDb));
}

/** Deletes a tag: it is taken off every contact, and the contacts stay. `missing` where the team has no such tag. */
export async function deleteTag(ctx: TeamContext, id: string): Promise<{ kind: "done" } | { kind: "missing" } | NotAllowed> {
  if (!can(ctx, "tag.delete")) return notAllowed("tag.delete");
  const act = recordIfDone(ctx, { act: "tag.deleted", teamId: ctx.team.id, subjectId: id, detail: {} });
  const changed = await writeAll(ctx.db, [...removeTag(ctx.teamDb, id, facet("tags", id)), act]);
  return { kind: (changed[2] ?? 0) > 0 ? "done" : "missing" };
}

/** Renames or recolours a tag. `taken` when another tag has the name. */
export async function changeTag(
  ctx: TeamContext,
  id: string,
  name: string,
  colour: TagColour,
): Promise<{ kind: "done" } | { kind: "taken" }> {
  assertCan(ctx, "record.change");
  const tags = await listTags(ctx.teamDb);
  if (tags.some((tag) => tag.id !== id && tag.name.toLowerCase() === name.toLowerCase())) return { kind: "taken" };
  await writeAll(ctx.db, [updateTag(ctx.teamDb, id, name, colour)]);
  return { kind: "done" };
}
