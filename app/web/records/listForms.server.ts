// The forms above a list say in many fields what its address says in one: conditions become a filter, ticked columns a list of names. Each is read here,
// and answered with the address that says the same.
import type { Noun } from "../../domain/records/card";
import { CONDITIONS_MAX, type Condition, Filter, GROUPS_MAX, type Operator, operatorsOf, writeFilter } from "../../domain/records/filter";
import type { ListField } from "../../domain/records/listFields";
import { keptQuery } from "./lists.server";

const FIELDS_MAX = 400;

/** A condition as its row says it; a field that was just chosen begins with the first thing that it can be asked. */
function conditionOf(query: URLSearchParams, at: string, fields: ListField[]): Condition | null {
  const name = query.get(`${at}.field`);
  if (!name) return null;
  const operators = operatorsOf(fields.find((field) => field.name === name) ?? ({ on: undefined } as ListField));
  const asked = query.get(`${at}.is`) as Operator | null;
  const is = asked && operators.includes(asked) ? asked : (operators[0] ?? asked ?? "is");
  return [name, is, query.getAll(`${at}.value`).slice(0, 30)];
}

const fresh = (name: string, fields: ListField[]): Condition[] => {
  const field = fields.find((one) => one.name === name);
  const [is] = field ? operatorsOf(field) : [];
  return is ? [[name, is, []]] : [];
};

/** The filter that the rows of conditions say, with what was added and taken away. */
function filterOf(query: URLSearchParams, fields: ListField[]): Filter {
  const drop = query.get("drop");
  if (drop === "all") return [];
  const groups = Array.from({ length: GROUPS_MAX }, (_, g) => {
    const rows = Array.from({ length: CONDITIONS_MAX }, (_, c) => (drop === `${g}.${c}` ? null : conditionOf(query, `f${g}.${c}`, fields)));
    return [...rows.filter((row) => row !== null), ...fresh(query.get(`and${g}`) ?? "", fields)].slice(0, CONDITIONS_MAX);
  });
  const all = [...groups, fresh(query.get("or") ?? "", fields)].filter((group) => group.length > 0).slice(0, GROUPS_MAX);
  // As much of it as a filter can be: what was added last is what is too much.
  while (!Filter.safeParse(all).success && all.length > 0) {
    all.at(-1)?.pop();
    if (all.at(-1)?.length === 0) all.pop();
  }
  return Filter.safeParse(all).data ?? [];
}

function columnsOf(query: URLSearchParams): string[] {
  const shown = query.getAll("show").slice(0, 40);
  const up = shown.indexOf(query.get("up") ?? "");
  if (up > 0) shown.splice(up - 1, 0, ...shown.splice(up, 1));
  return shown;
}

/** The address that says the same as a form that was sent to a list; null where none was. */
export function addressOfForm(noun: Noun, url: URL, fields: ListField[]): string | null {
  const query = url.searchParams;
  if (query.size > FIELDS_MAX) return `/${noun.plural}`;
  if (!query.has("conditions") && !query.has("choose")) return null;
  const next = keptQuery(query);
  for (const name of ["trash", "restricted", "view"]) if (query.get(name)) next.set(name, query.get(name) ?? "");
  if (query.has("conditions")) {
    const filter = writeFilter(filterOf(query, fields));
    if (filter) next.set("filter", filter);
    else next.delete("filter");
    next.set("panel", "filter");
  } else {
    if (query.has("usual")) next.delete("columns");
    else next.set("columns", columnsOf(query).join(","));
    next.set("panel", "columns");
  }
  next.set("edited", "1");
  return `/${noun.plural}?${next}`;
}
