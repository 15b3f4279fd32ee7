// Which tests cite a clause, by the titles in their files.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const tests = fileURLToPath(new URL("../", import.meta.url));

const files = readdirSync(tests, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".test.ts") && !name.includes("node_modules"))
  .map((name) => ({ file: `test/${name}`, text: readFileSync(join(tests, name), "utf8") }));

/** Titles as they are written, a place to be filled in left as it is. */
const TITLE = /\b(?:it|test)(?:\.each\([\s\S]*?\))?\(\s*(["`])((?:\[[A-Z]-\d\d\] ?)+)([\s\S]*?)\1,/g;

/** The tests whose titles cite a clause, but for the journeys in a browser: file and title. */
export function citing(clause) {
  return files.flatMap(({ file, text }) =>
    Array.from(text.matchAll(TITLE)).flatMap(([, , ids, title]) => (ids.includes(`[${clause}]`) ? [{ file, title }] : [])),
  );
}

/** Every clause that a test cites, in order. */
export const cited = Array.from(
  new Set(files.flatMap(({ text }) => Array.from(text.matchAll(TITLE)).flatMap(([, , ids]) => ids.match(/[A-Z]-\d\d/g) ?? []))),
).sort();
