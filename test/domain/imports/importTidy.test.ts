// CSV texts made plain before they are parsed: what a stray quote or a mixed line end means, and that neither takes long.
import { expect, it } from "vitest";
import { parseFile } from "~/app/domain/imports/importParse";
import { tidyText } from "~/app/domain/imports/importTidy";

const rowsOf = (text: string) => {
  const outcome = parseFile(new TextEncoder().encode(text));
  return outcome.kind === "parsed" ? outcome.file.rows.map(({ cells }) => cells) : outcome.reason;
};

it("a stray quote in a quoted cell is a letter of it, and the cell ends where it should", () => {
  expect(rowsOf('Name,Email\n"Ada "the first" Lovelace",a@x.org\n')).toEqual([['Ada "the first" Lovelace', "a@x.org"]]);
  expect(rowsOf('Name,Email\n"Ada ""the first""" ,a@x.org\nBob,b@x.org\n')).toEqual([
    ['Ada "the first"', "a@x.org"],
    ["Bob", "b@x.org"],
  ]);
  expect(rowsOf('Name;Note\nAda;"two\r\nlines"\r\nBob;one\n')).toEqual([
    ["Ada", "two\r\nlines"],
    ["Bob", "one"],
  ]);
});

it("what is plain stays as it is", () => {
  for (const text of ["Name,Email\nAda,a@x.org\n", 'a,"b ""c"" d"\n', 'it"s,not "quoted"\n', ""]) expect(tidyText(text, ",")).toBe(text);
});

it("leaves the parser no stray quote to look behind, however many there are, and takes no file of nothing else", () => {
  // Behind each of these the parser would look for the far comma again.
  const some = `Name,Email\n"${'x"'.repeat(20_000)}${" ".repeat(40_000)},z@x.org\n`;
  expect(tidyText(some, ",")?.replaceAll('""', "").match(/"/g)).toHaveLength(1);
  expect(tidyText(`"${'x"'.repeat(100_002)}",z`, ",")).toBeNull();
  expect(rowsOf(`Name,Email\n"${'x"'.repeat(100_002)}",z@x.org\n`)).toContain("quotes");
});
