// The names that the fields of a form can have, read from its schema: `name`, `emails[0].value`, `custom.01J...`. Lists are bounded by the schema.
import * as z from "zod";

const LIST_MAX = 50;
/** A key of a record: an id. */
const KEY = "[0-9A-Za-z_-]{1,40}";

export interface FieldNames {
  has(name: string): boolean;
}

/** Of each schema once: forms are declared when their file is loaded. */
const seen = new WeakMap<z.ZodType, string[]>();

function patternsOf(schema: z.ZodType): string[] {
  const known = seen.get(schema) ?? patternsIn(schema, "");
  seen.set(schema, known);
  return known;
}

/** All names of some fields, each told by its name or by the schema that reads it. `column-*` stands for a number behind the dash. */
export function namesIn(fields: (string | z.ZodType)[]): FieldNames {
  const patterns = fields.flatMap((field) => (typeof field === "string" ? [patternOf(field)] : patternsOf(field)));
  const whole = new RegExp(`^(?:${patterns.join("|")})$`);
  // Longer than any name of ours: not looked at.
  return { has: (name) => name.length <= 120 && whole.test(name) };
}

const patternOf = (name: string) => literal(name).replace("\\*", "\\d{1,3}");
const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Patterns of the names that a schema's values have in a form; `name` is a pattern too. */
function patternsIn(schema: z.core.$ZodType, name: string): string[] {
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape as Record<string, z.core.$ZodType>).flatMap(([key, part]) =>
      patternsIn(part, name === "" ? literal(key) : `${name}\\.${literal(key)}`),
    );
  if (schema instanceof z.ZodArray) return patternsIn(schema.element, `${name}\\[${numbersBelow(maxOf(schema))}\\]`);
  if (schema instanceof z.ZodRecord) return [`${name}\\.${KEY}`];
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => patternsIn(option as z.core.$ZodType, name));
  const inner = innerOf(schema);
  return inner ? patternsIn(inner, name) : name === "" ? [] : [name];
}

function innerOf(schema: z.core.$ZodType): z.core.$ZodType | null {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return schema.unwrap();
  if (schema instanceof z.ZodCatch || schema instanceof z.ZodReadonly) return schema.unwrap();
  return schema instanceof z.ZodPipe ? schema.in : null;
}

function maxOf(schema: z.ZodArray): number {
  const bounds = (schema.def.checks ?? []).map((check) => (check._zod.def as { maximum?: number }).maximum ?? LIST_MAX);
  return Math.min(LIST_MAX, ...bounds);
}

/** 20: `0` to `19`. */
const numbersBelow = (most: number) => `(?:${Array.from({ length: most }, (_, n) => n).join("|")})`;
