// The state of a list is its address: read here, with every odd value taken as none.

import { type StatusName, statusWords } from "../components/contacts/status";
import { type ContactListQuery, type ContactSort, contactSorts } from "../domain/contacts/contacts";

export const PAGE_SIZE = 50;

/** Where the page before ended, as it stands in the address. */
export function writeAfter(after: { key: string | number; seq: number } | null): string | null {
  return after && btoa(encodeURIComponent(JSON.stringify([after.key, after.seq])));
}

/** What `writeAfter` wrote; null for anything else. */
export function readAfter(text: string | null): ContactListQuery["after"] {
  try {
    const [key, seq] = JSON.parse(decodeURIComponent(atob(text ?? "")));
    return (typeof key === "string" || typeof key === "number") && Number.isSafeInteger(seq) ? { key, seq } : null;
  } catch {
    return null;
  }
}

export function readListQuery(url: URL): ContactListQuery {
  const query = url.searchParams;
  const status = query.get("status") ?? "";
  const sort = query.get("sort") as ContactSort;
  return {
    search: (query.get("search") ?? "").slice(0, 100),
    status: status in statusWords ? (status as StatusName) : null,
    tagId: query.get("tag") || null,
    companyId: query.get("company") || null,
    sort: contactSorts.includes(sort) ? sort : "arrival",
    trashed: query.get("trash") === "1",
    restricted: query.get("restricted") === "1",
    after: readAfter(query.get("after")),
    pageSize: PAGE_SIZE,
  };
}
