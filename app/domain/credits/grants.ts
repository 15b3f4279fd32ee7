// Credits that are given: promo codes and goodwill. The row in D1 comes first, then the lot of the same id; a row without its lot is finished
// by the sweep, so a crash in between loses nothing and gives nothing twice.
import * as z from "zod";
import { openTeamDb } from "~/db/client";
import { claimWelcome } from "~/db/queries/accounts";
import {
  countRedemption,
  endGrant,
  findGrant,
  findPromoCode,
  type GivenGrant,
  insertGrant,
  insertPromoCode,
  listOpenGrants,
  type PromoCode,
} from "~/db/queries/billing";
import { writeAll } from "~/db/statements";
import { recordAct } from "../core/auditLog";
import type { Context, TeamContext } from "../core/context";
import { DAY_MS } from "../core/dates";
import { allow } from "../core/limits";
import { can, type NotAllowed, notAllowed } from "../core/permissions";
import { problemWords } from "../core/problems";
import { keyedHash } from "../core/secrets";
import { mailboxOf } from "../mail/mailboxes";

export const CodeInput = z.object({
  code: z
    .string("Which code?")
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9-]{3,30}$/, "3 to 30 letters, digits or dashes"),
  credits: z.coerce.number("How many credits?").int().min(1, "At least 1").max(100_000, "At most 100,000"),
  lotDays: z.coerce.number("How many days?").int().min(1, "At least 1").max(3_650, "At most 10 years"),
  lastDay: z.iso.date("Which day?"),
  redemptionsMax: z.coerce.number("How many times?").int().min(1, "At least once").max(1_000_000),
});

/** Makes a promo code; it can be redeemed to the end of its last day, UTC. False when there is one of this name. */
export async function makePromoCode(ctx: TeamContext, input: z.infer<typeof CodeInput>): Promise<boolean> {
  const { code, credits, lotDays, lastDay, redemptionsMax } = input;
  if (await findPromoCode(ctx.db, code)) return false;
  const row: PromoCode = {
    code,
    credits,
    lotDays,
    endsAt: Date.parse(lastDay) + DAY_MS,
    redemptionsMax,
    redemptions: 0,
    createdBy: ctx.member.userId,
    createdAt: ctx.now,
  };
  const act = recordAct(ctx, { act: "promo.made", teamId: null, subjectId: code, detail: { credits, lotDays, lastDay, redemptionsMax } });
  try {
    await writeAll(ctx.db, [insertPromoCode(ctx.db, row), act]);
    return true;
  } catch (error) {
    // Two posts at once: the second clashes with the first.
    if (await findPromoCode(ctx.db, code)) return false;
    throw error;
  }
}

export type RedeemOutcome =
  | { kind: "done"; credits: number; expiresAt: number }
  | { kind: "unknown" | "over" | "already" | "unconfirmed" | "too-many" | "frozen" }
  | NotAllowed;

/**
 * Redeems a promo code for the team: once per team and once per mailbox, whichever way its address is written; never past its last day or its last redemption, however many
 * try at once. Only for a confirmed address.
 */
export async function redeemPromo(ctx: TeamContext & { verified: boolean }, typed: string, ip: string): Promise<RedeemOutcome> {
  if (!can(ctx, "promo.redeem")) return notAllowed("promo.redeem");
  if (!ctx.verified) return { kind: "unconfirmed" };
  if (!(await allow(ctx, "promo", ctx.team.id, ip))) return { kind: "too-many" };
  const code = typed.trim().toUpperCase();
  const promo = await findPromoCode(ctx.db, code);
  if (!promo) return { kind: "unknown" };
  const id = `promo:${code}`;
  if (await findGrant(ctx.teamDb, id)) return { kind: "already" };
  // Asked first: a code must not be used up for a team that can get nothing now.
  if ((await ctx.ledger(ctx.team.id).balance()).frozen) return { kind: "frozen" };
  const mailbox = keyedHash(ctx, "promo", code, mailboxOf(ctx.member.email));
  if ((await claimWelcome(ctx.db, mailbox, ctx.team.id, ctx.now)) !== ctx.team.id) return { kind: "already" };
  const expiresAt = ctx.now + promo.lotDays * DAY_MS;
  const row = { id, source: "promo", credits: promo.credits, expiresAt, memberId: ctx.member.id, reason: code, at: ctx.now } as const;
  try {
    await writeAll(ctx.db, [insertGrant(ctx.teamDb, row), countRedemption(code, ctx.now)]);
  } catch (error) {
    // Refused by the code's limits or by the team's own redemption at the same moment: the rows say which.
    const [now, mine] = await Promise.all([findPromoCode(ctx.db, code), findGrant(ctx.teamDb, id)]);
    if (mine) return { kind: "already" };
    if (now && (now.redemptions >= now.redemptionsMax || now.endsAt <= ctx.now)) return { kind: "over" };
    throw error;
  }
  await finishGrant(ctx, { ...row, teamId: ctx.team.id, grantedAt: null });
  return { kind: "done", credits: promo.credits, expiresAt };
}

/**
 * Gives a team credits, with a reason that its owner reads on the statement. An operator's act. False for a team that can get nothing now; once
 * the row is there the credits come, if not at once then with the next sweep.
 */
export async function giveGoodwill(
  ctx: TeamContext,
  gift: { id: string; teamId: string; credits: number; days: number | null; reason: string },
): Promise<boolean> {
  const { teamId, credits, days, reason } = gift;
  const id = `goodwill:${gift.id}`;
  const teamDb = openTeamDb(ctx.db, teamId);
  const expiresAt = days === null ? null : ctx.now + days * DAY_MS;
  const row = { id, source: "goodwill", credits, expiresAt, memberId: null, reason, at: ctx.now } as const;
  const act = recordAct(ctx, { act: "goodwill.given", teamId, subjectId: id, detail: { credits, reason } });
  const known = await findGrant(teamDb, id);
  if (!known && (await ctx.ledger(teamId).balance()).frozen) return false;
  if (!known) await writeAll(ctx.db, [insertGrant(teamDb, row), act]);
  await finishGrant(ctx, { ...row, teamId, grantedAt: null }).catch((error) =>
    ctx.log({ at: "grant.failed", teamId, problem: problemWords(error) }),
  );
  return true;
}

/** Puts the lot into the ledger and notes it. A frozen ledger gets it when it is active again; one that is closed never. */
async function finishGrant(ctx: Context, { teamId, id, source, credits, expiresAt, memberId }: GivenGrant): Promise<void> {
  const free = { paymentId: null, costCents: 0, currency: null } as const;
  // Given credits burn before bought ones: they may expire.
  const granted = await ctx.ledger(teamId).grant({ lotId: id, source, credits, priority: 0, expiresAt, memberId, ...free });
  if (granted.kind === "frozen") return;
  await writeAll(ctx.db, [endGrant(openTeamDb(ctx.db, teamId), id, ctx.now)]);
}

/** Finishes grants whose lot is missing because something failed in between. Returns how many were tried. */
export async function sweepGrants(ctx: Context): Promise<number> {
  const open = await listOpenGrants(ctx.db, ctx.now - 60_000, 500);
  for (const grant of open) {
    await finishGrant(ctx, grant).catch((error) => ctx.log({ at: "grant.failed", teamId: grant.teamId, problem: problemWords(error) }));
  }
  return open.length;
}
