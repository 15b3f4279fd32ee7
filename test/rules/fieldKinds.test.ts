// What each kind of custom field reads, and in which spelling: the same value is the same text wherever it came from.
import { describe, expect, it } from "vitest";
import { type FieldShape, readNumber, readValue, valueCell, valueText } from "../../app/domain/fields/kinds.ts";
import { type FieldKind, fieldKinds } from "../../db/schema/fields.ts";

const reading = { defaultCountry: "DE", members: { m1: "Asha Rao" } };
const shape = (kind: FieldKind): FieldShape => ({ kind, choices: ["Gold", "Silver", "Bronze"], currency: "EUR" });
const read = (kind: FieldKind, typed: string, over: Partial<FieldShape> = {}) => readValue({ ...shape(kind), ...over }, typed, reading);

/** As typed, as kept, as a person reads it. */
const right: [FieldKind, string, string, string][] = [
  ["text", "  two\nlines ", "two lines", "two lines"],
  ["longText", "two\r\nlines", "two\nlines", "two\nlines"],
  ["number", "1,234.50", "1234.5", "1,234.5"],
  ["number", "1.234,5", "1234.5", "1,234.5"],
  ["number", "1 234,5", "1234.5", "1,234.5"],
  ["number", "-007", "-7", "-7"],
  ["number", "-0.0", "0", "0"],
  ["number", "0,125", "0.125", "0.125"],
  ["number", "-0.250", "-0.25", "-0.25"],
  ["money", "€1.250,5", "1250.5", "€1,250.50"],
  ["money", "1250 EUR", "1250", "€1,250.00"],
  ["date", "2028-02-29", "2028-02-29", "February 29, 2028"],
  ["choice", "gOLD", "Gold", "Gold"],
  ["choices", "silver\nGOLD\ngold", "Gold\nSilver", "Gold, Silver"],
  ["choices", "Silver ::: Gold", "Gold\nSilver", "Gold, Silver"],
  ["yesNo", "TRUE", "yes", "Yes"],
  ["yesNo", "nein", "no", "No"],
  ["link", "aster.example/x", "https://aster.example/x", "https://aster.example/x"],
  ["email", "ann@aster.example", "ann@aster.example", "ann@aster.example"],
  ["phone", "030 901820", "+4930901820", "+49 30 901820"],
  ["phone", "ask Ann", "ask Ann", "ask Ann"],
  ["person", "m1", "m1", "Asha Rao"],
  ["person", "asha rao", "m1", "Asha Rao"],
];

describe("the kinds of custom fields", () => {
  it.each(right)("%s: %j is kept as %j and read as %j, and what a file says of it is read back as it was", (kind, typed, kept, text) => {
    expect(read(kind, typed)).toEqual({ value: kept });
    expect(valueText(shape(kind), kept, reading.members)).toBe(text);
    expect(read(kind, valueCell(shape(kind), kept, reading.members))).toEqual({ value: kept });
  });

  it.each<[FieldKind, string]>([
    ["number", "12a"],
    ["number", "NaN"],
    ["number", "1e9"],
    ["number", "1234567890123456"],
    ["number", "1,2,3"],
    ["money", "12.345"],
    ["money", "12 USD"],
    ["date", "2027-02-29"],
    ["date", "29.2.2028"],
    ["choice", "Tin"],
    ["choices", "Gold\nTin"],
    ["yesNo", "perhaps"],
    ["link", "javascript:alert(1)"],
    ["link", "ftp://aster.example"],
    ["link", "aster"],
    ["email", "ann@"],
    ["person", "Nobody Here"],
    ["text", "x".repeat(501)],
    ["longText", "x".repeat(5001)],
  ])("%s: %j is refused in words", (kind, typed) => {
    expect(read(kind, typed)).toEqual({ wrong: expect.stringMatching(/^[A-Z“]/) });
  });

  it.each(fieldKinds)("%s: nothing typed is no value, and shown as nothing", (kind) => {
    expect(read(kind, "  ")).toEqual({ value: "" });
    expect([valueText(shape(kind), "", {}), valueCell(shape(kind), "", {})]).toEqual(["", ""]);
  });

  it("a yen has no cents, and a dinar three", () => {
    expect(read("money", "1250.5", { currency: "JPY" })).toEqual({ wrong: "Enter a whole amount" });
    expect(read("money", "1.250", { currency: "KWD" })).toEqual({ value: "1.25" });
  });

  it("a number is the same whoever wrote it: every one of 2,000 is read back from how Americans and Germans write it", () => {
    for (let n = 0; n < 2000; n++) {
      const value = Math.round(Math.sin(n) * 10 ** (n % 11) * 100) / 100;
      const plain = readNumber(String(value)) ?? "none";
      expect(Number(plain)).toBe(value);
      const written = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2 }).format(value);
      expect(readNumber(written), written).toBe(plain);
      const german = new Intl.NumberFormat("de-DE", { minimumFractionDigits: 2 }).format(value);
      expect(readNumber(german), german).toBe(plain);
    }
  });
});
