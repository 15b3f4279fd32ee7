// A proven address: noted, and welcomed with credits, once for each mailbox.

import { claimWelcome, updateUser } from "~/db/queries/accounts";
import { findMembership } from "~/db/queries/teams";
import { writeAll } from "~/db/statements";
import type { Context } from "../core/context";
import { DAY_MS } from "../core/dates";
import { isOwner } from "../core/permissions";
import { welcome } from "../core/prices";
import { welcomeHash } from "../mail/mailboxes";

/** Notes that an address is proven, and gives the welcome credits. The grant comes first: a crash in between is mended by doing it again, and a lot is granted once. */
export async function confirmAddress(ctx: Context, user: { id: string; email: string }): Promise<boolean> {
  const welcomed = await grantWelcome(ctx, user.id, user.email);
  await writeAll(ctx.db, [updateUser(ctx.db, user.id, { emailVerifiedAt: ctx.now })]);
  return welcomed;
}

async function grantWelcome(ctx: Context, userId: string, email: string): Promise<boolean> {
  const membership = await findMembership(ctx.db, userId);
  if (!membership || !isOwner(membership.member)) return false;
  const { team, member } = membership;
  if ((await claimWelcome(ctx.db, welcomeHash(ctx, email), team.id, ctx.now)) !== team.id) return false;
  const lot = {
    lotId: "welcome",
    source: "welcome",
    credits: welcome.credits,
    priority: 0,
    paymentId: null,
    costCents: 0,
    currency: null,
  } as const;
  await ctx.ledger(team.id).grant({ ...lot, expiresAt: ctx.now + welcome.days * DAY_MS, memberId: member.id });
  return true;
}
