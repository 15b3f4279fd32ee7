// A card as its pages see it: plain data, since functions stay on the server.

export interface FieldView {
  name: string;
  label: string;
  kind: "text" | "phones" | "addresses" | "member";
  hint?: string;
  inList?: boolean;
}

export interface CardView {
  noun: string;
  plural: string;
  words: { one: string; many: string; empty: string };
  fields: FieldView[];
}

/** "companies" at the beginning of a heading. */
export const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** "a company", "an address". */
export const withArticle = (noun: string) => `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
