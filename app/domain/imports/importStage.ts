// An import's rows in object storage, sealed under the team's key: as parsed, then the new ones ready to write, and the refused ones with reasons.
import type { Lived } from "~/db/queries/contacts";
import type { Phone } from "~/db/schema/contacts";
import type { ContactInput } from "../contacts/contactInput";
import type { Files } from "../core/context";
import { removeFiles, type SealedFiles } from "../core/encryption";

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
  /** What goes on its timeline. */
  notes: string[];
  /** Whoever it was asked to be erased: an empty place, passed over. */
  gone?: true;
  /** What an archive says beyond what a form can. */
  archived?: {
    lived: Lived;
    /** By name. Not there in what was staged before contacts had owners. */
    owner?: string;
    /** Of its company, among those that came along; empty for none, absent where it is to be found by name. */
    companyId?: string;
    tags: string[];
    phones: Phone[];
    /** By the id of the field in the archive. */
    custom: Record<string, string>;
    timeline: { kind: string; at: number; by: string; text: string }[];
  };
}

export interface RefusedRow extends StagedRow {
  reason: string;
}

/** Where the files of an import lie, or of all of a team's. */
export const importFolder = (teamId: string, importId: string | null) =>
  importId === null ? `imports/${teamId}/` : `imports/${teamId}/${importId}/`;
const pathOf = (teamId: string, importId: string, part: string) => importFolder(teamId, importId) + part;

export async function writeRows(files: SealedFiles, teamId: string, importId: string, rows: StagedRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += STAGED_ROWS)
    await files.write(pathOf(teamId, importId, `rows-${at / STAGED_ROWS}`), JSON.stringify(rows.slice(at, at + STAGED_ROWS)));
  // Staged once more in another encoding, a file may have fewer: an empty batch ends them.
  await files.write(pathOf(teamId, importId, `rows-${Math.ceil(rows.length / STAGED_ROWS)}`), "[]");
}

async function read<T>(files: SealedFiles, path: string): Promise<T[]> {
  const stored = await files.read(path);
  return stored === null ? [] : JSON.parse(stored);
}

/** The n-th batch of parsed rows; empty behind the last. */
export function readRows(files: SealedFiles, teamId: string, importId: string, n: number): Promise<StagedRow[]> {
  return read(files, pathOf(teamId, importId, `rows-${n}`));
}

export async function writeChunk(files: SealedFiles, teamId: string, importId: string, n: number, rows: object[]): Promise<void> {
  await files.write(pathOf(teamId, importId, `new-${n}`), JSON.stringify(rows));
}

/** The n-th chunk of new rows. */
export function readChunk(files: SealedFiles, teamId: string, importId: string, n: number): Promise<NewRow[]> {
  return read(files, pathOf(teamId, importId, `new-${n}`));
}

export async function writeSamples(files: SealedFiles, teamId: string, importId: string, samples: string[][]): Promise<void> {
  await files.write(pathOf(teamId, importId, "samples"), JSON.stringify(samples));
}

/** Empty once the files of the import are gone. */
export function readSamples(files: SealedFiles, teamId: string, importId: string): Promise<string[][]> {
  return read(files, pathOf(teamId, importId, "samples"));
}

export async function writeRefused(files: SealedFiles, teamId: string, importId: string, rows: RefusedRow[]): Promise<void> {
  await files.write(pathOf(teamId, importId, "refused"), JSON.stringify(rows));
}

/** Rows whose contact is here already, as the file has them: what they say beyond it can be looked up. */
export async function writeKnown(files: SealedFiles, teamId: string, importId: string, rows: RefusedRow[]): Promise<void> {
  await files.write(pathOf(teamId, importId, "known"), JSON.stringify(rows));
}

export function readKnown(files: SealedFiles, teamId: string, importId: string): Promise<RefusedRow[]> {
  return read(files, pathOf(teamId, importId, "known"));
}

/** Rows above the names of the columns. */
export async function writeAbove(files: SealedFiles, teamId: string, importId: string, rows: StagedRow[]): Promise<void> {
  await files.write(pathOf(teamId, importId, "above"), JSON.stringify(rows));
}

export function readAbove(files: SealedFiles, teamId: string, importId: string): Promise<StagedRow[]> {
  return read(files, pathOf(teamId, importId, "above"));
}

/** The file as it came, where its encoding was guessed: somebody may choose another. */
export async function writeOriginal(files: SealedFiles, teamId: string, importId: string, bytes: Uint8Array): Promise<void> {
  await files.write(pathOf(teamId, importId, "original"), Buffer.from(bytes).toString("base64"));
}

export async function readOriginal(files: SealedFiles, teamId: string, importId: string): Promise<Uint8Array | null> {
  const stored = await files.read(pathOf(teamId, importId, "original"));
  return stored === null ? null : new Uint8Array(Buffer.from(stored, "base64"));
}

/** How far a dry run has come, between two of its pieces. Null where none is under way. */
export async function readProgress(files: SealedFiles, teamId: string, importId: string): Promise<unknown> {
  return JSON.parse((await files.read(pathOf(teamId, importId, "progress"))) ?? "null");
}

export async function writeProgress(files: SealedFiles, teamId: string, importId: string, progress: object): Promise<void> {
  await files.write(pathOf(teamId, importId, "progress"), JSON.stringify(progress));
}

export function readRefused(files: SealedFiles, teamId: string, importId: string): Promise<RefusedRow[]> {
  return read(files, pathOf(teamId, importId, "refused"));
}

/** What an archive says of its team, until the import begins. */
export async function writeTeamFacts(files: SealedFiles, teamId: string, importId: string, facts: object): Promise<void> {
  await files.write(pathOf(teamId, importId, "team"), JSON.stringify(facts));
}

export async function readTeamFacts(files: SealedFiles, teamId: string, importId: string): Promise<unknown> {
  return JSON.parse((await files.read(pathOf(teamId, importId, "team"))) ?? "null");
}

/** Lines of records that came with an archive, piece by piece. */
export async function writeRecordLines(
  files: SealedFiles,
  { teamId, importId }: { teamId: string; importId: string },
  piece: string,
  lines: string[],
): Promise<void> {
  await files.write(pathOf(teamId, importId, `records-${piece}`), JSON.stringify(lines));
}

/** In which piece each record lies. */
export async function writeRecordIndex(
  files: SealedFiles,
  { teamId, importId }: { teamId: string; importId: string },
  noun: string,
  index: [id: string, piece: number][],
): Promise<void> {
  await files.write(pathOf(teamId, importId, `index-${noun}`), JSON.stringify(index));
}

export function readRecordIndex(
  files: SealedFiles,
  { teamId, importId }: { teamId: string; importId: string },
  noun: string,
): Promise<[id: string, piece: number][]> {
  return read(files, pathOf(teamId, importId, `index-${noun}`));
}

/** Empty behind the last piece. */
export function readRecordLines(
  files: SealedFiles,
  { teamId, importId }: { teamId: string; importId: string },
  piece: string,
): Promise<string[]> {
  return read(files, pathOf(teamId, importId, `records-${piece}`));
}

/** Removes every file of an import. */
export function removeStaged(files: Files, teamId: string, importId: string): Promise<void> {
  return removeFiles(files, importFolder(teamId, importId));
}
