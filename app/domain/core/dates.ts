// Days and months as a team counts them, in its own time zone.
import { TZDate } from "@date-fns/tz";
import { addMonths, format, startOfMonth } from "date-fns";

export const DAY_MS = 24 * 60 * 60 * 1000;

/** A day as people read it everywhere: "November 27, 2026". */
export function dayWords(at: number, timeZone = "UTC"): string {
  return new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone }).format(at);
}

/** A moment as people read it in sentences: "November 27, 2026 at 4:49 PM". */
export function momentWords(at: number, timeZone = "UTC"): string {
  return new Intl.DateTimeFormat("en", { dateStyle: "long", timeStyle: "short", timeZone }).format(at);
}

/** The last midnight in UTC, in milliseconds since 1970. */
export function midnightBefore(now: number): number {
  return Math.floor(now / DAY_MS) * DAY_MS;
}

/** The month that begins so many months after the one around `now`: "2026-11", its start and its end in milliseconds since 1970. */
export function monthAround(now: number, timeZone: string, months = 0): { name: string; from: number; to: number } {
  const start = addMonths(startOfMonth(new TZDate(now, timeZone)), months);
  return { name: format(start, "yyyy-MM"), from: +start, to: +addMonths(start, 1) };
}

/** The month of a name like "2026-11", or null. */
export function monthNamed(name: string, timeZone: string): { name: string; from: number; to: number } | null {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(name) ?? [];
  return year && month ? monthAround(+new TZDate(Number(year), Number(month) - 1, 15, timeZone), timeZone) : null;
}
