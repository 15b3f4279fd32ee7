// The run, chunk by chunk: a chunk is one hold and one batch, and moves the import's cursor in that same batch. A crash anywhere goes on
// at the cursor; running out of credits stops there; nothing is imported twice. And the undo, chunk by chunk, in the same way.
import { monotonicFactory } from "ulidx";
import { openTeamDb } from "~/db/client";
import { removeUnused } from "~/db/queries/companies";
import { insertContacts, type NewContact } from "~/db/queries/contacts";
import {
  advanceImport,
  findImport,
  type Import,
  insertChunk,
  listOpenChunks,
  listStaleImports,
  listUnchanged,
  moveImport,
  undoChunk,
} from "~/db/queries/imports";
import { type Statement, writeAll } from "~/db/statements";
import { linkCompanies } from "../companies/linking";
import { tagNames, toNewContact } from "../contacts/contactInput";
import { type CustomBook, openCustomBook, readFillableFields } from "../contacts/customFields";
import { ensureTags } from "../contacts/tags";
import { type ChargeOutcome, charge, undoCharge } from "../core/charge";
import type { Context, TeamContext } from "../core/context";
import { openFiles, openVault, type Vault } from "../core/encryption";
import { newId } from "../core/ids";
import { JOB_MS } from "../core/jobs";
import { priceOf, undoWindow } from "../core/prices";
import { problemWords } from "../core/problems";
import { cappedWords } from "../credits/budgets";
import { actFor } from "../teams/members";
import { ownFieldIds, restoreFacts } from "./archiveFacts";
import { runCheck } from "./importCheck";
import { Known, matchRows } from "./importMatch";
import { CHUNK_ROWS, type NewRow, readChunk } from "./importStage";

const ATTEMPTS_MAX = 20;
const STALE_MS = 60_000;
/** A piece of three seconds each: the next minute brings the others. */
const SWEPT_MAX = 8;

/** Does for a while what an import's row says there is to do next. Any number of jobs may run it; the guards keep them from doing anything twice. */
export async function runImport(ctx: Context, teamId: string, importId: string): Promise<void> {
  const until = (await ctx.clock()) + JOB_MS;
  const isOver = async () => (await ctx.clock()) > until;
  do {
    const found = await findImport(openTeamDb(ctx.db, teamId), importId);
    // Each step at its own time: a long run must not look left lying to the sweep.
    const acting = found && (await actFor({ ...ctx, now: await ctx.clock() }, teamId, found.memberId));
    if (!found || !acting || !["checking", "running", "undoing"].includes(found.state)) return;
    if (found.state === "checking") await runCheck(acting, found, isOver);
    else if (found.state === "running") await runStep(acting, found);
    else await undoStep(acting, found);
  } while (!(await isOver()));
  await ctx.hint({ kind: "import", teamId, importId });
}

/** Goes on with imports that the queue left lying for a minute, a piece of each. Returns how many. */
export async function sweepImports(ctx: Context): Promise<number> {
  const stale = await listStaleImports(ctx.db, ctx.now - STALE_MS, SWEPT_MAX);
  for (const { teamId, id } of stale) {
    await runImport(ctx, teamId, id).catch((error) => ctx.log({ at: "import.failed", teamId, importId: id, problem: problemWords(error) }));
  }
  return stale.length;
}

async function runStep(ctx: TeamContext, found: Import): Promise<void> {
  if (found.cursor >= found.stopAt) return finish(ctx, found);
  const problem = await refuseRun(ctx, found);
  if (problem) return void (await moveImport(ctx.teamDb, found.id, ["running"], { state: "failed", problem, changedAt: ctx.now }));
  const chunk = await readChunk(openFiles(ctx, ctx.team.id), ctx.team.id, found.id, Math.floor(found.cursor / CHUNK_ROWS));
  const offset = found.cursor % CHUNK_ROWS;
  const rows = chunk.slice(offset, offset + (found.stopAt - found.cursor));
  if (rows.length === 0) {
    const problem = "The rows of this file are no longer kept. Upload it again: contacts already imported are skipped, free of charge.";
    return void (await moveImport(ctx.teamDb, found.id, ["running"], { state: "failed", problem, changedAt: ctx.now }));
  }
  const outcome = await importRows(ctx, found, rows);
  if (outcome.kind === "done") return;
  if (outcome.kind === "refused") return tryAgain(ctx, found);
  if (outcome.kind !== "short" && outcome.kind !== "capped") return stopOrWait(ctx, found, outcome);
  // Less than a chunk can be paid, by the balance or by a budget: take what can, then stop.
  const within = outcome.kind === "short" ? outcome.balance : outcome.budget.most - outcome.budget.used - outcome.budget.held;
  const affordable = Math.floor(within / priceOf("contact.import", ctx.now));
  const partly = affordable > 0 ? await importRows(ctx, found, rows.slice(0, affordable), found.attempt + 1) : outcome;
  if (partly.kind === "refused") await tryAgain(ctx, { ...found, attempt: found.attempt + 1 });
  else if (partly.kind !== "done") await stopOrWait(ctx, found, partly);
}

