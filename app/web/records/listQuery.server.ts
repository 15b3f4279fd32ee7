// Where a page of a list ended, as it stands in an address.
import type { RecordQuery } from "../../domain/records/list";

export const PAGE_SIZE = 50;

/** Where the page before ended, as it stands in the address. */
export function writeAfter(after: { key: string | number; seq: number } | null): string | null {
  return after && btoa(encodeURIComponent(JSON.stringify([after.key, after.seq])));
}

/** What `writeAfter` wrote; null for anything else. */
export function readAfter(text: string | null): RecordQuery["after"] {
  try {
    const [key, seq] = JSON.parse(decodeURIComponent(atob(text ?? "")));
    return (typeof key === "string" || typeof key === "number") && Number.isSafeInteger(seq) ? { key, seq } : null;
  } catch {
    return null;
  }
}
