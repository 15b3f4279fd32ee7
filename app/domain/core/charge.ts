// The only way to do a priced action. Everything that costs a credit comes through here, from a form, the importer or the queue.

import { insertReceipt, settleReceipt } from "~/db/queries/receipts";
import type { Statement } from "~/db/statements";
import type { Charge, PerformOutcome, UndoOutcome } from "~/workers/ledger/contract";
import type { TeamContext } from "./context";
import { assertCan } from "./permissions";
import { type Action, priceOf, priceVersionAt } from "./prices";
import { problemWords } from "./problems";
import { keyedHash } from "./secrets";

export interface PricedAction {
  action: Action;
  /** Minted before the action was asked for; see docs/decisions/0003. */
  key: string;
  /** How many of the action: an import's chunk has many, everything else one. */
  count?: number;
  subjectId: string;
  /** What was asked for, as the caller sees it: the same key with another input is a conflict. */
  input: unknown;
  /** The price that the button showed, in credits. */
  shownCredits: number;
  statements: Statement[];
}

export type ChargeOutcome =
  | PerformOutcome
  /** The price went up between the form and the post: never charged more than was shown. */
  | { kind: "dearer"; credits: number }
  /** The ledger could not be reached: nothing was done, nor will it be under this key. */
  | { kind: "unreachable" };

/**
 * Does a priced action once per key and charges it, or does neither.
 * Source of the protocol: docs/decisions/0002.
 */
export async function charge(ctx: TeamContext, asked: PricedAction): Promise<ChargeOutcome> {
  assertCan(ctx, asked.action.endsWith(".import") ? "import.make" : "record.add");
  const credits = priceOf(asked.action, ctx.now, asked.count);
  // Whatever is no number is no consent either.
  if (!(credits <= asked.shownCredits)) return { kind: "dearer", credits };
  const { key, action, subjectId } = asked;
  const memberId = ctx.member.id;
  const receipt = insertReceipt(ctx.teamDb, ctx.team.epoch, { key, action, credits, memberId, subjectId, at: ctx.now });
  const request = {
    key,
    action,
    credits,
    priceVersion: priceVersionAt(ctx.now).version,
    memberId,
    timeZone: ctx.team.timeZone,
    subjectId,
    fingerprint: keyedHash(ctx, "fingerprint", memberId, action, JSON.stringify(asked.input)),
    statements: [receipt, ...asked.statements],
  };
  const outcome = await perform(ctx, request);
  if (outcome.kind === "done" && outcome.low) await ctx.hint({ kind: "balance", teamId: ctx.team.id });
  return outcome;
}

/** Takes a priced action back within its window; `statements` take its rows back, or raise to refuse. */
export async function undoCharge(
  ctx: TeamContext,
  key: string,
  statements: Statement[],
  windowMs: number,
): Promise<UndoOutcome | { kind: "unreachable" }> {
  try {
    return await ctx.ledger(ctx.team.id).undo({ key, statements, windowMs });
  } catch (error) {
    ctx.log({ at: "ledger.undo", teamId: ctx.team.id, problem: problemWords(error) });
    return { kind: "unreachable" };
  }
}

/**
 * The gate fails closed. Where the ledger gives no answer it is asked once more, since an object that died is there again at once and knows the key. If that fails
 * too, the referee says what became of the action: only what can never land any more is called not done.
 */
async function perform(ctx: TeamContext, request: Charge): Promise<ChargeOutcome> {
  const ask = async () => ctx.ledger(ctx.team.id).perform(request);
  try {
    return await ask().catch(ask);
  } catch (error) {
    ctx.log({ at: "ledger.charge", teamId: ctx.team.id, problem: problemWords(error) });
  }
  const state = await settleReceipt(ctx.teamDb, request.key, request.memberId, ctx.now).catch(() => null);
  if (state === "void") return { kind: "unreachable" };
  return { kind: state === "undone" ? "undone" : "pending" };
}
