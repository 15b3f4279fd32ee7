// Whose a record is: the member who looks after it. It may be private to them; then only they and the team's owners see it.
import type { TeamDb } from "~/db/client";
import { findOwned, setOwned } from "~/db/queries/records/owned";
import type { NounTable } from "~/db/queries/records/records";
import { isNarrowed } from "~/db/queries/records/sight";
import { insertTimeline } from "~/db/queries/records/timeline";
import { unlessChanged, writeAll } from "~/db/statements";
import type { TeamContext } from "../core/context";
import { newId } from "../core/ids";
import { can, isOwner, type NotAllowed, notAllowed } from "../core/permissions";
import { readMemberNames } from "../teams/members";
import type { RecordRef } from "./card";

/** Who looks after a new record where nobody is named: whoever adds it, where they would not see it else. */
export const ownerOfNew = ({ sight, ...teamDb }: TeamDb, table: NounTable): string =>
  sight && isNarrowed({ ...teamDb, sight }, table) ? sight.memberId : "";

/** Whether somebody may say who looks after a record from now on: one's own, nobody's, and a colleague's where a role says so. What is private stays. */
export const mayGiveAway = (ctx: TeamContext, { ownerId, isPrivate }: { ownerId: string; isPrivate: boolean }): boolean =>
  !isPrivate && (ownerId === "" || ownerId === ctx.member.id || can(ctx, "record.assign"));

/** What is wrong with who is to look after a record; null where nothing is. `before`: the record, where it is there already. */
export async function refuseOwner(
  ctx: TeamContext,
  ownerId: string,
  before: { ownerId: string; isPrivate: boolean } | null,
): Promise<string | null> {
  if (ownerId === before?.ownerId) return null;
  if (before?.isPrivate) return "This record is private to whoever looks after it. Make it visible to the team first";
  const names = await readMemberNames(ctx);
  if (before && before.ownerId in names && !mayGiveAway(ctx, before))
    return `Only ${names[before.ownerId]}, an owner or a manager can give it to somebody else`;
  return ownerId === "" || ownerId in names ? null : "Choose somebody in this team";
}

export type PrivateOutcome = { kind: "done" } | NotAllowed | { kind: "missing" | "others" | "changed" };

/**
 * Makes a record private to whoever looks after it, which must be the one who asks, or visible again to those whose role lets them see it. One that
 * nobody looks after becomes the asker's. The team's owners may make any visible.
 */
export async function setPrivate(ctx: TeamContext, { of, id }: RecordRef, isPrivate: boolean): Promise<PrivateOutcome> {
  if (!can(ctx, "record.change")) return notAllowed("record.change");
  const before = await findOwned(ctx.teamDb, of.table, id);
  if (!before) return { kind: "missing" };
  const isOwn = before.ownerId === ctx.member.id || (before.ownerId === "" && isPrivate);
  if (!isOwn && (isPrivate || !isOwner(ctx.member))) return { kind: "others" };
  if (before.isPrivate === isPrivate) return { kind: "done" };
  const ownerId = before.ownerId || ctx.member.id;
  const after = { ownerId, isPrivate, changedAt: Math.max(ctx.now, before.changedAt + 1) };
  const line = { recordId: id, id: newId(ctx.now), kind: "edited", memberId: ctx.member.id, body: "", at: ctx.now } as const;
  const batch = [
    ...setOwned(ctx.teamDb, of.table, before, after),
    ...of.refind(ctx.teamDb, { ...before, ...after }),
    insertTimeline(ctx.teamDb, line),
  ];
  return { kind: (await unlessChanged(() => writeAll(ctx.db, batch))) ? "done" : "changed" };
}

/** How a record's owner is shown: their name, whether it is private, and what may be done about that. */
export interface OwnerView {
  name: string;
  isPrivate: boolean;
  /** Whether who looks may make it private, or visible again. */
  mayHide: boolean;
}

/** Who looks after a record, for its page. */
export function viewOwner(
  ctx: TeamContext,
  { ownerId, isPrivate }: { ownerId: string; isPrivate: boolean },
  names: Record<string, string>,
): OwnerView {
  const own = ownerId === ctx.member.id || ownerId === "";
  const mayHide = can(ctx, "record.change") && (own || (isPrivate && isOwner(ctx.member)));
  return { name: names[ownerId] ?? "", isPrivate, mayHide };
}
