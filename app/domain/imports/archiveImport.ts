// An archive of ours brought into an empty team: its contacts become the rows of an import that was checked already, and loses nothing.

import { Unzip, UnzipInflate } from "fflate";
import { hasContacts } from "~/db/queries/contactLists";
import { insertImport } from "~/db/queries/imports";
import { ArchivedContact } from "../archives/archiveParts";
import { ContactInput } from "../contacts/contactInput";
import type { TeamContext } from "../core/context";
import { DAY_MS } from "../core/dates";
import { openFiles } from "../core/encryption";
import { newId } from "../core/ids";
import { assertCan } from "../core/permissions";
import { daysOf } from "../core/retention";
import { cards } from "../modules";
import { TIMELINE_MAX } from "../records/archive";
import { refuseFacts, TeamFacts } from "./archiveFacts";
import { RecordStaging } from "./archiveRecords";
import { ROWS_MAX } from "./importParse";
import { CHUNK_ROWS, type NewRow, type RefusedRow, removeStaged, writeChunk, writeRefused, writeTeamFacts } from "./importStage";
import { type UploadOutcome, untouched } from "./imports";

/** A ZIP of few bytes can hold many: what comes out of it is bounded too. */
const UNPACKED_BYTES_MAX = 400_000_000;
/** What is pushed at once: at the most that deflate can, four megabytes come out of it. */
const SLICE_BYTES = 4_096;
/** Beyond a first few megabytes no more comes out than so many times what went in: text of people is packed to a tenth at best. */
const UNPACKED_TIMES_MAX = 40;
const UNPACKED_FREE_BYTES = 8_000_000;
/** An archive of ours has a dozen files. */
const ENTRIES_MAX = 200;
/** Lines of no contact, by letters: each is read before it is known to be none. */
const MALFORMED_CHARS_MAX = 16_000_000;
const BLANK_LINES_MAX = 10_000;
/** Of the team's own facts, and of one contact with its notes. */
const PART_CHARS_MAX = 4_000_000;

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/** Reads an archive and stages its contacts. Nothing is imported or charged until the import is started. */
export async function uploadArchive(ctx: TeamContext, fileName: string, bytes: Uint8Array): Promise<UploadOutcome> {
  assertCan(ctx, "import.make");
  const unreadable = (reason: string): UploadOutcome => ({ kind: "unreadable", reason });
  if (await hasContacts(ctx.teamDb))
    return unreadable(
      "You can import an archive only into a team that has no contacts yet. Import its contacts.csv instead, without notes and custom fields. Contacts already in Farthing are free.",
    );
  const id = newId(ctx.now);
  const staging = new Staging(ctx, id);
  try {
    await staging.read(bytes);
  } catch (error) {
    await removeStaged(ctx.files, ctx.team.id, id);
    return unreadable(error instanceof Unreadable ? error.message : "This ZIP is damaged: it cannot be unpacked.");
  }
  const facts = TeamFacts.safeParse(staging.facts);
  if (!facts.success || !staging.sawContacts) {
    await removeStaged(ctx.files, ctx.team.id, id);
    return unreadable("This ZIP isn’t a Farthing archive. Unpack it, and upload a CSV file from it.");
  }
  const refused = await refuseFacts(ctx, facts.data);
  if (refused) {
    await removeStaged(ctx.files, ctx.team.id, id);
    return unreadable(refused);
  }
  await writeTeamFacts(openFiles(ctx, ctx.team.id), ctx.team.id, id, facts.data);
  const { newTotal, refused: refusedTotal } = staging;
  const empty = { encoding: "utf-8", delimiter: "", columns: [], samples: [], mapping: [] };
  const totals = { rowsTotal: newTotal + refusedTotal, rowsChecked: newTotal + refusedTotal, newTotal, refusedTotal };
  const row = { ...untouched, ...empty, ...totals, id, memberId: ctx.member.id, fileName: fileName.slice(0, 200) };
  await insertImport(ctx.teamDb, { ...row, noun: "contact", source: "archive", state: "checked", createdAt: ctx.now, changedAt: ctx.now });
  ctx.log({ at: "import.staged", teamId: ctx.team.id, importId: id, rows: newTotal });
  return { kind: "staged", importId: id };
}

class Unreadable extends Error {}

/** Unpacks slice by slice, and stages a chunk whenever one is full. */
class Staging {
  facts: unknown = null;
  sawContacts = false;
  newTotal = 0;
  refused = 0;
  private pending: NewRow[] = [];
  private readonly refusedRows: RefusedRow[] = [];
  private chunks = 0;
  private lines = 0;
  private blank = 0;
  private malformed = 0;
  private unpacked = 0;
  private readonly files;
  private readonly records: RecordStaging[];

  constructor(
    private readonly ctx: TeamContext,
    private readonly importId: string,
  ) {
    this.files = openFiles(ctx, ctx.team.id);
    this.records = cards.map((card) => new RecordStaging(this.files, { teamId: ctx.team.id, importId }, card));
  }

