// An import's life: uploaded, mapped, checked, started, undone. The file is parsed once; its rows are staged in object storage.

import { hasContacts } from "~/db/queries/contactLists";
import { findImport, type Import, insertImport, listImports, moveImport } from "~/db/queries/imports";
import { isNarrowed } from "~/db/queries/records/sight";
import { ensureTags } from "../contacts/tags";
import type { TeamContext } from "../core/context";
import { openFiles } from "../core/encryption";
import { newId } from "../core/ids";
import { assertCan, can } from "../core/permissions";
import { priceOf, undoWindow } from "../core/prices";
import { actFor } from "../teams/members";
import { importableOf } from "./importables";
import { sourceOf, type Target } from "./importColumns";
import { isEncoding } from "./importEncoding";
import { makeFields } from "./importFields";
import { type ParsedFile, parseFile } from "./importParse";
import {
  readKnown,
  readOriginal,
  readRefused,
  readRows,
  readSamples,
  writeAbove,
  writeOriginal,
  writeRows,
  writeSamples,
} from "./importStage";

const SAMPLE_ROWS = 200;
const SAMPLES_SHOWN = 3;

export type UploadOutcome = { kind: "staged"; importId: string } | { kind: "unreadable"; reason: string };

/** An import of which nothing was looked at yet. */
export const untouched = {
  samples: [],
  rowsChecked: 0,
  newTotal: 0,
  knownTotal: 0,
  knownByEmail: 0,
  refusedTotal: 0,
  cursor: 0,
  attempt: 0,
  stopAt: 0,
  imported: 0,
  knownLate: 0,
  takenBack: 0,
  tagId: null,
  lenient: false,
  problem: null,
  finishedAt: null,
  filesGoneAt: null,
};

/** The first filled cells of each column, for the mapping page. */
function samplesOf(columns: string[], rows: string[][]): string[][] {
  const filled = (n: number) => rows.map((cells) => (cells[n] ?? "").trim()).filter(Boolean);
  return columns.map((_, n) =>
    filled(n)
      .slice(0, SAMPLES_SHOWN)
      .map((cell) => cell.slice(0, 80)),
  );
}

/** Parses a file, stages its rows, and guesses what its columns mean. Nothing is imported or charged. */
export async function uploadImport(ctx: TeamContext, fileName: string, bytes: Uint8Array, noun = "contact"): Promise<UploadOutcome> {
  assertCan(ctx, "import.make");
  const parsed = parseFile(bytes, null, importableOf(noun).isColumn);
  if (parsed.kind === "unreadable") return parsed;
  const id = newId(ctx.now);
  const file = await stage(ctx, { id, noun }, parsed.file);
  // What says by itself how it is written needs no second look.
  const guessed = parsed.file.encoding !== "UTF-8" || parsed.file.damaged > 0;
  if (guessed) await writeOriginal(openFiles(ctx, ctx.team.id), ctx.team.id, id, bytes);
  const name = fileName.slice(0, 200) || "contacts.csv";
  await insertImport(ctx.teamDb, {
    ...untouched,
    ...file,
    id,
    memberId: ctx.member.id,
    noun,
    fileName: name,
    state: "mapping",
    createdAt: ctx.now,
  });
  ctx.log({ at: "import.staged", teamId: ctx.team.id, importId: id, rows: file.rowsTotal });
  return { kind: "staged", importId: id };
}

/** Stages a parsed file, and says what is to be written of it on its import's row. */
async function stage(
  ctx: TeamContext,
  { id: importId, noun }: Pick<Import, "id" | "noun">,
  { encoding, damaged, delimiter, columns, rows, above }: ParsedFile,
) {
  const files = openFiles(ctx, ctx.team.id);
  const looked = rows.slice(0, SAMPLE_ROWS).map(({ cells }) => cells);
  await writeRows(files, ctx.team.id, importId, rows);
  await writeAbove(files, ctx.team.id, importId, above);
  await writeSamples(files, ctx.team.id, importId, samplesOf(columns, looked));
  const mapping = await importableOf(noun).recognise(ctx, columns, looked);
  const letters = damaged === 1 ? "1 letter" : `${damaged.toLocaleString("en")} letters`;
  const problem = damaged > 0 ? `${letters} of this file can’t be read and show as �. Choose another encoding if names look wrong.` : null;
  return { source: sourceOf(columns), encoding, delimiter, columns, mapping, rowsTotal: rows.length, problem, changedAt: ctx.now };
}

