// Custom fields in a file: which columns are such a field, which become a new one, and what of a cell a field takes.
import type { CustomValues, FieldKind } from "~/db/schema/fields";
import type { TeamContext } from "../core/context";
import { can } from "../core/permissions";
import type { CustomBook } from "../fields/book";
import { addCustomField, ChoiceLines, CUSTOM_FIELDS_MAX, type Fielded, readCustomFields, readFillableFields } from "../fields/customFields";
import { kindWords, readValue, SEPARATOR } from "../fields/kinds";
import type { Noun } from "../records/card";
import type { Row } from "./importCells";
import type { Target } from "./importColumns";
import { readBirthday } from "./importDates";

/** The kinds that a field made from a column can have. Money has a currency, which no column says. */
const newKinds = ["text", "longText", "number", "date", "choice", "yesNo", "link", "email", "phone"] as const satisfies FieldKind[];

const CHOICES_FROM_FILE = 30;

/** What a column can become beside what every record of a noun has: the team's own fields, or a new one. */
export async function customTargets(ctx: TeamContext, noun: string): Promise<Partial<Record<Target, string>>> {
  const fields = await readFillableFields(ctx, noun);
  const own = fields.map(({ id, name }): [Target, string] => [`custom:${id}`, `Custom field: ${name}`]);
  const room = can(ctx, "field.change") && fields.length < CUSTOM_FIELDS_MAX;
  const fresh = room ? newKinds.map((kind): [Target, string] => [`new:${kind}`, `New field: ${kindWords[kind].toLowerCase()}`]) : [];
  return Object.fromEntries([...own, ...fresh]);
}

/** Why a run cannot go on without losing what a column has, in words; null where it can. */
export async function refuseCustom(
  ctx: TeamContext,
  { noun, words }: Pick<Noun, "noun" | "words">,
  mapping: string[],
): Promise<string | null> {
  const wanted = mapping.filter((target) => target.startsWith("custom:"));
  if (wanted.length === 0) return null;
  const fillable = new Set((await readFillableFields(ctx, noun)).map(({ id }) => `custom:${id}`));
  return wanted.every((target) => fillable.has(target))
    ? null
    : `One of its columns is mapped to a field that was removed, or that the person who mapped it can no longer fill in. Upload the file again: ${words.many} already imported are skipped, free of charge.`;
}

/** What made a mapping impossible, in words. */
export interface Unmade {
  problem: string;
}

/** The field of a name, made where there is none: its id. */
async function fieldNamed(
  ctx: TeamContext,
  of: Fielded,
  name: string,
  field: { kind: FieldKind; choices: string[] },
): Promise<string | Unmade> {
  const find = async () => (await readCustomFields(ctx, of.noun)).find((one) => one.name.toLowerCase() === name.toLowerCase())?.id;
  const known = await find();
  if (known) return known;
  const outcome = await addCustomField(ctx, of, { name, ...field });
  if (outcome.kind === "done") return (await find()) ?? { problem: `The field “${name}” can’t be created.` };
  if (outcome.kind === "full") return { problem: `A team can have at most ${CUSTOM_FIELDS_MAX} fields. Map “${name}” to another one.` };
  return { problem: `“${name}” can’t be the name of a new field: it’s already the name of a column. Map it to another field.` };
}

/** Makes the fields that a mapping asks for, named after their columns: the mapping with them in it. `cells`: the first cells of a column, for what can be chosen. */
export async function makeFields(
  ctx: TeamContext,
  of: Fielded,
  { columns, mapping, cells }: { columns: string[]; mapping: Target[]; cells: (column: number) => Promise<string[]> },
): Promise<Target[] | Unmade> {
  const made: Target[] = [];
  for (const [n, target] of mapping.entries()) {
    const kind = newKinds.find((one) => target === `new:${one}`);
    if (!kind) {
      made.push(target);
      continue;
    }
    const name = (columns[n] ?? "").trim().slice(0, 40).trim() || `Column ${n + 1}`;
    const found = kind === "choice" ? Array.from(new Set((await cells(n)).map((cell) => cell.trim()).filter(Boolean))) : [];
    const choices = ChoiceLines.safeParse(found.slice(0, CHOICES_FROM_FILE).join("\n")).data ?? [];
    // A column of nothing, or of everything, is no choice.
    const isChoice = kind === "choice" && choices.length > 0 && found.length <= CHOICES_FROM_FILE;
    const id = await fieldNamed(ctx, of, name, { kind: kind === "choice" && !isChoice ? "text" : kind, choices: isChoice ? choices : [] });
    if (typeof id !== "string") return id;
    made.push(`custom:${id}`);
  }
  return made;
}

/**
 * What a row has for custom fields, by their ids, each as its kind reads it; of a field that several columns became, all of it. What a field does
 * not take is left over, for the note; but a note is read by everybody, so where the field is sensitive the row is refused.
 */
export function customOf(row: Row): { custom: Record<string, string> } | { reason: string } {
  const custom: Record<string, string> = {};
  const { targets, fields, members, defaultCountry } = row.mapping;
  for (const target of new Set(targets.filter((one) => one.startsWith("custom:")))) {
    const field = fields.find(({ id }) => target === `custom:${id}`);
    const typed = row.all(target).map(({ value }) => value);
    const text = typed.join(field?.kind === "choices" ? SEPARATOR : ", ");
    if (!field || text === "") continue;
    // A date is read as birthdays are, in any of the ways that files write one.
    const spelled = (field.kind === "date" && readBirthday(text, defaultCountry)) || text;
    const read = readValue(field, spelled, { defaultCountry, members });
    if ("value" in read) custom[field.id] = read.value;
    else if (field.sensitive) return { reason: `${field.name}: ${read.wrong}` };
    else row.keep(field.name, text);
  }
  return { custom };
}

/** What a row says of a record's custom fields, as it is stored. Looked at once more: a choice or a person may be gone by now, and the value stays as it was. */
export async function sealCustom(book: CustomBook, recordId: string, custom: Record<string, string>): Promise<CustomValues> {
  if (Object.keys(custom).length === 0) return {};
  const { values } = await book.check(custom, { fill: false });
  return book.seal(recordId, { ...custom, ...values });
}
