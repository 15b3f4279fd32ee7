// Ids that sort by when they were made. Random bytes are taken from the system a page at a time: a call for each letter costs more than the letter.
import { ulid } from "ulidx";

const PAGE_BYTES = 2_048;
let page = new Uint8Array(0);
let used = 0;

/** A number from 0 to under 1, of 256 steps: each letter of an id takes 32 of them. */
function random(): number {
  if (used >= page.length) {
    page = crypto.getRandomValues(new Uint8Array(PAGE_BYTES));
    used = 0;
  }
  return (page[used++] ?? 0) / 256;
}

/** A new id (ULID) for something made at a moment, in milliseconds since 1970. */
export const newId = (at: number): string => ulid(at, random);
