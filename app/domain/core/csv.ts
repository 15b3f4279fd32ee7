// What we write as CSV. A cell that a spreadsheet would run as a formula gets an apostrophe in front, whatever else is in it; our importer takes it off again.
import Papa from "papaparse";

/** How a formula begins, in every width: Papa's own expression ends at a line break, and so lets a cell of two lines through. */
const FORMULA = /^[=+\-@\t\r\uFF0B\uFF0D\uFF1D\uFF20]/;

/** Rows as CSV, without a line break at the end. */
export function toCsv(rows: (string | number)[][] | { fields: string[]; data: (string | number)[][] }): string {
  return Papa.unparse(rows as string[][], { escapeFormulae: FORMULA });
}
