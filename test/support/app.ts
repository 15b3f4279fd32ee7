// The app as tests use it: its context, a team of a signed-up person, and a browser's way of asking over HTTP.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { signUp } from "~/app/domain/accounts/accounts";
import { beginSession } from "~/app/domain/accounts/sessions";
import { verifyEmail } from "~/app/domain/accounts/verification";
import { ContactInput } from "~/app/domain/contacts/contactInput";
import type { Context, TeamContext } from "~/app/domain/core/context";
import { enterTeam } from "~/app/domain/teams/members";
import { type Env, openContext } from "~/workers/context";
import { grantOf, ledgerOf } from "./ledgers";

export const origin = "https://farthing.test";

/** Asks the production entry. Not through the runtime's own loopback, which takes longer with each request; loaded when first asked, since the app is large. */
export async function ask(request: Request): Promise<Response> {
  const { default: worker } = await import("~/workers/index");
  const late: Promise<unknown>[] = [];
  const execution = { waitUntil: (work: Promise<unknown>) => void late.push(work) } as unknown as ExecutionContext;
  const response = await worker.fetch(request as never, env as unknown as Env, execution);
  await Promise.all(late);
  return response;
}

/** The context of one request, as the Worker makes it. Jobs are kept instead of queued: `jobs` holds the hints. */
export async function newContext(jobs: object[] = []): Promise<Context> {
  const ctx = await openContext(env as unknown as Env);
  return { ...ctx, now: Date.now(), hint: async (job) => void jobs.push(job), log: () => undefined };
}

/** The one-time link in the newest mail to an address, as it lies in the outbox. */
export async function linkTo(recipient: string, template: string): Promise<string> {
  const row = await env.DB.prepare("SELECT props FROM mails WHERE recipient = ? AND template = ? ORDER BY id DESC LIMIT 1")
    .bind(recipient, template)
    .first<{ props: string }>();
  return JSON.parse(row?.props ?? "{}").url ?? "";
}

/** What every person of newPerson signs in with. */
export const PASSWORD = "correct horse battery";

/** An address that nobody has yet. */
export const newAddress = () => `a${ulid().toLowerCase()}@example.org`;

/** Whether somebody is signed in with a browser. */
export const isIn = async (browser: Browser) => (await browser.ask("/contacts")).status === 200;

export interface Person {
  ctx: TeamContext;
  email: string;
  userId: string;
  teamId: string;
  browser: Browser;
}

let people = 0;

/** Somebody with a team of their own; `credits` are bought ones. Not verified unless asked; `confirmed` is that without its welcome credits. */
export async function newPerson({ credits = 0, verified = false, confirmed = false, country = "DE", address = "" } = {}): Promise<Person> {
  const base = await newContext();
  const email = address || `person${people++}.${ulid().toLowerCase()}@example.org`;
  const made = await signUp(base, {
    name: "Asha Rao",
    email,
    password: PASSWORD,
    adult: "on",
    timeZone: "Europe/Berlin",
    country,
  });
  if (made.kind !== "done") throw new Error("The address was taken.");
  if (verified) await verifyEmail(base, (await linkTo(email, "verify")).split("/").at(-1) ?? "", { kind: "session", userId: made.userId });
  if (confirmed) await env.DB.prepare("UPDATE users SET email_verified_at = 1 WHERE id = ?").bind(made.userId).run();
  // Whoever runs the deployment signs in with more than a password.
  if (base.operators.includes(email)) await env.DB.prepare("UPDATE users SET second_since = 1 WHERE id = ?").bind(made.userId).run();
  const ctx = await enterTeam(base, made.userId);
  if (!ctx) throw new Error("There is no team.");
  const teamId = ctx.team.id;
  if (credits > 0) await ledgerOf(teamId).grant(grantOf(credits, { lotId: "test", source: "goodwill", paymentId: null }));
  const browser = new Browser();
  browser.keep(await beginSession(base, made.userId));
  return { ctx, email, userId: made.userId, teamId, browser };
}

/** The same person's context at this moment: a new request. */
export async function again(person: Person, jobs: object[] = []): Promise<TeamContext & { verified: boolean }> {
  const ctx = await enterTeam(await newContext(jobs), person.userId);
  if (!ctx) throw new Error("There is no team.");
  return ctx;
}

/** A valid contact with little in it. */
export function contactInput(over: Partial<Record<keyof ContactInput, unknown>> = {}): ContactInput {
  return ContactInput.parse({ firstName: "Ada", lastName: "Lovelace", ...over });
}

/** Asks the Worker as a browser does: cookies kept, posts with their origin. */
export class Browser {
  private readonly cookies = new Map<string, string>();

  keep(cookie: string): void {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    this.cookies.set(name, value);
  }

  get cookieHeader(): string {
    return Array.from(this.cookies, ([name, value]) => `${name}=${value}`).join("; ");
  }

  async ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("Cookie", this.cookieHeader);
    headers.set("Host", new URL(origin).host);
    const response = await ask(new Request(new URL(path, origin), { ...init, headers, redirect: "manual" }));
    for (const cookie of response.headers.getSetCookie()) this.keep(cookie);
    return response;
  }

  async post(path: string, fields: Record<string, string> | FormData): Promise<Response> {
    const body = fields instanceof FormData ? fields : new URLSearchParams(fields);
    return this.ask(path, { method: "POST", body, headers: { Origin: origin, "Sec-Fetch-Site": "same-origin" } });
  }
}

/** Signs in with a browser that calls itself `agent`, from an address. */
export function signInFrom(browser: Browser, email: string, agent: string, password = PASSWORD, ip = "203.0.113.7") {
  const headers = { Origin: origin, "Sec-Fetch-Site": "same-origin", "User-Agent": agent, "CF-Connecting-IP": ip };
  return browser.ask("/sign-in", { method: "POST", body: new URLSearchParams({ email, password }), headers });
}
