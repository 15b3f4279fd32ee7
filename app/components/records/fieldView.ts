// A team's own field as its pages see it: plain data, since functions stay on the server.

export type FieldKind =
  | "text"
  | "longText"
  | "number"
  | "money"
  | "date"
  | "choice"
  | "choices"
  | "yesNo"
  | "link"
  | "email"
  | "phone"
  | "person";

export interface CustomFieldView {
  id: string;
  name: string;
  kind: FieldKind;
  sensitive: boolean;
  required: boolean;
  help: string;
  choices: string[];
  currency: string;
}

/** What a record has in a field, as a person reads it. */
export interface CustomValueView {
  id: string;
  name: string;
  kind: FieldKind;
  sensitive: boolean;
  /** Null where this member does not see it. */
  text: string | null;
  /** Where there are several. */
  parts: string[];
}

/** Between several choices in one value, as the form's fields have it. */
export const SEPARATOR = "\n";