/** Whether what is left of an import can still come in: its rows are kept, and its columns have their fields. */
export async function canContinue(ctx: TeamContext, found: Import): Promise<boolean> {
  if (found.filesGoneAt !== null) return false;
  return found.source === "archive" || (await refuseRun(ctx, found)) === null;
}

/** Why a run cannot go on without losing something of a row, in words; null where it can. */
async function refuseRun(ctx: TeamContext, found: Import): Promise<string | null> {
  if (found.source === "archive") return found.cursor === 0 ? restoreFacts(ctx, found.id) : null;
  const wanted = found.mapping.filter((target) => target.startsWith("custom:"));
  if (wanted.length === 0) return null;
  const fillable = new Set((await readFillableFields(ctx)).map(({ id }) => `custom:${id}`));
  return wanted.every((target) => fillable.has(target))
    ? null
    : "One of its columns is mapped to a field that was removed, or that the person who mapped it can no longer fill in. Upload the file again: contacts already imported are skipped, free of charge.";
}

/** Stops where only a person can go on; anything else throws, so that the queue tries again. */
async function stopOrWait(ctx: TeamContext, found: Import, outcome: Exclude<ChargeOutcome, { kind: "done" }>): Promise<void> {
  const stop = (state: "short" | "stopped", problem: string | null) =>
    moveImport(ctx.teamDb, found.id, ["running"], { state, problem, changedAt: ctx.now });
  if (outcome.kind === "short") await stop("short", null);
  else if (outcome.kind === "capped") await stop("stopped", cappedWords(ctx, outcome));
  else if (outcome.kind === "frozen") await stop("stopped", "This team is deactivated: nothing new is added.");
  else throw new Error(`Import ${found.id} has to wait: ${outcome.kind}.`);
}

async function finish(ctx: TeamContext, found: Import): Promise<void> {
  const state = found.cursor >= found.newTotal ? "done" : "stopped";
  await moveImport(ctx.teamDb, found.id, ["running"], { state, finishedAt: ctx.now, changedAt: ctx.now });
  ctx.log({ at: "import.finished", teamId: ctx.team.id, importId: found.id, state, imported: found.imported });
}

/** A void attempt is not the end: the chunk runs again under the next attempt's key, a few times. */
async function tryAgain(ctx: TeamContext, found: Import): Promise<void> {
  const given = (found.attempt + 1) % ATTEMPTS_MAX === 0;
  const problem = given ? "The rows couldn’t be saved. Nothing was charged for this step; try to continue." : null;
  await moveImport(ctx.teamDb, found.id, ["running"], {
    ...(given ? { state: "failed" } : {}),
    attempt: found.attempt + 1,
    problem,
    changedAt: ctx.now,
  });
}

/** Imports rows from the cursor on, in one charge. Rows that became known since the dry run are passed over, free. `attempt` is part of the charge's key. */
async function importRows(ctx: TeamContext, found: Import, rows: NewRow[], attempt = found.attempt): Promise<ChargeOutcome> {
  // An archive came into an empty team: two who share an e-mail in it are two. Only who was erased here is passed over.
  const matched = await matchRows(ctx, rows, found.source === "archive" ? null : new Known());
  const fresh = matched.flatMap(({ row, match }) => (match || row.gone ? [] : [row]));
  const step = {
    importId: found.id,
    cursor: found.cursor,
    attempt: found.attempt,
    nextCursor: found.cursor + rows.length,
    imported: fresh.length,
    knownLate: rows.length - fresh.length,
    at: ctx.now,
  };
  const advance = advanceImport(ctx.teamDb, step);
  const key = `import:${found.id}:${found.cursor}:${attempt}`;
  if (fresh.length === 0) {
    await writeAll(ctx.db, [advance]);
    return { kind: "done", credits: 0, balance: 0, repeat: false, low: false, subjectId: found.id };
  }
  const statements = await statementsFor(ctx, found, fresh, key);
  const count = fresh.length;
  const shownCredits = priceOf("contact.import", ctx.now, count);
  // Not the rows: a run that goes on after a crash may find another part of them known by then.
  const input = { importId: found.id, cursor: found.cursor, attempt };
  return charge(ctx, {
    action: "contact.import",
    key,
    count,
    subjectId: found.id,
    input,
    shownCredits,
    statements: [...statements, advance],
  });
}

async function statementsFor(ctx: TeamContext, found: Import, rows: NewRow[], key: string): Promise<Statement[]> {
  const tags = await ensureTags(ctx, Array.from(new Set(rows.flatMap(({ input, archived }) => archived?.tags ?? tagNames(input.tags)))));
  const vault = rows.some(
    ({ input, notes, archived }) => notes.length > 0 || input.tags !== "" || archived?.timeline.some(({ text }) => text !== ""),
  )
    ? await openVault(ctx, ctx.team.id)
    : null;
  const book = await openCustomBook(ctx);
  const archivedIds = found.source === "archive" ? await ownFieldIds(ctx, found.id, book.fields) : new Map<string, string>();
  const using: Using = { tags, vault, book, archivedIds };
  const contacts = await Promise.all(rows.map((row) => toContact(ctx, found, row, using)));
  const [firstId = "", lastId = ""] = [contacts[0]?.row.id, contacts.at(-1)?.row.id];
  const chunk = { importId: found.id, cursor: found.cursor, key, firstId, lastId, contacts: contacts.length };
  const links = linkCompanies(
    ctx,
    contacts.map(({ row }) => row),
    found.id,
  );
  return [...insertContacts(ctx.teamDb, contacts, ctx.member.id, ctx.now), ...links, insertChunk(ctx.teamDb, chunk)];
}

