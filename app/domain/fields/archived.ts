// Custom fields as they leave in an archive and come back: values as a file says them, people of the team by name.
import * as z from "zod";
import type { CustomValues } from "~/db/schema/fields";
import type { CustomBook, Holder } from "./book";
import { LONG_TEXT_MAX, valueCell } from "./kinds";

/** By the id that the field had where the archive was made; `team.json` has its name. */
export const ArchivedCustom = z.record(z.string().max(40), z.string().max(2 * LONG_TEXT_MAX)).default({});
export type ArchivedCustom = z.output<typeof ArchivedCustom>;

export interface ArchivedValue {
  id: string;
  name: string;
  value: string;
}

/** What a record has in its custom fields, as far as it belongs into the archive. */
export async function archivedValues(book: CustomBook, record: Holder, sensitive: boolean): Promise<ArchivedValue[]> {
  if (Object.keys(record.customValues).length === 0) return [];
  const members = await book.members();
  return (await book.open(record)).flatMap((field) =>
    field.value && (sensitive || !field.sensitive)
      ? [{ id: field.id, name: field.name, value: valueCell(field, field.value, members) }]
      : [],
  );
}

export const byField = (values: ArchivedValue[]): ArchivedCustom => Object.fromEntries(values.map(({ id, value }) => [id, value]));

/** What an archive has of a record's custom fields, as this team stores it. `ids`: from the archive's fields to the team's. What a field would not take today comes back as it was. */
export async function restoreCustom(
  book: CustomBook,
  recordId: string,
  custom: ArchivedCustom,
  ids: Map<string, string>,
): Promise<CustomValues> {
  const typed = Object.fromEntries(Object.entries(custom).flatMap(([id, value]) => (ids.has(id) ? [[ids.get(id) ?? "", value]] : [])));
  if (Object.keys(typed).length === 0) return {};
  const { values, wrong } = await book.check(typed, { fill: false });
  const asTheyWere = book.fields.filter(({ id, kind }) => id in wrong && kind !== "person").map(({ id }) => [id, typed[id] ?? ""]);
  return book.seal(recordId, { ...values, ...Object.fromEntries(asTheyWere) });
}
