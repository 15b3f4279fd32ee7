// What somebody with an account can do about their own data: a copy of all of it, a nominee, objection, restriction, and the end of the account.
import { z } from "zod";
import { openTeamDb, writeAll } from "~/db/client";
import { findUser, listAcceptances, updateUser } from "~/db/queries/accounts";
import { listMailsTo } from "~/db/queries/mails";
import { removePerson } from "~/db/queries/purges";
import { endDays } from "~/db/queries/retention";
import { listRequestsOf } from "~/db/queries/rights";
import { findNominee, type Nominee, putNominee, removeNominee } from "~/db/queries/security";
import { listMessagesOf, listTicketsBy, listTicketsOf } from "~/db/queries/support";
import { listMembers, listMemberships, listOwners, removeMember } from "~/db/queries/teams";
import { EmailAddress, isOwnPassword } from "./accounts";
import { recordAct } from "./auditLog";
import type { Context, TeamContext } from "./context";
import { markPerson } from "./erasureMarks";
import { readChoices, readSuppression } from "./mailChoices";
import { writeMail, writeWithMails } from "./mails";
import { purgeSoon } from "./purge";
import { type From, noteSecurity, nowhere, readWaysIn, readWholeSecurityLog } from "./security";

export const NomineeInput = z.object({
  name: z.string().trim().min(1, "Who?").max(100, "At most 100 characters"),
  email: EmailAddress,
  relation: z.string().trim().max(100, "At most 100 characters").default(""),
});

/** Everything kept about somebody who has an account, their teams' contacts aside, as a document to take away. */
export async function copyOwnData(ctx: TeamContext, from: From = nowhere): Promise<object> {
  const { userId } = ctx.member;
  const [user, security, log, memberships, acceptances, choices, nominee] = await Promise.all([
    findUser(ctx.db, userId),
    readWaysIn(ctx, userId),
    readWholeSecurityLog(ctx, userId),
    listMemberships(ctx.db, userId),
    listAcceptances(ctx.db, userId),
    readChoices(ctx, userId),
    findNominee(ctx.db, userId),
  ]);
  // What came with the address alone is shown to whoever has confirmed that it is theirs.
  const [tickets, requests, mails] = user?.emailVerifiedAt
    ? await Promise.all([
        listTicketsBy(ctx.db, userId, user.email, 1_000),
        listRequestsOf(ctx.db, user.email),
        listMailsTo(ctx.db, user.email, 1_000),
      ])
    : [await listTicketsOf(ctx.db, userId, 1_000), [], []];
  const messages = await listMessagesOf(
    ctx.db,
    tickets.map(({ id }) => id),
  );
  await writeAll(ctx.db, [noteSecurity(ctx, userId, "copy-taken", from)]);
  const { passwordHash: _hash, ...profile } = user ?? { passwordHash: "" };
  return {
    copiedAt: new Date(ctx.now).toISOString(),
    times: "Numbers of milliseconds since 1970, in UTC",
    profile,
    teams: memberships.map(({ team, member }) => ({ name: team.name, role: member.role, joinedAt: member.joinedAt })),
    sessions: security.sessions.map(({ device, createdAt, seenAt }) => ({ device, createdAt, seenAt })),
    devices: security.devices,
    securityLog: log.map(({ event, device, ip, at }) => ({ event, device, ip, at })),
    accepted: acceptances.map(({ policy, version, acceptedAt }) => ({ policy, version, acceptedAt })),
    mailChoices: choices,
    addressRefused: user?.emailVerifiedAt ? await readSuppression(ctx, user.email) : null,
    nominee: nominee && { name: nominee.name, email: nominee.email, relation: nominee.relation, at: nominee.at },
    mails: mails.map(({ template, createdAt, sentAt }) => ({ template, createdAt, sentAt })),
    support: tickets.map(({ id, topic, state, createdAt }) => {
      const mine = messages.filter(({ ticketId }) => ticketId === id).map(({ author, body, at }) => ({ author, body, at }));
      return { topic, state, createdAt, messages: mine };
    }),
    requests: requests.map(({ kind, name, details, receivedAt, dueAt }) => ({ kind, name, details, receivedAt, dueAt })),
  };
}

