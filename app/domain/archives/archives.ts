// Everything a team has, to take away: staged piece by piece in the background, sealed under the team's key, and packed when it is fetched.
// A crash goes on at the last piece; nothing is kept longer than a week.
import { strToU8, Zip, ZipDeflate } from "fflate";
import { openTeamDb } from "~/db/client";
import {
  type Archive,
  findArchive,
  insertArchive,
  listArchives,
  listEndedArchives,
  listStaleArchives,
  moveArchive,
  updateArchive,
} from "~/db/queries/archives";
import { listAllContacts } from "~/db/queries/contactLists";
import { isNarrowed } from "~/db/queries/records/sight";
import { writeAll } from "~/db/statements";
import { contactsHead, toContactRow } from "../contacts/exports";
import { exportActs, recordAct } from "../core/auditLog";
import type { Context, TeamContext } from "../core/context";
import { toCsv } from "../core/csv";
import { DAY_MS } from "../core/dates";
import { openFiles, openVault } from "../core/encryption";
import { newId } from "../core/ids";
import { JOB_MS } from "../core/jobs";
import { can, isOwner, type NotAllowed, notAllowed } from "../core/permissions";
import { problemWords } from "../core/problems";
import { daysOf } from "../core/retention";
import { streamOf } from "../core/streams";
import { exportStatementCsv, exportStatementJson, readHeads } from "../credits/statement";
import { archivedValues, byField } from "../fields/archived";
import { openCustomBook } from "../fields/book";
import { readAllCustomFields } from "../fields/customFields";
import { cards, nouns } from "../modules";
import { toArchivedLine } from "../records/archive";
import type { Card } from "../records/card";
import { toRecordsCsv } from "../records/export";
import { readPiece } from "../records/list";
import { readWholeTimelines } from "../records/notes";
import { actFor, readCounters, readMemberNames } from "../teams/members";
import { type ArchiveFile, archiveFiles, filesToMove, readPieces, removeArchive, writePiece } from "./archiveFiles";
import {
  calendarFoot,
  calendarHead,
  customHead,
  timelineHead,
  toCustomRows,
  toEvents,
  toLine,
  toTimelineRows,
  toVcard,
  type WholeContact,
} from "./archiveParts";
import { readmeWords, verifyScript } from "./archiveWords";
import { describeTeam } from "./teamFacts";
import { openWhole } from "./wholeContacts";

const RECORDS_PER_PIECE = 500;
const ATTEMPTS_MAX = 5;
const STALE_MS = 60_000;
const ENDED_AT_ONCE = 1_000;

export type TakeOutcome = { kind: "taken"; stream: ReadableStream<Uint8Array> } | { kind: "missing" } | NotAllowed;
export type StartOutcome = { kind: "started"; archiveId: string } | NotAllowed | { kind: "under-way"; archiveId: string };

/** An archive is of everything: a role that sees a part of it makes none, and gets none that it made before. */
const mayArchive = (ctx: TeamContext): boolean => can(ctx, "archive.make") && !nouns.some(({ table }) => isNarrowed(ctx.teamDb, table));

/** Begins an archive of everything the team has. Only the owner may; one at a time. Sensitive fields only where they are asked for. Free, also for a deactivated team. */
export async function startArchive(ctx: TeamContext, sensitive = false): Promise<StartOutcome> {
  if (!mayArchive(ctx)) return notAllowed("archive.make");
  const [running] = await listArchives(ctx.teamDb, ["building"]);
  if (running) return { kind: "under-way", archiveId: running.id };
  const archiveId = newId(ctx.now);
  const { contacts = 0 } = await readCounters(ctx);
  const fresh = {
    state: "building",
    noun: cards[0]?.noun ?? "contact",
    afterSeq: 0,
    pieces: 0,
    contacts: 0,
    contactsTotal: contacts,
    attempts: 0,
    problem: null,
  } as const;
  const times = { createdAt: ctx.now, changedAt: ctx.now, endsAt: ctx.now + daysOf("Archives") * DAY_MS };
  await writeAll(ctx.db, [
    insertArchive(ctx.teamDb, { id: archiveId, memberId: ctx.member.id, sensitive, ...fresh, ...times }),
    recordAct(ctx, { act: "archive.made", teamId: ctx.team.id, subjectId: archiveId, detail: sensitive ? { fields: "sensitive" } : {} }),
  ]);
  await ctx.hint({ kind: "archive", teamId: ctx.team.id, archiveId });
  return { kind: "started", archiveId };
}

/** The team's archives that are there, or failed, newest first. */
export async function readArchives(ctx: TeamContext): Promise<Archive[]> {
  return listArchives(ctx.teamDb, ["building", "ready", "failed"]);
}

