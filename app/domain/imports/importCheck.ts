// The dry run: every row is mapped, matched and counted; the new ones are staged in chunks for the run. Writes no contact, costs nothing. Works in
// pieces of a few seconds: what was found so far is staged between them.
import { type Import, moveImport } from "~/db/queries/imports";
import type { TeamContext } from "../core/context";
import { openFiles, type SealedFiles } from "../core/encryption";
import { readFillableFields } from "../fields/customFields";
import { readMemberNames } from "../teams/members";
import type { Importable, ReadyRow } from "./importable";
import { importableOf } from "./importables";
import type { Mapping } from "./importCells";
import { Target } from "./importColumns";
import { Known, type Matched } from "./importMatch";
import {
  CHUNK_ROWS,
  type RefusedRow,
  readAbove,
  readProgress,
  readRows,
  type StagedRow,
  writeChunk,
  writeKnown,
  writeProgress,
  writeRefused,
} from "./importStage";

/** What the dry run has found up to a batch of rows. Ours alone reads and writes it. */
interface Progress {
  attempt: number;
  /** The next batch. */
  batch: number;
  chunks: number;
  pending: ReadyRow[];
  refused: RefusedRow[];
  knownRows: RefusedRow[];
  known: [string, string[]][];
  rowsChecked: number;
  knownByEmail: number;
}

const begun = (attempt: number, refused: RefusedRow[]): Progress => ({
  ...{ attempt, batch: 0, chunks: 0, pending: [], refused, knownRows: [], known: [], rowsChecked: 0, knownByEmail: 0 },
});

const knownWords = { email: "same e-mail", phone: "same phone and name", name: "same name", erased: "" };

/**
 * Looks at rows until `isOver` says that this piece has gone on for long enough. Begun anew after a crash at the last piece's end: it only reads contacts and stages files.
 * A dry run of an earlier mapping that is still on its way finds another attempt, and ends.
 */
export async function runCheck(ctx: TeamContext, found: Import, isOver: () => Promise<boolean>): Promise<void> {
  const { id, attempt } = found;
  const files = openFiles(ctx, ctx.team.id);
  const saved = (await readProgress(files, ctx.team.id, id)) as Progress | null;
  const progress = saved?.attempt === attempt ? saved : begun(attempt, await rowsAbove(ctx, files, id));
  const known = new Known(progress.known);
  const { columns, source, lenient } = found;
  const targets = found.mapping.map((target) => Target.parse(target));
  const [fields, members] = await Promise.all([readFillableFields(ctx, found.noun), readMemberNames(ctx)]);
  const mapping: Mapping = { columns, targets, source, lenient, defaultCountry: ctx.team.defaultCountry, fields, members };
  for (;;) {
    const staged = await readRows(files, ctx.team.id, id, progress.batch);
    if (staged.length === 0) return finish(ctx, found, files, progress);
    await checkBatch(ctx, progress, { staged, mapping, known, importable: importableOf(found.noun) });
    for (; progress.pending.length >= CHUNK_ROWS; progress.chunks++)
      await writeChunk(files, ctx.team.id, id, progress.chunks, progress.pending.splice(0, CHUNK_ROWS));
    const here = { rowsChecked: progress.rowsChecked, changedAt: await ctx.clock() };
    if (!(await moveImport(ctx.teamDb, id, ["checking"], here, attempt))) return;
    if (await isOver()) return writeProgress(files, ctx.team.id, id, { ...progress, known: known.save() });
  }
}

async function rowsAbove(ctx: TeamContext, files: SealedFiles, importId: string): Promise<RefusedRow[]> {
  return (await readAbove(files, ctx.team.id, importId)).map((row) => ({ ...row, reason: "Above the column names" }));
}

async function checkBatch(
  ctx: TeamContext,
  progress: Progress,
  { staged, mapping, known, importable }: { staged: StagedRow[]; mapping: Mapping; known: Known; importable: Importable },
): Promise<void> {
  const cells = new Map(staged.map((row) => [row.number, row.cells]));
  const rows = staged.flatMap(({ number, cells }): ReadyRow[] => {
    const mapped = importable.map(cells, mapping);
    if (mapped.kind === "row") return [{ number, input: mapped.input, notes: mapped.notes }];
    progress.refused.push({ number, cells, reason: mapped.reason });
    return [];
  });
  for (const { row, match, earlier } of await importable.match(ctx, rows, known))
    put(progress, { row, match, earlier }, cells.get(row.number) ?? []);
  progress.rowsChecked += staged.length;
  progress.batch++;
}

function put(progress: Progress, { row, match, earlier }: Matched<ReadyRow>, cells: string[]): void {
  const { number } = row;
  if (match === null) progress.pending.push(row);
  else if (match === "erased") progress.refused.push({ number, cells: [], reason: "Erased on request: not imported again" });
  else
    progress.knownRows.push({ number, cells, reason: `${earlier ? "Earlier in this file" : "Already in Farthing"}: ${knownWords[match]}` });
  if (match === "email") progress.knownByEmail++;
}

async function finish(ctx: TeamContext, { id, attempt }: Import, files: SealedFiles, progress: Progress): Promise<void> {
  const { chunks, pending, refused, knownRows, rowsChecked, knownByEmail } = progress;
  await writeChunk(files, ctx.team.id, id, chunks, pending);
  await writeRefused(files, ctx.team.id, id, refused);
  await writeKnown(files, ctx.team.id, id, knownRows);
  const newTotal = chunks * CHUNK_ROWS + pending.length;
  const tally = { rowsChecked, knownByEmail, knownTotal: knownRows.length, newTotal, refusedTotal: refused.length };
  await moveImport(ctx.teamDb, id, ["checking"], { ...tally, changedAt: ctx.now, state: "checked" }, attempt);
  ctx.log({ at: "import.checked", teamId: ctx.team.id, importId: id, rows: rowsChecked, new: newTotal, refused: refused.length });
}
