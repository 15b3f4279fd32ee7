// What a contact can ask of the team that keeps them: a copy of everything, to be kept without being used, and to be erased for good.

import { endAllArchives } from "~/db/queries/archives";
import { removeUnused } from "~/db/queries/companies";
import { type Contact, findContact, removeContacts } from "~/db/queries/contacts";
import { insertDoNotImport, releaseContact, restartImports, restrictContact } from "~/db/queries/contactsAway";
import { removeDraftsAt } from "~/db/queries/purchases";
import { forgetInBulks } from "~/db/queries/records/bulks";
import { requireSame } from "~/db/queries/records/records";
import { insertTimeline } from "~/db/queries/records/timeline";
import { isReported } from "~/db/queries/rights";
import { addToCounter } from "~/db/queries/teams";
import { contacts } from "~/db/schema/contacts";
import { unlessChanged, writeAll } from "~/db/statements";
import { removeArchives } from "../archives/archiveFiles";
import { contacts as contactNoun } from "../contacts/card";
import { wordsOf } from "../contacts/contactInput";
import { hashesOf } from "../contacts/doNotImport";
import { readTags } from "../contacts/tags";
import { actOf, recordAct } from "../core/auditLog";
import type { TeamContext } from "../core/context";
import { markContact } from "../core/erasureMarks";
import { fold } from "../core/folding";
import { newId } from "../core/ids";
import { can, type NotAllowed, notAllowed } from "../core/permissions";
import { openCustomBook } from "../fields/book";
import { valueText } from "../fields/kinds";
import { forgetInImports } from "../imports/importErasure";
import { mailOwners, writeWithMails } from "../mail/mails";
import { readTimeline, writerOf } from "../records/notes";
import { readMemberNames } from "../teams/members";

/** `reported`: an owner has to answer the report of a child first. */
export type RestrictOutcome = { kind: "done" } | { kind: "missing" } | NotAllowed | { kind: "changed" } | { kind: "reported" };

/**
 * Keeps a contact without using it: from now on it is on no list, in no search, no report and no export but the team's own archive, and nothing is added to it. It can be
 * corrected, copied and erased.
 */
export async function setRestricted(ctx: TeamContext, contactId: string, restricted: boolean): Promise<RestrictOutcome> {
  if (!can(ctx, "contact.restrict")) return notAllowed("contact.restrict");
  const contact = await findContact(ctx.teamDb, contactId);
  if (!contact) return { kind: "missing" };
  if (restricted === contact.restrictedAt > 0) return { kind: "done" };
  if (!restricted && (await isReported(ctx.teamDb, contactId))) return { kind: "reported" };
  const change = restricted
    ? restrictContact(ctx.teamDb, contact, ctx.now)
    : releaseContact(ctx.teamDb, contact, wordsOf(contact), ctx.now);
  const kind = restricted ? "restricted" : "released";
  const line = { recordId: contactId, id: newId(ctx.now), kind, memberId: ctx.member.id, body: "", at: ctx.now } as const;
  const act = recordAct(ctx, { act: `contact.${kind}`, teamId: ctx.team.id, subjectId: contactId, detail: {} });
  const done = await unlessChanged(() => writeAll(ctx.db, [...change, insertTimeline(ctx.teamDb, line), act]));
  return { kind: done ? "done" : "changed" };
}

export type CopyOutcome = { kind: "copied"; copy: object } | { kind: "missing" } | NotAllowed;

/**
 * Everything that names a contact, trashed or not, notes and sensitive fields opened, as a document to hand over. `not-allowed` where there is something in it that this
 * member does not see: a copy is whole, or it is none.
 */
