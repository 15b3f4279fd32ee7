// Consent to share: nothing of a team is shown to anybody outside without one that is recorded, ends by itself, and can be withdrawn.
import { openTeamDb } from "~/db/client";
import { listContacts } from "~/db/queries/contactLists";
import { type Consent, insertConsent, listConsents, withdrawConsents } from "~/db/queries/rights";
import { findTeam } from "~/db/queries/teams";
import { writeAll } from "~/db/statements";
import { recordAct } from "../core/auditLog";
import type { TeamContext } from "../core/context";
import { DAY_MS } from "../core/dates";
import { newId } from "../core/ids";
import { can, type NotAllowed, notAllowed } from "../core/permissions";

const SUPPORT_DAYS = 7;

/** Lets support look at the contact list for a week. Only the owner may. */
export async function allowSupport(ctx: TeamContext): Promise<{ kind: "done" } | NotAllowed> {
  if (!can(ctx, "support.allow")) return notAllowed("support.allow");
  const id = newId(ctx.now);
  const consent = {
    id,
    purpose: "support-access",
    givenBy: ctx.member.id,
    givenAt: ctx.now,
    endsAt: ctx.now + SUPPORT_DAYS * DAY_MS,
  } as const;
  await writeAll(ctx.db, [
    withdrawConsents(ctx.teamDb, "support-access", ctx.now),
    insertConsent(ctx.teamDb, { ...consent, withdrawnAt: null }),
    recordAct(ctx, { act: "consent.given", teamId: ctx.team.id, subjectId: id, detail: { purpose: "support-access" } }),
  ]);
  return { kind: "done" };
}

/** Ends it at once. */
export async function withdrawSupport(ctx: TeamContext): Promise<{ kind: "done" } | NotAllowed> {
  if (!can(ctx, "support.allow")) return notAllowed("support.allow");
  await writeAll(ctx.db, [
    withdrawConsents(ctx.teamDb, "support-access", ctx.now),
    recordAct(ctx, { act: "consent.withdrawn", teamId: ctx.team.id, subjectId: ctx.team.id, detail: { purpose: "support-access" } }),
  ]);
  return { kind: "done" };
}

export async function readConsents(ctx: TeamContext): Promise<Consent[]> {
  return listConsents(ctx.teamDb);
}

const isLive = (now: number) => (consent: Consent) => consent.withdrawnAt === null && consent.endsAt > now;

/** The consent that holds now, if any. */
export function liveConsent(consents: Consent[], now: number): Consent | null {
  return consents.find(isLive(now)) ?? null;
}

/** The consent by which a team lets support look now; a deactivated team lets nobody. */
export async function findConsent(ctx: TeamContext, teamId: string): Promise<Consent | null> {
  const [team, consents] = await Promise.all([findTeam(ctx.db, teamId), listConsents(openTeamDb(ctx.db, teamId))]);
  return team?.deactivatedAt === null ? liveConsent(consents, ctx.now) : null;
}

/** A team's newest contacts by name, for an operator who was let in; each look is in the team's audit log. Null without a consent. */
export async function lookAsSupport(ctx: TeamContext, teamId: string) {
  const consent = await findConsent(ctx, teamId);
  if (!consent) return null;
  await writeAll(ctx.db, [recordAct(ctx, { act: "consent.used", teamId, subjectId: consent.id, detail: {} })]);
  const query = { search: "", status: null, tagId: null, sort: "arrival", trashed: false, after: null, pageSize: 50 } as const;
  const { contacts } = await listContacts(openTeamDb(ctx.db, teamId), query);
  return contacts.map(({ id, firstName, lastName, company, status }) => ({ id, firstName, lastName, company, status }));
}
