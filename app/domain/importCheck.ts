// The dry run: every row is mapped, matched and counted; the new ones are staged in chunks for the run. Writes no contact, costs nothing.
import { type Import, moveImport } from "~/db/queries/imports";
import type { TeamContext } from "./context";
import { openFiles } from "./encryption";
import { Target } from "./importColumns";
import { Known, matchRows } from "./importMatch";
import { type Mapping, mapRow } from "./importRows";
import { CHUNK_ROWS, type NewRow, type RefusedRow, readRows, type StagedRow, writeChunk, writeRefused } from "./importStage";

/**
 * Looks at every row from the first. Begun anew after a crash: it only reads contacts and stages files.
 * A dry run of an earlier mapping that is still on its way finds another attempt, and ends.
 */
export async function runCheck(ctx: TeamContext, found: Import): Promise<void> {
  const { id, attempt } = found;
  const files = openFiles(ctx, ctx.team.id);
  const targets = found.mapping.map((target) => Target.parse(target));
  const mapping: Mapping = { columns: found.columns, targets, lenient: found.lenient, defaultCountry: ctx.team.defaultCountry };
  const known = new Known();
  const tally = { rowsChecked: 0, newTotal: 0, knownTotal: 0, knownByEmail: 0, refusedTotal: 0 };
  const refused: RefusedRow[] = [];
  let pending: NewRow[] = [];
  let chunks = 0;
  for (let n = 0; ; n++) {
    const staged = await readRows(files, ctx.team.id, id, n);
    if (staged.length === 0) break;
    const rows = mapRows(staged, mapping, refused);
    for (const { row, match } of await matchRows(ctx, rows, known)) {
      if (match === "erased") refused.push({ number: row.number, cells: [], reason: "Asked to be erased: not brought back" });
      else if (!match) pending.push(row);
      else tally.knownTotal++;
      if (match === "email") tally.knownByEmail++;
    }
    for (; pending.length >= CHUNK_ROWS; pending = pending.slice(CHUNK_ROWS), chunks++)
      await writeChunk(files, ctx.team.id, id, chunks, pending.slice(0, CHUNK_ROWS));
    tally.rowsChecked += staged.length;
    const here = { rowsChecked: tally.rowsChecked, changedAt: await ctx.clock() };
    if (!(await moveImport(ctx.teamDb, id, ["checking"], here, attempt))) return;
  }
  await writeChunk(files, ctx.team.id, id, chunks, pending);
  await writeRefused(files, ctx.team.id, id, refused);
  const newTotal = chunks * CHUNK_ROWS + pending.length;
  const ended = { ...tally, newTotal, refusedTotal: refused.length, changedAt: ctx.now };
  await moveImport(ctx.teamDb, id, ["checking"], { ...ended, state: "checked" }, attempt);
  ctx.log({ at: "import.checked", teamId: ctx.team.id, importId: id, rows: tally.rowsChecked, new: newTotal, refused: refused.length });
}

/** The rows that are contacts; the others join `refused`. */
function mapRows(staged: StagedRow[], mapping: Mapping, refused: RefusedRow[]): NewRow[] {
  return staged.flatMap(({ number, cells }) => {
    const mapped = mapRow(cells, mapping);
    if (mapped.kind === "contact") return [{ number, input: mapped.input, note: mapped.note }];
    refused.push({ number, cells, reason: mapped.reason });
    return [];
  });
}