export async function readNominee(ctx: Context, userId: string): Promise<Nominee | null> {
  return findNominee(ctx.db, userId);
}

/** Names, changes or removes who may use somebody's rights should they die or be unable to. */
export async function setNominee(ctx: Context, userId: string, nominee: z.infer<typeof NomineeInput> | null): Promise<void> {
  await writeAll(ctx.db, [nominee ? putNominee(ctx.db, { userId, ...nominee, at: ctx.now }) : removeNominee(ctx.db, userId)]);
}

export interface Standing {
  /** Named in reports. */
  named: boolean;
  /** Kept, not used. */
  restricted: boolean;
}

export async function readStanding(ctx: Context, userId: string): Promise<Standing> {
  const user = await findUser(ctx.db, userId);
  return { named: user?.namelessAt === null, restricted: user?.restrictedAt !== null };
}

/** Objects to being named in reports, or has one's data kept without being used; or takes either back. It holds from the next request on. */
export async function setStanding(ctx: Context, userId: string, { named, restricted }: Standing): Promise<void> {
  const before = await readStanding(ctx, userId);
  await writeAll(ctx.db, [
    updateUser(ctx.db, userId, {
      ...(before.named === named ? {} : { namelessAt: named ? null : ctx.now }),
      ...(before.restricted === restricted ? {} : { restrictedAt: restricted ? ctx.now : null }),
    }),
  ]);
}

export type EraseOutcome = { kind: "done"; teamGoes: boolean } | { kind: "wrong-password" } | { kind: "last-owner"; team: string };

/**
 * Ends an account for good, at once. Who is alone in a team takes the team along, without the thirty days; who is the last owner of others has to deactivate it. What the
 * law makes us keep is told by mail.
 */
export async function eraseAccount(ctx: TeamContext, password: string): Promise<EraseOutcome> {
  if (!(await isOwnPassword(ctx, ctx.member.userId, password))) return { kind: "wrong-password" };
  return eraseUser(ctx, ctx.member.userId);
}

/** The same without a password: for who acts on a report of a minor, of whom nothing is kept that the law does not ask for. */
export async function eraseUser(
  ctx: Context & Pick<TeamContext, "member">,
  userId: string,
  why: "asked" | "minor" = "asked",
): Promise<EraseOutcome> {
  const user = await findUser(ctx.db, userId);
  if (!user) return { kind: "done", teamGoes: false };
  const memberships = await listMemberships(ctx.db, userId);
  const alone: string[] = [];
  for (const { team, member } of memberships) {
    const teamDb = openTeamDb(ctx.db, team.id);
    if ((await listMembers(teamDb)).length === 1) alone.push(team.id);
    else if (member.role === "owner" && (await listOwners(teamDb)).length === 1) return { kind: "last-owner", team: team.name };
  }
  const kept =
    alone.length > 0
      ? "Kept: records of purchases for seven years from the payment, as tax law wants, without your contacts."
      : "Kept: what you did in your team stays on its statement under a number, without your name.";
  const others = `Sign-ins with their IP address for 90 days, what you wrote to support for two years, and keyed hashes that nobody can read your address from.`;
  const both = why === "minor" ? kept : `${kept} ${others}`;
  const farewell = writeMail(ctx, {
    template: "account-erased",
    recipient: user.email,
    props: { name: user.name, kept: both },
    teamId: null,
  });
  const statements = memberships.flatMap(({ team, member }) => [
    recordAct(ctx, { act: "member.erased", teamId: team.id, subjectId: member.id, detail: {} }),
    alone.includes(team.id) ? endDays(openTeamDb(ctx.db, team.id), ctx.now) : removeMember(openTeamDb(ctx.db, team.id), member.id),
  ]);
  // Where the team goes too, its purge takes the person along, in its last step. The sessions end now.
  const person =
    alone.length > 0 ? [{ sql: "DELETE FROM sessions WHERE user_id = ?", params: [userId] }] : removePerson(userId, user.email);
  await markPerson(ctx, userId);
  await writeWithMails(ctx, [...statements, ...person], [farewell]);
  for (const teamId of alone) await purgeSoon(ctx, teamId);
  return { kind: "done", teamGoes: alone.length > 0 };
}
