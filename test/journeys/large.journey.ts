import assert from "node:assert/strict";
import { after, test } from "node:test";
import { closeBrowser, dryRun, expectBalance, give, origin, sees, signUp } from "./person.ts";

const ROWS = 100_000;
/** Longer than the slowest machine takes; the test ends as soon as it is done. */
const LONG_MS = 900_000;

after(closeBrowser);

test("100,000 rows come in by themselves while the page tells how far they are, and another team's import isn't kept waiting", {
  timeout: LONG_MS,
}, async () => {
  const person = await signUp();
  await give(person, ROWS);
  person.context.setDefaultTimeout(LONG_MS / 3);
  const rows = Array.from({ length: ROWS }, (_, n) => `Person ${n},p${n}@example.org`);
  await dryRun(person, "everybody.csv", `Name,Email\n${rows.join("\n")}\n`);
  const other = await signUp();
  await dryRun(other, "two.csv", "Name,Email\nAnn,ann@example.org\nBob,bob@example.org\n");
  await person.page.getByRole("button", { name: /^Import .*100,000/ }).click();
  await sees(person, /\d of 100,000/);
  await other.page.getByRole("button", { name: /^Import .*2/ }).click();
  await sees(other, /Undo this import/);
  // That was done while the large one was not.
  assert.equal(await person.page.getByText(/Undo this import/).count(), 0);
  await sees(person, /Undo this import/);
  await expectBalance(person, 25);
  await person.page.goto(`${origin}/contacts?search=p99999`);
  await sees(person, "Person 99999");
  assert.deepEqual(person.problems, []);
});
