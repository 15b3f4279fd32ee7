// A year, day by day, under a clock of its own: teams sign up, work, leave, come back, leave for good, with nights that are missed and stores that fail. After every day:
// nothing is kept beyond its period, and nothing is gone before it.

import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { expect, it } from "vitest";
import { signUp } from "~/app/domain/accounts/accounts";
import { noteSignIn } from "~/app/domain/accounts/security";
import { verifyEmail } from "~/app/domain/accounts/verification";
import { startArchive } from "~/app/domain/archives/archives";
import { contactRef } from "~/app/domain/contacts/card";
import { addContact, trashContactsById } from "~/app/domain/contacts/contacts";
import { keepDraft } from "~/app/domain/contacts/drafts";
import type { Context, TeamContext } from "~/app/domain/core/context";
import { PURGE_DAYS } from "~/app/domain/core/periods";
import { daysOf } from "~/app/domain/core/retention";
import { uploadImport } from "~/app/domain/imports/imports";
import { deactivate, reactivate } from "~/app/domain/leaving/deactivation";
import { openRequest } from "~/app/domain/privacy/rights";
import { addNote } from "~/app/domain/records/notes";
import { openTicket } from "~/app/domain/support/support";
import { enterTeam } from "~/app/domain/teams/members";
import { runSchedule } from "~/workers/cron/schedule";
import { contactInput, linkTo, newContext, PASSWORD } from "../../support/app";
import { grantOf, ledgerOf } from "../../support/ledgers";
import { randomFrom } from "../../support/random";

const DAY = 86_400_000;
const DAYS = 365;
const SEED = 20261122;
const random = randomFrom(SEED);
const chance = (p: number) => random() < p;

interface Team {
  userId: string;
  teamId: string;
  email: string;
  /** When it goes for good; null while it is active. */
  purgeAt: number | null;
  contactIds: string[];
}

/** Something with a period of its own: what it is, when its period began, and whose it is. */
interface Item {
  kind: keyof typeof periods;
  id: string;
  from: number;
  teamId: string | null;
}

/** Days, and where to look. What outlives its team says so. */
const periods = {
  mail: { days: daysOf("Mail log"), sql: "SELECT id FROM mails", outlives: false },
  security: { days: daysOf("Security log"), sql: "SELECT id FROM security_log", outlives: true },
  ticket: { days: daysOf("Support tickets"), sql: "SELECT id FROM tickets", outlives: true },
  unconfirmed: { days: 7, sql: "SELECT id FROM rights_requests", outlives: true },
  trash: { days: daysOf("Trash"), sql: "SELECT id FROM contacts", outlives: false },
  draft: { days: daysOf("Drafts"), sql: "SELECT id FROM drafts", outlives: false },
  upload: { days: daysOf("Uploaded files"), sql: "SELECT id FROM imports WHERE files_gone_at IS NULL", outlives: false },
  archive: { days: daysOf("Archives"), sql: "SELECT id FROM archives WHERE state <> 'gone'", outlives: false },
  check: { days: daysOf("Jobs that failed, checks"), sql: "SELECT id FROM checks", outlives: true },
};

const teams: Team[] = [];
const items: Item[] = [];
let now = 0;
/** When the clean-up last ran undisturbed. */
let lastNight = 0;

async function contextAt(over: Partial<Context> = {}): Promise<Context> {
  const ctx = await newContext();
  const at = now;
  return { ...ctx, now: at, clock: async () => at, mail: { ...ctx.mail, send: async () => ({ kind: "sent" }) }, ...over };
}

async function enter(team: Team): Promise<TeamContext> {
  const ctx = await enterTeam(await contextAt(), team.userId);
  if (!ctx) throw new Error(`Team ${team.teamId} cannot be entered.`);
  return ctx;
}

async function join(): Promise<void> {
  const ctx = await contextAt();
  const email = `year${ulid().toLowerCase()}@example.org`;
  const made = await signUp(ctx, { name: "Ann", email, password: PASSWORD, adult: "on", timeZone: "UTC", country: "DE" });
  if (made.kind !== "done") throw new Error("taken");
  const teamId = (await enterTeam(ctx, made.userId))?.team.id ?? "";
  const team: Team = { userId: made.userId, teamId, email, purgeAt: null, contactIds: [] };
  teams.push(team);
  // Some never confirm: those are due seven days later.
  if (chance(0.2)) team.purgeAt = now + daysOf("Unconfirmed sign-ups") * DAY;
  else await verifyEmail(ctx, (await linkTo(email, "verify")).split("/").at(-1) ?? "", { kind: "session", userId: made.userId });
  await ledgerOf(teamId).grant(grantOf(500, { lotId: "year", source: "goodwill", paymentId: null }));
}

async function work(team: Team): Promise<void> {
  const ctx = await enter(team);
  const keep = (kind: Item["kind"], id: string) => items.push({ kind, id, from: now, teamId: team.teamId });
  const id = ulid(now + Math.floor(random() * 1_000));
  await addContact(ctx, contactInput({ firstName: "Year", lastName: id }), id, 1);
  team.contactIds.push(id);
  if (chance(0.5)) await addNote(ctx, contactRef(id), { text: "a note", key: ulid(now), shownCredits: 1 });
  if (chance(0.3)) {
    await trashContactsById(ctx, [id]);
    team.contactIds.pop();
    keep("trash", id);
  }
  if (chance(0.2)) keep("draft", await keepDraft(ctx, "/contacts/new", [["firstName", "x"]]));
  if (chance(0.2)) {
    const uploaded = await uploadImport(ctx, "a.csv", new TextEncoder().encode("Name,Email\nA,a@example.org\n"));
    if (uploaded.kind === "staged") keep("upload", uploaded.importId);
  }
  if (chance(0.1)) {
    const started = await startArchive(ctx);
    if (started.kind === "started") keep("archive", started.archiveId);
  }
  if (chance(0.2)) await noteSignIn(ctx, team.userId, { ip: "192.0.2.1", device: "x" }, null);
  if (chance(0.1)) keep("ticket", (await openTicket(ctx, { name: "Ann", email: team.email, topic: "help", body: "?" }, null)).ticketId);
  if (chance(0.1))
    keep("unconfirmed", await openRequest(ctx, { kind: "copy", name: "A", email: "who@example.org", about: null, details: "" }));
}

