// Where the pieces of an archive lie in object storage, and which files a person finds in it. Knows no table.
import type { Files } from "../core/context";
import { removeFiles, type SealedFiles } from "../core/encryption";
import { cards } from "../modules";

/** The files of an archive, in the order in which they are packed. */
export const archiveFiles = [
  "README.txt",
  "team.json",
  ...cards.flatMap(({ plural }) => [`${plural}.jsonl`, `${plural}.csv`] as const),
  "contacts.jsonl",
  "contacts.csv",
  "timeline.csv",
  "custom-fields.csv",
  "contacts.vcf",
  "calendar.ics",
  "statement.json",
  "statement.csv",
  "heads.json",
  "audit-log.csv",
  "verify.mjs",
] as const;
export type ArchiveFile = (typeof archiveFiles)[number];

/** Those that another team takes in: contacts last, since they name what stands in the others. */
export const filesToMove: ArchiveFile[] = ["team.json", ...cards.map(({ plural }) => `${plural}.jsonl` as const), "contacts.jsonl"];

export const archiveFolder = (teamId: string, archiveId: string | null) =>
  archiveId === null ? `archives/${teamId}/` : `archives/${teamId}/${archiveId}/`;

const pathOf = (teamId: string, archiveId: string, file: ArchiveFile, n: number) =>
  `${archiveFolder(teamId, archiveId)}${file}/${String(n).padStart(6, "0")}`;

export async function writePiece(files: SealedFiles, [teamId, archiveId]: [string, string], file: ArchiveFile, n: number, text: string) {
  await files.write(pathOf(teamId, archiveId, file, n), text);
}

/** The pieces of one file of an archive, in order, until there are no more. */
export async function* readPieces(files: SealedFiles, [teamId, archiveId]: [string, string], file: ArchiveFile): AsyncGenerator<string> {
  for (let n = 0; ; n++) {
    const text = await files.read(pathOf(teamId, archiveId, file, n));
    if (text === null) return;
    yield text;
  }
}

/** Removes every archive of a team. Needs no key. */
export function removeArchives(files: Files, teamId: string): Promise<void> {
  return removeFiles(files, archiveFolder(teamId, null));
}

/** Removes every piece of an archive. Needs no key. */
export function removeArchive(files: Files, teamId: string, archiveId: string): Promise<void> {
  return removeFiles(files, archiveFolder(teamId, archiveId));
}
