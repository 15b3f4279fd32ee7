// Who is asking. Every route of the app begins here; who may not come in is sent to where they can.
import { type AppLoadContext, redirect } from "@remix-run/cloudflare";
import { findSession, type SessionFound } from "../domain/accounts/sessions";
import type { TeamContext } from "../domain/core/context";
import { asMember } from "../domain/teams/members";
import { deviceWords } from "./browsers.server";
import { paths } from "./paths";
import { redirectWith } from "./reply.server";

interface Asking {
  request: Request;
  context: AppLoadContext;
}

export type MemberContext = TeamContext & { verified: boolean };

/** One request runs several loaders: who asks is found out once. */
const found = new WeakMap<AppLoadContext, Promise<{ session: SessionFound; member: MemberContext } | null>>();

async function find({ request, context }: Asking) {
  const session = await findSession(context.ctx, request.headers.get("Cookie") ?? "");
  const member = session && asMember(context.ctx, session.asker);
  return session && member ? { session, member: { ...member, device: deviceWords(request.headers.get("User-Agent")) } } : null;
}

function findOnce(asking: Asking) {
  const known = found.get(asking.context) ?? find(asking);
  found.set(asking.context, known);
  return known;
}

/** The signed-in member with their team, or null. */
export async function findAsking(asking: Asking): Promise<{ session: SessionFound; member: MemberContext } | null> {
  return findOnce(asking);
}

/** The signed-in member with their team. Others are sent to sign in, and come back here afterwards. A deactivated team is only looked at. */
export async function requireMember(asking: Asking): Promise<MemberContext> {
  const member = await requireMemberOfAny(asking);
  if (member.team.deactivatedAt !== null && asking.request.method !== "GET")
    throw await redirectWith(member, paths.leave(), { text: "This team is deactivated, so nothing was changed.", tone: "bad" });
  return member;
}

/** The same, also where a deactivated team wants to come back or to leave the room. */
export async function requireMemberOfAny(asking: Asking): Promise<MemberContext> {
  const known = await findOnce(asking);
  if (known) return known.member;
  const { pathname, search } = new URL(asking.request.url);
  throw redirect(paths.signIn(asking.request.method === "GET" ? pathname + search : undefined));
}

/** For the pages that only make sense before signing in. */
export async function requireNobody(asking: Asking): Promise<void> {
  if (await findOnce(asking)) throw redirect(paths.contacts());
}

/** Whether somebody runs this deployment: by configuration, and only with an address that is proven theirs. */
export function isOperator(member: MemberContext): boolean {
  return member.verified && member.operators.includes(member.member.email.toLowerCase());
}

/** For the pages of those who run the deployment. To everybody else they do not exist. */
export async function requireOperator(asking: Asking): Promise<MemberContext> {
  const member = await requireMember(asking);
  if (!isOperator(member)) throw notFound("There is no such page");
  return member;
}

export function notFound(what: string): Response {
  return new Response(what, { status: 404, statusText: "Not found" });
}

/** The address that limits count by. */
export function ipOf(request: Request): string {
  return request.headers.get("CF-Connecting-IP") ?? "local";
}
