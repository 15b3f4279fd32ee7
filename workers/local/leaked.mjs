// Makes the filter of leaked passwords anew, from the list that the library ships: `npm run leaked`. A Bloom filter, so that it is small: it finds every
// password of the list, and takes one of some ten thousand others for one of them.
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { dictionary } from "@zxcvbn-ts/language-common";

const BITS_EACH = 20;
const HASHES = 7;
/** The most common ones, which people lengthen; and all that are long enough by themselves. */
const COMMON = 12_000;
const SHORTEST = 5;
const LONG = 12;

const all = dictionary["passwords-common"];
const words = Array.from(
  new Set([...all.filter(({ length }) => length >= SHORTEST).slice(0, COMMON), ...all.filter(({ length }) => length >= LONG)]),
);
const bits = words.length * BITS_EACH;
const bytes = new Uint8Array(Math.ceil(bits / 8));
for (const word of words) {
  const digest = createHash("sha256").update(word.toLowerCase()).digest();
  for (let n = 0; n < HASHES; n++) {
    const at = digest.readUInt32BE(4 * n) % bits;
    bytes[at >> 3] |= 1 << (at & 7);
  }
}
const json = {
  about: "Made by `npm run leaked`",
  words: words.length,
  bits,
  hashes: HASHES,
  filter: Buffer.from(bytes).toString("base64"),
};
writeFileSync(new URL("../../app/domain/accounts/leaked.json", import.meta.url), `${JSON.stringify(json)}\n`);
console.log(`${words.length} passwords in ${bytes.length} bytes.`);
