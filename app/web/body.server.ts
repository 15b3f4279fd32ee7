// The one reader of what is posted. It counts while the body streams, so that nothing larger is ever held; it parses only what is a form; and it
// hands on the fields that a form of ours has, no others: what reads them need not be afraid of their names.
import type { z } from "zod";
import { type FieldNames, namesIn } from "./fieldNames.server";

const BODY_BYTES_MAX = 256 * 1024;
const FIELDS_MAX = 500;
/** Around a file: boundaries and headers of its parts. */
const FRAME_BYTES = 64 * 1024;

/** What a person reads whose form is not taken. */
const words = {
  400: "This form arrived damaged. Go back and send it again.",
  413: "This is larger than we accept. Nothing was saved or charged.",
  415: "This page accepts only forms.",
  409: "This page was opened in another team than the one this browser is in now. Nothing was changed. Go back, reload the page, and try again.",
};
const refuse = (status: keyof typeof words) => new Response(words[status], { status });

/**
 * The bytes of a body, at most `most` of them. Throws the answer 413 as soon as there are more; the rest is not read.
 */
async function readBytes(request: Request, most: number): Promise<Buffer<ArrayBuffer>> {
  if (Number(request.headers.get("Content-Length") ?? 0) > most) throw refuse(413);
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done || !value) break;
    length += value.byteLength;
    if (length > most) {
      await reader?.cancel().catch(() => null);
      throw refuse(413);
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}

/** A body as text, for those who sign it. Throws the answer 413 for one of more than 256 KB. */
export async function readText(request: Request): Promise<string> {
  return new TextDecoder().decode(await readBytes(request, BODY_BYTES_MAX));
}

/** How often a mark stands in some bytes, or `enough` if that is fewer. */
function countOf(bytes: Buffer, mark: string, enough: number): number {
  let count = 0;
  for (let at = bytes.indexOf(mark); at >= 0 && count < enough; at = bytes.indexOf(mark, at + mark.length)) count++;
  return count;
}

/** Parses what is a form. Throws the answer 415 for anything else, 400 for one that is damaged or has too many fields. */
async function parseForm(type: string, bytes: Buffer<ArrayBuffer>): Promise<FormData> {
  const [kind = ""] = type.toLowerCase().split(";");
  if (kind.trim() === "application/x-www-form-urlencoded") {
    if (countOf(bytes, "&", FIELDS_MAX) >= FIELDS_MAX) throw refuse(400);
    const form = new FormData();
    for (const [name, value] of new URLSearchParams(new TextDecoder().decode(bytes))) form.append(name, value);
    return form;
  }
  if (kind.trim() !== "multipart/form-data") throw refuse(415);
  const boundary = /boundary="?([^";,\s]{1,70})"?/i.exec(type)?.[1];
  if (!boundary || countOf(bytes, `--${boundary}`, FIELDS_MAX + 1) > FIELDS_MAX) throw refuse(400);
  return new Response(bytes, { headers: { "Content-Type": type } }).formData().catch(() => {
    throw refuse(400);
  });
}

/** Which team is asking, by the request; and the field in which a form says for which team it was drawn. */
const asking = new WeakMap<Request, string>();
const TEAM = "of-team";

/** From here on, a form of this request is taken only where it was drawn for this team, or for none. */
export function expectTeam(request: Request, teamId: string): void {
  asking.set(request, teamId);
}

/** In two tabs somebody may look at two teams, one after the other: what is sent from the first must not land in the second. */
function checkTeam(request: Request, form: FormData): FormData {
  const [drawn, expected] = [form.get(TEAM), asking.get(request)];
  if (drawn !== null && expected !== undefined && drawn !== expected) throw refuse(409);
  return form;
}

/**
 * What was posted, as far as a form has such fields: names, or schemas whose fields they are. Of `column-*` any number goes. Texts only. What is no form, or too large,
 * throws the answer that says so.
 */
export async function readPosted(request: Request, ...fields: (string | z.ZodType)[]): Promise<FormData> {
  const form = await parseForm(request.headers.get("Content-Type") ?? "", await readBytes(request, BODY_BYTES_MAX));
  return keepKnown(checkTeam(request, form), namesIn(fields));
}

function keepKnown(form: FormData, known: FieldNames): FormData {
  const kept = new FormData();
  for (const [name, value] of form) if (typeof value === "string" && known.has(name)) kept.append(name, value);
  return kept;
}

/** The file that was posted, of at most `most` bytes; null where none was chosen. What is no form throws the answer that says so. */
export async function readUpload(request: Request, most: number): Promise<File | "too-large" | null> {
  const bytes = await readBytes(request, most + FRAME_BYTES).catch((answer) => {
    if (answer instanceof Response && answer.status === 413) return null;
    throw answer;
  });
  if (!bytes) return "too-large";
  const file = checkTeam(request, await parseForm(request.headers.get("Content-Type") ?? "", bytes)).get("file");
  return file instanceof File && file.name !== "" ? file : null;
}