export async function copyContact(ctx: TeamContext, contactId: string): Promise<CopyOutcome> {
  const contact = await findContact(ctx.teamDb, contactId);
  if (!contact) return { kind: "missing" };
  const [tags, members, book] = await Promise.all([readTags(ctx), readMemberNames(ctx), openCustomBook(ctx, contactNoun.noun)]);
  const values = (await book.open(contact)).filter(({ id }) => id in contact.customValues);
  if (values.some(({ value }) => value === null)) return notAllowed("field.sensitive");
  const timeline: object[] = [];
  for (let before: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof readTimeline>> = await readTimeline(ctx, contactId, before);
    for (const entry of page.entries)
      timeline.push({ kind: entry.kind, text: entry.body, at: new Date(entry.at).toISOString(), by: writerOf(entry, members) });
    if (page.next === null) break;
    before = page.next;
  }
  await writeAll(ctx.db, [recordAct(ctx, { act: "contact.copied", teamId: ctx.team.id, subjectId: contactId, detail: {} })]);
  const { firstName, lastName, company, title, status, emails, phones, addresses, birthday, website, ownerId, createdAt, trashedAt } =
    contact;
  const copy = {
    keptBy: ctx.team.name,
    copiedAt: new Date(ctx.now).toISOString(),
    contact: { firstName, lastName, company, title, status, emails, phones, addresses, birthday, website },
    ownFields: Object.fromEntries(values.map((field) => [field.name, valueText(field, field.value ?? "", members)])),
    tags: contact.tagIds.flatMap((id) => tags.find((tag) => tag.id === id)?.name ?? []),
    addedAt: new Date(createdAt).toISOString(),
    inTrash: trashedAt > 0,
    restricted: contact.restrictedAt > 0,
    lookedAfterBy: members[ownerId] ?? "",
    timeline,
  };
  return { kind: "copied", copy };
}

export type EraseOutcome = { kind: "done"; actId: string } | { kind: "missing" } | NotAllowed;

/**
 * Erases a contact at once and for good: row, notes, timeline, search, tags, archives, and their rows in the files of imports. A keyed hash of each
 * e-mail and phone stays, so that no import brings them back. The audit line names the record's id, not the person. Whoever erases for good
 * has to be allowed to, whichever the reason.
 */
export async function eraseContact(ctx: TeamContext, contactId: string, why: "asked" | "minor" = "asked"): Promise<EraseOutcome> {
  if (!can(ctx, "contact.erase")) return notAllowed("contact.erase");
  const contact = await findContact(ctx.teamDb, contactId);
  if (!contact) return { kind: "missing" };
  await forgetInImports(ctx, contact);
  await markContact(ctx, ctx.team.id, contactId);
  const act = actOf(ctx, { act: "contact.erased", teamId: ctx.team.id, subjectId: contactId, detail: why === "minor" ? { why } : {} });
  const batch = [restartImports(ctx.teamDb), ...erasing(ctx, contact), endAllArchives(ctx.teamDb, ctx.now), act.statement];
  // Somebody edited it meanwhile, or erased it: what is there now is looked at anew, so that the do-not-import list knows the newest address.
  let restarted = 0;
  const write = async () => {
    [restarted = 0] = await writeAll(ctx.db, batch);
  };
  if (!(await unlessChanged(write))) return eraseContact(ctx, contactId, why);
  // What an import that was under way has written meanwhile.
  if (restarted > 0) await forgetInImports(ctx, contact);
  // After the batch: what was being built until then finds itself gone, and takes its pieces away.
  await removeArchives(ctx.files, ctx.team.id);
  if (why === "minor") await tellOfMinor(ctx, contactId);
  return { kind: "done", actId: act.id };
}

/** The owners are told of an erasure that needed nobody's leave. */
async function tellOfMinor(ctx: TeamContext, contactId: string): Promise<void> {
  const title = "A contact who is under 16 was erased";
  const body = `Record ${contactId} was reported as a child’s and has been erased. The audit log says who erased it.`;
  const props = { title, body, url: `${ctx.origin}/settings/audit` };
  const mails = await mailOwners(ctx, ctx.teamDb, { id: `minor-${contactId}`, template: "service-notice", props });
  await writeWithMails(ctx, [], mails);
}

function erasing(ctx: TeamContext, contact: Contact) {
  const hashes = hashesOf(ctx, { handles: contact.handles, name: fold(`${contact.firstName} ${contact.lastName}`) });
  return [
    requireSame(ctx.teamDb, contacts, contact),
    insertDoNotImport(ctx.teamDb, hashes, ctx.now),
    ...forgetInBulks(ctx.teamDb, contact.id),
    ...removeContacts(ctx.team.id, JSON.stringify([contact.seq])),
    // A company that came with them may bear their name.
    ...(contact.companyId ? [removeUnused(ctx.teamDb, { id: contact.companyId })] : []),
    removeUnused(ctx.teamDb, { madeWith: contact.id }),
    removeDraftsAt(ctx.teamDb, `/contacts/${contact.id}`),
    ...(contact.trashedAt === 0 && contact.restrictedAt === 0 ? [addToCounter(ctx.teamDb, "contacts", -1)] : []),
  ];
}
