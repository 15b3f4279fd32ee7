// Groups of a team: people who work together. Where a role sees the records of its groups, these are whose.
import * as z from "zod";
import { type Group, insertGroup, listGroupMembers, listGroups, removeGroup, renameGroup, replaceMembers } from "~/db/queries/groups";
import { writeAll } from "~/db/statements";
import { recordAct, recordIfDone } from "../core/auditLog";
import type { TeamContext } from "../core/context";
import { newId } from "../core/ids";
import { can, type NotAllowed, notAllowed } from "../core/permissions";

export type { Group } from "~/db/queries/groups";

export const GROUPS_MAX = 50;

export const GroupInput = z.object({
  name: z.string().trim().min(1, "Enter a name").max(40, "At most 40 characters"),
  memberIds: z
    .array(z.string().max(40))
    .max(200)
    .transform((ids) => Array.from(new Set(ids))),
});
export type GroupInput = z.infer<typeof GroupInput>;

export type GroupOutcome = { kind: "done"; id: string } | NotAllowed | { kind: "taken" | "full" | "missing" };

/** Every group of the team, by name, with the ids of who is in it. */
export async function readGroups(ctx: TeamContext): Promise<(Group & { memberIds: string[] })[]> {
  const [groups, members] = await Promise.all([listGroups(ctx.teamDb, GROUPS_MAX), listGroupMembers(ctx.teamDb)]);
  return groups.map((group) => ({
    ...group,
    memberIds: members.filter(({ groupId }) => groupId === group.id).map(({ memberId }) => memberId),
  }));
}

/** Groups into which somebody may invite others: all of them, or, where their role narrows what they see, those that they are in. */
export async function readJoinable(ctx: TeamContext): Promise<Group[]> {
  const groups = await readGroups(ctx);
  const isNarrowed = Object.keys(ctx.member.sees ?? {}).length > 0;
  return isNarrowed ? groups.filter(({ memberIds }) => memberIds.includes(ctx.member.id)) : groups;
}

const isTaken = async (ctx: TeamContext, name: string, except: string) =>
  (await listGroups(ctx.teamDb, GROUPS_MAX)).some((one) => one.id !== except && one.name.toLowerCase() === name.toLowerCase());

/** Makes a group of these members. Ids that are not the team's are passed over. */
export async function addGroup(ctx: TeamContext, { name, memberIds }: GroupInput): Promise<GroupOutcome> {
  if (!can(ctx, "group.change")) return notAllowed("group.change");
  if (await isTaken(ctx, name, "")) return { kind: "taken" };
  const id = newId(ctx.now);
  const act = recordIfDone(ctx, { act: "group.made", teamId: ctx.team.id, subjectId: id, detail: {} });
  const [made] = await writeAll(ctx.db, [
    insertGroup(ctx.teamDb, { id, name, createdAt: ctx.now }, GROUPS_MAX),
    act,
    ...replaceMembers(ctx.teamDb, id, memberIds),
  ]);
  return made === 1 ? { kind: "done", id } : { kind: "full" };
}

/** Changes the name of a group and who is in it, from everybody's next click on. */
export async function changeGroup(ctx: TeamContext, id: string, { name, memberIds }: GroupInput): Promise<GroupOutcome> {
  if (!can(ctx, "group.change")) return notAllowed("group.change");
  if (!(await listGroups(ctx.teamDb, GROUPS_MAX)).some((one) => one.id === id)) return { kind: "missing" };
  if (await isTaken(ctx, name, id)) return { kind: "taken" };
  const act = recordAct(ctx, { act: "group.changed", teamId: ctx.team.id, subjectId: id, detail: { members: memberIds.length } });
  try {
    await writeAll(ctx.db, [renameGroup(ctx.teamDb, id, name), ...replaceMembers(ctx.teamDb, id, memberIds), act]);
  } catch (error) {
    // Another took the name in the same moment.
    if (/UNIQUE constraint failed/.test(String(error))) return { kind: "taken" };
    throw error;
  }
  return { kind: "done", id };
}

/** Deletes a group. Its members, and what they look after, stay. */
export async function dropGroup(ctx: TeamContext, id: string): Promise<GroupOutcome> {
  if (!can(ctx, "group.change")) return notAllowed("group.change");
  const [removed, ...rest] = removeGroup(ctx.teamDb, id);
  const act = recordIfDone(ctx, { act: "group.deleted", teamId: ctx.team.id, subjectId: id, detail: {} });
  const [gone] = removed ? await writeAll(ctx.db, [removed, act, ...rest]) : [0];
  return gone === 1 ? { kind: "done", id } : { kind: "missing" };
}
