// A noun's list as its page sees it: plain data, since functions stay on the server.

export type Operator = "is" | "not" | "has" | "lacks" | "from" | "to" | "within" | "older" | "empty" | "filled";

/** Field, operator, values. */
export type Condition = [field: string, is: Operator, values: string[]];

export interface ListFieldView {
  name: string;
  label: string;
  kind: string;
  /** What can be chosen, with its words. */
  options: [value: string, words: string][];
  currency: string;
  /** What it can be asked; none where it can't be filtered by. */
  operators: Operator[];
}

export type CellView =
  | { kind: "text"; text: string }
  | { kind: "chips"; parts: string[] }
  | { kind: "status"; status: string }
  | { kind: "tags"; tags: { id: string; name: string; colour: string }[] }
  | { kind: "company"; id: string; name: string }
  | { kind: "moment"; at: number };

export interface LineView {
  id: string;
  title: string;
  /** Below the name. */
  detail: string;
  cells: CellView[];
}

export interface ListNounView {
  noun: string;
  plural: string;
  words: { one: string; many: string; empty: string };
}

export interface SavedViewView {
  id: string;
  name: string;
  shared: boolean;
  pinned: boolean;
  isDefault: boolean;
  /** Whether this member may change it. */
  mayChange: boolean;
}

/** The page of a list, as its parts draw it. */
export interface ListPageView {
  of: ListNounView;
  state: Record<string, string>;
  from: "lists" | "trash" | "restricted";
  filter: unknown[][];
  filtered: boolean;
  lookedAt: number | null;
  next: string | null;
  isFirst: boolean;
  panel: string | null;
  narrowed: { plural: string; noun: string; one: string; id: string; name: string | null } | null;
  sorts: [name: string, words: string][];
  tags: { id: string; name: string }[];
  /** Null where only a part is seen. */
  total: number | null;
  price: number;
  mayMerge: boolean;
}

/** What is asked of a field, in words. */
export function operatorWords(is: Operator, { kind }: Pick<ListFieldView, "kind">): string {
  const time = kind === "moment" || kind === "date";
  const chosen = ["choice", "status", "person", "yesNo"].includes(kind);
  const several = kind === "tags" || kind === "choices";
  const words: Record<Operator, string> = {
    is: chosen ? "is any of" : time ? "is on" : "is",
    not: chosen ? "is none of" : "is not",
    has: several ? "has one of" : "contains",
    lacks: several ? "has none of" : "doesn’t contain",
    from: time ? "is on or after" : "is at least",
    to: time ? "is on or before" : "is at most",
    within: "in the last",
    older: "more than",
    empty: "is empty",
    filled: "is filled in",
  };
  return words[is];
}

/** The state of a list as hidden fields of a form that changes a part of it. */
export const without = (state: Record<string, string>, ...names: string[]): [string, string][] =>
  Object.entries(state).filter(([name]) => !names.includes(name));
