// Joining a team by the link of an invitation. The link proves the mailbox it went to, so it serves the account with that address and no other: signed in to it, or made by
// it. Opening the link does nothing; a button does.
import type * as z from "zod";
import { openTeamDb } from "~/db/client";
import { findUser, findUserByEmail } from "~/db/queries/accounts";
import { enterGroups } from "~/db/queries/groups";
import { type Invitation, joinBy } from "~/db/queries/invitations";
import { listMemberships } from "~/db/queries/teams";
import { type Statement, unlessChanged, writeAll } from "~/db/statements";
import { recordIfDone } from "../core/auditLog";
import type { Context } from "../core/context";
import { newId } from "../core/ids";
import { nameOfRole } from "../core/permissions";
import { findInvited } from "../teams/invitations";
import { newUser, SignUpInput } from "./accounts";
import { confirmAddress } from "./welcome";

export const JoinInput = SignUpInput.pick({ name: true, password: true, adult: true });

export interface InvitedView {
  email: string;
  team: string;
  /** The address of who asks. */
  by: string;
  role: string;
  /** `join`: signed in with this address. `other`: signed in with another. `sign-in`: the address has an account. `new`: it has none. */
  how: "join" | "other" | "sign-in" | "new";
}

/** What the page behind a link says; null for one that is over. `userId`: who is signed in. */
export async function readInvited(ctx: Context, token: string, userId: string | null): Promise<InvitedView | null> {
  const found = await findInvited(ctx, token);
  if (!found || found.team.deactivatedAt !== null) return null;
  const { invitation, team, by, roleName } = found;
  const [asking, account] = await Promise.all([userId ? findUser(ctx.db, userId) : null, findUserByEmail(ctx.db, invitation.email)]);
  const how = asking ? (asking.email === invitation.email ? "join" : "other") : account ? "sign-in" : "new";
  const role = nameOfRole(invitation.role, roleName);
  return { email: invitation.email, team: team.name, by, role, how };
}

export type JoinOutcome =
  | { kind: "done"; userId: string; teamId: string }
  /** The link is over, or was used. */
  | { kind: "stale" }
  /** Signed in with another address than the one that was invited; or its address has an account, which has to sign in. */
  | { kind: "other" }
  | { kind: "already"; teamId: string };

interface Joining {
  userId: string;
  name: string;
  email: string;
}

/** Makes somebody a member by an invitation. `first`: writes that come before, in the same batch. */
async function join(ctx: Context, invitation: Invitation, who: Joining, first: Statement[]): Promise<JoinOutcome> {
  const { teamId, role, roleId } = invitation;
  const id = newId(ctx.now);
  const teamDb = openTeamDb(ctx.db, teamId);
  const [add, ...rest] = joinBy(teamDb, invitation, { id, userId: who.userId, joinedAt: ctx.now });
  if (!add) return { kind: "stale" };
  const member = { id, ...who, role };
  const detail: Record<string, string> = roleId === null ? { role: nameOfRole(role, null) } : {};
  const act = recordIfDone({ ...ctx, member }, { act: "member.joined", teamId, subjectId: id, detail });
  if (await unlessChanged(() => writeAll(ctx.db, [...first, add, act, ...rest, ...enterGroups(teamDb, id, invitation.groupIds)])))
    return { kind: "done", userId: who.userId, teamId };
  const isIn = (await listMemberships(ctx.db, who.userId)).some(({ team }) => team.id === teamId);
  return isIn ? { kind: "already", teamId } : { kind: "stale" };
}

/** Joins with the account that is signed in. Its address is confirmed by the way, since the link came to it. */
export async function joinTeam(ctx: Context, token: string, userId: string): Promise<JoinOutcome> {
  const [found, user] = await Promise.all([findInvited(ctx, token), findUser(ctx.db, userId)]);
  if (!found || !user) return { kind: "stale" };
  if (user.email !== found.invitation.email) return { kind: "other" };
  const outcome = await join(ctx, found.invitation, { userId, name: user.name, email: user.email }, []);
  if (outcome.kind === "done" && user.emailVerifiedAt === null) await confirmAddress(ctx, user);
  return outcome;
}

/** Joins as somebody new: an account with the invited address, confirmed by the link, and no team but this one. */
export async function joinAsNew(ctx: Context, token: string, input: z.infer<typeof JoinInput>): Promise<JoinOutcome> {
  const found = await findInvited(ctx, token);
  if (!found) return { kind: "stale" };
  const { email } = found.invitation;
  if (await findUserByEmail(ctx.db, email)) return { kind: "other" };
  const { userId, statements } = await newUser(ctx, { ...input, email }, ctx.now);
  try {
    return await join(ctx, found.invitation, { userId, name: input.name, email }, statements);
  } catch (error) {
    // Two at once with one address: the second clashes with the first.
    if (await findUserByEmail(ctx.db, email)) return { kind: "other" };
    throw error;
  }
}
