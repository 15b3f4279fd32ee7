// The form of a role, for the page that makes one and the page that changes one.
import { json } from "@remix-run/cloudflare";
import { notAllowedWords } from "../domain/core/permissions";
import { nouns } from "../domain/modules";
import { type RoleInput as Input, RoleInput, type RoleOutcome } from "../domain/teams/roles";
import { seesWords } from "../domain/teams/sight";
import { readPosted } from "./body.server";

const words = {
  taken: "Another role has this name",
  full: "A team has at most 20 roles of its own",
  missing: "This role is gone",
  used: "Members or invitations still have this role. Give them another one first",
};
const statuses = { taken: 409, full: 409, missing: 404, used: 409 };

/** Whose records a role can see, for the form: by the plural of each noun. */
export const seesChoices = { nouns: nouns.map(({ plural }) => plural), words: Object.entries(seesWords) as [string, string][] };

/** What was typed and ticked; or what is wrong with it. */
export async function readRole(
  request: Request,
): Promise<{ intent: string; typed: Input; data: Input | null; wrong: Record<string, string> }> {
  const form = await readPosted(request, "intent", "name", "acts", ...nouns.map(({ plural }) => `sees-${plural}`));
  const sees = Object.fromEntries(nouns.map(({ plural }) => [plural, String(form.get(`sees-${plural}`) ?? "all") as "all"]));
  const typed = { name: String(form.get("name") ?? ""), acts: form.getAll("acts").map(String), sees };
  const read = RoleInput.safeParse(typed);
  const issue = read.error?.issues[0];
  const wrong = issue ? { [issue.path[0] === "name" ? "name" : "form"]: issue.message } : {};
  return { intent: String(form.get("intent")), typed: { ...typed, acts: typed.acts.slice(0, 100) }, data: read.data ?? null, wrong };
}

/** The answer to a form that was not done, with what was typed. */
export function refuseRole(outcome: Exclude<RoleOutcome, { kind: "done" }>, typed: Input) {
  const isRefused = outcome.kind === "not-allowed";
  const message = isRefused ? notAllowedWords(outcome) : words[outcome.kind];
  const wrong: Record<string, string> = { [outcome.kind === "taken" ? "name" : "form"]: message };
  return json({ wrong, typed }, { status: isRefused ? 403 : statuses[outcome.kind] });
}
