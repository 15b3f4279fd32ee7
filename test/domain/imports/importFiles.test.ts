// Files as people really have them: other kinds of files, line ends, encodings, titles; and what none may do to a Worker.
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { recogniseColumns } from "~/app/domain/imports/importColumns";
import { parseFile } from "~/app/domain/imports/importParse";
import { runImport } from "~/app/domain/imports/importRun";
import { checkImport, readImport, readRefusedRows, reencodeImport, startImport, uploadImport } from "~/app/domain/imports/imports";
import { again, newPerson } from "../../support/app";
import { bring, contactsOf } from "../../support/importing";

const bytes = (text: string) => new TextEncoder().encode(text);
const parsed = (file: Uint8Array | string) => {
  const outcome = parseFile(typeof file === "string" ? bytes(file) : file);
  if (outcome.kind !== "parsed") throw new Error(outcome.reason);
  return outcome.file;
};
const refusal = (file: Uint8Array | string) => {
  const outcome = parseFile(typeof file === "string" ? bytes(file) : file);
  return outcome.kind === "unreadable" ? outcome.reason : "was parsed";
};

describe("a file that is no table", () => {
  const vcard = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Lovelace\r\nTEL:+44 20 7946 0005\r\nEND:VCARD\r\n";
  it.each([
    ["a vCard", vcard, "vCard"],
    ["a vCard behind a blank line", `\n\n${vcard}`, "vCard"],
    ["a calendar", "BEGIN:VCALENDAR\nVERSION:2.0\n", "calendar"],
    ["LDIF", "dn: cn=Ada,o=x\ncn: Ada\nmail: a@x.org\n", "LDIF"],
    ["JSON", '[{"name":"Ada"},{"name":"Grace"}]', "JSON"],
    ["a JSON object", '{"contacts":[]}', "JSON"],
    ["a web page", "<!DOCTYPE html><html><body>", "web page"],
    ["XML", '<?xml version="1.0"?><contacts/>', "XML"],
    ["a PDF", "%PDF-1.7\n", "PDF"],
    ["an e-mail", "From: ada@x.org\nTo: b@x.org\nSubject: Hello\n\nHi", "e-mail"],
    ["an Excel workbook", "PK\u0003\u0004....xl/workbook.xml....", "Excel"],
    ["a Numbers document", "PK\u0003\u0004Index/Document.iwa", "Numbers"],
    ["a Takeout archive", "PK\u0003\u0004Takeout/Contacts/All Contacts.csv", "Takeout"],
  ])("is named by what it is: %s", (_, text, word) => {
    expect(refusal(text)).toContain(word);
  });
});

describe("bounds", () => {
  it("three megabytes of line breaks, a million cells in a row, and too many rows are refused while they are read", () => {
    expect(refusal(`Name,Email\n${"\n".repeat(3_000_000)}Ada,a@x.org\n`)).toContain("empty rows");
    expect(refusal(`Name,Email\n${",".repeat(1_000)}x\n`)).toContain("300 columns");
    expect(refusal(`Name\n${"A\n".repeat(100_050)}`)).toContain("100,000 rows");
  });

  it("a header cell of 1.5 MB is cut before anything looks at it", () => {
    const file = parsed(`${"Phone ".repeat(250_000)},Email\n1,a@x.org\n`);
    expect(file.columns[0]?.length).toBeLessThanOrEqual(200);
    expect(recogniseColumns(file.columns, [])).toHaveLength(2);
  });

  it("blank rows behind the last one are none", () => {
    expect(parsed(`Name,Email\nAda,a@x.org\n${"\n".repeat(5_000)}`).rows).toHaveLength(1);
  });
});

describe("line ends", () => {
  const rows = Array.from({ length: 50 }, (_, n) => `Person ${n},p${n}@x.org`);
  const mixed: [string, (n: number) => string][] = [
    ["CRLF on every third line", (n) => (n % 3 === 0 ? "\r\n" : "\n")],
    ["one LF among CRLF", (n) => (n === 20 ? "\n" : "\r\n")],
    ["two joined files", (n) => (n < 25 ? "\r\n" : "\r")],
  ];
  it.each(mixed)("mixed (%s) lose nobody and join nobody", (_, endOf) => {
    const text = `Name,Email\r\n${rows.map((row, n) => row + endOf(n)).join("")}`;
    expect(parsed(text).rows.map(({ cells }) => cells.join())).toEqual(rows);
  });

  it("in a quoted cell stay in their cell", () => {
    expect(parsed('Name,Notes\r\nAda,"one\r\ntwo, ""three"""\r\nGrace,x\n').rows.map(({ cells }) => cells[1])).toEqual([
      'one\r\ntwo, "three"',
      "x",
    ]);
  });
});

