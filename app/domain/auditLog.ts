// The audit log: who did what, appended in the batch of the act itself. Ids, numbers and reasons only; names are joined when shown.
import { ulid } from "ulidx";
import type { Statement } from "~/db/client";
import { insertAct, insertActIfChanged, listActs } from "~/db/queries/operations";
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
    | "ledger.reopened"
    | "contact.copied"
    | "contact.erased"
    | "team.deactivated"
    | "team.reactivated";
  teamId: string | null;
  subjectId: string;
  detail: Record<string, string | number | null>;
}

type Actor = Pick<TeamContext, "db" | "now" | "member">;

function rowOf(ctx: Actor, { act, teamId, subjectId, detail }: Act) {
  return { id: ulid(ctx.now), teamId, actorId: ctx.member.userId, act, subjectId, detail: JSON.stringify(detail), at: ctx.now };
}

/** One line of the log, for the batch of its cause. The actor is the user who asks. */
export function recordAct(ctx: Actor, act: Act): Statement {
  return insertAct(ctx.db, rowOf(ctx, act));
}

/** The same for an act that may come to nothing: stands right after the statement that does it. */
export function recordIfDone(ctx: Actor, act: Act): Statement {
  return insertActIfChanged(rowOf(ctx, act));
}

/** The newest acts about the asking member's own team. */
export async function readActs(ctx: TeamContext, limit: number) {
  return listActs(ctx.db, ctx.team.id, limit);
}