  async read(bytes: Uint8Array): Promise<void> {
    let [taken, entries] = [0, 0];
    const unzip = new Unzip((file) => {
      if (++entries > ENTRIES_MAX) throw new Unreadable("This ZIP holds more files than a Farthing archive has.");
      const take = this.takerOf(file.name);
      if (!take) return;
      const decoder = new TextDecoder();
      file.ondata = (error, chunk, final) => {
        if (error) throw error;
        this.unpacked += chunk.length;
        if (this.unpacked > UNPACKED_BYTES_MAX) throw new Unreadable("This archive is larger than 400 MB unpacked.");
        if (this.unpacked > UNPACKED_FREE_BYTES + UNPACKED_TIMES_MAX * taken)
          throw new Unreadable("This ZIP unpacks to far more than its size, so it isn’t a Farthing archive.");
        take(decoder.decode(chunk, { stream: !final }), final);
      };
      file.start();
    });
    unzip.register(UnzipInflate);
    for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
      taken = Math.min(bytes.length, at + SLICE_BYTES);
      unzip.push(bytes.subarray(at, at + SLICE_BYTES), at + SLICE_BYTES >= bytes.length);
      while (this.pending.length >= CHUNK_ROWS) await this.stageChunk();
      for (const staging of this.records) await staging.flush(false);
    }
    for (const staging of this.records) await staging.flush(true);
    // They come along free with the contacts, which are what is paid for.
    const along = this.records.find(({ count }) => count > this.newTotal + this.refused);
    if (along)
      throw new Unreadable(
        `This archive has more ${along.card.words.many} than contacts, and only as many can come along. Ask support to bring them.`,
      );
    if (this.pending.length > 0) await this.stageChunk();
    await writeRefused(this.files, this.ctx.team.id, this.importId, this.refusedRows);
  }

  private async stageChunk(): Promise<void> {
    await writeChunk(this.files, this.ctx.team.id, this.importId, this.chunks++, this.pending.splice(0, CHUNK_ROWS));
  }

  private text = "";
  private takeFacts(text: string, final: boolean): void {
    this.text += text;
    if (this.text.length > PART_CHARS_MAX) throw new Unreadable("This archive holds more team data than a Farthing team can have.");
    if (final) this.facts = JSON.parse(this.text);
  }

  /** What becomes of a file of the archive; nothing of those that only people read. */
  private takerOf(name: string): ((text: string, final: boolean) => void) | null {
    if (name === "team.json") return (text, final) => this.takeFacts(text, final);
    if (name === "contacts.jsonl") {
      this.sawContacts = true;
      return this.byLines((line) => this.takeLine(line));
    }
    const staging = this.records.find(({ card }) => name === `${card.plural}.jsonl`);
    return staging ? this.byLines((line) => this.takeRecord(staging, line)) : null;
  }

  /** Hands on whole lines, which may come in parts. */
  private byLines(takeLine: (line: string) => void): (text: string, final: boolean) => void {
    let rest = "";
    return (text, final) => {
      const lines = (rest + text).split("\n");
      rest = final ? "" : (lines.pop() ?? "");
      if (rest.length > PART_CHARS_MAX) throw new Unreadable("One record in this archive is longer than Farthing allows.");
      for (const line of lines) {
        if (line.trim() !== "") takeLine(line);
        else if (++this.blank > BLANK_LINES_MAX) throw new Unreadable("This archive has thousands of empty lines.");
      }
    };
  }

  private takeRecord(staging: RecordStaging, line: string): void {
    if (staging.count > ROWS_MAX)
      throw new Unreadable(`This archive has more than ${ROWS_MAX.toLocaleString("en")} ${staging.card.words.many}.`);
    if (!staging.take(jsonOf(line), line)) throw new Unreadable(`This archive has a line that isn’t a ${staging.card.words.one}.`);
  }

  private takeLine(line: string): void {
    const number = ++this.lines;
    if (number > ROWS_MAX) throw new Unreadable(`This archive has more than ${ROWS_MAX.toLocaleString("en")} contacts.`);
    const row = toRow(line, number, this.ctx.now - daysOf("Trash") * DAY_MS);
    if ("reason" in row) {
      this.malformed += line.length;
      if (this.malformed > MALFORMED_CHARS_MAX) throw new Unreadable("Much of this archive isn’t contacts.");
      this.refusedRows.push({ number, cells: [line.slice(0, 500)], reason: row.reason });
      this.refused++;
      return;
    }
    this.pending.push(row);
    this.newTotal++;
  }
}

function toRow(line: string, number: number, trashEndsAt: number): NewRow | { reason: string } {
  const json = jsonOf(line);
  // Zod would look at each of them before it says that they are too many.
  const timelineLength = (json as { timeline?: unknown[] } | null)?.timeline?.length ?? 0;
  if (timelineLength > TIMELINE_MAX) return { reason: "Its timeline is longer than Farthing allows" };
  const read = ArchivedContact.safeParse(json);
  if (!read.success) return { reason: `${read.error.issues[0]?.path.join(" ")}: ${read.error.issues[0]?.message}` };
  const { tags, timeline, createdAt, lastContactedAt, trashedAt, restrictedAt, id: _id, custom, companyId, ...rest } = read.data;
  const { owner, private: isPrivate, ...fields } = rest;
  if (trashedAt !== null && restrictedAt === null && trashedAt < trashEndsAt) return { reason: "In the trash for more than 30 days" };
  const input = ContactInput.safeParse({ ...fields, tags: "" });
  if (!input.success) return { reason: `${input.error.issues[0]?.path.join(" ")}: ${input.error.issues[0]?.message}` };
  const times = { createdAt, lastContactedAt: lastContactedAt ?? 0, trashedAt: trashedAt ?? 0, restrictedAt: restrictedAt ?? 0 };
  return {
    number,
    input: input.data,
    notes: [],
    archived: { lived: { ...times, isPrivate }, owner, companyId, tags, timeline, phones: fields.phones, custom },
  };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
