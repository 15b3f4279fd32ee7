// The way to Stripe's page, from wherever credits run out: the form is kept, the address is confirmed, and nobody opens pages by the hundred.
import { keepDraft } from "../domain/contacts/drafts";
import { allow } from "../domain/core/limits";
import { can, notAllowedWords } from "../domain/core/permissions";
import { findPack, type Pack } from "../domain/core/prices";
import { startPurchase } from "../domain/payments/purchases";
import { ipOf, type MemberContext } from "./guard.server";

export const unconfirmedWords =
  "Confirm your e-mail address first. The link is in the e-mail we sent you. You can send a new one from the bar above.";

export type Buying = { kind: "stripe"; url: string } | { kind: "refused"; words: string; status: 403 | 429 };

/** Whether a member may do what only a confirmed address may: upload, buy, keep a draft. Null, or why not. */
export function refuseUnconfirmed(member: MemberContext): { kind: "refused"; words: string; status: 403 } | null {
  return member.verified ? null : { kind: "refused", words: unconfirmedWords, status: 403 };
}

/** Begins to buy a pack, keeping the form of a page for the way back. */
export async function beginBuying(
  member: MemberContext,
  request: Request,
  pack: Pack,
  form: { path: string; fields: [string, string][] } | null,
): Promise<Buying> {
  if (!can(member, "credits.buy")) return { kind: "refused", words: notAllowedWords({ act: "credits.buy" }), status: 403 };
  const refused = refuseUnconfirmed(member);
  if (refused) return refused;
  if (!(await allow(member, "checkout", member.team.id, ipOf(request))))
    return { kind: "refused", words: "You’ve opened Stripe’s page too many times. Try again in 15 minutes.", status: 429 };
  const draftId = form && (await keepDraft(member, form.path, form.fields));
  return { kind: "stripe", url: (await startPurchase(member, pack, draftId)).url };
}

/** Posts that only say which button was pressed: no part of what was typed. */
const BUTTONS = ["intent", "pack"];

/** Keeps a form as it is and leads to Stripe; the way back ends at the same form, at `path`. Null where no pack was chosen. */
export async function buyKeeping(member: MemberContext, request: Request, form: FormData, path: string): Promise<Buying | null> {
  const pack = findPack(Number(form.get("pack")));
  const fields = Array.from(form).flatMap(([name, value]): [string, string][] =>
    typeof value === "string" && !BUTTONS.includes(name) ? [[name, value]] : [],
  );
  return pack && beginBuying(member, request, pack, { path, fields });
}
