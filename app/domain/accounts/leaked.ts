// Whether a password is one that everybody tries first: from lists of leaked ones, as it is or made longer in the usual ways. Asked of a filter that comes
// with the code (workers/local/leaked.mjs): no password leaves for it. Source of the list: zxcvbn-ts, language-common.
import { createHash } from "node:crypto";
import leaked from "./leaked.json";

let bytes: Buffer | undefined;

function isListed(word: string): boolean {
  const filter = bytes ?? Buffer.from(leaked.filter, "base64");
  bytes = filter;
  const digest = createHash("sha256").update(word).digest();
  for (let n = 0; n < leaked.hashes; n++) {
    const at = digest.readUInt32BE(4 * n) % leaked.bits;
    if ((((filter[at >> 3] ?? 0) >> (at & 7)) & 1) === 0) return false;
  }
  return true;
}

/** Letters for the figures and marks that people put in their place. */
const plain: Record<string, string> = { "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", $: "s", "!": "i" };
const letters = (text: string) => Array.from(text, (letter) => plain[letter] ?? letter).join("");

/** A text that is another one several times over, as that one. */
function once(text: string): string {
  for (let length = 1; length <= text.length / 2; length++)
    if (text.length % length === 0 && text.slice(0, length).repeat(text.length / length) === text) return text.slice(0, length);
  return text;
}

/** What is left of a password without what makes it long: figures and marks at its ends, a word said twice. */
function cores(password: string): string[] {
  const text = password.toLowerCase();
  const bare = (word: string) => word.replace(/^[^\p{L}]{1,200}/u, "").replace(/[^\p{L}]{1,200}$/u, "");
  const short = once(text);
  return [text, short, bare(text), bare(letters(text)), once(bare(text)), bare(short)];
}

/** Whether somebody who tries leaked passwords, and the usual ways to lengthen them, would come to this one. */
export function isLeaked(password: string): boolean {
  const text = password.toLowerCase();
  // Of two letters only, or four over and over, whatever the length.
  if (new Set(text).size <= 2 || once(text).length <= 4) return true;
  return cores(password).some(isListed);
}