/** Reads the file once more, in another encoding. False where it is no longer kept, past its mapping, or unreadable that way. */
export async function reencodeImport(ctx: TeamContext, importId: string, encoding: string): Promise<boolean> {
  assertCan(ctx, "import.make");
  const found = await findSeen(ctx, importId);
  const bytes = found?.state === "mapping" ? await readOriginal(openFiles(ctx, ctx.team.id), ctx.team.id, importId) : null;
  const parsed = bytes && isEncoding(encoding) ? parseFile(bytes, encoding, importableOf(found?.noun ?? "contact").isColumn) : null;
  if (parsed?.kind !== "parsed" || !found) return false;
  return moveImport(ctx.teamDb, importId, ["mapping"], await stage(ctx, found, parsed.file));
}

/** Whether the encoding of a file was guessed, so that another can be chosen. */
export function canReencode(found: Import): boolean {
  return found.state === "mapping" && (found.encoding !== "UTF-8" || found.problem !== null);
}

/** Whether an import is there for a member: one's own; of others as far as their role doesn't narrow whose records they see, since it says of them. */
const isSeen = (ctx: TeamContext, { noun, memberId }: Import) =>
  memberId === ctx.member.id || !isNarrowed(ctx.teamDb, importableOf(noun).imported.table);

async function findSeen(ctx: TeamContext, importId: string): Promise<Import | null> {
  const found = await findImport(ctx.teamDb, importId);
  return found && isSeen(ctx, found) ? found : null;
}

export async function readImport(ctx: TeamContext, importId: string): Promise<Import | null> {
  return findSeen(ctx, importId);
}

/** Whether a member may look into a file, whose columns may be those of sensitive fields. */
export const seesRows = (ctx: TeamContext, found: Pick<Import, "memberId">) => can(ctx, "import.read", found);

/** The first filled cells of each column. None for who may not look into the file, and once it is gone. */
export async function readImportSamples(ctx: TeamContext, found: Import): Promise<string[][]> {
  return seesRows(ctx, found) ? readSamples(openFiles(ctx, ctx.team.id), ctx.team.id, found.id) : [];
}

export async function readImports(ctx: TeamContext): Promise<Import[]> {
  return (await listImports(ctx.teamDb, 20)).filter((found) => isSeen(ctx, found));
}

export interface MappingChoice {
  mapping: Target[];
  tag: string;
  lenient: boolean;
}

/** Sets what the columns mean and begins the dry run. Possible until something was imported. */
export async function checkImport(
  ctx: TeamContext,
  importId: string,
  { mapping, tag, lenient }: MappingChoice,
): Promise<{ kind: "checking" } | { kind: "moved" } | { kind: "unmade"; words: string }> {
  assertCan(ctx, "import.make");
  const tagId = tag.trim() === "" ? null : ((await ensureTags(ctx, [tag.trim()])).get(tag.trim().toLowerCase()) ?? null);
  const found = await findSeen(ctx, importId);
  // Whoever checks a file imports it, and reads its rows from then on: only who may read them now.
  if (!found || !seesRows(ctx, found) || (found.state !== "mapping" && found.state !== "checked")) return { kind: "moved" };
  const possible = await importableOf(found.noun).targets(ctx);
  const allowed = mapping.map((target) => (target in possible ? target : "skip"));
  const cells = async (column: number) =>
    (await readRows(openFiles(ctx, ctx.team.id), ctx.team.id, importId, 0)).map((row) => row.cells[column] ?? "");
  const made = await makeFields(ctx, importableOf(found.noun).of, { columns: found.columns, mapping: allowed, cells });
  if ("problem" in made) return { kind: "unmade", words: made.problem };
  const attempt = found.attempt + 1;
  const fresh = { attempt, rowsChecked: 0, newTotal: 0, knownTotal: 0, knownByEmail: 0, refusedTotal: 0, problem: null };
  const moved = await moveImport(ctx.teamDb, importId, ["mapping", "checked"], {
    state: "checking",
    // Who says what the columns mean imports them: with what they see, on their budget.
    memberId: ctx.member.id,
    mapping: made,
    tagId,
    lenient,
    ...fresh,
    changedAt: ctx.now,
  });
  if (moved) await ctx.hint({ kind: "import", teamId: ctx.team.id, importId });
  return { kind: moved ? "checking" : "moved" };
}