/** Goes on with an archive where it stands. Any number of jobs may run it. What fails is tried again a few times, then given up with a reason. */
export async function runArchive(ctx: Context, teamId: string, archiveId: string): Promise<void> {
  const teamDb = openTeamDb(ctx.db, teamId);
  const until = (await ctx.clock()) + JOB_MS;
  do {
    const found = await findArchive(teamDb, archiveId);
    if (found?.state !== "building") return;
    try {
      await runPiece({ ...ctx, now: await ctx.clock() }, found);
    } catch (error) {
      ctx.log({ at: "archive.failed", teamId, archiveId, attempts: found.attempts + 1, problem: problemWords(error) });
      const given = found.attempts + 1 >= ATTEMPTS_MAX;
      const failed = given ? ({ state: "failed", problem: "It could not be built. Try again, or ask support." } as const) : {};
      return void (await moveArchive(teamDb, found, { attempts: found.attempts + 1, changedAt: ctx.now, ...failed }));
    }
  } while ((await ctx.clock()) < until);
  await ctx.hint({ kind: "archive", teamId, archiveId });
}

async function runPiece(ctx: Context, found: Archive): Promise<void> {
  const acting = await actFor(ctx, found.teamId, found.memberId);
  const teamDb = openTeamDb(ctx.db, found.teamId);
  if (!acting) return void (await moveArchive(teamDb, found, { state: "failed", problem: "The person who asked for it has left." }));
  const next = { attempts: 0, ...(await stagePiece(acting, found)) };
  const moved = await moveArchive(teamDb, found, { ...next, changedAt: ctx.now });
  // Somebody was erased meanwhile: what was just written may name them.
  if (!moved && (await findArchive(teamDb, found.id))?.state === "gone") await removeArchive(ctx.files, found.teamId, found.id);
}

/** Stages what comes next: records of the noun at hand, contacts last of all, and then the rest. Returns where the archive stands after it. */
async function stagePiece(ctx: TeamContext, found: Archive): Promise<Partial<Archive>> {
  const at = cards.findIndex(({ noun }) => noun === found.noun);
  const card = cards[at];
  if (card) {
    const last = await stageRecords(ctx, found, card);
    if (last !== null) return { afterSeq: last, pieces: found.pieces + 1 };
    return { noun: cards[at + 1]?.noun ?? "contact", afterSeq: 0, pieces: 0 };
  }
  const contacts = await listAllContacts(ctx.teamDb, found.afterSeq, RECORDS_PER_PIECE);
  const last = contacts.at(-1);
  if (last) await stageContacts(ctx, found, await openWhole(ctx, contacts, found.sensitive));
  else await stageRest(ctx, found);
  return last ? { afterSeq: last.seq, pieces: found.pieces + 1, contacts: found.contacts + contacts.length } : { state: "ready" };
}

/** Stages records of a card. Returns the seq of the last of them; null where there are no more. */
async function stageRecords(ctx: TeamContext, { id, pieces, afterSeq, sensitive }: Archive, card: Card): Promise<number | null> {
  const rows = await readPiece(ctx, card, afterSeq, RECORDS_PER_PIECE);
  const files = openFiles(ctx, ctx.team.id);
  const write = (file: ArchiveFile, text: string) => writePiece(files, [ctx.team.id, id], file, pieces, text);
  const [timelines, members, book] = await Promise.all([
    readWholeTimelines(
      ctx,
      rows.map((row) => row.id),
    ),
    readMemberNames(ctx),
    openCustomBook(ctx, card.noun),
  ]);
  if (rows.length > 0 || pieces === 0) {
    const lines = rows.map(async (row) => {
      const custom = byField(await archivedValues(book, row, sensitive));
      return toArchivedLine(card, { row, custom, entries: timelines.get(row.id) ?? [] }, members);
    });
    await write(`${card.plural}.jsonl`, (await Promise.all(lines)).join(""));
    await write(`${card.plural}.csv`, await toRecordsCsv(card, rows, { members, head: pieces === 0 }));
  }
  return rows.at(-1)?.seq ?? null;
}

async function stageContacts(ctx: TeamContext, { id, pieces }: Archive, whole: WholeContact[]): Promise<void> {
  const files = openFiles(ctx, ctx.team.id);
  const write = (file: ArchiveFile, text: string) => writePiece(files, [ctx.team.id, id], file, pieces, text);
  const rows = toCsv(
    whole.map(({ contact, tags, owner, timeline }) =>
      toContactRow({ contact, tags, owner, notes: timeline.flatMap(({ kind, text }) => (kind === "note" ? [text] : [])) }, ""),
    ),
  );
  await write("contacts.jsonl", whole.map(toLine).join(""));
  await write("contacts.csv", `${pieces === 0 ? contactsHead : ""}\r\n${rows}`);
  await write("timeline.csv", (pieces === 0 ? timelineHead : "") + whole.map(toTimelineRows).join(""));
  await write("custom-fields.csv", (pieces === 0 ? customHead : "") + whole.map(toCustomRows).join(""));
  await write("contacts.vcf", whole.map(toVcard).join(""));
  await write("calendar.ics", (pieces === 0 ? calendarHead : "") + whole.map(toEvents).join(""));
}

