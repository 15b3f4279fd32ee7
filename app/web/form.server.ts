// What forms carry: the key that was minted when a priced one was shown, and fields that a schema reads.
import { parseWithZod } from "@conform-to/zod/v4";
import * as z from "zod";
import { readPosted } from "./body.server";

/** A ULID. It becomes the id of what the form makes, so nothing else may come in its place. */
export const Key = z
  .string()
  .regex(/^[0-9A-HJKMNP-TV-Z]{26}$/)
  .catch(() => {
    throw new Response("This form has expired. Open it again.", { status: 400 });
  });

/** What was typed into a form, files aside. */
export function typedIn(form: FormData): Record<string, string> {
  return Object.fromEntries(Array.from(form).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])));
}

/** What a form says, read by a schema; or what is wrong with which field, with what was typed. */
export function readForm<T>(schema: z.ZodType<T>, form: FormData): { data: T } | Wrong {
  const typed = typedIn(form);
  const read = schema.safeParse(typed);
  if (read.success) return { data: read.data };
  const wrong: Record<string, string> = {};
  for (const { path, message } of read.error.issues) wrong[path.join(".")] ??= message;
  return { wrong, typed };
}

/** What the buttons of a list do: add a line, take one away. Anything else that Conform could do to a form, nobody asks for here. */
const ListIntent = z.object({
  type: z.enum(["validate", "insert", "remove"]),
  payload: z.object({ name: z.string().max(40).optional(), index: z.int().min(0).max(50).optional() }).default({}),
});
/** What a form without JavaScript remembers of itself. */
const FormState = z.object({
  validated: z.record(z.string().max(120), z.boolean()).optional(),
  key: z.record(z.string().max(120), z.string().max(120)).optional(),
});

/** Leaves out of a form what only our own buttons put there, where it is not as they do. */
function soundIntent(form: FormData, schema: z.ZodObject): void {
  const read = <T>(name: string, shape: z.ZodType<T>): T | null => {
    try {
      return shape.parse(JSON.parse(String(form.get(name))));
    } catch {
      form.delete(name);
      return null;
    }
  };
  read("__state__", FormState);
  const name = read("__intent__", ListIntent)?.payload.name;
  if (name !== undefined && !isList(schema, name)) form.delete("__intent__");
}

function isList(schema: z.ZodObject, name: string): boolean {
  const field = Object.hasOwn(schema.shape, name) ? schema.shape[name] : null;
  return (field instanceof z.ZodDefault ? field.unwrap() : field) instanceof z.ZodArray;
}

/** What a form of Conform's says, read by its schema; `others` are fields beside the schema's. */
export async function readSubmission<T extends z.ZodObject>(request: Request, schema: T, ...others: string[]) {
  const form = await readPosted(request, "__intent__", "__state__", schema, ...others);
  soundIntent(form, schema);
  return { form, submission: parseWithZod(form, { schema }) };
}

export interface Wrong {
  wrong: Record<string, string>;
  typed: Record<string, string>;
}
