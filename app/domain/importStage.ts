// An import's rows in object storage: as parsed, then the new ones ready to write, and the refused ones with reasons.
import type { ContactInput } from "./contactInput";
import type { Files } from "./context";

export const STAGED_ROWS = 1_000;
export const CHUNK_ROWS = 500;

export interface StagedRow {
  number: number;
  cells: string[];
}

/** A row that the dry run found new. */
export interface NewRow {
  number: number;
  input: ContactInput;
  note: string;
}

export interface RefusedRow extends StagedRow {
  reason: string;
}

const folderOf = (teamId: string, importId: string | null) => (importId === null ? `imports/${teamId}/` : `imports/${teamId}/${importId}/`);
const pathOf = (teamId: string, importId: string, part: string) => folderOf(teamId, importId) + part;

export async function writeRows(files: Files, teamId: string, importId: string, rows: StagedRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += STAGED_ROWS)
    await files.put(pathOf(teamId, importId, `rows-${at / STAGED_ROWS}`), JSON.stringify(rows.slice(at, at + STAGED_ROWS)));
}

async function read<T>(files: Files, path: string): Promise<T[]> {
  const stored = await files.get(path);
  return stored ? JSON.parse(await stored.text()) : [];
}

/** The n-th batch of parsed rows; empty behind the last. */
export function readRows(files: Files, teamId: string, importId: string, n: number): Promise<StagedRow[]> {
  return read(files, pathOf(teamId, importId, `rows-${n}`));
}

export async function writeChunk(files: Files, teamId: string, importId: string, n: number, rows: NewRow[]): Promise<void> {
  await files.put(pathOf(teamId, importId, `new-${n}`), JSON.stringify(rows));
}

/** The n-th chunk of new rows. */
export function readChunk(files: Files, teamId: string, importId: string, n: number): Promise<NewRow[]> {
  return read(files, pathOf(teamId, importId, `new-${n}`));
}

export async function writeRefused(files: Files, teamId: string, importId: string, rows: RefusedRow[]): Promise<void> {
  await files.put(pathOf(teamId, importId, "refused"), JSON.stringify(rows));
}

export function readRefused(files: Files, teamId: string, importId: string): Promise<RefusedRow[]> {
  return read(files, pathOf(teamId, importId, "refused"));
}

/** Removes some files of an import, or of all of a team's. Returns how many: none are left when it says none. */
export async function removeSomeStaged(files: Files, teamId: string, importId: string | null = null): Promise<number> {
  const { objects } = await files.list({ prefix: folderOf(teamId, importId) });
  if (objects.length > 0) await files.delete(objects.map(({ key }) => key));
  return objects.length;
}

/** Removes every file of an import. */
export async function removeStaged(files: Files, teamId: string, importId: string): Promise<void> {
  while ((await removeSomeStaged(files, teamId, importId)) > 0);
}
