// What forms carry: the key that was minted when a priced one was shown, and fields that a schema reads.
import { z } from "zod";

/** A ULID. It becomes the id of what the form makes, so nothing else may come in its place. */
export const Key = z
  .string()
  .regex(/^[0-9A-HJKMNP-TV-Z]{26}$/)
  .catch(() => {
    throw new Response("This form is too old. Open it again.", { status: 400 });
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

/** What was typed into custom fields, by id. An emptied field is there with nothing in it; one that the form did not show is not there. */
export function typedCustom(form: FormData): Record<string, string> {
  const prefix = "custom.";
  return Object.fromEntries(
    Array.from(form).flatMap(([name, value]) =>
      name.startsWith(prefix) && typeof value === "string" ? [[name.slice(prefix.length), value.trim()]] : [],
    ),
  );
}

export interface Wrong {
  wrong: Record<string, string>;
  typed: Record<string, string>;
}