async function live(): Promise<void> {
  if (teams.length < 14 && chance(0.08)) await join();
  for (const team of teams) {
    if (team.purgeAt !== null && team.purgeAt <= now) continue;
    const leaving = team.purgeAt !== null && (await enter(team)).team.deactivatedAt !== null;
    if (leaving && chance(0.02) && (await reactivate(await enter(team))).kind === "done") team.purgeAt = null;
    else if (!leaving && team.purgeAt === null && chance(0.008) && (await deactivate(await enter(team), PASSWORD)).kind === "done")
      team.purgeAt = now + PURGE_DAYS * DAY;
    else if (!leaving && chance(0.08)) await work(team);
  }
}

/** The night: missed sometimes, and sometimes with a store of files that fails. */
async function night(): Promise<void> {
  if (chance(0.1)) return;
  const fails = chance(0.1);
  const { files } = await contextAt();
  const broken = {
    ...files,
    put: files.put.bind(files),
    get: files.get.bind(files),
    delete: files.delete.bind(files),
    list: () => Promise.reject(new Error("away")),
  };
  const ctx = await contextAt(fails ? { files: broken } : {});
  await runSchedule("17 3 * * *", ctx);
  for (let n = 0; n < 2; n++) await runSchedule("* * * * *", ctx);
  if (!fails) lastNight = now;
}

/** What was written by others, as mails are: found by what is there. */
async function notice(): Promise<void> {
  const known = new Set(items.map(({ id }) => id));
  const find = async (sql: string) => (await env.DB.prepare(sql).all<{ id: string; at: number; teamId: string | null }>()).results;
  const mine = new Map(teams.map(({ email, teamId }) => [email, teamId]));
  const mails = await env.DB.prepare("SELECT id, created_at AS at, recipient FROM mails").all<{
    id: string;
    at: number;
    recipient: string;
  }>();
  for (const { id, at, recipient } of mails.results) {
    const teamId = mine.get(recipient);
    if (teamId && !known.has(id) && !id.startsWith("purged-")) items.push({ kind: "mail", id, from: at, teamId });
  }
  for (const { id, at } of await find("SELECT id, at FROM security_log WHERE ip = '192.0.2.1'"))
    if (!known.has(id)) items.push({ kind: "security", id, from: at, teamId: null });
}

async function check(day: number): Promise<void> {
  const there = new Map<string, Set<string>>();
  for (const [kind, { sql }] of Object.entries(periods))
    there.set(kind, new Set((await env.DB.prepare(sql).all<{ id: string }>()).results.map(({ id }) => id)));
  const purged = new Map(teams.map(({ teamId, purgeAt }) => [teamId, purgeAt]));
  const wrong: string[] = [];
  for (const item of items) {
    const { days, outlives } = periods[item.kind];
    const is = there.get(item.kind)?.has(item.id);
    const purgeAt = item.teamId === null || outlives ? null : (purged.get(item.teamId) ?? null);
    const endsAt = Math.min(item.from + days * DAY, purgeAt ?? Number.POSITIVE_INFINITY);
    // A night that was missed delays the end, never brings it forward.
    if (is && endsAt < lastNight) wrong.push(`day ${day}: ${item.kind} ${item.id} is kept beyond its period`);
    if (!is && endsAt > now) wrong.push(`day ${day}: ${item.kind} ${item.id} is gone before its period`);
  }
  const contacts = new Set((await env.DB.prepare("SELECT id FROM contacts").all<{ id: string }>()).results.map(({ id }) => id));
  for (const { teamId, purgeAt, contactIds } of teams) {
    const here = contactIds.filter((id) => contacts.has(id)).length;
    if ((purgeAt === null || purgeAt > now) && here !== contactIds.length) wrong.push(`day ${day}: team ${teamId} misses contacts`);
    if (purgeAt !== null && purgeAt < lastNight && here > 0) wrong.push(`day ${day}: team ${teamId} is kept beyond its day`);
  }
  expect(wrong).toEqual([]);
}

it("[E-15] in a simulated year with missed nights and failing stores nothing is kept beyond its period, and nothing of an active team is gone before it", async () => {
  const start = Date.now();
  for (let day = 0; day < DAYS; day++) {
    now = start + day * DAY;
    await live();
    await notice();
    await night();
    await check(day);
  }
  const kinds = new Set(items.map(({ kind }) => kind));
  expect(kinds).toEqual(new Set(["mail", "security", "ticket", "unconfirmed", "trash", "draft", "upload", "archive"]));
  expect(teams.filter(({ purgeAt }) => purgeAt !== null && purgeAt < now).length).toBeGreaterThan(3);
  expect(teams.some(({ purgeAt }) => purgeAt === null)).toBe(true);
}, 180_000);
