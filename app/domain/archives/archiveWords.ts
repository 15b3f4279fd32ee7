// What an archive says about itself: the README, and the script that verifies its statement on any computer with Node.

/** `leftOut`: whether there are sensitive fields, and they are not in it. */
export const readmeWords = (
  team: string,
  at: Date,
  leftOut: boolean,
) => `Everything that Farthing keeps for the team "${team}"${leftOut ? " except what is in its sensitive fields" : ""}, as of ${at.toISOString()}.

team.json         the team, its members, tags, budgets and purchases
companies.jsonl   every company with its timeline, one JSON document per line; includes those in the trash
companies.csv     the same companies as a table
contacts.jsonl    every contact with its whole timeline, one JSON document per line; includes contacts in the trash and restricted ones
contacts.csv      the same contacts as a table, with the column names of Google Contacts
timeline.csv      every note, call, meeting and change, as a table
custom-fields.csv what is in your own fields, a row for each value
contacts.vcf      the contacts as vCards (version 4.0), for phones and e-mail programs
calendar.ics      birthdays, calls and meetings (iCalendar)
statement.json    every credit added or spent, with the hash of each line
statement.csv     the same in words
heads.json        where the chain of hashes stood at the end of each day
audit-log.csv     important actions, and who took them
verify.mjs        verifies the statement: node verify.mjs

To move it all to another team, upload this archive on that team's import page while it has no contacts yet. Contacts are charged like any
import; notes, tags, timelines and companies come along free.
`;

/** Recomputes each entry's hash from the one before and every column, and holds the result against the file. */
export const verifyScript = `// node verify.mjs: verifies statement.json, entry by entry, and holds it against heads.json.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
const entries = read("statement.json").entries.sort((a, b) => a.seq - b.seq);
const heads = new Map(read("heads.json").map((one) => [one.seq, one]));
const counts = (account) => account === "balance" || account === "debt";
let head = "";
let balance = 0;
for (const [index, entry] of entries.entries()) {
  const { seq, at, kind, debit, credit, credits, key, lotId, action, memberId, subjectId, priceVersion } = entry;
  balance += (counts(debit) ? credits : 0) - (counts(credit) ? credits : 0);
  const columns = [seq, at, kind, debit, credit, credits, entry.balance, key, lotId, action, memberId, subjectId, priceVersion];
  head = createHash("sha256").update(head + JSON.stringify(columns)).digest("hex");
  const known = heads.get(seq);
  if (seq !== index + 1 || entry.balance !== balance || entry.hash !== head || (known && known.head !== head)) {
    console.error(\`Entry \${index + 1} is not as it was written.\`);
    process.exit(1);
  }
}
console.log(\`\${entries.length} entries hold. Balance: \${balance} credits. Head: \${head}\`);
`;
