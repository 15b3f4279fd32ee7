// A team's own fields of a noun: made, changed, put in order and removed by owners and managers. Of how many there are and what each may be called,
// not of what is in them: that is book.ts.
import * as z from "zod";
import {
  type CustomField,
  insertCustomField,
  listCustomFields,
  orderCustomFields,
  removeCustomField,
  updateCustomField,
} from "~/db/queries/records/customFields";
import { fieldKinds } from "~/db/schema/fields";
import { type Statement, writeAll } from "~/db/statements";
import { recordAct } from "../core/auditLog";
import type { TeamContext } from "../core/context";
import { newId } from "../core/ids";
import { can, type NotAllowed, notAllowed } from "../core/permissions";
import { readValue, TEXT_MAX } from "./kinds";

export type { CustomField } from "~/db/queries/records/customFields";

/** Of each noun. */
export const CUSTOM_FIELDS_MAX = 30;
export const CHOICES_MAX = 100;
const CHOICE_CHARS = 60;

/** A noun as far as its fields go: `columns` are what its own fields are called in an export. */
export interface Fielded {
  noun: string;
  columns: string[];
}

export const CustomFieldName = z.string().trim().min(1, "Enter a name").max(40, "At most 40 characters");

const Choice = z
  .string()
  .trim()
  .min(1)
  .max(CHOICE_CHARS, `At most ${CHOICE_CHARS} characters for each choice`)
  .regex(/^[^\n\r]*$/);

/** Choices one below the other, as a form has them; each once. */
export const ChoiceLines = z
  .string()
  .max(CHOICES_MAX * (CHOICE_CHARS + 2), "Too many choices")
  .default("")
  .transform((text) => {
    const lines = text.split(/[\r\n]+/).map((line) => line.trim().replaceAll(" ::: ", " "));
    return Array.from(new Map(lines.filter(Boolean).map((line) => [line.toLowerCase(), line])).values());
  })
  .pipe(z.array(Choice).max(CHOICES_MAX, `At most ${CHOICES_MAX} choices`));

const Currency = z
  .string()
  .trim()
  .toUpperCase()
  .refine((code) => code === "" || Intl.supportedValuesOf("currency").includes(code), "Enter a currency like EUR")
  .default("");

/** What can be changed of a field at any time. */
export const FieldSettings = z.object({
  name: CustomFieldName,
  help: z.string().trim().max(200, "At most 200 characters").default(""),
  preset: z.string().trim().max(TEXT_MAX, `At most ${TEXT_MAX} characters`).default(""),
  required: z.boolean().default(false),
  choices: z.array(Choice).max(CHOICES_MAX).default([]),
  currency: Currency,
  indexed: z.boolean().default(false),
});
export type FieldSettings = z.infer<typeof FieldSettings>;

/** A new field: its kind, and whether it is sensitive, are settled when it is made. */
export const NewField = FieldSettings.omit({ indexed: true }).extend({
  kind: z.enum(fieldKinds).default("text"),
  sensitive: z.boolean().default(false),
});
export type NewField = z.input<typeof NewField>;

/** The team's fields of a noun, in their order. */
export async function readCustomFields(ctx: Pick<TeamContext, "teamDb">, noun: string): Promise<CustomField[]> {
  return listCustomFields(ctx.teamDb, noun);
}

/** Those of all nouns. */
export async function readAllCustomFields(ctx: Pick<TeamContext, "teamDb">): Promise<CustomField[]> {
  return listCustomFields(ctx.teamDb);
}

/** The fields that this member may fill in. */
export async function readFillableFields(ctx: TeamContext, noun: string): Promise<CustomField[]> {
  return (await readCustomFields(ctx, noun)).filter(({ sensitive }) => !sensitive || can(ctx, "field.sensitive"));
}

/** `incomplete`: which setting is missing, and why. */
export type FieldOutcome =
  | { kind: "done" }
  | { kind: "taken" | "full" | "missing" }
  | { kind: "incomplete"; field: string; words: string }
  | NotAllowed;

/** What a kind cannot do without, and a default that the field would not take. */
function refuse(
  ctx: TeamContext,
  { kind, choices, currency, preset }: Pick<CustomField, "kind" | "choices" | "currency" | "preset">,
): FieldOutcome | null {
  if ((kind === "choice" || kind === "choices") && choices.length === 0)
    return { kind: "incomplete", field: "choices", words: "Enter at least one choice" };
  if (kind === "money" && currency === "") return { kind: "incomplete", field: "currency", words: "Enter a currency like EUR" };
  const read = readValue({ kind, choices, currency }, preset, { defaultCountry: ctx.team.defaultCountry, members: {} });
  return "wrong" in read ? { kind: "incomplete", field: "preset", words: read.wrong } : null;
}

