// What a list is filtered by, as SQL: one test of one value, and groups of them. The value may stand in a column of its own or in the record's custom
// fields. Nothing typed gets into the text.
import { type SQL, type SQLWrapper, sql } from "drizzle-orm";

/** Where the value of a field stands, and what it is. */
export interface Filterable {
  /**
   * `text`: empty where there is none. `values`: a JSON list of objects with a `value`. `tags`: a JSON list of ids. `lines`: a text of lines.
   * `number`: a number as a text. `moment`: milliseconds, 0 for never.
   */
  type: "text" | "values" | "tags" | "lines" | "number" | "moment";
  at: SQLWrapper;
}

export const tests = ["is", "not", "has", "lacks", "from", "to", "below", "empty", "filled"] as const;

/** One condition, which holds where one of the values fits; `not` and `lacks` hold where none does. */
export interface Test {
  on: Filterable;
  is: (typeof tests)[number];
  values: (string | number)[];
  /** Words of the search index, of which every record that passes has one; absent where none says so. */
  facets?: string[];
}

/** The value of a custom field, empty where there is none. */
export function customAt(values: SQLWrapper, fieldId: string): SQL {
  // In the text, since a statement has a hundred parameters at most. An id is of ours, of letters and digits.
  if (!/^[0-9A-Za-z]{1,40}$/.test(fieldId)) throw new Error("That is no id of a field.");
  return sql`coalesce(${values} ->> ${sql.raw(`'$."${fieldId}"'`)}, '')`;
}

const either = (parts: SQL[]) => (parts.length === 0 ? sql`false` : sql`(${sql.join(parts, sql` OR `)})`);

/** As the database folds: the letters A to Z alone. */
const lower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Whether a value is there at all. */
function isFilled({ type, at }: Filterable): SQL {
  if (type === "moment") return sql`${at} > 0`;
  return type === "values" || type === "tags" ? sql`${at} <> '[]'` : sql`${at} <> ''`;
}

/** Values as rows of a query: one parameter, however many they are. */
const each = (values: (string | number)[]) => sql`json_each(${JSON.stringify(values)}) AS v`;

/** Whether one of some texts stands somewhere in another. Capitals of the ASCII letters do not matter. */
const holds = (at: SQLWrapper, values: (string | number)[]) =>
  values.length === 1
    ? sql`instr(lower(${at}), lower(${String(values[0])})) > 0`
    : sql`EXISTS (SELECT 1 FROM ${each(values)} WHERE instr(lower(${at}), lower(v.value)) > 0)`;

/** Whether one of some values stands whole between marks. */
const marked = (at: SQLWrapper, values: (string | number)[], mark: string) =>
  values.length === 1
    ? sql`instr(${at}, ${mark + values[0] + mark}) > 0`
    : sql`EXISTS (SELECT 1 FROM ${each(values)} WHERE instr(${at}, ${mark} || v.value || ${mark}) > 0)`;

function hasAny({ type, at }: Filterable, values: (string | number)[]): SQL {
  if (values.length === 0) return sql`false`;
  if (type === "tags") return marked(at, values, '"');
  // A choice is a whole line.
  if (type === "lines") return marked(sql`(char(10) || ${at} || char(10))`, values, "\n");
  if (type !== "values") return holds(at, values);
  return sql`EXISTS (SELECT 1 FROM json_each(${at}) AS j WHERE ${holds(sql`j.value ->> 'value'`, values)})`;
}

function isAny({ type, at }: Filterable, values: (string | number)[]): SQL {
  if (type === "number")
    return sql`(${at} <> '' AND CAST(${at} AS REAL) IN (SELECT CAST(v.value AS REAL) FROM ${each(values.map(String))}))`;
  if (type !== "text") return hasAny({ type, at }, values);
  // As lines of one text, so that nothing is read for it, however many there are.
  return sql`instr(${`\n${lower(values.join("\n"))}\n`}, char(10) || lower(${at}) || char(10)) > 0`;
}

/** Below, or from a value on. A number is compared as one; a day as its text, which is the same. */
function compared({ type, at }: Filterable, sign: SQL, [value = ""]: (string | number)[]): SQL {
  if (type === "number") return sql`(${at} <> '' AND CAST(${at} AS REAL) ${sign} ${Number(value)})`;
  return type === "moment" ? sql`(${at} > 0 AND ${at} ${sign} ${Number(value)})` : sql`(${at} <> '' AND ${at} ${sign} ${String(value)})`;
}

function passes({ on, is, values }: Test): SQL {
  switch (is) {
    case "empty":
      return sql`NOT (${isFilled(on)})`;
    case "filled":
      return isFilled(on);
    case "is":
      return isAny(on, values);
    case "not":
      return sql`NOT (${isAny(on, values)})`;
    case "has":
      return hasAny(on, values);
    case "lacks":
      return sql`NOT (${hasAny(on, values)})`;
    case "from":
      return compared(on, sql`>=`, values);
    case "to":
      return compared(on, sql`<=`, values);
    case "below":
      return compared(on, sql`<`, values);
  }
}

/** Records that pass every test of one of the groups; null where there is no group, and so nothing to pass. */
export function matching(groups: Test[][]): SQL | null {
  const all = groups.filter((tests) => tests.length > 0).map((tests) => sql`(${sql.join(tests.map(passes), sql` AND `)})`);
  return all.length === 0 ? null : either(all);
}

/** What the index is asked for, so that it finds all records that pass and few others: of each group the words of its tests. Null where a group has none. */
export function facetsOf(groups: Test[][]): string[][][] | null {
  const asked = groups.filter((tests) => tests.length > 0).map((tests) => tests.flatMap(({ facets }) => (facets?.length ? [facets] : [])));
  return asked.length > 0 && asked.every((sets) => sets.length > 0) ? asked : null;
}

/** Whether the index finds only records that pass, so that nothing has to be looked through. */
export const isKnown = (groups: Test[][]): boolean => groups.every((tests) => tests.every(({ facets }) => facets !== undefined));
