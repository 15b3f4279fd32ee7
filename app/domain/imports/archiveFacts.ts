// What an archive says of its team, as far as another team takes it in: tags with their colours, and custom fields.
import * as z from "zod";
import { insertTag } from "~/db/queries/tags";
import { tagColours } from "~/db/schema/contacts";
import { writeAll } from "~/db/statements";
import { addCustomField, CUSTOM_FIELDS_MAX, type CustomField, CustomFieldName, readCustomFields } from "../contacts/customFields";
import { readTags } from "../contacts/tags";
import type { TeamContext } from "../core/context";
import { openFiles } from "../core/encryption";
import { newId } from "../core/ids";
import { can } from "../core/permissions";
import { readTeamFacts } from "./importStage";

export const TeamFacts = z.object({
  format: z.literal("farthing-archive"),
  version: z.literal(1),
  /** Values name a field by its id: its name may have changed while the archive was built. */
  customFields: z
    .array(z.object({ id: z.string().max(40), name: CustomFieldName, sensitive: z.boolean() }))
    .max(CUSTOM_FIELDS_MAX)
    .default([]),
  tags: z.array(z.object({ name: z.string().min(1).max(40), colour: z.enum(tagColours) })).max(500),
});
export type TeamFacts = z.infer<typeof TeamFacts>;

const fold = (name: string) => name.toLowerCase();
const byName = (fields: CustomField[]) => new Map(fields.map((field) => [fold(field.name), field]));

/** Why this team cannot take in an archive's fields, in words for who brings it; null where it can. Looked at on upload, and once more when the import begins. */
export async function refuseFacts(ctx: TeamContext, { customFields }: TeamFacts): Promise<string | null> {
  if (customFields.length === 0) return null;
  if (!can(ctx, "field.change")) return "This archive has custom fields. An owner or a manager has to import it.";
  const own = byName(await readCustomFields(ctx));
  const clash = customFields.find(({ name, sensitive }) => sensitive && own.get(fold(name))?.sensitive === false);
  if (clash) return `Your field “${clash.name}” isn’t sensitive, but the one in this archive is. Rename or remove yours first.`;
  const fresh = customFields.filter(({ name }) => !own.has(fold(name)));
  return own.size + fresh.length > CUSTOM_FIELDS_MAX
    ? `With this archive’s fields you would have ${own.size + fresh.length} fields, and the limit is ${CUSTOM_FIELDS_MAX}. Remove some first.`
    : null;
}

async function readFacts(ctx: TeamContext, importId: string): Promise<TeamFacts | null> {
  return TeamFacts.safeParse(await readTeamFacts(openFiles(ctx, ctx.team.id), ctx.team.id, importId)).data ?? null;
}

/** Makes the archive's tags and custom fields before its first contacts come. Those that the team has stay as they are. Returns why it cannot, if so. */
export async function restoreFacts(ctx: TeamContext, importId: string): Promise<string | null> {
  const facts = await readFacts(ctx, importId);
  if (!facts) return null;
  const refused = await refuseFacts(ctx, facts);
  if (refused) return refused;
  const own = byName(await readCustomFields(ctx));
  // Each a moment after the one before: they are shown in the order in which they were made.
  for (const [n, { name, sensitive }] of facts.customFields.entries()) {
    const made = own.has(fold(name)) ? "done" : (await addCustomField({ ...ctx, now: ctx.now + n }, name, sensitive)).kind;
    if (made !== "done") return `The field “${name}” can’t be created here.`;
  }
  const known = new Set((await readTags(ctx)).map(({ name }) => fold(name)));
  const fresh = facts.tags.filter(({ name }) => !known.has(fold(name)));
  await writeAll(
    ctx.db,
    fresh.map(({ name, colour }) => insertTag(ctx.teamDb, { id: newId(ctx.now), name, colour })),
  );
  return null;
}

/** Which of the team's fields takes what the archive has in one of its own: from the archive's ids to the team's. */
export async function ownFieldIds(ctx: TeamContext, importId: string, fields: CustomField[]): Promise<Map<string, string>> {
  const own = byName(fields);
  const archived = (await readFacts(ctx, importId))?.customFields ?? [];
  return new Map(archived.flatMap(({ id, name }) => [[id, own.get(fold(name))?.id ?? ""] as const]).filter(([, ownId]) => ownId !== ""));
}
