// In which encoding a file was written. UTF-8 says so by itself; the others are guessed from all of the file, and a person may choose another.
import chardet from "chardet";
import iconv from "iconv-lite";
import { startsWith } from "./importKinds";

/** What can be chosen, by the name that a person knows. */
export const encodings = {
  "UTF-8": "UTF-8",
  "windows-1252": "Western European (Windows)",
  macintosh: "Western European (Mac)",
  cp850: "Western European (DOS)",
  "windows-1250": "Central European",
  "windows-1251": "Cyrillic",
  "windows-1253": "Greek",
  "windows-1254": "Turkish",
  "windows-1255": "Hebrew",
  "windows-1256": "Arabic",
  "windows-874": "Thai",
  Shift_JIS: "Japanese",
  GB18030: "Chinese (simplified)",
  Big5: "Chinese (traditional)",
  "EUC-KR": "Korean",
  "UTF-16LE": "UTF-16",
  "UTF-16BE": "UTF-16, big-endian",
} as const;
export type EncodingName = keyof typeof encodings;

export const isEncoding = (name: string): name is EncodingName => Object.hasOwn(encodings, name);

const SAMPLE_BYTES = 200_000;
/** Of a file that is UTF-8 but for a few damaged bytes. */
const DAMAGED_SHARE = 0.02;

export interface Decoded {
  text: string;
  encoding: string;
  /** Letters that could not be read, and stand as �. */
  damaged: number;
}

/** Decodes a file as it is said to be, or as it looks. Null when it is no text. */
export function decodeText(bytes: Uint8Array, chosen: string | null = null): Decoded | null {
  const encoding = chosen && isEncoding(chosen) ? chosen : guess(bytes);
  if (!encoding) return null;
  const text = decodeAs(bytes, encoding);
  return { text, encoding, damaged: countOf(text, "\uFFFD") };
}

function decodeAs(bytes: Uint8Array, encoding: string): string {
  return encoding === "UTF-8" ? new TextDecoder().decode(bytes) : iconv.decode(Buffer.from(bytes), encoding);
}

function countOf(text: string, letter: string): number {
  let count = 0;
  for (let at = text.indexOf(letter); at >= 0; at = text.indexOf(letter, at + 1)) count++;
  return count;
}

function guess(bytes: Uint8Array): string | null {
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return "UTF-8";
  if (startsWith(bytes, 0xff, 0xfe)) return "UTF-16LE";
  if (startsWith(bytes, 0xfe, 0xff)) return "UTF-16BE";
  const head = bytes.subarray(0, SAMPLE_BYTES);
  if (head.includes(0)) {
    const wide = chardet.detect(head);
    return wide === "UTF-16LE" || wide === "UTF-16BE" ? wide : null;
  }
  const sample = strangeLines(bytes);
  if (sample.length === 0 || isUtf8(sample)) return "UTF-8";
  return mostPlausible(sample);
}

/** Lines with letters beyond ASCII, from all of the file: the rest says nothing of the encoding. */
function strangeLines(bytes: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [];
  let length = 0;
  for (let from = 0; from < bytes.length && length < SAMPLE_BYTES; ) {
    const end = bytes.indexOf(10, from);
    const line = bytes.subarray(from, end < 0 ? bytes.length : end + 1);
    if (line.some((byte) => byte > 127)) {
      kept.push(line.subarray(0, SAMPLE_BYTES - length));
      length += kept.at(-1)?.length ?? 0;
    }
    from += line.length;
  }
  return Buffer.concat(kept);
}

/** Whether it is UTF-8, but for a byte or two that were damaged on the way or cut off at the end. */
function isUtf8(sample: Uint8Array): boolean {
  const text = new TextDecoder().decode(sample);
  const damaged = countOf(text, "\uFFFD");
  const strange = Array.from(text).filter((letter) => letter > "\u007F").length;
  return damaged <= Math.max(2, Math.floor(strange * DAMAGED_SHARE)) && strange > damaged;
}

