// A proven address: noted, and welcomed with credits, once for each mailbox.

import { claimWelcome, updateUser } from "~/db/queries/accounts";
import { listMemberships } from "~/db/queries/teams";
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
  const own = (await listMemberships(ctx.db, userId)).filter(({ member }) => isOwner(member));
  const [first] = own.toSorted((one, other) => one.member.joinedAt - other.member.joinedAt);
  return first ? welcomeTeam(ctx, { teamId: first.team.id, memberId: first.member.id }, email) : false;
}

/** Gives a team the welcome credits of its owner's address, unless they were for another team. */
export async function welcomeTeam(
  ctx: Context,
  { teamId, memberId }: { teamId: string; memberId: string },
  email: string,
): Promise<boolean> {
  if ((await claimWelcome(ctx.db, welcomeHash(ctx, email), teamId, ctx.now)) !== teamId) return false;
  const lot = {
    lotId: "welcome",
    source: "welcome",
    credits: welcome.credits,
    priority: 0,
    paymentId: null,
    costCents: 0,
    currency: null,
  } as const;
  await ctx.ledger(teamId).grant({ ...lot, expiresAt: ctx.now + welcome.days * DAY_MS, memberId });
  return true;
}
