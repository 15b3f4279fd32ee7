// What a file is, by what is in it: people upload what they have, whatever its name ends in. What is no table of contacts is named, with what helps.

const KIB = 1024;
export const startsWith = (bytes: Uint8Array, ...start: number[]) => start.every((byte, index) => bytes[index] === byte);
const latin1 = (bytes: Uint8Array) => new TextDecoder("latin1").decode(bytes);

/** A ZIP names its files in plain letters, so a look at both ends tells whose it is. */
function kindOfZip(bytes: Uint8Array): string {
  const names = latin1(bytes.subarray(0, 8 * KIB)) + latin1(bytes.subarray(-64 * KIB));
  if (names.includes("xl/workbook")) return "This is an Excel workbook. In Excel, choose Save As, CSV UTF-8, and upload that file.";
  if (names.includes("content.xml") && names.includes("opendocument"))
    return "This is a LibreOffice sheet. Save it as CSV and upload that file.";
  if (names.includes("Index/") && names.includes(".iwa"))
    return "This is a Numbers document. Choose File, Export To, CSV, and upload that file.";
  if (names.includes("Takeout/")) return "This is a Google Takeout archive. Unpack it, and upload the CSV file in its Contacts folder.";
  return "This is a ZIP archive. Unpack it, and upload the CSV file in it.";
}

/** Why some bytes are no text, in words; null where they may be. */
export function refuseBytes(bytes: Uint8Array): string | null {
  if (startsWith(bytes, 0x50, 0x4b)) return kindOfZip(bytes);
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0))
    return "This is an old Excel or Outlook file. Open it, save it as CSV, and upload that file.";
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46))
    return "This is a PDF. Farthing imports CSV files: export your contacts from where you keep them.";
  if (startsWith(bytes, 0x1f, 0x8b)) return "This is a compressed file. Unpack it, and upload the CSV file in it.";
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47) || startsWith(bytes, 0xff, 0xd8, 0xff))
    return "This is an image. Farthing imports CSV files.";
  return null;
}

const EXPORT_CSV = "Export your contacts as CSV instead";

/** What a text begins with, and what to say then. */
const kinds: [begins: RegExp, words: string][] = [
  [/^begin:vcard\b/i, `This is a vCard file, which can’t be imported yet. ${EXPORT_CSV}: Google, Outlook and iCloud offer it.`],
  [/^begin:vcalendar\b/i, "This is a calendar. Farthing imports CSV files."],
  [/^(?:#[^\n]{0,200}\n){0,5}(?:version: ?\d[^\n]{0,20}\n\s{0,5})?dn::? /i, `This is an LDIF file. ${EXPORT_CSV}.`],
  [/^\{\s{0,20}(?:"|\})|^\[\s{0,20}(?:\{|\[|"|\])/, `This is JSON. ${EXPORT_CSV}.`],
  [/^<!doctype html|^<html\b|^<head\b|^<table\b/i, `This is a web page. ${EXPORT_CSV}.`],
  [/^<\?xml\b|^<[a-z][\w:-]{0,60}(?:\s[^>\n]{0,300})?>/i, `This is XML. ${EXPORT_CSV}.`],
  [/^\{\\rtf/, `This is a text document. ${EXPORT_CSV}.`],
  [
    /^(?:(?:received|return-path|delivered-to|mime-version|from|to|subject|date|message-id): [^\n]{0,500}\n){3}/i,
    "This is an e-mail. Save the file attached to it, and upload that.",
  ],
];

/** Why a text is no table, in words; null where it may be. */
export function refuseText(text: string): string | null {
  const start = text.slice(0, 8 * KIB).replace(/^[\uFEFF\s]+/, "");
  return kinds.find(([begins]) => begins.test(start))?.[1] ?? null;
}
