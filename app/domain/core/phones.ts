// Phone numbers: E.164 where they can be read with the team's default country, as typed where not.
import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/min";
import type { Phone } from "~/db/schema/contacts";

/** A phone as stored: as typed in `value`, and as read in `e164` and `ext` where the number is possible. */
export function toPhone(label: string, typed: string, defaultCountry: string): Phone {
  const value = typed.trim();
  const country = isSupportedCountry(defaultCountry) ? defaultCountry : undefined;
  const parsed = parsePhoneNumberFromString(value, { defaultCountry: country, extract: false });
  if (!parsed?.isPossible()) return { label, value };
  return { label, value, e164: parsed.number, ...(parsed.ext ? { ext: parsed.ext } : {}) };
}

/** Phones as stored; one that was read before, as an archive's were, stays as it was read. */
export function toPhones(phones: Phone[], defaultCountry: string): Phone[] {
  return phones.map((phone) => (phone.e164 ? phone : toPhone(phone.label, phone.value, defaultCountry)));
}

/** What finds a phone again, however it is written: the number with its extension, or its digits where it could not be read. */
export function phoneHandle({ value, e164, ext }: Phone): string {
  if (!e164) return value.replace(/\D/g, "");
  return ext ? `${e164};ext=${ext}` : e164;
}

/** A phone as a file says it, so that who reads it with this country's numbers reads the same: as typed, or in international form. */
export function phoneText(phone: Phone, defaultCountry: string): string {
  const again = toPhone(phone.label, phone.value, defaultCountry);
  if (!phone.e164 || (again.e164 === phone.e164 && again.ext === phone.ext)) return phone.value;
  return inFull({ e164: phone.e164, ext: phone.ext });
}

/** A number that was read, so that whoever reads it, wherever they are, reads the same. */
export const inFull = ({ e164, ext }: { e164: string; ext?: string }): string => (ext ? `${e164} ext. ${ext}` : e164);

/** How a phone is shown: international format where it was read, else as typed. */
export function formatPhone(phone: Phone): string {
  const parsed = phone.e164 ? parsePhoneNumberFromString(phone.e164) : undefined;
  if (!parsed) return phone.value;
  return phone.ext ? `${parsed.formatInternational()} ext. ${phone.ext}` : parsed.formatInternational();
}

/** Everything a person may type to find a number: its digits with and without the country, and as it was typed. */
export function phoneWords(phone: Phone): string[] {
  const typed = phone.value.replace(/\D/g, "");
  if (!phone.e164) return [typed || phone.value];
  const parsed = parsePhoneNumberFromString(phone.e164);
  const national = parsed?.formatNational().replace(/\D/g, "") ?? "";
  return Array.from(new Set([phone.e164.slice(1), parsed?.nationalNumber ?? "", national, typed].filter((word) => word !== "")));
}
