// The one funnel from an outcome to words and a status. What was typed is kept by whoever calls; what happened is said here.
import { redirect, type TypedResponse } from "@remix-run/cloudflare";
import { ulid } from "ulidx";
import type { ChargeOutcome } from "../domain/charge";
import type { Context } from "../domain/context";
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

/** What a person is told when a priced action was not done. Nothing was charged in any of these. */
export function problemOf(outcome: NotDone, key: string): Problem {
  const fresh = ulid();
  switch (outcome.kind) {
    case "short": {
      const missing = outcome.needed - outcome.balance;
      const title = `${missing} ${missing === 1 ? "credit" : "credits"} short`;
      return {
        kind: "short",
        title,
        words: "Nothing is lost: the form stays as it is, and is ready to save when you are back.",
        status: 402,
        key,
        short: { balance: outcome.balance, missing },
      };
    }
    case "dearer":
      return {
        kind: "dearer",
        title: "The price has changed",
        words: `This costs ${outcome.credits} credits now. Nothing was charged; save again if that is fine.`,
        status: 409,
        key,
        credits: outcome.credits,
      };
    case "conflict":
      return {
        kind: "conflict",
        title: "This was already saved",
        words: "You went back and changed it. The first one is saved; save this as another one?",
        status: 409,
        key: fresh,
        subjectId: outcome.subjectId,
      };
    case "undone":
      return { kind: "undone", title: "This was saved and undone", words: "Save again to add it once more.", status: 409, key: fresh };
    case "refused":
      return {
        kind: "refused",
        title: "This could not be saved",
        words: "Nothing was charged. Look it over and save again.",
        status: 409,
        key: fresh,
      };
    case "pending":
      return {
        kind: "pending",
        title: "No answer yet",
        words: "We are still finding out whether this was saved. Save again in a moment: it is never charged twice.",
        status: 503,
        key,
      };
    case "busy":
      return { kind: "busy", title: "Very busy just now", words: "Nothing was saved or charged. Try again in a moment.", status: 503, key };
    default:
      return {
        kind: "unreachable",
        title: "Credits cannot be reached just now",
        words: "So nothing was saved and nothing was charged. Your form is kept; try again in a moment.",
        status: 503,
        key,
      };
  }
}

/** A redirect that carries a toast. */
export async function redirectWith(ctx: Context, to: string, toast: Toast): Promise<TypedResponse<never>> {
  return redirect(to, { headers: { "Set-Cookie": await setToast(ctx, toast) } });
}

/** "1 credit, 49 left." */
export function costWords(credits: number, balance: number): string {
  return `${credits} ${credits === 1 ? "credit" : "credits"}, ${balance.toLocaleString("en")} left.`;
}

/** Only addresses of our own, so that a link to the sign-in page cannot lead away from us. */
export function safePath(to: string | null, otherwise: string): string {
  return to?.startsWith("/") && !to.startsWith("//") && !to.includes("\\") ? to : otherwise;
}
