// The records of cards that an archive brings along with its contacts: staged line by line, and written before the first contact comes.
import { listById, type RecordRow } from "~/db/queries/records";
import { writeAll } from "~/db/statements";
import type { TeamContext } from "../core/context";
import { openFiles, openVault, type SealedFiles } from "../core/encryption";
import { cards } from "../modules";
import { type ArchivedRecord, restoreArchived } from "../records/archive";
import type { Card } from "../records/card";
import { readMemberNames } from "../teams/members";
import { readRecordLines, writeRecordLines } from "./importStage";

const LINES_AT_ONCE = 200;

/** Takes the lines of a card's file in an archive; says what is wrong with one. */
export class RecordStaging {
  count = 0;
  private pieces = 0;
  private pending: string[] = [];

  constructor(
    private readonly files: SealedFiles,
    private readonly place: { teamId: string; importId: string },
    readonly card: Card,
  ) {}

  /** False where a line is no record of this noun. */
  take(line: unknown, text: string): boolean {
    if (!this.card.archived.safeParse(line).success) return false;
    this.pending.push(text);
    this.count++;
    return true;
  }

  /** Writes what is waiting, once it is enough or at the end. */
  async flush(final: boolean): Promise<void> {
    while (this.pending.length >= (final ? 1 : LINES_AT_ONCE)) {
      const lines = this.pending.splice(0, LINES_AT_ONCE);
      await writeRecordLines(this.files, this.place, `${this.card.noun}-${this.pieces++}`, lines);
    }
  }
}

/** Brings staged records into the team, each once, however often this is run: a piece lands whole or not at all. */
export async function restoreRecords(ctx: TeamContext, importId: string): Promise<void> {
  const files = openFiles(ctx, ctx.team.id);
  const vault = await openVault(ctx, ctx.team.id);
  const memberIds = Object.fromEntries(Object.entries(await readMemberNames(ctx)).map(([id, name]) => [name, id]));
  for (const card of cards) {
    for (let n = 0; ; n++) {
      const texts = await readRecordLines(files, { teamId: ctx.team.id, importId }, `${card.noun}-${n}`);
      if (texts.length === 0) break;
      const lines = texts.map((text) => card.archived.parse(JSON.parse(text)) as ArchivedRecord);
      const known = await listById<RecordRow>(
        ctx.teamDb,
        card.table,
        lines.map(({ id }) => id),
      );
      const there = new Set(known.map(({ id }) => id));
      const missing = lines.filter(({ id }) => !there.has(id));
      await writeAll(ctx.db, await restoreArchived(ctx, card, missing, { vault, memberIds, importId }));
    }
  }
}
