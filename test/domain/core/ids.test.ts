import { expect, it } from "vitest";
import { newId } from "~/app/domain/core/ids";

it("ids sort by their moment, are ULIDs, and none of a hundred thousand comes twice", () => {
  const ids = Array.from({ length: 100_000 }, () => newId(1_764_000_000_000));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(id))).toBe(true);
  expect(newId(1_000) < newId(2_000)).toBe(true);
  // Every letter of the random part takes every value.
  for (let at = 10; at < 26; at++) expect(new Set(ids.map((id) => id[at])).size).toBe(32);
});
