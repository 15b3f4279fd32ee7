// The audit log: who did what, appended in the batch of the act itself. Ids, numbers and reasons only; names are joined when shown.
import { ulid } from "ulidx";
import type { Statement } from "~/db/client";
import { insertAct } from "~/db/queries/operations";
import type { TeamContext } from "./context";

export interface Act {
  act:
    | "goodwill.given"
    | "promo.made"
    | "purchase.refunded"
    | "event.repeated"
    | "letter.repeated"
    | "letter.set-aside"
    | "mail.repeated"
    | "check.run"
    | "ledger.frozen"
    | "ledger.reopened";
  teamId: string | null;
  subjectId: string;
  detail: Record<string, string | number | null>;
}

/** One line of the log, for the batch of its cause. The actor is the user who asks. */
export function recordAct(ctx: Pick<TeamContext, "db" | "now" | "member">, { act, teamId, subjectId, detail }: Act): Statement {
  const row = { id: ulid(ctx.now), teamId, actorId: ctx.member.userId, act, subjectId, detail: JSON.stringify(detail), at: ctx.now };
  return insertAct(ctx.db, row);
}
