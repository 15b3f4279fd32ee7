// Days as files write them.
import { isBirthday } from "../contacts/contactInput";

/** A day in any common writing as `1984-02-29` or `--02-29`; null when it cannot be read. Outlook writes 0/0/00 for none. */
export function readBirthday(typed: string, defaultCountry: string): string | null {
  if (typed === "" || /^0{1,4}\/0{1,2}\/0{1,4}$/.test(typed)) return "";
  const noYear = /^--(\d{2})-?(\d{2})$/.exec(typed);
  if (noYear) return valid(`--${noYear[1]}-${noYear[2]}`);
  const yearFirst = /^(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:T.{0,40})?$/.exec(typed);
  if (yearFirst) return valid(`${yearFirst[1]}-${two(yearFirst[2])}-${two(yearFirst[3])}`);
  const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/.exec(typed);
  if (!yearLast) return null;
  const [, first = "", mark, second = "", year] = yearLast;
  const monthFirst = Number(second) > 12 || (Number(first) <= 12 && mark === "/" && defaultCountry === "US");
  return valid(monthFirst ? `${year}-${two(first)}-${two(second)}` : `${year}-${two(second)}-${two(first)}`);
}

const two = (digits = "") => digits.padStart(2, "0");
const valid = (day: string) => (isBirthday(day) ? day : null);
