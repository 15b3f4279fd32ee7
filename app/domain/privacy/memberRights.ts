// What somebody with an account can do about their own data: a nominee, objection, restriction, and the end of the account.
import * as z from "zod";
import { openTeamDb, type TeamDb } from "~/db/client";
import { findUser, updateUser } from "~/db/queries/accounts";
import { removeTheirs, requireGone, takeOut } from "~/db/queries/members";
import { removePerson } from "~/db/queries/purges";
import { endDays } from "~/db/queries/retention";
import { findNominee, type Nominee, putNominee, removeNominee } from "~/db/queries/security";
import { listMembers, listMemberships, listOwners, type Member, removeMember, type Team } from "~/db/queries/teams";
import { unlessChanged, writeAll } from "~/db/statements";
import { EmailAddress, isOwnPassword } from "../accounts/accounts";
import { recordAct } from "../core/auditLog";
import type { Context, TeamContext } from "../core/context";
import { markPerson } from "../core/erasureMarks";
import { isOwner } from "../core/permissions";
import { purgeSoon } from "../leaving/purge";
import { writeMail, writeWithMails } from "../mail/mails";
import { outliving, periodWords } from "./outliving";

/** What is removed of a child as well. */
const goneWithChild = new Set(["Security log", "Support tickets"]);

export const NomineeInput = z.object({
  name: z.string().trim().min(1, "Enter a name").max(100, "At most 100 characters"),
  email: EmailAddress,
  relation: z.string().trim().max(100, "At most 100 characters").default(""),
});

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
export async function eraseAccount(ctx: Context & Pick<TeamContext, "member">, password: string): Promise<EraseOutcome> {
  if (!(await isOwnPassword(ctx, ctx.member.userId, password))) return { kind: "wrong-password" };
  return eraseUser(ctx, ctx.member.userId);
}

/** Whether a team would be left without an owner who can sign in. One that is leaving needs none. */
async function isNeeded(teamDb: TeamDb, team: Team, member: Member): Promise<boolean> {
  if (!isOwner(member) || team.deactivatedAt !== null) return false;
  return !(await listOwners(teamDb)).some(({ id }) => id !== member.id);
}

/** The writes that take a member out of a team, with what is only theirs; or, where nobody is left in it, begin its end at `endsAt`. */
function leaving(teamDb: TeamDb, team: Team, memberId: string, endsAt: number | null) {
  if (endsAt !== null) return [endDays(teamDb, endsAt)];
  // Two owners at once: one of the two stays, and all of theirs.
  const out = team.deactivatedAt === null ? [takeOut(teamDb, memberId), requireGone(teamDb, memberId)] : [removeMember(teamDb, memberId)];
  return [...out, ...removeTheirs(teamDb, memberId)];
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
    else if (await isNeeded(teamDb, team, member)) return { kind: "last-owner", team: team.name };
  }
  const own = alone.length > 0 ? "" : " What you did in your team stays on its statement under a number instead of your name.";
  // Of a child nothing stays that only our interest asks for.
  const staying = why === "minor" ? outliving.filter(({ name }) => !goneWithChild.has(name)) : outliving;
  const kept = `Kept: ${staying.map((one) => `${one.name.toLowerCase()}, ${periodWords(one)}`).join("; ")}.${own}`;
  const farewell = writeMail(ctx, {
    template: "account-erased",
    recipient: user.email,
    props: { name: user.name, kept },
    teamId: null,
  });
  const statements = memberships.flatMap(({ team, member }) => [
    recordAct(ctx, { act: "member.erased", teamId: team.id, subjectId: member.id, detail: {} }),
    ...leaving(openTeamDb(ctx.db, team.id), team, member.id, alone.includes(team.id) ? ctx.now : null),
  ]);
  // Where the team goes too, its purge takes the person along, in its last step. The sessions end now.
  const person =
    alone.length > 0 ? [{ sql: "DELETE FROM sessions WHERE user_id = ?", params: [userId] }] : removePerson(userId, user.email);
  const went = await unlessChanged(() => writeWithMails(ctx, [...statements, ...person], [farewell]));
  if (!went) return { kind: "last-owner", team: memberships[0]?.team.name ?? "" };
  await markPerson(ctx, userId);
  for (const teamId of alone) await purgeSoon(ctx, teamId);
  return { kind: "done", teamGoes: alone.length > 0 };
}
