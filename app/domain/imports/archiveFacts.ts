// What an archive says of its team, as far as another team takes it in: tags with their colours, and custom fields.
import * as z from "zod";
import { insertTag } from "~/db/queries/tags";
import { tagColours } from "~/db/schema/contacts";
import { writeAll } from "~/db/statements";
import { readTags } from "../contacts/tags";
import type { TeamContext } from "../core/context";
import { openFiles } from "../core/encryption";
import { newId } from "../core/ids";
import { can } from "../core/permissions";
import { addCustomField, CUSTOM_FIELDS_MAX, type CustomField, NewField, readAllCustomFields } from "../fields/customFields";
import { nouns } from "../modules";
import { readTeamFacts } from "./importStage";

export const TeamFacts = z.object({
  format: z.literal("farthing-archive"),
  version: z.literal(1),
  /** Values name a field by its id: its name may have changed while the archive was built. */
  customFields: z
    .array(NewField.extend({ id: z.string().max(40), noun: z.string().max(40).default("contact") }))
    .max(CUSTOM_FIELDS_MAX * nouns.length)
    .default([]),
  tags: z.array(z.object({ name: z.string().min(1).max(40), colour: z.enum(tagColours) })).max(500),
});
export type TeamFacts = z.infer<typeof TeamFacts>;

/** Fields of two nouns may have one name. */
const nameIn = ({ noun, name }: Pick<CustomField, "noun" | "name">) => `${noun}/${name.toLowerCase()}`;
const byName = (fields: CustomField[]) => new Map(fields.map((field) => [nameIn(field), field]));

/** Why this team cannot take in an archive's fields, in words for who brings it; null where it can. Looked at on upload, and once more when the import begins. */
export async function refuseFacts(ctx: TeamContext, { customFields }: TeamFacts): Promise<string | null> {
  if (customFields.length === 0) return null;
  if (!can(ctx, "field.change")) return "This archive has custom fields. An owner or a manager has to import it.";
  const fields = await readAllCustomFields(ctx);
  const own = byName(fields);
  const clash = customFields.find((field) => field.sensitive && own.get(nameIn(field))?.sensitive === false);
  if (clash) return `Your field “${clash.name}” isn’t sensitive, but the one in this archive is. Rename or remove yours first.`;
  const other = customFields.find((field) => (own.get(nameIn(field))?.kind ?? field.kind) !== field.kind);
  if (other) return `Your field “${other.name}” has a different type than the one in this archive. Rename or remove yours first.`;
  for (const { noun } of nouns) {
    const fresh = customFields.filter((field) => field.noun === noun && !own.has(nameIn(field)));
    const total = fields.filter((field) => field.noun === noun).length + fresh.length;
    if (total > CUSTOM_FIELDS_MAX)
      return `With this archive’s fields you would have ${total} fields, and the limit is ${CUSTOM_FIELDS_MAX}. Remove some first.`;
  }
  return null;
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
  const own = byName(await readAllCustomFields(ctx));
  // Each a moment after the one before: they are shown in the order in which they were made.
  for (const [n, { id: _there, noun, ...field }] of facts.customFields.entries()) {
    const of = nouns.find((one) => one.noun === noun);
    const made =
      !of || own.has(nameIn({ noun, name: field.name })) ? "done" : (await addCustomField({ ...ctx, now: ctx.now + n }, of, field)).kind;
    if (made !== "done") return `The field “${field.name}” can’t be created here.`;
  }
  const known = new Set((await readTags(ctx)).map(({ name }) => name.toLowerCase()));
  const fresh = facts.tags.filter(({ name }) => !known.has(name.toLowerCase()));
  await writeAll(
    ctx.db,
    fresh.map(({ name, colour }) => insertTag(ctx.teamDb, { id: newId(ctx.now), name, colour })),
  );
  return null;
}

/** Which of the team's fields of a noun takes what the archive has in one of its own: from the archive's ids to the team's. */
export async function ownFieldIds(ctx: TeamContext, importId: string, fields: CustomField[], noun: string): Promise<Map<string, string>> {
  const own = byName(fields);
  const archived = (await readFacts(ctx, importId))?.customFields.filter((field) => field.noun === noun) ?? [];
  return new Map(archived.map((field) => [field.id, own.get(nameIn(field))?.id ?? ""] as const).filter(([, ownId]) => ownId !== ""));
}
