// Phone numbers: E.164 where they can be read with the team's default country, as typed where not.
import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/min";
import type { Phone } from "~/db/schema/contacts";

/** A phone as stored. Extensions and words stay in `value`; `e164` is there only for a number that is possible. */
export function toPhone(label: string, typed: string, defaultCountry: string): Phone {
  const value = typed.trim();
  const country = isSupportedCountry(defaultCountry) ? defaultCountry : undefined;
  const parsed = parsePhoneNumberFromString(value, { defaultCountry: country, extract: false });
  return parsed?.isPossible() ? { label, value, e164: parsed.number } : { label, value };
}

/** How a phone is shown: international format where it was read, else as typed. */
export function formatPhone(phone: Phone): string {
  const parsed = phone.e164 ? parsePhoneNumberFromString(phone.e164) : undefined;
  return parsed ? parsed.formatInternational() : phone.value;
}

/** Everything a person may type to find a number: its digits with and without the country, and as it was typed. */
export function phoneWords(phone: Phone): string[] {
  const typed = phone.value.replace(/\D/g, "");
  if (!phone.e164) return [typed || phone.value];
  const parsed = parsePhoneNumberFromString(phone.e164);
  const national = parsed?.formatNational().replace(/\D/g, "") ?? "";
  return Array.from(new Set([phone.e164.slice(1), parsed?.nationalNumber ?? "", national, typed].filter((word) => word !== "")));
}
