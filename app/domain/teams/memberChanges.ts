// What an owner changes about a member: their role, and whether they are let in. It holds from the member's next click, and they are told by mail.
import { removeHandoverOf, removeInvitationsBy } from "~/db/queries/invitations";
import { pauseMember as pauseRow, type RoleOf, requireAs, updateRole } from "~/db/queries/members";
import { type FoundMember, findMember } from "~/db/queries/teams";
import { type Statement, unlessChanged, writeAll } from "~/db/statements";
import type { Act } from "../core/acts";
import { recordIfDone } from "../core/auditLog";
import type { TeamContext } from "../core/context";
import { can, type NotAllowed, notAllowed } from "../core/permissions";
import { writeMail } from "../mail/mails";
import { mayGive, reaches, readRoles, roleOf } from "./roles";

export type MemberOutcome =
  | { kind: "done" }
  | NotAllowed
  /** `last-owner`: nobody would be left to answer for the team. */
  | { kind: "missing" | "no-role" | "last-owner" };

/** A mail to a member about their membership. */
export function tellMember(ctx: TeamContext, { name, email }: Pick<FoundMember, "name" | "email">, title: string, body: string) {
  const props = { name, title, body, url: `${ctx.origin}/teams` };
  return writeMail(ctx, { template: "security-notice", recipient: email, props, teamId: null });
}

interface Change {
  /** Gives back a row where it changed something. */
  statement: Statement;
  /** How the member is once it did. */
  after: Parameters<typeof requireAs>[2];
  act: Act["act"];
  detail: Act["detail"];
  title: string;
  body: string;
}

async function change(
  ctx: TeamContext,
  member: FoundMember,
  { statement, after, act, detail, title, body }: Change,
): Promise<MemberOutcome> {
  const done = recordIfDone(ctx, { act, teamId: ctx.team.id, subjectId: member.id, detail });
  const mail = tellMember(ctx, member, title, body);
  // All of it or nothing. Whom they have invited is invited no more: with what right, would have to be asked anew.
  const rest = [mail.statement, removeInvitationsBy(ctx.teamDb, member.id), removeHandoverOf(ctx.teamDb, member.id)];
  const changed = await unlessChanged(() => writeAll(ctx.db, [statement, done, requireAs(ctx.teamDb, member.id, after), ...rest]));
  if (!changed) return { kind: (await findMember(ctx.teamDb, member.id)) ? "last-owner" : "missing" };
  await ctx.hint({ kind: "mail", mailId: mail.mailId });
  return { kind: "done" };
}

/** A member whom somebody may manage: one whose role allows nothing that they can't do themselves. */
export async function findManaged(ctx: TeamContext, id: string) {
  const [member, roles] = await Promise.all([findMember(ctx.teamDb, id), readRoles(ctx)]);
  if (!member) return { kind: "missing" } as const;
  return reaches(ctx, member, roles) ? ({ kind: "found", member, roles } as const) : notAllowed("role.beyond");
}

/** Gives a member another role. Who becomes an owner does so by a handover, where both say yes; or is made one beside an owner. */
export async function changeMemberRole(ctx: TeamContext, id: string, roleAsked: string): Promise<MemberOutcome> {
  if (!can(ctx, "member.change")) return notAllowed("member.change");
  const found = await findManaged(ctx, id);
  if (found.kind !== "found") return found;
  const { member, roles } = found;
  const role = roles.find(({ value }) => value === roleAsked);
  if (!role) return { kind: "no-role" };
  if (!mayGive(ctx, role)) return notAllowed("role.beyond");
  if (sameRole(member, roleOf(role))) return { kind: "done" };
  return change(ctx, member, {
    statement: updateRole(ctx.teamDb, id, roleOf(role)),
    after: roleOf(role),
    act: "member.role-changed",
    detail: { role: role.name },
    title: `Your role in “${ctx.team.name}” is now ${role.name}`,
    body: `${role.what} If you didn’t expect this, ask an owner of the team.`,
  });
}

const sameRole = (one: RoleOf, other: RoleOf) => one.role === other.role && one.roleId === other.roleId;

/** Keeps a member out of the team without removing them: their records, and all that they did, stay as they are. */
export async function pauseMember(ctx: TeamContext, id: string): Promise<MemberOutcome> {
  if (!can(ctx, "member.change")) return notAllowed("member.change");
  const found = await findManaged(ctx, id);
  if (found.kind !== "found") return found;
  const { member } = found;
  if (member.deactivatedAt !== null) return { kind: "done" };
  return change(ctx, member, {
    statement: pauseRow(ctx.teamDb, id, ctx.now),
    after: { deactivatedAt: ctx.now },
    act: "member.paused",
    detail: {},
    title: `You can’t open “${ctx.team.name}” any more`,
    body: "An owner has deactivated your membership. They can reactivate it at any time.",
  });
}

/** Lets a member in again. */
export async function resumeMember(ctx: TeamContext, id: string): Promise<MemberOutcome> {
  if (!can(ctx, "member.change")) return notAllowed("member.change");
  const found = await findManaged(ctx, id);
  if (found.kind !== "found") return found;
  const { member } = found;
  if (member.deactivatedAt === null) return { kind: "done" };
  return change(ctx, member, {
    statement: pauseRow(ctx.teamDb, id, null),
    after: { deactivatedAt: null },
    act: "member.resumed",
    detail: {},
    title: `You can open “${ctx.team.name}” again`,
    body: "An owner has reactivated your membership.",
  });
}
