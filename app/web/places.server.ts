// Countries and time zones to choose from, as the platform knows them.
import { getCountries } from "libphonenumber-js/min";

/** Country codes with their English names, by name. */
export function countries(): [code: string, name: string][] {
  const names = new Intl.DisplayNames("en", { type: "region" });
  return getCountries()
    .map((code): [string, string] => [code, names.of(code) ?? code])
    .sort((a, b) => a[1].localeCompare(b[1]));
}

/** Every time zone, and the one in use where it goes by another name. */
export function timeZones(current: string): string[] {
  const zones = ["UTC", ...Intl.supportedValuesOf("timeZone")];
  return zones.includes(current) || !isTimeZone(current) ? zones : [current, ...zones];
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== null;
  } catch {
    return false;
  }
}
