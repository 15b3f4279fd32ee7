// A filter as an address and a saved view keep it: groups of conditions, of which one group has to hold, and in it every condition. Read by a schema,
// and worked out against the fields that there are.

import { TZDate } from "@date-fns/tz";
import { endOfDay, startOfDay, subDays } from "date-fns";
import * as z from "zod";
import type { Test } from "~/db/queries/records/filters";
import { facet } from "../core/folding";
import { FACET_CHARS } from "../fields/book";
import { readNumber } from "../fields/kinds";
import type { ListField, ListKind } from "./listFields";

export const GROUPS_MAX = 5;
export const CONDITIONS_MAX = 8;
const VALUES_MAX = 30;

export const operators = ["is", "not", "has", "lacks", "from", "to", "within", "older", "empty", "filled"] as const;
export type Operator = (typeof operators)[number];

/** Field, operator, values. */
export const Condition = z.tuple([z.string().min(1).max(60), z.enum(operators), z.array(z.string().max(300)).max(VALUES_MAX)]);
export type Condition = z.infer<typeof Condition>;
/** A statement has a hundred parameters at most, and a condition three: the selects above a list are conditions of each group, too. */
export const ALL_MAX = 24;
/** As an address writes it, which is 4,000 characters at most. */
const FILTER_CHARS = 2500;
const written = (groups: unknown) => encodeURIComponent(JSON.stringify(groups)).length;

export const Filter = z
  .array(z.array(Condition).min(1).max(CONDITIONS_MAX))
  .max(GROUPS_MAX)
  .refine((groups) => groups.flat().length <= ALL_MAX && written(groups) <= FILTER_CHARS, "Too many conditions");
export type Filter = z.infer<typeof Filter>;

/** A filter out of an address. Anything that is none is no filter. */
export function readFilter(text: string | null): Filter {
  if (!text || text.length > FILTER_CHARS) return [];
  try {
    return Filter.safeParse(JSON.parse(text)).data ?? [];
  } catch {
    return [];
  }
}

export const writeFilter = (filter: Filter): string | null => (filter.length === 0 ? null : JSON.stringify(filter));

const texts: Operator[] = ["has", "is", "not", "empty", "filled"];
const inWords: Operator[] = ["has", "empty", "filled"];
const chosen: Operator[] = ["is", "not", "empty", "filled"];
const ordered: Operator[] = ["from", "to", "is", "empty", "filled"];
const several: Operator[] = ["has", "lacks", "empty", "filled"];

const byKind: Record<ListKind, Operator[]> = {
  ...{ words: texts, text: texts, email: texts, company: texts },
  // As they are kept is not as they are typed.
  ...{ longText: inWords, link: inWords, phone: inWords },
  ...{ labelled: ["has", "lacks", "empty", "filled"], places: [] },
  ...{ choice: chosen, yesNo: chosen, person: chosen, status: ["is", "not"] },
  ...{ choices: several, tags: several },
  ...{ number: ordered, money: ordered, date: ordered, birthday: ["has", "empty", "filled"] },
  moment: ["within", "older", "from", "to", "empty", "filled"],
};

/** What a field can be asked. */
export const operatorsOf = ({ kind, on }: ListField): Operator[] => (on ? byKind[kind] : []);

const needsNone = (is: Operator) => is === "empty" || is === "filled";

interface Asking {
  now: number;
  timeZone: string;
}

/** A day in a time zone, as its first and last moment. */
function dayOf(text: string, timeZone: string): { from: number; to: number } | null {
  const [, year, month, day] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []).map(Number);
  if (!year || !month || !day || month > 12 || day > 31) return null;
  const noon = new TZDate(year, month - 1, day, 12, timeZone);
  return { from: +startOfDay(noon), to: +endOfDay(noon) };
}

const DAYS_MAX = 20_000;

/** A condition on a moment: days back from now, or a day of the calendar. */
function onMoment(on: NonNullable<ListField["on"]>, is: Operator, value: string, { now, timeZone }: Asking): Test | null {
  if (is === "within" || is === "older") {
    const days = /^\d{1,5}$/.test(value) ? Math.min(Number(value), DAYS_MAX) : null;
    if (days === null) return null;
    const since = +startOfDay(subDays(new TZDate(now, timeZone), days));
    return { on, is: is === "within" ? "from" : "below", values: [since] };
  }
  const day = dayOf(value, timeZone);
  if (!day) return null;
  return is === "from" ? { on, is: "from", values: [day.from] } : is === "to" ? { on, is: "to", values: [day.to] } : null;
}

/** Words of the index that say as much as a condition: of each value one. */
function facetsFor({ name, faceted, on }: ListField, is: Operator, values: (string | number)[]): string[] | undefined {
  const exact = is === "is" || (is === "has" && (on?.type === "tags" || on?.type === "lines"));
  const short = values.every((value) => String(value).length <= FACET_CHARS);
  return faceted && exact && short ? values.map((value) => facet(name, String(value))) : undefined;
}

/** A condition on tags, of those that there are: a row may still name one that was deleted. */
function onTags({ on, options = [], ...field }: ListField, is: Operator, values: string[]): Test | null {
  const known = options.map(([id]) => id).filter((id) => needsNone(is) || values.includes(id));
  if (!on) return null;
  const has = is === "has" || is === "filled";
  return { on, is: has ? "has" : "lacks", values: known, facets: is === "has" ? facetsFor({ ...field, on }, is, known) : undefined };
}

/** A condition as a test; null where it says nothing yet, or asks what its field cannot answer. */
function toTest(field: ListField, [, is, given]: Condition, asking: Asking): Test | null {
  const { on, kind } = field;
  if (!on || !byKind[kind].includes(is)) return null;
  if (needsNone(is)) return kind === "tags" ? onTags(field, is, []) : { on, is: is as Test["is"], values: [] };
  const values = given.map((value) => value.trim()).filter(Boolean);
  const [value] = values;
  if (value === undefined) return null;
  if (kind === "moment") return onMoment(on, is, value, asking);
  if (kind === "tags") return onTags(field, is, values);
  if (on.type === "number") {
    const numbers = values.map(readNumber).filter((number) => number !== null);
    return numbers.length > 0 ? { on, is: is as Test["is"], values: numbers, facets: facetsFor(field, is, numbers) } : null;
  }
  return { on, is: is as Test["is"], values, facets: facetsFor(field, is, values) };
}

export interface Worked {
  groups: Test[][];
  /** Whether it names fields that are no more: those conditions are left out. */
  outdated: boolean;
}

/** A filter against the fields of a list. A condition without a value says nothing yet, and is left out. */
export function workOut(filter: Filter, fields: ListField[], asking: Asking): Worked {
  const byName = new Map(fields.map((field) => [field.name, field]));
  const outdated = filter.flat().some(([name]) => !byName.has(name));
  const groups = filter.map((group) =>
    group.flatMap((condition) => {
      const field = byName.get(condition[0]);
      return (field && toTest(field, condition, asking)) ?? [];
    }),
  );
  // A group of which nothing is left would let everything through.
  return { groups: groups.filter((tests) => tests.length > 0), outdated };
}