describe("a title above the column names", () => {
  it("is no header and no contact; it is said in the report", async () => {
    const person = await newPerson({ credits: 5 });
    const id = await bring(person, "Customers of ACME,,\nAs of May 2026,,\nFirst Name,Last Name,Email\nAda,Lovelace,a@x.org\n");
    expect((await contactsOf(person)).map(({ firstName }) => firstName)).toEqual(["Ada"]);
    expect((await readRefusedRows(await again(person), id)).map(({ number, reason }) => [number, reason])).toEqual([
      [1, "Above the column names"],
      [2, "Above the column names"],
    ]);
  });
});

describe("encodings", () => {
  const names: [encoding: string, iconvName: string, names: string[]][] = [
    ["windows-1252", "windows-1252", ["Jürgen Größe", "François Léa", "Søren Ærø"]],
    ["macintosh", "macintosh", ["Jürgen Größe", "François Léa", "Zoë Müller"]],
    ["cp850", "cp850", ["Jürgen Größe", "François Léa", "Zoë Müller"]],
    ["windows-1251", "windows-1251", ["Анна Каренина", "Лев Толстой", "Фёдор Достоевский"]],
    ["Shift_JIS", "Shift_JIS", ["山田太郎", "鈴木一郎", "さくら花子"]],
    ["GB18030", "gbk", ["王小明", "李华", "张伟丽"]],
    ["windows-874", "windows-874", ["สมชาย ใจดี", "สมหญิง รักไทย", "วิชัย มั่นคง"]],
  ];
  it.each(names)("%s is recognised, also where its letters come late in the file", (_, iconvName, people) => {
    const plain = Array.from({ length: 6_000 }, (_, n) => `Person ${n},p${n}@example.org`).join("\n");
    const text = `Name,Email\n${plain}\n${people.map((name, n) => `${name},x${n}@example.org`).join("\n")}\n`;
    const file = parsed(new Uint8Array(iconv.encode(text, iconvName)));
    expect(file.rows.slice(-people.length).map(({ cells }) => cells[0])).toEqual(people);
  });

  it("one bad byte, or a file cut inside a letter, leaves every other name as it is", () => {
    const good = bytes("Name,Email\nJürgen Größe,j@x.org\nFrançois Léa,f@x.org\nZoë,z@x.org\n");
    const bad = Uint8Array.from([...good, 0xff, 0x2c, 0x61]);
    expect(
      parsed(bad)
        .rows.slice(0, 3)
        .map(({ cells }) => cells[0]),
    ).toEqual(["Jürgen Größe", "François Léa", "Zoë"]);
    const cut = good.slice(0, good.indexOf(0xc3, 30) + 1);
    expect(parsed(cut).rows[0]?.cells[0]).toBe("Jürgen Größe");
    expect(parsed(bad).damaged).toBe(1);
  });

  it("a guess can be corrected: the file is read again, and its names with it", async () => {
    const person = await newPerson({ credits: 5 });
    const ctx = await again(person);
    const uploaded = await uploadImport(ctx, "a.csv", new Uint8Array(iconv.encode("Name,Email\nŁukasz Żółć,l@x.org\n", "windows-1250")));
    const importId = uploaded.kind === "staged" ? uploaded.importId : "";
    expect(await reencodeImport(ctx, importId, "no-such-encoding")).toBe(false);
    expect(await reencodeImport(ctx, importId, "windows-1250")).toBe(true);
    const found = await readImport(ctx, importId);
    await checkImport(ctx, importId, { mapping: (found?.mapping ?? []) as never, tag: "", lenient: false });
    await runImport(ctx, person.teamId, importId);
    await startImport(await again(person), importId, 5, 5);
    await runImport(await again(person), person.teamId, importId);
    expect((await contactsOf(person)).map(({ firstName, lastName }) => `${firstName} ${lastName}`)).toEqual(["Łukasz Żółć"]);
  });
});
