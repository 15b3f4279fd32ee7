// A team changes hands: its owner offers it to a member, who says yes. Both are owners' matters of consequence, so the one who offers gives their password first (the page
// asks for it), and nothing changes until the other has agreed. The old owner stays as a manager.
import { findHandover, type Handover, putHandover, removeHandover, takeOver } from "~/db/queries/invitations";
import { findMember } from "~/db/queries/teams";
import { writeAll } from "~/db/statements";
import { recordIfDone } from "../core/auditLog";
import type { TeamContext } from "../core/context";
import { DAY_MS } from "../core/dates";
import { can, type NotAllowed, notAllowed } from "../core/permissions";
import { writeWithMails } from "../mail/mails";
import { tellMember } from "./memberChanges";

export const HANDOVER_DAYS = 7;

export type HandoverOutcome = { kind: "done" } | NotAllowed | { kind: "missing" };

/** Offers the team to another member. One offer is open at a time: a new one takes its place. */
export async function offerTeam(ctx: TeamContext, toId: string): Promise<HandoverOutcome> {
  if (!can(ctx, "team.hand")) return notAllowed("team.hand");
  const to = await findMember(ctx.teamDb, toId);
  if (!to || to.id === ctx.member.id || to.deactivatedAt !== null) return { kind: "missing" };
  const offer = { fromId: ctx.member.id, toId, at: ctx.now, expiresAt: ctx.now + HANDOVER_DAYS * DAY_MS };
  const act = recordIfDone(ctx, { act: "team.offered", teamId: ctx.team.id, subjectId: toId, detail: {} });
  const body = `The owner of “${ctx.team.name}” wants to hand the team over to you: its records, its credits and what it pays. Open the team’s members within ${HANDOVER_DAYS} days and say yes or no.`;
  await writeWithMails(ctx, [putHandover(ctx.teamDb, offer), act], [tellMember(ctx, to, `“${ctx.team.name}” is offered to you`, body)]);
  return { kind: "done" };
}

/** The open offer of the team, if there is one. */
export function readOffer(ctx: TeamContext): Promise<Handover | null> {
  return findHandover(ctx.teamDb, ctx.now);
}

/** The member whom the team was offered says yes: they are its owner, and the one who offered it a manager. */
export async function acceptTeam(ctx: TeamContext): Promise<{ kind: "done" } | { kind: "missing" }> {
  const offer = await findHandover(ctx.teamDb, ctx.now);
  if (!offer || offer.toId !== ctx.member.id) return { kind: "missing" };
  const act = recordIfDone(ctx, { act: "team.handed", teamId: ctx.team.id, subjectId: offer.toId, detail: {} });
  const [take, end] = takeOver(ctx.teamDb, offer, ctx.now);
  if (!take || !end) return { kind: "missing" };
  const [taken] = await writeAll(ctx.db, [take, act, end]);
  if (taken === 0) return { kind: "missing" };
  const before = await findMember(ctx.teamDb, offer.fromId);
  const words = [`“${ctx.team.name}” has a new owner`, "The handover is complete. You are a manager of the team now."] as const;
  if (before) await writeWithMails(ctx, [], [tellMember(ctx, before, ...words)]);
  return { kind: "done" };
}

/** Either of the two calls it off. */
export async function endOffer(ctx: TeamContext): Promise<{ kind: "done" } | { kind: "missing" }> {
  const offer = await findHandover(ctx.teamDb, ctx.now);
  if (!offer || ![offer.fromId, offer.toId].includes(ctx.member.id)) return { kind: "missing" };
  const act = recordIfDone(ctx, { act: "team.offer-ended", teamId: ctx.team.id, subjectId: offer.toId, detail: {} });
  await writeAll(ctx.db, [removeHandover(ctx.teamDb), act]);
  return { kind: "done" };
}
