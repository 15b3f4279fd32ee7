// A file's bytes to rows of cells: encoding, delimiter and header are found by looking. Knows nothing of contacts but where headers help.
import chardet from "chardet";
import iconv from "iconv-lite";
import Papa from "papaparse";
import { looksLikeHeader } from "./importColumns";

export const FILE_BYTES_MAX = 20 * 1024 * 1024;
export const ROWS_MAX = 100_000;
const COLUMNS_MAX = 300;

export interface ParsedFile {
  encoding: string;
  delimiter: string;
  columns: string[];
  /** Each with the number that a spreadsheet shows beside it. */
  rows: { number: number; cells: string[] }[];
}

export type ParseOutcome = { kind: "parsed"; file: ParsedFile } | { kind: "unreadable"; reason: string };

const unreadable = (reason: string): ParseOutcome => ({ kind: "unreadable", reason });

function startsWith(bytes: Uint8Array, ...start: number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

/** The text of a file and the name of its encoding, or null when it is no text. */
export function decodeText(bytes: Uint8Array): { text: string; encoding: string } | null {
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return { text: new TextDecoder().decode(bytes), encoding: "UTF-8" };
  if (startsWith(bytes, 0xff, 0xfe)) return { text: new TextDecoder("utf-16le").decode(bytes), encoding: "UTF-16LE" };
  if (startsWith(bytes, 0xfe, 0xff)) return { text: iconv.decode(Buffer.from(bytes), "utf-16be"), encoding: "UTF-16BE" };
  const sample = bytes.subarray(0, 64 * 1024);
  if (sample.includes(0)) {
    const wide = chardet.detect(sample);
    return wide?.startsWith("UTF-16") ? { text: iconv.decode(Buffer.from(bytes), wide), encoding: wide } : null;
  }
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "UTF-8" };
  } catch {
    const found = chardet.detect(sample) ?? "windows-1252";
    // What is detected as ISO-8859-1 is in practice Windows' superset of it.
    const encoding = found === "ISO-8859-1" || found === "UTF-8" || !iconv.encodingExists(found) ? "windows-1252" : found;
    return { text: iconv.decode(Buffer.from(bytes), encoding), encoding };
  }
}

const wordsFor: Record<string, string> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" };

/** From the rows that are not blank: blank ones would speak for no delimiter at all. */
function guessDelimiter(text: string): string {
  return Papa.parse(text, { preview: 50, skipEmptyLines: "greedy", delimitersToGuess: [",", ";", "\t", "|"] }).meta.delimiter;
}

/** Parses a file once. What cannot be read gets a reason in words. */
export function parseFile(bytes: Uint8Array): ParseOutcome {
  if (bytes.length === 0) return unreadable("The file is empty.");
  if (bytes.length > FILE_BYTES_MAX)
    return unreadable("The file is larger than 20 MB. Split it, or leave columns out that you do not need.");
  if (startsWith(bytes, 0x50, 0x4b)) return unreadable("This is a spreadsheet or an archive, not a CSV file. Open it and save it as CSV.");
  const decoded = decodeText(bytes);
  if (!decoded) return unreadable("This is not a text file. Export your contacts as CSV and upload that.");
  const excelHint = /^\uFEFF?sep=(.)\r?\n/.exec(decoded.text);
  const text = decoded.text.replace(/^\uFEFF/, "").replace(/^sep=.\r?\n/, "");
  const delimiter = excelHint?.[1] ?? guessDelimiter(text);
  const parsed = Papa.parse<string[]>(text, { delimiter });
  const broken = parsed.errors.find(({ code }) => code === "MissingQuotes");
  if (broken) return unreadable(`A quote that opens in row ${(broken.row ?? 0) + 1} is never closed.`);
  return shape(parsed.data, decoded.encoding, wordsFor[delimiter] ?? delimiter);
}

function shape(data: string[][], encoding: string, delimiter: string): ParseOutcome {
  const numbered = data.map((cells, index) => ({ number: index + 1, cells }));
  while (numbered.at(-1)?.cells.every((cell) => cell.trim() === "")) numbered.pop();
  const [first, ...rest] = numbered;
  if (!first) return unreadable("The file is empty.");
  const hasHeader = looksLikeHeader(first.cells);
  const rows = hasHeader ? rest : numbered;
  if (rows.length === 0) return unreadable("The file has column names, but no row below them.");
  if (rows.length > ROWS_MAX) return unreadable(`The file has more than ${ROWS_MAX.toLocaleString("en")} rows. Split it.`);
  const width = Math.min(
    COLUMNS_MAX,
    rows.reduce((most, { cells }) => Math.max(most, cells.length), first.cells.length),
  );
  const columns = Array.from({ length: width }, (_, n) => (hasHeader && first.cells[n]?.trim()) || `Column ${n + 1}`);
  return { kind: "parsed", file: { encoding, delimiter, columns, rows } };
}