/** What every row of a chunk is written with: ids of tags by name, the key where something is sealed, the custom fields. */
interface Using {
  tags: Map<string, string>;
  vault: Vault | null;
  book: CustomBook;
  /** From an archive's fields to the team's own. */
  archivedIds: Map<string, string>;
}

async function toContact(ctx: TeamContext, found: Import, row: NewRow, using: Using): Promise<NewContact> {
  const { input, notes } = row;
  const { tags, vault, book } = using;
  if (row.archived) return toArchived(ctx, found, { input, archived: row.archived }, using);
  const own = tagNames(input.tags).flatMap((name) => tags.get(name.toLowerCase()) ?? []);
  // A team has so many tags at most: what is not one of them is not lost.
  const untagged = tagNames(input.tags).filter((name) => !tags.has(name.toLowerCase()));
  const texts = untagged.length > 0 ? [...notes, `Tags as in the file: ${untagged.join(", ")}`] : notes;
  const tagIds = Array.from(new Set([...own, ...(found.tagId ? [found.tagId] : [])]));
  const nextId = monotonicFactory();
  const timeline: NewContact["timeline"] = [{ id: nextId(ctx.now), kind: "imported", body: "" }];
  for (const note of texts) {
    const noteId = nextId(ctx.now);
    // By whom and when is not in the file: it was not the member who brought it.
    if (vault) timeline.push({ id: noteId, kind: "note", author: "an import", body: await vault.seal(noteId, note) });
  }
  const id = newId(ctx.now);
  const customValues = await book.seal(id, input.custom);
  return toNewContact(input, { id, tagIds, defaultCountry: ctx.team.defaultCountry, importId: found.id, timeline, customValues });
}

/** A contact out of an archive, as it was there: its own times, its whole timeline, numbers as they were read. */
async function toArchived(
  ctx: TeamContext,
  found: Import,
  { input, archived }: Pick<NewRow, "input"> & { archived: NonNullable<NewRow["archived"]> },
  { tags, vault, book, archivedIds }: Using,
): Promise<NewContact> {
  const { lived, phones, custom, companyId } = archived;
  const tagIds = archived.tags.flatMap((name) => tags.get(name.toLowerCase()) ?? []);
  // In order, though two entries are of the same millisecond.
  const nextId = monotonicFactory();
  const entries = archived.timeline.map(({ kind, at, by, text }) => ({
    id: nextId(at),
    kind,
    at,
    text,
    author: by === ctx.member.name ? null : by,
  }));
  const timeline = await Promise.all(
    entries.map(async ({ text, ...entry }) => ({ ...entry, body: vault && text !== "" ? await vault.seal(entry.id, text) : "" })),
  );
  const id = newId(ctx.now);
  const typed = Object.fromEntries(Object.entries(custom).map(([archivedId, value]) => [archivedIds.get(archivedId) ?? "", value]));
  const customValues = await book.seal(id, typed);
  const made = toNewContact(input, {
    id,
    tagIds,
    defaultCountry: "",
    importId: found.id,
    timeline,
    phones,
    customValues,
    companyId: companyId ?? null,
  });
  return { ...made, lived };
}

async function undoStep(ctx: TeamContext, found: Import): Promise<void> {
  const [chunk] = await listOpenChunks(ctx.teamDb, found.id, 1);
  if (!chunk) {
    // Companies that came with its contacts go with them, where nobody else has come to belong to them.
    await writeAll(ctx.db, [removeUnused(ctx.teamDb, { madeWith: found.id })]);
    return void (await moveImport(ctx.teamDb, found.id, ["undoing"], { state: "undone", finishedAt: ctx.now, changedAt: ctx.now }));
  }
  const seqs = await listUnchanged(ctx.teamDb, found.id, chunk);
  // The window is checked when the undo begins; once begun it goes through to the end.
  const outcome = await undoCharge(ctx, chunk.key, undoChunk(ctx.teamDb, found.id, chunk, seqs, ctx.now), undoWindow.importMs * 2);
  if (outcome.kind === "late" || outcome.kind === "missing") {
    const problem = "Some rows were imported more than a day ago, so they stay.";
    await moveImport(ctx.teamDb, found.id, ["undoing"], { state: "undone", problem, finishedAt: ctx.now, changedAt: ctx.now });
  } else if (outcome.kind !== "undone") throw new Error(`The undo of import ${found.id} has to wait: ${outcome.kind}.`);
}
