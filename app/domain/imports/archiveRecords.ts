// The records of cards that an archive brings along with its contacts: staged line by line, and written with the
// contacts that name them, so that nothing comes in before it is paid for.
import { wholeTeam } from "~/db/client";
import { listById, type RecordRow } from "~/db/queries/records/records";
import { type Statement, writeAll } from "~/db/statements";
import type { TeamContext } from "../core/context";
import { openFiles, openVault, type SealedFiles } from "../core/encryption";
import { restoreCustom } from "../fields/archived";
import { openCustomBook } from "../fields/book";
import { cards } from "../modules";
import { type ArchivedRecord, restoreArchived } from "../records/archive";
import type { Card } from "../records/card";
import { readMemberNames } from "../teams/members";
import { ownFieldIds } from "./archiveFacts";
import { readRecordIndex, readRecordLines, writeRecordIndex, writeRecordLines } from "./importStage";

const LINES_AT_ONCE = 200;

/** Takes the lines of a card's file in an archive; says what is wrong with one. */
export class RecordStaging {
  private pieces = 0;
  private pending: string[] = [];
  /** In which piece each record lies, by its id. */
  private readonly index = new Map<string, number>();

  constructor(
    private readonly files: SealedFiles,
    private readonly place: { teamId: string; importId: string },
    readonly card: Card,
  ) {}

  get count(): number {
    return this.index.size;
  }

  /** False where a line is no record of this noun, or one that came before. */
  take(line: unknown, text: string): boolean {
    const read = this.card.archived.safeParse(line);
    const id = String(read.data?.id ?? "");
    if (!read.success || this.index.has(id)) return false;
    this.index.set(id, this.pieces + Math.floor(this.pending.length / LINES_AT_ONCE));
    this.pending.push(text);
    return true;
  }

  /** Writes what is waiting, once it is enough or at the end. */
  async flush(final: boolean): Promise<void> {
    while (this.pending.length >= (final ? 1 : LINES_AT_ONCE)) {
      const lines = this.pending.splice(0, LINES_AT_ONCE);
      await writeRecordLines(this.files, this.place, `${this.card.noun}-${this.pieces++}`, lines);
    }
    if (final) await writeRecordIndex(this.files, this.place, this.card.noun, Array.from(this.index));
  }
}

/** The writes that bring in some staged lines: those that are not there yet, with their timelines. */
async function bringing(ctx: TeamContext, importId: string, card: Card, texts: string[]): Promise<Statement[]> {
  const lines = texts.map((text) => card.archived.parse(JSON.parse(text)) as ArchivedRecord);
  // Whoever brings them may not see all that is there already.
  const known = await listById<RecordRow>(
    wholeTeam(ctx.teamDb),
    card.table,
    lines.map(({ id }) => id),
  );
  const there = new Set(known.map(({ id }) => id));
  const missing = lines.filter(({ id }) => !there.has(id));
  if (missing.length === 0) return [];
  const vault = await openVault(ctx, ctx.team.id);
  const memberIds = new Map(Object.entries(await readMemberNames(ctx)).map(([id, name]) => [name, id]));
  const book = await openCustomBook(ctx, card.noun);
  const ids = await ownFieldIds(ctx, importId, book.fields, card.noun);
  return restoreArchived(ctx, card, missing, {
    ...{ vault, memberIds, importId },
    restoreCustom: (recordId, custom) => restoreCustom(book, recordId, custom, ids),
  });
}

/** The writes that bring in certain records of an archive, for the batch of what is paid for and names them. */
export async function bringRecords(ctx: TeamContext, importId: string, card: Card, ids: Set<string>): Promise<Statement[]> {
  if (ids.size === 0) return [];
  const [files, place] = [openFiles(ctx, ctx.team.id), { teamId: ctx.team.id, importId }];
  const pieces = new Map(await readRecordIndex(files, place, card.noun));
  const wanted = new Set(Array.from(ids).flatMap((id) => pieces.get(id) ?? []));
  const texts = await Promise.all(Array.from(wanted).map((n) => readRecordLines(files, place, `${card.noun}-${n}`)));
  const named = texts.flat().filter((text) => ids.has(String((JSON.parse(text) as ArchivedRecord).id)));
  return bringing(ctx, importId, card, named);
}

/** Brings in what nobody names, once all that is paid for is there. Each once, however often this is run: a piece lands whole or not at all. */
export async function bringRest(ctx: TeamContext, importId: string): Promise<void> {
  const [files, place] = [openFiles(ctx, ctx.team.id), { teamId: ctx.team.id, importId }];
  for (const card of cards) {
    for (let n = 0; ; n++) {
      const texts = await readRecordLines(files, place, `${card.noun}-${n}`);
      if (texts.length === 0) break;
      await writeAll(ctx.db, await bringing(ctx, importId, card, texts));
    }
  }
}
