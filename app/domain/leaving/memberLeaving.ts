// A member leaves, or is removed. Their name stays on what they did; what they look after goes to somebody chosen; what is only theirs goes with them.
import { removeTheirs, requireGone, takeOut } from "~/db/queries/members";
import { insertBulk, repointBulks } from "~/db/queries/records/bulks";
import { findMember, listOwners } from "~/db/queries/teams";
import { type Statement, unlessChanged, writeAll } from "~/db/statements";
import { recordIfDone } from "../core/auditLog";
import type { TeamContext } from "../core/context";
import { newId } from "../core/ids";
import { can, isOwner, type NotAllowed, notAllowed } from "../core/permissions";
import { writeWithMails } from "../mail/mails";
import { nouns } from "../modules";
import { readListFields } from "../records/listing";
import { findManaged, tellMember } from "../teams/memberChanges";

export type LeaveOutcome = { kind: "done" } | NotAllowed | { kind: "missing" | "last-owner" | "nobody" };

/** A change to many records for each field that names the member: what it names goes to somebody else, in the background. */
async function reassigning(
  ctx: TeamContext,
  fromId: string,
  { toId, privateTo }: { toId: string; privateTo: string },
): Promise<{ statements: Statement[]; bulkIds: string[] }> {
  const fields = await Promise.all(
    nouns.map(async (noun) => ({ noun, fields: (await readListFields(ctx, noun)).filter(({ kind, bulk }) => kind === "person" && bulk) })),
  );
  const jobs = fields.flatMap(({ noun, fields }) => fields.map(({ name }) => ({ noun, name, id: newId(ctx.now) })));
  const statements = jobs.map(({ noun, name, id }) =>
    insertBulk(ctx.teamDb, {
      id,
      noun: noun.noun,
      // For whoever gets them: who leaves can act no more.
      memberId: toId,
      state: "running",
      change: { field: name, act: "set", value: toId, passedOn: true, privateTo },
      query: JSON.stringify({ search: "", filter: [], also: [[name, "is", [fromId]]], narrowed: null }),
      ids: null,
      ...{ cursor: null, changed: 0, passedOver: 0, takenBack: 0, createdAt: ctx.now, changedAt: ctx.now },
    }),
  );
  return { statements, bulkIds: jobs.map(({ id }) => id) };
}

async function takeMember(ctx: TeamContext, id: string, toId: string, act: "member.removed" | "member.left"): Promise<LeaveOutcome> {
  const to = await findMember(ctx.teamDb, toId);
  if (!to || to.id === id || to.deactivatedAt !== null) return { kind: "nobody" };
  // Nobody gets to see what is private by removing a colleague: that goes to an owner, unless an owner, or who leaves, says otherwise.
  const privateTo = act === "member.left" || isOwner(ctx.member) ? toId : ((await listOwners(ctx.teamDb))[0]?.id ?? toId);
  const { statements, bulkIds } = await reassigning(ctx, id, { toId, privateTo });
  const done = recordIfDone(ctx, { act, teamId: ctx.team.id, subjectId: id, detail: {} });
  const theirs = removeTheirs(ctx.teamDb, id);
  // All of it or nothing: the last owner stays, with all that is theirs.
  const went = await unlessChanged(() =>
    writeAll(ctx.db, [
      takeOut(ctx.teamDb, id),
      done,
      requireGone(ctx.teamDb, id),
      ...theirs,
      repointBulks(ctx.teamDb, id, toId),
      ...statements,
    ]),
  );
  if (!went) return { kind: "last-owner" };
  for (const bulkId of bulkIds) await ctx.hint({ kind: "bulk", teamId: ctx.team.id, bulkId });
  return { kind: "done" };
}

/** Removes a member from the team. `toId`: the member who gets what they look after. The last owner can't be removed. */
export async function removeMember(ctx: TeamContext, id: string, toId: string): Promise<LeaveOutcome> {
  if (!can(ctx, "member.change")) return notAllowed("member.change");
  const found = await findManaged(ctx, id);
  if (found.kind !== "found") return found;
  const outcome = await takeMember(ctx, id, toId, "member.removed");
  if (outcome.kind !== "done") return outcome;
  const title = `You’re no longer a member of “${ctx.team.name}”`;
  await writeWithMails(ctx, [], [tellMember(ctx, found.member, title, "An owner has removed you from the team. Your account stays.")]);
  return outcome;
}

/** Leaves the team oneself. The last owner hands it over first, or deactivates it. */
export function leaveTeam(ctx: TeamContext, toId: string): Promise<LeaveOutcome> {
  return takeMember(ctx, ctx.member.id, toId, "member.left");
}