/** Goes back to the mapping, before anything was imported. */
export async function remapImport(ctx: TeamContext, importId: string): Promise<boolean> {
  assertCan(ctx, "import.make");
  // An archive says itself what is what.
  if ((await findSeen(ctx, importId))?.source === "archive") return false;
  return moveImport(ctx.teamDb, importId, ["checked"], { state: "mapping", changedAt: ctx.now });
}

export type StartOutcome = { kind: "started" } | { kind: "dearer"; credits: number } | { kind: "moved" };

/** For whom a run works: whoever began it; or, where they can't any more, whoever lets it go on. */
async function workerOf(ctx: TeamContext, { memberId }: Import): Promise<string> {
  const began = await actFor(ctx, ctx.team.id, memberId);
  return began && can(began, "import.make") ? memberId : ctx.member.id;
}

/** Starts the run, or lets it go on, up to `most` new rows. Never at a higher price than was shown. */
export async function startImport(ctx: TeamContext, importId: string, most: number, shownCredits: number): Promise<StartOutcome> {
  assertCan(ctx, "import.make");
  const found = await findSeen(ctx, importId);
  if (!found || !Number.isSafeInteger(most) || most < 1) return { kind: "moved" };
  // An archive is not matched against who is here: nobody may be.
  if (found.source === "archive" && found.cursor === 0 && (await hasContacts(ctx.teamDb))) return { kind: "moved" };
  const stopAt = Math.min(found.newTotal, found.cursor + most);
  const credits = priceOf(importableOf(found.noun).action, ctx.now, stopAt - found.cursor);
  if (!(credits <= shownCredits)) return { kind: "dearer", credits };
  const moved = await moveImport(ctx.teamDb, importId, ["checked", "short", "stopped", "failed"], {
    state: "running",
    stopAt,
    memberId: await workerOf(ctx, found),
    problem: null,
    changedAt: ctx.now,
  });
  if (moved) await ctx.hint({ kind: "import", teamId: ctx.team.id, importId });
  return moved ? { kind: "started" } : { kind: "moved" };
}

/** Whether an import can be undone at `now`: something was imported, and less than a day ago. */
export function canUndo(found: Import, now: number): boolean {
  const ended = ["done", "short", "stopped", "failed"].includes(found.state);
  return ended && found.imported > found.takenBack && now - found.changedAt < undoWindow.importMs;
}

/** Begins to take an import back. Contacts changed since stay, and stay charged. */
export async function undoImport(ctx: TeamContext, importId: string): Promise<boolean> {
  assertCan(ctx, "import.make");
  const found = await findSeen(ctx, importId);
  if (!found || !canUndo(found, ctx.now)) return false;
  const moved = await moveImport(ctx.teamDb, importId, ["done", "short", "stopped", "failed"], {
    state: "undoing",
    memberId: await workerOf(ctx, found),
    changedAt: ctx.now,
  });
  if (moved) await ctx.hint({ kind: "import", teamId: ctx.team.id, importId });
  return moved;
}

/** The rows whose contact was here already, or came earlier in the file, with how that was seen. */
export async function readKnownRows(ctx: TeamContext, importId: string) {
  return readKnown(openFiles(ctx, ctx.team.id), ctx.team.id, importId);
}

/** The refused rows with their reasons. */
export async function readRefusedRows(ctx: TeamContext, importId: string) {
  return readRefused(openFiles(ctx, ctx.team.id), ctx.team.id, importId);
}
