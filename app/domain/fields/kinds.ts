// What can be typed into a custom field, by its kind: how it is read, how it is shown, and how a file says it. Values are texts in one spelling each,
// so that the same value is the same text wherever it came from.
import * as z from "zod";
import type { FieldKind } from "~/db/schema/fields";
import { formatPhone, inFull, toPhone } from "../core/phones";

/** What a field says of its values. */
export interface FieldShape {
  kind: FieldKind;
  choices: string[];
  currency: string;
}

/** What values are read and shown with. */
export interface Reading {
  defaultCountry: string;
  /** Names of the team's people, by id. */
  members: Record<string, string>;
}

export type Read = { value: string } | { wrong: string };

/** As the settings call them. */
export const kindWords: Record<FieldKind, string> = {
  text: "Text",
  longText: "Long text",
  number: "Number",
  money: "Money",
  date: "Date",
  choice: "One choice",
  choices: "Several choices",
  yesNo: "Yes or no",
  link: "Link",
  email: "E-mail",
  phone: "Phone",
  person: "Team member",
};

export const TEXT_MAX = 500;
export const LONG_TEXT_MAX = 5000;
/** Between several choices in one value. No choice has a line break in it. */
export const SEPARATOR = "\n";
/** Between several values in one cell of a file, as Google writes it. */
const LIST = " ::: ";

const one = (value: string): Read => ({ value });
const no = (wrong: string): Read => ({ wrong });

/**
 * A number as people write it, as digits with a point: "1,234.5", "1.234,5", "1 234,5". A single comma before three digits parts thousands, as
 * Americans write. Null where it is none.
 */
