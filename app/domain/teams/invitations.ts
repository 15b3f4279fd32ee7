// Asking people to join: by mail, with a link that works once, for seven days, for the address it went to. Nobody joins a team in any other way.
import {
  findInvitation,
  findInvitationByHash,
  type Invitation,
  listInvitations,
  listInvitationsTo,
  putInvitation,
  removeInvitation,
} from "~/db/queries/invitations";
import { listMembers } from "~/db/queries/teams";
import { writeAll } from "~/db/statements";
import { recordAct, recordIfDone } from "../core/auditLog";
import type { Context, TeamContext } from "../core/context";
import { DAY_MS } from "../core/dates";
import { newId } from "../core/ids";
import { can, type NotAllowed, notAllowed } from "../core/permissions";
import { keyedHash, newToken } from "../core/secrets";
import { writeMail, writeWithMails } from "../mail/mails";
import { readJoinable } from "./groups";
import { actFor } from "./members";
import { mayGive, type RoleChoice, reaches, readRoles, roleName, roleOf, roleValue } from "./roles";

export const INVITE_DAYS = 7;
/** Addresses of one form. */
export const INVITED_MAX = 20;
/** Members and open invitations of one team, together. */
export const MEMBERS_MAX = 200;

const LINE = /^[^<>]*<([^<>]+)>$/;

/** The addresses in what was typed: on lines of their own, or between commas or semicolons; `Ann <ann@example.org>` is read too. */
export function splitAddresses(typed: string): string[] {
  const parts = typed.split(/[\n,;]/).map((part) => part.trim());
  const found = parts.filter(Boolean).flatMap((part) => LINE.exec(part)?.[1]?.trim() ?? part.split(/\s+/));
  return Array.from(new Set(found.map((address) => address.toLowerCase())));
}

/** Of some groups, those into which somebody may let others. */
const reachedGroups = async (ctx: TeamContext, ids: string[]): Promise<string[]> =>
  ids.length === 0 ? [] : (await readJoinable(ctx)).map(({ id }) => id).filter((id) => ids.includes(id));

export type InviteOutcome =
  /** `members`: those of the addresses that are in the team already. */
  { kind: "done"; invited: string[]; members: string[] } | NotAllowed | { kind: "no-role" | "full" };

/** One invitation, with its mail and its line in the log. The mail names nobody: an address that was confirmed asks, and the page behind the link says for which team. */
function inviting(ctx: TeamContext, email: string, role: RoleChoice, groupIds: string[]) {
  const token = newToken();
  const id = newId(ctx.now);
  const row = {
    id,
    email,
    ...roleOf(role),
    memberId: ctx.member.id,
    hash: keyedHash(ctx, "invitation", token),
    createdAt: ctx.now,
    expiresAt: ctx.now + INVITE_DAYS * DAY_MS,
    groupIds,
  };
  const props = { name: "", by: ctx.member.email, days: INVITE_DAYS, url: `${ctx.origin}/join/${token}` };
  const mail = writeMail(ctx, { template: "invited", recipient: email, props, teamId: ctx.team.id });
  const act = recordAct(ctx, { act: "member.invited", teamId: ctx.team.id, subjectId: id, detail: { role: role.name } });
  return { statements: [putInvitation(ctx.teamDb, row), act], mail };
}

