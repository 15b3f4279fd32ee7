// The one funnel from an outcome to words and a status. What was typed is kept by whoever calls; what happened is said here.
import { redirect, type TypedResponse } from "@remix-run/cloudflare";
import type { ChargeOutcome } from "../domain/core/charge";
import type { Context, TeamContext } from "../domain/core/context";
import { newId } from "../domain/core/ids";
import { cappedWords } from "../domain/credits/budgets";
import { setToast, type Toast } from "./toast.server";

export interface Problem {
  kind: Exclude<ChargeOutcome["kind"], "done">;
  title: string;
  words: string;
  status: number;
  /** The key to post with next: the same where the answer is still open, a new one where this one is used up. */
  key: string;
  short?: { balance: number; missing: number };
  credits?: number;
  subjectId?: string;
}

type NotDone = Exclude<ChargeOutcome, { kind: "done" }>;

/** Title, words and status by kind; and whether the key is used up, so that the next post needs a new one. */
const said: Record<NotDone["kind"], [title: string, words: string, status: number, usedUp: boolean]> = {
  short: ["", "Nothing is lost: the form stays as it is, ready to save when you come back.", 402, false],
  capped: ["A budget is used up", "Nothing was charged, and your form is kept.", 402, false],
  frozen: ["This team is deactivated", "Nothing new can be added until it is active again. Nothing was charged.", 403, false],
  dearer: ["The price has changed", "Nothing was charged. Save again if the new price on the button is fine with you.", 409, false],
  conflict: [
    "This was already saved",
    "You went back and changed it. The first version is saved. Do you want to save this one too?",
    409,
    true,
  ],
  undone: ["This was saved and undone", "Save again to add it once more.", 409, true],
  refused: ["This could not be saved", "Nothing was charged. Look it over and save again.", 409, true],
  pending: ["No answer yet", "We’re still checking whether this was saved. Save again in a moment: it is never charged twice.", 503, false],
  busy: ["We’re very busy right now", "Nothing was saved or charged. Try again in a moment.", 503, false],
  unreachable: [
    "We can’t reach your credits right now",
    "Nothing was saved or charged. Your form is kept. Try again in a moment.",
    503,
    true,
  ],
};

/** What a person is told when a priced action was not done. Nothing was charged in any of these. */
export function problemOf(ctx: TeamContext, outcome: NotDone, key: string): Problem {
  const [title, words, status, usedUp] = said[outcome.kind];
  const problem: Problem = { kind: outcome.kind, title, words, status, key: usedUp ? newId(ctx.now) : key };
  if (outcome.kind === "dearer") return { ...problem, credits: outcome.credits };
  if (outcome.kind === "capped") return { ...problem, words: `${cappedWords(ctx, outcome)} ${words}` };
  if (outcome.kind === "conflict") return { ...problem, subjectId: outcome.subjectId };
  if (outcome.kind !== "short") return problem;
  const missing = outcome.needed - outcome.balance;
  return { ...problem, title: `${missing} ${missing === 1 ? "credit" : "credits"} short`, short: { balance: outcome.balance, missing } };
}

/** A redirect that carries a toast. */
export async function redirectWith(ctx: Context, to: string, toast: Toast): Promise<TypedResponse<never>> {
  return redirect(to, { headers: { "Set-Cookie": await setToast(ctx, toast) } });
}

/** "1 credit, 49 left." */
export function costWords(credits: number, balance: number): string {
  return `${credits} ${credits === 1 ? "credit" : "credits"}, ${balance.toLocaleString("en")} left.`;
}

/**
 * Where one may return to: an address of our own, or else the other. Resolved against our origin as a browser would, twice: `/.//evil.example` is ours
 * when it is read first, and what is left of it then leads away.
 */
export function returnPath(ctx: Pick<Context, "origin">, to: string | null, otherwise: string): string {
  const resolve = (path: string) => (URL.canParse(path, ctx.origin) ? new URL(path, ctx.origin) : null);
  const ours = new URL(ctx.origin).origin;
  const url = to?.startsWith("/") ? resolve(to) : null;
  if (url?.origin !== ours) return otherwise;
  const path = url.pathname + url.search;
  const again = resolve(path);
  return again?.origin === ours && again.pathname === url.pathname ? path : otherwise;
}

/** Said to whoever gave a record to somebody whose records they don't see. */
export const passedOn = "You no longer see it: your role shows you other records.";

/** Said to whoever adds a record for such a colleague. */
export const notYours = "It’s somebody else’s: your role shows you other records.";
