// A record's timeline on its page, whatever the noun: read for it, and what is posted to it. A note is saved for its price, or kept while credits are bought.
import { json, redirect } from "@remix-run/cloudflare";
import { readDraft } from "../../domain/contacts/drafts";
import { newId } from "../../domain/core/ids";
import { FREE_ROWS_MAX } from "../../domain/core/limits";
import { findPack, priceOf } from "../../domain/core/prices";
import type { RecordRef } from "../../domain/records/card";
import { addNote, contactKinds, editNote, logContacted, NOTE_MAX, readTimeline, removeNote } from "../../domain/records/notes";
import { readMemberNames } from "../../domain/teams/members";
import { beginBuying } from "../buying.server";
import { Key } from "../form.server";
import { type MemberContext, requireMay } from "../guard.server";
import { paths } from "../paths";
import { costWords, problemOf, redirectWith } from "../reply.server";
import { packViews } from "../views";

const logged = { call: "Call logged.", meeting: "Meeting logged.", mail: "E-mail logged." };

/** The fields of all that is posted to a timeline. */
export const timelineFields = ["intent", "noteId", "text", "key", "price", "pack"];

/** A page of it with the names of who did what, and the note that is being written. `names`: of members, where the page reads them too. */
export async function viewTimeline(member: MemberContext, id: string, query: URLSearchParams, names = readMemberNames(member)) {
  const draftId = query.get("draft");
  const [timeline, members, draft] = await Promise.all([
    readTimeline(member, id, query.get("before")),
    names,
    draftId ? readDraft(member, draftId) : null,
  ]);
  const kept = Object.fromEntries(draft?.fields ?? []);
  const entries = timeline.entries.map(({ id, kind, body, at, memberId, author }) => ({
    id,
    kind,
    body,
    at,
    who: author ?? (memberId === member.member.id ? "You" : (members[memberId] ?? "Somebody")),
  }));
  const note = { key: kept.key ?? newId(member.now), text: kept.text ?? "", price: priceOf("note.add", member.now) };
  return { entries, next: timeline.next, note };
}

const changesNote = ["edit-note", "remove-note"];
const kindOf = (intent: string) => contactKinds.find((one) => one === intent);

/** Does what was posted to a record's timeline: a note written, changed or removed, a call, meeting or mail logged. */
export async function postToTimeline(member: MemberContext, request: Request, ref: RecordRef, form: FormData) {
  const here = paths.record(ref.of.plural, ref.id);
  const intent = String(form.get("intent"));
  const noteId = String(form.get("noteId") ?? "");
  requireMay(member, kindOf(intent) || changesNote.includes(intent) ? "record.change" : "record.add");
  const kind = kindOf(intent);
  if (kind) {
    const entryId = await logContacted(member, ref, kind);
    const most = FREE_ROWS_MAX.toLocaleString("en");
    const missed = `Not logged: this ${ref.of.words.one} is in the trash, restricted or gone, or your team has logged ${most} today.`;
    if (!entryId) return redirectWith(member, here, { text: missed, tone: "bad" });
    const undo = { kind: "log", of: ref.of.noun, id: entryId, recordId: ref.id } as const;
    return redirectWith(member, here, { text: logged[kind], tone: "good", undo });
  }
  if (intent === "remove-note") {
    await removeNote(member, ref, noteId);
    return redirectWith(member, here, { text: "Removed.", tone: "good" });
  }
  if (intent === "edit-note") {
    const text = String(form.get("text") ?? "").trim();
    const most = `Not changed: a note can have at most ${NOTE_MAX.toLocaleString("en")} characters.`;
    if (text !== "" && !(await editNote(member, ref, noteId, text))) return redirectWith(member, here, { text: most, tone: "bad" });
    return redirect(here);
  }
  return postNote(member, request, ref, form);
}

async function postNote(member: MemberContext, request: Request, ref: RecordRef, form: FormData) {
  const key = Key.parse(form.get("key"));
  const text = String(form.get("text") ?? "").trim();
  const here = paths.record(ref.of.plural, ref.id);
  const kept = { key, text, problem: null, packs: null, error: null };
  const pack = form.get("intent") === "buy" ? findPack(Number(form.get("pack"))) : null;
  if (pack) {
    const fields: [string, string][] = [
      ["key", key],
      ["text", text],
    ];
    const buying = await beginBuying(member, request, pack, { path: here, fields });
    return buying.kind === "stripe" ? redirect(buying.url) : json({ ...kept, error: buying.words }, { status: buying.status });
  }
  if (text === "") return json({ ...kept, error: "Write something first" }, { status: 400 });
  if (text.length > NOTE_MAX) return json({ ...kept, error: `At most ${NOTE_MAX.toLocaleString("en")} characters` }, { status: 400 });
  const outcome = await addNote(member, ref, { text, key, shownCredits: Number(form.get("price")) });
  if (outcome.kind === "done")
    return redirectWith(member, here, {
      text: `Note saved. ${costWords(outcome.credits, outcome.balance)}`,
      tone: "good",
      undo: { kind: "note", of: ref.of.noun, id: key, recordId: ref.id },
    });
  const problem = problemOf(member, outcome, key);
  return json(
    { ...kept, key: problem.key, problem, packs: problem.short ? packViews(problem.short.missing) : null },
    { status: problem.status },
  );
}