export function readNumber(typed: string): string | null {
  const tight = typed.replace(/[\s'’_]/g, "").replace(/^\+|^−/, (sign) => (sign === "+" ? "" : "-"));
  const plain = /^-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(tight)
    ? tight.replaceAll(",", "")
    : /^-?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/.test(tight) && (tight.includes(",") || tight.split(".").length > 2)
      ? tight.replaceAll(".", "").replace(",", ".")
      : tight.replace(",", ".");
  const parts = /^(-?)(\d{1,15})(?:\.(\d{0,6}))?$/.exec(plain);
  if (!parts) return null;
  const [, sign = "", whole = "", fraction = ""] = parts;
  const behind = fraction.replace(/0{1,6}$/, "");
  const digits = whole.replace(/^0{1,14}(?=\d)/, "") + (behind === "" ? "" : `.${behind}`);
  return digits === "0" ? "0" : sign + digits;
}

/** How many digits a currency has behind the point. */
const digitsOf = (currency: string) =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;

function readMoney(typed: string, currency: string): Read {
  const bare = typed.replace(/\p{Sc}/gu, "").replace(new RegExp(`^${currency}|${currency}$`, "i"), "");
  const amount = readNumber(bare);
  const digits = digitsOf(currency);
  if (amount === null) return no("Enter an amount like 1250.50");
  if ((amount.split(".")[1] ?? "").length > digits)
    return no(digits === 0 ? "Enter a whole amount" : `At most ${digits} digits after the point`);
  return one(amount);
}

/** Whether this is a day of the calendar: `2026-02-28`. */
function isDay(text: string): boolean {
  const [, year, month, day] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []).map(Number);
  if (!year || !month || !day) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const spelled = (choices: string[], typed: string) => choices.find((choice) => choice.toLowerCase() === typed.trim().toLowerCase());

function readChoices(choices: string[], typed: string): Read {
  const parts = typed.split(typed.includes(LIST) ? LIST : /\n/).filter((part) => part.trim() !== "");
  const known = parts.map((part) => spelled(choices, part));
  const unknown = parts.find((_, n) => known[n] === undefined);
  if (unknown !== undefined) return no(`“${unknown.slice(0, 60)}” isn’t one of the choices`);
  // In the order of the field, each once: the same set is the same value.
  return one(choices.filter((choice) => known.includes(choice)).join(SEPARATOR));
}

const yes = ["yes", "y", "true", "1", "x", "on", "ja", "oui", "si", "sí", "sim"];
const nay = ["no", "n", "false", "0", "off", "nein", "non", "nee", "não"];

function readYesNo(typed: string): Read {
  const word = typed.trim().toLowerCase();
  return yes.includes(word) ? one("yes") : nay.includes(word) ? one("no") : no("Choose yes or no");
}

/** A web address with its scheme, which may be left out. */
function readLink(typed: string): Read {
  const url = /^[a-z][a-z\d+.-]{0,20}:/i.test(typed) ? typed : `https://${typed}`;
  const isWeb = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) && new URL(url).hostname.includes(".");
  return isWeb && url.length <= TEXT_MAX && !/\s/.test(url) ? one(url) : no("Enter a web address like aster.example");
}

function readPhone(typed: string, country: string): Read {
  const phone = toPhone("", typed, country);
  return one(phone.e164 ? inFull({ e164: phone.e164, ext: phone.ext }) : phone.value);
}

/** By id, as a form says it; or by name, as a file does. */
function readPerson(typed: string, members: Record<string, string>): Read {
  const id = typed in members ? typed : Object.keys(members).find((one) => members[one]?.toLowerCase() === typed.toLowerCase());
  return id ? one(id) : no("Choose somebody in this team");
}

/** What was typed into a field, in the one spelling of its value; or what is wrong with it. Nothing typed is no value, and never wrong. */
export function readValue({ kind, choices, currency }: FieldShape, given: string, { defaultCountry, members }: Reading): Read {
  const typed = given.trim();
  if (typed === "") return one("");
  const most = kind === "longText" || kind === "choices" ? LONG_TEXT_MAX : TEXT_MAX;
  if (typed.length > most) return no(`At most ${most.toLocaleString("en")} characters`);
  switch (kind) {
    case "text":
      return one(
        typed
          .split(/[\r\n]+/)
          .map((line) => line.trim())
          .filter(Boolean)
          .join(" "),
      );
    case "longText":
      return one(typed.replace(/\r\n?/g, "\n"));
    case "number": {
      const number = readNumber(typed);
      return number === null ? no("Enter a number like 1250.5") : one(number);
    }
    case "money":
      return readMoney(typed, currency);
    case "date":
      return isDay(typed) ? one(typed) : no("Enter a date like 2026-02-28");
    case "choice": {
      const choice = spelled(choices, typed);
      return choice === undefined ? no("Choose one of the choices") : one(choice);
    }
    case "choices":
      return readChoices(choices, typed);
    case "yesNo":
      return readYesNo(typed);
    case "link":
      return readLink(typed);
    case "email":
      return z.email().safeParse(typed).success ? one(typed) : no("Enter a valid e-mail address");
    case "phone":
      return readPhone(typed, defaultCountry);
    case "person":
      return readPerson(typed, members);
  }
}

/** A day as people read it: "February 28, 2026". */
const dayText = (value: string) =>
  isDay(value) ? new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${value}T00:00:00Z`)) : value;

/** A value as a person reads it. Of somebody who has left, that they have. */
export function valueText(
  { kind, currency }: Pick<FieldShape, "kind" | "currency">,
  value: string,
  members: Record<string, string>,
): string {
  if (value === "") return "";
  if (kind === "number") return new Intl.NumberFormat("en", { maximumFractionDigits: 6 }).format(Number(value));
  if (kind === "money") return new Intl.NumberFormat("en", { style: "currency", currency }).format(Number(value));
  if (kind === "date") return dayText(value);
  if (kind === "choices") return value.split(SEPARATOR).join(", ");
  if (kind === "yesNo") return value === "yes" ? "Yes" : "No";
  if (kind === "phone") return formatPhone(toPhone("", value, ""));
  return kind === "person" ? (members[value] ?? "Someone who left") : value;
}

/** A value as a cell of a file: what `readValue` reads back as it was, wherever the team is. */
export function valueCell({ kind }: Pick<FieldShape, "kind">, value: string, members: Record<string, string>): string {
  if (kind === "choices") return value.split(SEPARATOR).join(LIST);
  if (kind === "yesNo") return value === "" ? "" : value === "yes" ? "Yes" : "No";
  return kind === "person" ? (members[value] ?? "") : value;
}
