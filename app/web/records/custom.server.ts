// Custom fields on their way to and from pages: what a form shows and sends, and what a record's page says.
import type { CustomBook, Holder } from "../../domain/fields/book";
import type { CustomField } from "../../domain/fields/customFields";
import { SEPARATOR, valueText } from "../../domain/fields/kinds";

/** What was typed into custom fields, by id; several choices as lines. An emptied field is there with nothing in it; one that the form did not show is not there. */
export function typedCustom(form: FormData): Record<string, string> {
  const prefix = "custom.";
  const typed: Record<string, string> = {};
  for (const [name, value] of form) {
    if (!name.startsWith(prefix) || typeof value !== "string") continue;
    const id = name.slice(prefix.length);
    typed[id] = [typed[id] ?? "", value.trim()].filter(Boolean).join(SEPARATOR);
  }
  return typed;
}

export function viewField({ id, name, kind, sensitive, required, help, choices, currency }: CustomField) {
  return { id, name, kind, sensitive, required, help, choices, currency };
}

/** What is in a record's custom fields, as its form begins: of those that this member sees. `custom` and `fields` go together. */
export async function fillInOf(book: CustomBook, record: Holder | null) {
  const own = await book.open(record ?? { id: "", customValues: {} });
  const seen = own.filter((field): field is typeof field & { value: string } => field.value !== null);
  const members = seen.some(({ kind }) => kind === "person") ? Object.entries(await book.members()) : [];
  return {
    fields: seen.map(viewField),
    custom: Object.fromEntries(seen.map(({ id, value, preset }) => [id, record ? value : preset])),
    members,
  };
}

/** What a record has in its custom fields, as its page shows it. */
export async function viewValues(book: CustomBook, record: Holder) {
  const filled = (await book.open(record)).filter((field) => field.id in record.customValues && field.value !== "");
  const members = filled.some(({ kind }) => kind === "person") ? await book.members() : {};
  return filled.map((field) => {
    const { id, name, kind, sensitive, value } = field;
    return {
      id,
      name,
      kind,
      sensitive,
      text: value === null ? null : valueText(field, value, members),
      parts: (value ?? "").split(SEPARATOR),
    };
  });
}

/** Errors of custom fields by the names that Conform gives their inputs. */
export const fieldErrors = (fields: Record<string, string>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(fields).map(([name, words]) => [name, [words]]));
