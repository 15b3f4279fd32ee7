// What a contact can ask of the team that keeps them: a copy of everything, to be kept without being used, and to be erased for good.
import { ulid } from "ulidx";
import { writeAll } from "~/db/client";
import { listArchives, updateArchive } from "~/db/queries/archives";
import { type Contact, findContact, releaseContact, removeContacts, restrictContact } from "~/db/queries/contacts";
import { endImport, insertDoNotImport, listDoNotImport, listImportsWithFiles } from "~/db/queries/erasures";
import { addToCounter } from "~/db/queries/teams";
import { insertTimeline } from "~/db/queries/timeline";
import { removeArchive } from "./archiveFiles";
import { actOf, recordAct } from "./auditLog";
import { unlessChanged, wordsOf } from "./contacts";
import type { TeamContext } from "./context";
import { removeStaged } from "./importStage";
import { readMemberNames } from "./members";
import { readTimeline } from "./notes";
import { keyedHash } from "./secrets";
import { readTags } from "./tags";

const maySettle = (ctx: TeamContext) => ctx.member.role !== "agent";

export type RestrictOutcome = { kind: "done" } | { kind: "missing" } | { kind: "not-allowed" } | { kind: "changed" };

/**
 * Keeps a contact without using it: from now on it is on no list, in no search, no report and no export but the team's own archive, and nothing is added to it. It can be
 * corrected, copied and erased.
 */
export async function setRestricted(ctx: TeamContext, contactId: string, restricted: boolean): Promise<RestrictOutcome> {
  if (!maySettle(ctx)) return { kind: "not-allowed" };
  const contact = await findContact(ctx.teamDb, contactId);
  if (!contact) return { kind: "missing" };
  if (restricted === contact.restrictedAt > 0) return { kind: "done" };
  const change = restricted
    ? restrictContact(ctx.teamDb, contact, ctx.now)
    : releaseContact(ctx.teamDb, contact, wordsOf(contact), ctx.now);
  const kind = restricted ? "restricted" : "released";
  const line = { contactId, id: ulid(ctx.now), kind, memberId: ctx.member.id, body: "", at: ctx.now } as const;
  const act = recordAct(ctx, { act: `contact.${kind}`, teamId: ctx.team.id, subjectId: contactId, detail: {} });
  const done = await unlessChanged(() => writeAll(ctx.db, [...change, insertTimeline(ctx.teamDb, line), act]));
  return { kind: done ? "done" : "changed" };
}

/** Everything that names a contact, trashed or not, notes opened, as a document to hand over. Null for a contact the team does not have. */
export async function copyContact(ctx: TeamContext, contactId: string): Promise<object | null> {
  const contact = await findContact(ctx.teamDb, contactId);
  if (!contact) return null;
  const [tags, members] = await Promise.all([readTags(ctx), readMemberNames(ctx)]);
  const timeline: object[] = [];
  for (let before: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof readTimeline>> = await readTimeline(ctx, contactId, before);
    for (const { kind, body, at, memberId, author } of page.entries)
      timeline.push({ kind, text: body, at: new Date(at).toISOString(), by: author ?? members[memberId] ?? "somebody who left" });
    if (page.next === null) break;
    before = page.next;
  }
  await writeAll(ctx.db, [recordAct(ctx, { act: "contact.copied", teamId: ctx.team.id, subjectId: contactId, detail: {} })]);
  const { firstName, lastName, company, title, status, emails, phones, addresses, birthday, website, createdAt, trashedAt, restrictedAt } =
    contact;
  return {
    keptBy: ctx.team.name,
    copiedAt: new Date(ctx.now).toISOString(),
    contact: { firstName, lastName, company, title, status, emails, phones, addresses, birthday, website },
    tags: contact.tagIds.flatMap((id) => tags.find((tag) => tag.id === id)?.name ?? []),
    addedAt: new Date(createdAt).toISOString(),
    inTrash: trashedAt > 0,
    restricted: restrictedAt > 0,
    timeline,
  };
}

function hashOf(ctx: TeamContext, [kind, value]: [kind: string, value: string]): string {
  return keyedHash(ctx, "do-not-import", ctx.team.id, kind, value);
}

/** The handles of these that belong to people who were erased, as `kind:value`. */
export async function findErased(ctx: TeamContext, handles: [kind: string, value: string][]): Promise<Set<string>> {
  const byHash = new Map(handles.map((handle) => [hashOf(ctx, handle), handle.join(":")]));
  const erased = await listDoNotImport(ctx.teamDb, Array.from(byHash.keys()));
  return new Set(Array.from(erased, (hash) => byHash.get(hash) ?? ""));
}

export type EraseOutcome = { kind: "done"; actId: string } | { kind: "missing" } | { kind: "not-allowed" } | { kind: "import-running" };

/**
 * Erases a contact at once and for good: row, notes, timeline, search, tags, and the files of imports and archives that may name them. A keyed hash of each
 * e-mail and phone stays, so that no import brings them back. The audit line names the record's id, not the person. A minor is erased by whoever finds out.
 */
export async function eraseContact(ctx: TeamContext, contactId: string, why: "asked" | "minor" = "asked"): Promise<EraseOutcome> {
  if (!maySettle(ctx) && why !== "minor") return { kind: "not-allowed" };
  const contact = await findContact(ctx.teamDb, contactId);
  if (!contact) return { kind: "missing" };
  const imports = await listImportsWithFiles(ctx.teamDb);
  if (imports.some(({ state }) => ["checking", "running", "undoing"].includes(state))) return { kind: "import-running" };
  for (const { id } of imports) await removeStaged(ctx.files, ctx.team.id, id);
  const archives = await listArchives(ctx.teamDb, ["building", "ready", "failed"]);
  for (const { id } of archives) await removeArchive(ctx.files, ctx.team.id, id);
  const problem = "Its file is no longer kept, because somebody who may be in it asked to be erased. Upload it again.";
  const act = actOf(ctx, { act: "contact.erased", teamId: ctx.team.id, subjectId: contactId, detail: why === "minor" ? { why } : {} });
  await writeAll(ctx.db, [
    ...erasing(ctx, contact),
    ...imports.map(({ id }) => endImport(ctx.teamDb, id, problem, ctx.now)),
    ...archives.map(({ id }) => updateArchive(ctx.teamDb, id, { state: "gone", changedAt: ctx.now })),
    act.statement,
  ]);
  return { kind: "done", actId: act.id };
}

function erasing(ctx: TeamContext, contact: Contact) {
  const hashes = contact.handles.map((handle) => hashOf(ctx, handle));
  return [
    insertDoNotImport(ctx.teamDb, hashes, ctx.now),
    ...removeContacts(ctx.team.id, JSON.stringify([contact.seq])),
    ...(contact.trashedAt === 0 && contact.restrictedAt === 0 ? [addToCounter(ctx.teamDb, "contacts", -1)] : []),
  ];
}
