// The form of a group, for the page that makes one and the page that changes one.
import { json } from "@remix-run/cloudflare";
import { notAllowedWords } from "../domain/core/permissions";
import { GROUPS_MAX, GroupInput, type GroupOutcome, type GroupInput as Input } from "../domain/teams/groups";
import { readPosted } from "./body.server";

const words = {
  taken: "Another group has this name",
  full: `A team has at most ${GROUPS_MAX} groups`,
  missing: "This group is gone",
};

/** What was typed and ticked; or what is wrong with it. */
export async function readGroup(request: Request): Promise<{ intent: string; typed: Input; data: Input | null; wrong: string | null }> {
  const form = await readPosted(request, "intent", "name", "members");
  const typed = { name: String(form.get("name") ?? ""), memberIds: form.getAll("members").map(String).slice(0, 200) };
  const read = GroupInput.safeParse(typed);
  return { intent: String(form.get("intent")), typed, data: read.data ?? null, wrong: read.error?.issues[0]?.message ?? null };
}

/** The answer to a form that was not done, with what was typed. */
export function refuseGroup(outcome: Exclude<GroupOutcome, { kind: "done" }>, typed: Input) {
  const isRefused = outcome.kind === "not-allowed";
  const wrong = isRefused ? notAllowedWords(outcome) : words[outcome.kind];
  return json({ wrong, typed }, { status: isRefused ? 403 : outcome.kind === "missing" ? 404 : 409 });
}
