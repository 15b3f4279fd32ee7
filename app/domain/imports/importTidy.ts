// A CSV text made plain before it is parsed: one kind of line end, and quoted cells that close where they should. The parser looks for the end of a
// cell again at each stray quote, which takes for ever where somebody has made thousands of them.

/** Stray quotes that are mended: more than a file has by mistake. */
const STRAY_MAX = 100_000;
/** Spaces that may stand between a closing quote and the delimiter. */
const SPACES_MAX = 100;

/**
 * Between rows every line end becomes one, since a file joined from two, or saved by two programs, has several; in a quoted cell they stay as they are. A quote inside a
 * quoted cell that neither closes it nor is doubled gets its double. `delimiters`: the letters that may end a cell. Null for more stray quotes than a mistake makes.
 */
export function tidyText(text: string, delimiters: string): string | null {
  if (!/["\r]/.test(text)) return text;
  const pieces: string[] = [];
  let [from, at, atCellStart, stray] = [0, 0, true, 0];
  while (at < text.length) {
    const letter = text[at] ?? "";
    if (atCellStart && letter === '"') {
      const cell = readQuoted(text, at, delimiters);
      stray += cell.stray;
      if (stray > STRAY_MAX) return null;
      pieces.push(text.slice(from, at), cell.text);
      from = at = cell.end;
      atCellStart = false;
    } else if (letter === "\r") {
      pieces.push(text.slice(from, at), "\n");
      at += text[at + 1] === "\n" ? 2 : 1;
      from = at;
      atCellStart = true;
    } else {
      atCellStart = letter === "\n" || delimiters.includes(letter);
      at++;
    }
  }
  pieces.push(text.slice(from));
  return pieces.join("");
}

/** The quoted cell that begins at `start`, mended, with where it ends. One that is never closed ends with the text, unclosed. */
function readQuoted(text: string, start: number, delimiters: string): { text: string; end: number; stray: number } {
  const pieces: string[] = [];
  let [from, stray] = [start, 0];
  for (let quote = text.indexOf('"', start + 1); quote >= 0 && stray <= STRAY_MAX; ) {
    const end = text[quote + 1] === '"' ? null : closesAt(text, quote + 1, delimiters);
    if (end !== null && end >= 0) return { text: pieces.join("") + text.slice(from, quote + 1), end, stray };
    const doubled = end === null;
    if (!doubled) {
      stray++;
      pieces.push(text.slice(from, quote), '""');
      from = quote + 1;
    }
    quote = text.indexOf('"', quote + (doubled ? 2 : 1));
  }
  return { text: pieces.join("") + text.slice(from), end: text.length, stray };
}

/** Where the delimiter or the line end stands that a closing quote has behind it, some spaces aside; -1 for none. */
function closesAt(text: string, from: number, delimiters: string): number {
  for (let at = from; at <= from + SPACES_MAX; at++) {
    const letter = text[at];
    if (letter === undefined || letter === "\n" || letter === "\r" || delimiters.includes(letter)) return at;
    if (letter !== " ") return -1;
  }
  return -1;
}
