// Who is asking. Every route of the app begins here; who may not come in is sent to where they can.
import { type AppLoadContext, redirect } from "@remix-run/cloudflare";
import { findSession, type SessionFound } from "../domain/accounts/sessions";
import type { Context, TeamContext } from "../domain/core/context";
import { can, notAllowedWords, type Permission } from "../domain/core/permissions";
import { asMember } from "../domain/teams/members";
import { noteRefused } from "../domain/teams/refusals";
import { expectTeam } from "./body.server";
import { deviceWords } from "./browsers.server";
import { paths } from "./paths";
import { redirectWith } from "./reply.server";

interface Asking {
  request: Request;
  context: AppLoadContext;
}

export type MemberContext = TeamContext & { verified: boolean };

/** Somebody with an account, whether or not a team lets them in. */
export type PersonContext = Context & Pick<TeamContext, "member" | "device"> & { verified: boolean };

interface Found {
  session: SessionFound;
  person: PersonContext;
  /** Null for somebody whom no team lets in. */
  member: MemberContext | null;
}

/** One request runs several loaders: who asks is found out once. */
const found = new WeakMap<AppLoadContext, Promise<Found | null>>();

async function find({ request, context: { ctx } }: Asking): Promise<Found | null> {
  const session = await findSession(ctx, request.headers.get("Cookie") ?? "");
  if (!session) return null;
  const device = deviceWords(request.headers.get("User-Agent"));
  const member = asMember(ctx, session.asker);
  const { id: userId, name, email, emailVerifiedAt } = session.asker.user;
  // Without a team: a role that allows nothing.
  const nobody: TeamContext["member"] = { id: "", userId, name, email, role: "own", grants: [] };
  const person = { ...ctx, device, member: member?.member ?? nobody, verified: emailVerifiedAt !== null };
  return { session, person, member: member && { ...member, device } };
}

function findOnce(asking: Asking) {
  const known = found.get(asking.context) ?? find(asking);
  found.set(asking.context, known);
  return known;
}

/** Who is signed in, or null. `member`: in the team that they look at; null where no team lets them in. */
export async function findAsking(asking: Asking): Promise<Found | null> {
  return findOnce(asking);
}

/** Somebody who is signed in, whether or not a team lets them in. Others are sent to sign in, and come back here afterwards. */
export async function requirePerson(asking: Asking): Promise<Found> {
  const known = await findOnce(asking);
  if (known) return known;
  const { pathname, search } = new URL(asking.request.url);
  throw redirect(paths.signIn(asking.request.method === "GET" ? pathname + search : undefined));
}

/**
 * The signed-in member with their team. Others are sent to sign in, and come back here afterwards. A deactivated team is only looked at. `act`: what the page is for, where
 * not every role may; whoever may not reads why.
 */
export async function requireMember(asking: Asking, act?: Permission): Promise<MemberContext> {
  const member = await requireMemberOfAny(asking);
  if (act) requireMay(member, act);
  if (member.team.deactivatedAt !== null && asking.request.method !== "GET")
    throw await redirectWith(member, paths.leave(), { text: "This team is deactivated, so nothing was changed.", tone: "bad" });
  return member;
}

/** How long a sign-in, or a password typed anew, speaks for whoever sits at the browser. */
const RECENT_MS = 15 * 60 * 1000;

/** For what matters: whoever showed who they are a while ago is asked again, and comes back to the page. */
export async function requireRecent(asking: Asking): Promise<void> {
  const { session } = await requirePerson(asking);
  if (asking.context.ctx.now - session.asker.session.provenAt <= RECENT_MS) return;
  const { pathname, search } = new URL(asking.request.url);
  throw redirect(paths.prove(pathname + search));
}

/** For one of several things that a page can do. */
export function requireMay(member: MemberContext, act: Permission): void {
  if (can(member, act)) return;
  void member.later(() => noteRefused(member, act));
  throw new Response(notAllowedWords({ act }), { status: 403, statusText: "Not allowed" });
}

/** The same, also where a deactivated team wants to come back or to leave the room. */
export async function requireMemberOfAny(asking: Asking): Promise<MemberContext> {
  const { member, session } = await requirePerson(asking);
  if (!member) throw redirect(paths.teams());
  const chosen = session.asker.session.teamId;
  // The team that this browser chose lets them in no more: what was meant for it must not land in another.
  if (asking.request.method !== "GET" && chosen !== null && chosen !== member.team.id) throw redirect(paths.teams());
  expectTeam(asking.request, member.team.id);
  // The team asks for a second factor: nothing of it is shown to who has none.
  if (member.team.secondRequiredAt !== null && session.asker.user.secondSince === null) throw redirect(paths.ownSecond());
  return member;
}

/** For the pages that only make sense before signing in. */
export async function requireNobody(asking: Asking): Promise<void> {
  if (await findOnce(asking)) throw redirect(paths.contacts());
}

/** Whether somebody runs this deployment: by configuration, and only with an address that is proven theirs. */
export function isOperator(member: MemberContext): boolean {
  return member.verified && member.operators.includes(member.member.email.toLowerCase());
}

/** Operators sign in with a second factor, wherever others reach the deployment. */
async function requireOperatorsSecond(asking: Asking): Promise<void> {
  const { session, person } = await requirePerson(asking);
  if (person.operatorsNeedSecond && session.asker.user.secondSince === null) throw redirect(paths.ownSecond());
}

/** For the pages of those who run the deployment. To everybody else they do not exist. */
export async function requireOperator(asking: Asking): Promise<MemberContext> {
  const member = await requireMember(asking);
  if (!isOperator(member)) throw notFound("There is no such page");
  await requireOperatorsSecond(asking);
  // Money, and what cannot be taken back.
  if (asking.request.method !== "GET") await requireRecent(asking);
  return member;
}

export function notFound(what: string): Response {
  return new Response(what, { status: 404, statusText: "Not found" });
}

/** The address that limits count by. */
export function ipOf(request: Request): string {
  return request.headers.get("CF-Connecting-IP") ?? "local";
}