/** What is not about one contact, and the ends of what is. */
async function stageRest(ctx: TeamContext, found: Archive): Promise<void> {
  const files = openFiles(ctx, ctx.team.id);
  const write = (file: ArchiveFile, n: number, text: string) => writePiece(files, [ctx.team.id, found.id], file, n, text);
  if (found.pieces === 0) {
    await write("contacts.csv", 0, contactsHead);
    await write("timeline.csv", 0, timelineHead);
    await write("custom-fields.csv", 0, customHead);
  }
  await write("calendar.ics", found.pieces, (found.pieces === 0 ? calendarHead : "") + calendarFoot);
  const leftOut = !found.sensitive && (await readAllCustomFields(ctx)).some((field) => field.sensitive);
  await write(
    "team.json",
    0,
    JSON.stringify({ ...(await describeTeam(ctx)), sensitiveFields: found.sensitive, contacts: found.contacts }, null, 2),
  );
  await write("README.txt", 0, readmeWords(ctx.team.name, new Date(ctx.now), leftOut));
  await write("verify.mjs", 0, verifyScript);
  await write("heads.json", 0, JSON.stringify(await readHeads(ctx), null, 2));
  await write("audit-log.csv", 0, can(ctx, "audit.read") ? await exportActs(ctx) : "");
  await stageStream(exportStatementJson(ctx), (n, text) => write("statement.json", n, text));
  await stageStream(exportStatementCsv(ctx, {}), (n, text) => write("statement.csv", n, text));
  ctx.log({ at: "archive.ready", teamId: ctx.team.id, archiveId: found.id, contacts: found.contacts });
}

const PIECE_LETTERS = 500_000;

async function stageStream(stream: ReadableStream<Uint8Array>, write: (n: number, text: string) => Promise<void>): Promise<void> {
  const decoder = new TextDecoder();
  let [text, n] = ["", 0];
  for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length < PIECE_LETTERS) continue;
    await write(n++, text);
    text = "";
  }
  await write(n, text + decoder.decode());
}

/**
 * Packs an archive as it is fetched: a ZIP, piece by piece, so that its size does not matter. `toMove`: only what another team takes in, which is much smaller. `missing`
 * unless it is ready and its week is not over.
 */
export async function takeArchive(ctx: TeamContext, archiveId: string, toMove = false): Promise<TakeOutcome> {
  if (!mayArchive(ctx)) return notAllowed("archive.make");
  const found = await findArchive(ctx.teamDb, archiveId);
  if (found?.state !== "ready" || found.endsAt <= ctx.now) return { kind: "missing" };
  // What is in it was for whoever asked for it: others may not see all of that. Owners do.
  if (found.sensitive && !can(ctx, "field.sensitive")) return notAllowed("field.sensitive");
  if (found.memberId !== ctx.member.id && !isOwner(ctx.member)) return { kind: "missing" };
  await openVault(ctx, ctx.team.id);
  await writeAll(ctx.db, [recordAct(ctx, { act: "archive.taken", teamId: ctx.team.id, subjectId: archiveId, detail: {} })]);
  return { kind: "taken", stream: streamOf(pack(ctx, found, toMove ? filesToMove : archiveFiles)) };
}

async function* pack(ctx: TeamContext, { id, createdAt }: Archive, names: readonly ArchiveFile[]): AsyncGenerator<Uint8Array> {
  const files = openFiles(ctx, ctx.team.id);
  let ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
  });
  const take = () => {
    const taken = ready;
    ready = [];
    return taken;
  };
  for (const file of names) {
    const entry = new ZipDeflate(file, { level: 6 });
    entry.mtime = createdAt;
    zip.add(entry);
    for await (const text of readPieces(files, [ctx.team.id, id], file)) {
      entry.push(strToU8(text));
      yield* take();
    }
    entry.push(new Uint8Array(), true);
    yield* take();
  }
  // Taken away while it was packed: better a broken download than one that looks whole.
  if ((await findArchive(ctx.teamDb, id))?.state !== "ready") throw new Error("This archive was taken away.");
  zip.end();
  yield* take();
}

/** Tells the queue again about archives whose job was lost. Returns how many. */
export async function sweepArchives(ctx: Context): Promise<number> {
  const stale = await listStaleArchives(ctx.db, ctx.now - STALE_MS, 50);
  for (const { teamId, id } of stale) await ctx.hint({ kind: "archive", teamId, archiveId: id });
  return stale.length;
}

/** Removes archives whose week is over. Returns how many. */
export async function endArchives(ctx: Context): Promise<number> {
  const ended = await listEndedArchives(ctx.db, ctx.now, ctx.now - 2 * DAY_MS, ENDED_AT_ONCE);
  for (const { teamId, id, state } of ended) {
    try {
      await removeArchive(ctx.files, teamId, id);
      if (state !== "gone") await writeAll(ctx.db, [updateArchive(openTeamDb(ctx.db, teamId), id, { state: "gone", changedAt: ctx.now })]);
    } catch (error) {
      ctx.log({ at: "archive.end-failed", teamId, archiveId: id, problem: problemWords(error) });
    }
  }
  return ended.length;
}
