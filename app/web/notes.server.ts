// A note posted on a contact's page: saved for its price, or kept while credits are bought.
import { json, redirect } from "@remix-run/cloudflare";
import { NOTE_MAX } from "../domain/contacts/contactInput";
import { addNote } from "../domain/contacts/notes";
import { findPack } from "../domain/core/prices";
import { beginBuying } from "./buying.server";
import { Key } from "./form.server";
import type { MemberContext } from "./guard.server";
import { paths } from "./paths";
import { costWords, problemOf, redirectWith } from "./reply.server";
import { packViews } from "./views";

export async function postNote(member: MemberContext, request: Request, contactId: string, form: FormData) {
  const key = Key.parse(form.get("key"));
  const text = String(form.get("text") ?? "").trim();
  const here = paths.contact(contactId);
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
  const outcome = await addNote(member, contactId, text, key, Number(form.get("price")));
  if (outcome.kind === "done")
    return redirectWith(member, here, {
      text: `Note saved. ${costWords(outcome.credits, outcome.balance)}`,
      tone: "good",
      undo: { kind: "note", id: key, contactId },
    });
  const problem = problemOf(member, outcome, key);
  return json(
    { ...kept, key: problem.key, problem, packs: problem.short ? packViews(problem.short.missing) : null },
    { status: problem.status },
  );
}
