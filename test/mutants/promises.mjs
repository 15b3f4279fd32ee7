// For each promise that a test cites, a line changed so that the promise is broken: its test has to notice. They are listed in promises.txt; which tests those
// are is read from their titles.
import { readFileSync } from "node:fs";
import { citing } from "./citing.mjs";

const PAGES = "pages of ";

/** A block of promises.txt: what breaks, in which file, the lines that go and those that come. `pages of`: the tests look at built pages. */
function changeIn(block) {
  const [of = "", where = "", ...lines] = block.split("\n");
  const after = (sign) => lines.flatMap((line) => (line.startsWith(sign) ? [line.slice(2)] : []));
  const clause = /\[([A-Z]-\d\d)\]/.exec(of)?.[1] ?? "";
  const build = where.startsWith(PAGES);
  const file = build ? where.slice(PAGES.length) : where;
  const tests = [...new Set(citing(clause).map((test) => test.file))];
  return { of, clause, file, from: after("-").join("\n"), to: after("+").join("\n"), title: `[${clause}]`, tests, build };
}

/** @type {(import("./changes.mjs").Change & { clause: string })[]} */
export const changes = readFileSync(new URL("promises.txt", import.meta.url), "utf8")
  .trim()
  .split(/\n{2,}/)
  .map(changeIn);