/** Invites addresses to the team with a role, into groups that whoever invites may let others into. An address that was invited before gets a new link, and the old one ends. */
export async function invite(ctx: TeamContext, emails: string[], roleAsked: string, groupsAsked: string[] = []): Promise<InviteOutcome> {
  if (!can(ctx, "member.invite")) return notAllowed("member.invite");
  const [roles, members, open] = await Promise.all([
    readRoles(ctx),
    listMembers(ctx.teamDb),
    listInvitations(ctx.teamDb, ctx.now, MEMBERS_MAX),
  ]);
  const role = roles.find(({ value }) => value === roleAsked);
  if (!role || !mayGive(ctx, role)) return { kind: "no-role" };
  const here = new Set(members.map(({ email }) => email));
  // An invitation that offers more than they could give is not theirs to replace.
  const beyond = new Set(open.filter((one) => !reaches(ctx, one, roles)).map(({ email }) => email));
  const invited = emails.filter((email) => !here.has(email) && !beyond.has(email)).slice(0, INVITED_MAX);
  const all = new Set([...open.map(({ email }) => email), ...invited]);
  if (members.length + all.size > MEMBERS_MAX) return { kind: "full" };
  const groupIds = await reachedGroups(ctx, groupsAsked);
  const written = invited.map((email) => inviting(ctx, email, role, groupIds));
  await writeWithMails(
    ctx,
    written.flatMap(({ statements }) => statements),
    written.map(({ mail }) => mail),
  );
  return { kind: "done", invited, members: emails.filter((email) => here.has(email)) };
}

export type InvitationView = Pick<Invitation, "id" | "email" | "createdAt" | "expiresAt" | "memberId"> & { role: string };

/** The team's open invitations, the oldest first. */
export async function readInvitations(ctx: TeamContext): Promise<InvitationView[]> {
  const [roles, open] = await Promise.all([readRoles(ctx), listInvitations(ctx.teamDb, ctx.now, MEMBERS_MAX)]);
  return open.map((one) => ({ ...one, role: roleName(one, roles) }));
}

/** Sends an invitation again, with a new link. False where it is gone. */
export async function resendInvitation(ctx: TeamContext, id: string): Promise<{ kind: "done" | "missing" } | NotAllowed> {
  if (!can(ctx, "member.invite")) return notAllowed("member.invite");
  const [found, roles] = await Promise.all([findInvitation(ctx.teamDb, id), readRoles(ctx)]);
  const role = found && roles.find(({ value }) => value === roleValue(found));
  if (!found || !role) return { kind: "missing" };
  if (!mayGive(ctx, role)) return notAllowed("role.beyond");
  const { statements, mail } = inviting(ctx, found.email, role, await reachedGroups(ctx, found.groupIds));
  await writeWithMails(ctx, statements, [mail]);
  return { kind: "done" };
}

/** Takes an invitation back: its link ends. */
export async function revokeInvitation(ctx: TeamContext, id: string): Promise<{ kind: "done" | "missing" } | NotAllowed> {
  if (!can(ctx, "member.invite")) return notAllowed("member.invite");
  const act = recordIfDone(ctx, { act: "invitation.revoked", teamId: ctx.team.id, subjectId: id, detail: {} });
  const [found, roles] = await Promise.all([findInvitation(ctx.teamDb, id), readRoles(ctx)]);
  if (found && !reaches(ctx, found, roles)) return notAllowed("role.beyond");
  const [gone] = await writeAll(ctx.db, [removeInvitation(ctx.teamDb, id), act]);
  return { kind: gone === 1 ? "done" : "missing" };
}

/** What a link invites to, while it can be used: as long as whoever asked may still give the role. */
export async function findInvited(ctx: Context, token: string) {
  const found = await findInvitationByHash(ctx.db, keyedHash(ctx, "invitation", token), ctx.now);
  const by = found && (await actFor(ctx, found.team.id, found.invitation.memberId));
  if (!by || !can(by, "member.invite")) return null;
  if (!reaches(by, found.invitation, await readRoles(by))) return null;
  return { ...found, invitation: { ...found.invitation, groupIds: await reachedGroups(by, found.invitation.groupIds) } };
}

/** To which teams an address is invited, by name. Only for whoever has confirmed that it is theirs. */
export async function readInvitedTo(ctx: Context, email: string): Promise<{ id: string; team: string; until: number }[]> {
  const found = await listInvitationsTo(ctx.db, email, ctx.now);
  return found.map(({ invitation, teamName }) => ({ id: invitation.id, team: teamName, until: invitation.expiresAt }));
}
