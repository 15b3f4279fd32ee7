// node test/mutants/table.mjs: writes docs/promises.md, which test proves which promise, and what was changed to see that it notices.
import { writeFileSync } from "node:fs";
import { cited, citing } from "./citing.mjs";
import { changes } from "./promises.mjs";

const cell = (text) => text.replaceAll("|", "\\|").replaceAll("\n", " ");

function lineOf(clause) {
  const tests = citing(clause).map(({ file, title }) => `\`${file}\`: ${cell(title)}`);
  const broken = changes
    .filter((change) => change.clause === clause)
    .map(({ of, file }) => `${cell(of.replace(/^\[\S+\] /, ""))} (\`${file}\`)`);
  return `| ${clause} | ${tests.join("<br>")} | ${broken.join("<br>")} |`;
}

/** The page as it is to be. */
export function table() {
  return `# Promises

Every promise that a test cites by its id, the tests, and the changes that were made to the code to see that they notice: each of them breaks the promise in one place. \`npm run test:promises\` makes
the changes one after the other in a copy of the project, about half an hour of work; nobody who changes a feature should believe its test before. The promises themselves are on \`/promises\`.
This page is written by \`node test/mutants/table.mjs\`, and a test fails while it says anything else.

| promise | what tests it | what was broken, and noticed |
| --- | --- | --- |
${cited.map(lineOf).join("\n")}
`;
}

if (process.argv[1]?.endsWith("table.mjs")) writeFileSync(new URL("../../docs/promises.md", import.meta.url), table());