/** Makes a field. Whether it is sensitive is settled here for good: what was once written in plain words cannot be taken back out of old copies. */
export async function addCustomField(ctx: TeamContext, of: Fielded, given: NewField): Promise<FieldOutcome> {
  if (!can(ctx, "field.change")) return notAllowed("field.change");
  const parsed = NewField.parse(given);
  // Neither has a default: its input is hidden, and may hold what was typed for another kind.
  const field = parsed.kind === "choices" || parsed.kind === "person" ? { ...parsed, preset: "" } : parsed;
  const refused = refuse(ctx, field);
  if (refused) return refused;
  const fields = await listCustomFields(ctx.teamDb, of.noun);
  if (fields.length >= CUSTOM_FIELDS_MAX) return { kind: "full" };
  const position = Math.max(0, ...fields.map((one) => one.position + 1));
  return unlessTaken(ctx, of, field.name, [insertCustomField(ctx.teamDb, { ...field, id: newId(ctx.now), noun: of.noun, position })]);
}

/** Changes everything of a field but its kind and whether it is sensitive. Values stay, also those of a choice that is no more. */
export async function changeCustomField(ctx: TeamContext, of: Fielded, id: string, settings: FieldSettings): Promise<FieldOutcome> {
  if (!can(ctx, "field.change")) return notAllowed("field.change");
  const before = (await listCustomFields(ctx.teamDb, of.noun)).find((field) => field.id === id);
  if (!before) return { kind: "missing" };
  const refused = refuse(ctx, { ...settings, kind: before.kind, currency: before.currency });
  // The sums that are there are of the currency they were typed in.
  const unsorted = await refuseIndex(ctx, of, before, settings.indexed);
  if (unsorted) return unsorted;
  const moved = settings.indexed === before.indexed ? {} : { indexedUpTo: 0 };
  const changes = { ...settings, currency: before.currency, ...moved };
  return refused ?? unlessTaken(ctx, of, settings.name, [updateCustomField(ctx.teamDb, id, changes)]);
}

/** Of one noun. */
export const INDEXED_MAX = 10;

/** Whether lists can be sorted by a field of this kind: what has one value, of a few words. */
export const canIndex = ({ kind, sensitive }: Pick<CustomField, "kind" | "sensitive">): boolean =>
  !sensitive && kind !== "longText" && kind !== "choices" && kind !== "person";

/** Why lists cannot be sorted by a field, or no longer; null where nothing changes, or nothing stands against it. */
async function refuseIndex(ctx: TeamContext, of: Fielded, before: CustomField, indexed: boolean): Promise<FieldOutcome | null> {
  if (indexed === before.indexed) return null;
  if (!can(ctx, "field.index")) return notAllowed("field.index");
  if (!indexed) return null;
  if (!canIndex(before)) return { kind: "incomplete", field: "indexed", words: "Lists can’t be sorted by this type of field" };
  const others = (await listCustomFields(ctx.teamDb, of.noun)).filter((field) => field.indexed).length;
  return others < INDEXED_MAX
    ? null
    : { kind: "incomplete", field: "indexed", words: `Lists can be sorted by at most ${INDEXED_MAX} fields` };
}

async function unlessTaken(ctx: TeamContext, of: Fielded, name: string, statements: Statement[]): Promise<FieldOutcome> {
  // A column of an export has one meaning.
  if (of.columns.some((column) => column.toLowerCase() === name.toLowerCase())) return { kind: "taken" };
  try {
    await writeAll(ctx.db, statements);
    return { kind: "done" };
  } catch (error) {
    if (/UNIQUE constraint failed/.test(String(error))) return { kind: "taken" };
    throw error;
  }
}

/** Moves a field one place up or down among the noun's. */
export async function moveCustomField(ctx: TeamContext, noun: string, id: string, up: boolean): Promise<FieldOutcome> {
  if (!can(ctx, "field.change")) return notAllowed("field.change");
  const ids = (await listCustomFields(ctx.teamDb, noun)).map((field) => field.id);
  const from = ids.indexOf(id);
  if (from < 0) return { kind: "missing" };
  const to = Math.max(0, Math.min(ids.length - 1, up ? from - 1 : from + 1));
  ids.splice(to, 0, ...ids.splice(from, 1));
  await writeAll(ctx.db, [orderCustomFields(ctx.teamDb, ids)]);
  return { kind: "done" };
}

/** Removes a field from every page at once; its values are erased from all records in the background. */
export async function dropCustomField(ctx: TeamContext, id: string): Promise<FieldOutcome> {
  if (!can(ctx, "field.change")) return notAllowed("field.change");
  const act = recordAct(ctx, { act: "field.removed", teamId: ctx.team.id, subjectId: id, detail: {} });
  await writeAll(ctx.db, [removeCustomField(ctx.teamDb, id, ctx.now), act]);
  return { kind: "done" };
}
