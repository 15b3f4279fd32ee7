// A file's bytes to rows of cells: encoding, delimiter and header are found by looking. Bounded while it parses, by rows, cells and letters.
import Papa from "papaparse";
import { type IsColumn, isCommonColumn, looksLikeHeader, namedIn } from "./importColumns";
import { decodeText } from "./importEncoding";
import { refuseBytes, refuseText } from "./importKinds";
import { tidyText } from "./importTidy";

export const FILE_BYTES_MAX = 20 * 1024 * 1024;
export const ROWS_MAX = 100_000;
const COLUMNS_MAX = 300;
const CELLS_MAX = 4_000_000;
/** Rows with nothing in them that a file may have beside those with something. */
const BLANK_ROWS_MAX = 10_000;
/** Letters of a cell: more than any field or note of ours takes; what is longer is said. */
export const CELL_MAX = 100_000;
const COLUMN_NAME_MAX = 200;
const DELIMITERS = [",", ";", "\t", "|"];
/** What the delimiter is guessed from. */
const SAMPLE_LETTERS = 200_000;
/** Above the names of the columns there may be a title and a date. */
const TITLE_ROWS_MAX = 8;

export interface FileRow {
  /** The number that a spreadsheet shows beside it. */
  number: number;
  cells: string[];
}

export interface ParsedFile {
  encoding: string;
  /** Letters that could not be read. */
  damaged: number;
  delimiter: string;
  columns: string[];
  rows: FileRow[];
  /** What stood above the names of the columns. */
  above: FileRow[];
}

export type ParseOutcome = { kind: "parsed"; file: ParsedFile } | { kind: "unreadable"; reason: string };

const unreadable = (reason: string): ParseOutcome => ({ kind: "unreadable", reason });

const wordsFor: Record<string, string> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" };

/** From the rows that are not blank: blank ones would speak for no delimiter at all. */
function guessDelimiter(start: string): string {
  return Papa.parse(start, { preview: 50, skipEmptyLines: "greedy", delimitersToGuess: DELIMITERS }).meta.delimiter;
}

/** Parses a file once. What cannot be read gets a reason in words. `encoding`: as a person chose it, where the guess was wrong. */
export function parseFile(bytes: Uint8Array, encoding: string | null = null, isColumn: IsColumn = isCommonColumn): ParseOutcome {
  if (bytes.length === 0) return unreadable("The file is empty.");
  if (bytes.length > FILE_BYTES_MAX) return unreadable("The file is larger than 20 MB. Split it, or leave out columns you don’t need.");
  const noText = refuseBytes(bytes);
  if (noText) return unreadable(noText);
  const decoded = decodeText(bytes, encoding);
  if (!decoded) return unreadable("This isn’t a text file. Export your contacts as CSV and upload that.");
  const noTable = refuseText(decoded.text);
  if (noTable) return unreadable(noTable);
  const whole = decoded.text.replace(/^\uFEFF/, "");
  const said = /^sep=(.)\r?\n/.exec(whole);
  const text = said ? whole.slice(said[0].length) : whole;
  const delimiter = said?.[1] ?? guessDelimiter(tidyText(text.slice(0, SAMPLE_LETTERS), DELIMITERS.join("")) ?? "");
  const tidied = tidyText(text, delimiter);
  if (tidied === null) return unreadable("The quotes in this file don’t match. Export it again as CSV.");
  const read = readCells(tidied, delimiter);
  if ("reason" in read) return unreadable(read.reason);
  const { encoding: name, damaged } = decoded;
  return shape(read.rows, { encoding: name, damaged, delimiter: wordsFor[delimiter] ?? delimiter }, isColumn);
}

/** Row by row, so that a file of too many is left at the first that is too much. */
function readCells(text: string, delimiter: string): { rows: FileRow[] } | { reason: string } {
  const rows: FileRow[] = [];
  let [number, cells, filled, reason] = [0, 0, 0, ""];
  Papa.parse<string[]>(text, {
    delimiter,
    newline: "\n",
    step: ({ data, errors }, parser) => {
      number++;
      reason ||= errors.some(({ code }) => code === "MissingQuotes") ? `A quote that opens in row ${number} is never closed.` : "";
      if (data.length > COLUMNS_MAX && data.slice(COLUMNS_MAX).some((cell) => cell.trim() !== ""))
        reason ||= `Row ${number} has more than ${COLUMNS_MAX} columns. Leave out columns you don’t need.`;
      rows.push({ number, cells: data.slice(0, COLUMNS_MAX) });
      if (data.some((cell) => cell.trim() !== "")) filled = number;
      cells += data.length;
      // Blank rows at the end are none.
      reason ||= tooMuch(rows.length, number - filled, cells);
      if (reason) parser.abort();
    },
  });
  return reason ? { reason } : { rows: rows.slice(0, filled) };
}

function tooMuch(rows: number, blank: number, cells: number): string {
  const few = "Split the file.";
  if (rows - blank > ROWS_MAX + TITLE_ROWS_MAX + 1) return `The file has more than ${ROWS_MAX.toLocaleString("en")} rows. ${few}`;
  if (blank > BLANK_ROWS_MAX) return `The file has more than ${BLANK_ROWS_MAX.toLocaleString("en")} empty rows. Remove them.`;
  return cells > CELLS_MAX ? `The file has more than ${CELLS_MAX.toLocaleString("en")} cells. ${few}` : "";
}

/** Which of the first rows names the columns; -1 for none. A title above is no header: the row that names most is. */
function findHeader(rows: FileRow[], isColumn: IsColumn): number {
  const first = rows.slice(0, TITLE_ROWS_MAX + 1).map(({ cells }) => cells.map((cell) => cell.slice(0, COLUMN_NAME_MAX)));
  const named = first.map((cells) => (looksLikeHeader(cells, isColumn) ? namedIn(cells, isColumn) : 0));
  const most = Math.max(...named);
  // One known word may stand in any row; two and more are names of columns.
  if (most >= 2) return named.indexOf(most);
  return first[0] && looksLikeHeader(first[0], isColumn) ? 0 : -1;
}

function shape(rows: FileRow[], about: Pick<ParsedFile, "encoding" | "damaged" | "delimiter">, isColumn: IsColumn): ParseOutcome {
  if (rows.length === 0) return unreadable("The file is empty.");
  const header = findHeader(rows, isColumn);
  const below = rows.slice(header + 1);
  if (below.length === 0) return unreadable("The file has column names, but no rows below them.");
  if (below.length > ROWS_MAX) return unreadable(`The file has more than ${ROWS_MAX.toLocaleString("en")} rows. Split the file.`);
  const names = header >= 0 ? (rows[header]?.cells ?? []) : [];
  const width = below.reduce((most, { cells }) => Math.max(most, cells.length), names.length);
  const columns = Array.from({ length: width }, (_, n) => names[n]?.trim().slice(0, COLUMN_NAME_MAX) || `Column ${n + 1}`);
  return {
    kind: "parsed",
    file: {
      ...about,
      columns,
      rows: below,
      above: rows.slice(0, Math.max(0, header)).filter(({ cells }) => cells.some((cell) => cell.trim() !== "")),
    },
  };
}