const detectable: Record<string, EncodingName> = {
  "ISO-8859-1": "windows-1252",
  "windows-1252": "windows-1252",
  "ISO-8859-2": "windows-1250",
  "windows-1250": "windows-1250",
  "windows-1251": "windows-1251",
  "ISO-8859-5": "windows-1251",
  "ISO-8859-7": "windows-1253",
  "windows-1253": "windows-1253",
  "ISO-8859-9": "windows-1254",
  "windows-1254": "windows-1254",
  "ISO-8859-8": "windows-1255",
  "windows-1255": "windows-1255",
  "ISO-8859-6": "windows-1256",
  "windows-1256": "windows-1256",
  Shift_JIS: "Shift_JIS",
  GB18030: "GB18030",
  Big5: "Big5",
  "EUC-KR": "EUC-KR",
};
/** Those that no statistics of chardet's know. */
const unlisted: EncodingName[] = ["macintosh", "cp850", "windows-874"];

/** Of what chardet proposes and what it does not know, the one whose text looks most like words. Chardet's own order decides between equals. */
function mostPlausible(sample: Uint8Array): EncodingName {
  const proposed = chardet.analyse(sample).flatMap(({ name, confidence }) => {
    const known = detectable[name];
    return known ? [{ name: known, bonus: confidence / 400 }] : [];
  });
  const candidates = [...proposed, ...unlisted.map((name) => ({ name, bonus: 0 })), { name: "windows-1252" as EncodingName, bonus: 0.02 }];
  let best = { name: "windows-1252" as EncodingName, score: Number.NEGATIVE_INFINITY };
  for (const { name, bonus } of candidates) {
    const score = plausibility(decodeAs(sample, name)) + bonus;
    if (score > best.score) best = { name, score };
  }
  return best.name;
}

const scripts = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Thai}/u,
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u,
  /\p{Script=Hangul}/u,
];
const scriptOf = (letter: string) => scripts.findIndex((script) => script.test(letter));
const ODD = /[\uFFFD\p{Cc}\p{Co}\p{Cn}]/u;
/** Latin letters that names in Western and Central Europe have; the rest of the block is what a wrong guess brings. */
const USUAL = /[À-ÖØ-öø-ÿŒœŠšŽžŸĄąĆćĘęŁłŃńŚśŹźŻżČčĎďĚěŇňŘřŤťŮůŐőŰűĂăȘșȚțŞşŢţĞğİı–—‘’“”…€·°ºª]/u;

const frequency = (letter: string) => (/\p{Script=Han}/u.test(letter) && !HAN_USUAL.has(letter) ? 0.7 : 1);

/** How much the letters beyond ASCII look like words: 1 for all of them, below 0 for noise. */
function plausibility(text: string): number {
  const letters = Array.from(text.slice(0, 60_000));
  let [strange, points] = [0, 0];
  for (const [at, letter] of letters.entries()) {
    if (letter <= "\u007F") continue;
    strange++;
    points += pointsOf(letter, letters[at - 1] ?? " ", letters[at + 1] ?? " ");
  }
  return strange === 0 ? 0 : points / strange;
}

/** Frequent in Chinese names, in both ways to write them: two encodings make Han of the same bytes, and only one makes these. */
const HAN_USUAL = new Set(
  "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶余潘杜戴夏钟汪田任姜范方石姚谭廖金陆孔白崔康毛秦江史顾侯邵孟龙万段雷钱汤黎文明伟丽华小大国建平海红军强玲芳娟敏静春云山張劉陳楊趙黃吳孫馬羅鄭謝馮蕭鄧許呂蘇盧蔣賈葉鍾譚陸龍萬錢湯偉麗國",
);

function pointsOf(letter: string, before: string, after: string): number {
  if (ODD.test(letter)) return -3;
  const script = scriptOf(letter);
  // A symbol in the middle of a word is a letter of another encoding.
  if (script < 0) return /\p{L}/u.test(before) && /\p{L}/u.test(after) ? -1 : USUAL.test(letter) ? 0.8 : -0.4;
  const neighbours = [before, after].map(scriptOf).filter((one) => one >= 0);
  if (script > 0) return neighbours.some((one) => one === 0) ? -0.6 : neighbours.some((one) => one === script) ? frequency(letter) : 0.3;
  if (!USUAL.test(letter)) return -0.5;
  // A capital inside a word of small letters.
  return /\p{Ll}/u.test(before) && /\p{Lu}/u.test(letter) ? -0.6 : 1;
}
