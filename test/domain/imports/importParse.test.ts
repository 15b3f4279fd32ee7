import { describe, expect, it } from "vitest";
import { recogniseColumns, type Target } from "~/app/domain/imports/importColumns";
import { readBirthday } from "~/app/domain/imports/importDates";
import { parseFile } from "~/app/domain/imports/importParse";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("reading files", () => {
  const parsed = (text: string | Uint8Array) => {
    const outcome = parseFile(typeof text === "string" ? bytes(text) : text);
    if (outcome.kind !== "parsed") throw new Error(outcome.reason);
    return outcome.file;
  };
  it.each([
    ["comma", "Name,Email\nÄda,a@b.co\n"],
    ["semicolon", "Name;Email\nÄda;a@b.co\n"],
    ["tab", "Name\tEmail\nÄda\ta@b.co\n"],
    ["bar", "Name|Email\nÄda|a@b.co\n"],
    ["semicolon", "sep=;\nName;Email\nÄda;a@b.co\n"],
  ])("finds the delimiter by looking: %s", (delimiter, text) => {
    expect(parsed(text)).toMatchObject({ delimiter, columns: ["Name", "Email"], rows: [{ cells: ["Äda", "a@b.co"] }] });
  });
  it("finds the encoding by looking: with and without a mark, one byte or two", () => {
    const text = "Name;Email\nJürgen Größe;j@example.org\nFrançois Léa;f@example.org\n";
    const wide = new Uint8Array([
      0xff,
      0xfe,
      ...Array.from(text).flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]),
    ]);
    const latin = new Uint8Array(Array.from(text, (letter) => letter.charCodeAt(0)));
    for (const file of [bytes(text), bytes(`\uFEFF${text}`), wide, latin])
      expect(parsed(file).rows[0]?.cells).toEqual(["Jürgen Größe", "j@example.org"]);
  });
  it("takes a file without a header by what is in its columns", () => {
    const file = parsed("Ada Lovelace,ada@example.org,+44 20 7946 0005\nGrace Hopper,grace@example.org,+1 415 555 0101\n");
    expect(file.columns).toEqual(["Column 1", "Column 2", "Column 3"]);
    expect(
      recogniseColumns(
        file.columns,
        file.rows.map(({ cells }) => cells),
      ),
    ).toEqual(["fullName", "email", "phone"]);
  });
  it.each([
    ["nothing", "", "empty"],
    ["only column names", "Name,Email\n", "no rows below"],
    ["a quote that never closes", 'Name,Email\n"Ada,a@b.co\n', "never closed"],
    ["a spreadsheet", "PK\u0003\u0004rest", "ZIP archive"],
    ["a picture", "\u0089PNG\u0000\u0000\u0000\u0000", "isn’t a text file"],
  ])("says what is wrong with %s", (_, text, words) => {
    const outcome = parseFile(bytes(text));
    expect(outcome.kind === "unreadable" && outcome.reason).toContain(words);
  });
  it("refuses more than 20 MB", () => {
    const outcome = parseFile(new Uint8Array(20 * 1024 * 1024 + 1).fill(65));
    expect(outcome.kind === "unreadable" && outcome.reason).toContain("20 MB");
  });
});

describe("columns", () => {
  it.each<[string, string[], Target[]]>([
    [
      "Google, older",
      [
        "Name",
        "Given Name",
        "Family Name",
        "Group Membership",
        "E-mail 1 - Type",
        "E-mail 1 - Value",
        "Phone 1 - Type",
        "Phone 1 - Value",
        "Organization 1 - Name",
        "Organization 1 - Title",
      ],
      ["fullName", "firstName", "lastName", "tags", "emailLabel", "email", "phoneLabel", "phone", "company", "title"],
    ],
    [
      "Outlook",
      [
        "First Name",
        "Last Name",
        "Company",
        "Job Title",
        "Business Street",
        "Business City",
        "Business Postal Code",
        "Home Phone",
        "Mobile Phone",
        "E-mail Address",
        "E-mail 2 Address",
        "Birthday",
        "Categories",
        "Notes",
      ],
      [
        "firstName",
        "lastName",
        "company",
        "title",
        "street",
        "city",
        "postcode",
        "phone",
        "phone",
        "email",
        "email",
        "birthday",
        "tags",
        "notes",
      ],
    ],
    [
      "HubSpot",
      ["Record ID", "First Name", "Last Name", "Email", "Phone Number", "Lifecycle Stage", "Associated Company"],
      ["skip", "firstName", "lastName", "email", "phone", "status", "company"],
    ],
    [
      "a German sheet",
      ["Vorname", "Nachname", "Firma", "E-Mail", "Telefon", "Straße", "PLZ", "Ort"],
      ["firstName", "lastName", "company", "email", "phone", "street", "postcode", "city"],
    ],
  ])("recognises %s", (_, columns, targets) => {
    expect(recogniseColumns(columns, [])).toEqual(targets);
  });
  it.each([
    ["1984-02-29", "DE", "1984-02-29"],
    ["--03-07", "DE", "--03-07"],
    ["3/7/1984", "US", "1984-03-07"],
    ["3/7/1984", "GB", "1984-07-03"],
    ["07.03.1984", "US", "1984-03-07"],
    ["0/0/00", "US", ""],
    ["1985-02-29", "DE", null],
  ])("reads the birthday %s in %s as %s", (typed, country, day) => {
    expect(readBirthday(typed, country)).toBe(day);
  });
});

describe("csv-spectrum, the published corpus of awkward CSV", () => {
  const csvs = import.meta.glob<string>("/node_modules/csv-spectrum/csvs/*.csv", { query: "?raw", import: "default", eager: true });
  const jsons = import.meta.glob<string>("/node_modules/csv-spectrum/json/*.json", { query: "?raw", import: "default", eager: true });
  const cases = Object.entries(csvs).map(([path, csv]) => {
    const name = path.split("/").at(-1)?.replace(".csv", "") ?? "";
    return {
      name,
      csv,
      rows: [JSON.parse(jsons[`/node_modules/csv-spectrum/json/${name}.json`] ?? "[]")].flat() as Record<string, string>[],
    };
  });

  it("is there whole", () => {
    expect(cases.length).toBeGreaterThan(9);
  });

  // The corpus contradicts itself in one: its JSON gives another phone number than its CSV.
  it.each(cases.filter(({ name }) => name !== "location_coordinates"))("reads $name as the corpus says", ({ csv, rows }) => {
    const parsed = parseFile(bytes(csv));
    if (parsed.kind !== "parsed") throw new Error(parsed.reason);
    const { columns } = parsed.file;
    const read = parsed.file.rows.map(({ cells }) => Object.fromEntries(columns.map((name, n) => [name, cells[n] ?? ""])));
    expect(read).toEqual(rows);
  });
});
