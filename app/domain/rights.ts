// Requests about personal data from anybody, with or without an account: who asks shows that the address is theirs, the teams that keep them as a contact are told, and
// every request has a date by which it is answered.
import { ulid } from "ulidx";
import { z } from "zod";
import { openTeamDb, type Statement, writeAll } from "~/db/client";
import { findUserByEmail } from "~/db/queries/accounts";
import { listByHandles } from "~/db/queries/contacts";
import {
  confirmRequestRow,
  endRequestRow,
  findRequest,
  insertRequest,
  listDueRequests,
  listEndedRequests,
  listOpenRequests,
  listParts,
  listTeamRequests,
  listTeamsKeeping,
  markReminded,
  type RightsRequest,
} from "~/db/queries/rights";
import { findNominee } from "~/db/queries/security";
import { rightsKinds } from "~/db/schema/rights";
import { EmailAddress } from "./accounts";
import { recordAct } from "./auditLog";
import { eraseContact } from "./contactRights";
import type { Context, TeamContext } from "./context";
import { DAY_MS } from "./dates";
import { mailOwners, writeMail, writeWithMails } from "./mails";
import { eraseUser } from "./memberRights";
import { nearestNotice } from "./notices";
import { problemWords } from "./problems";
import { keyedHash } from "./secrets";
import { walkIds } from "./teams";

export { rightsKinds } from "~/db/schema/rights";
export type RightsKind = (typeof rightsKinds)[number];

/** What is asked, in words; and within how many days it is answered. */
export const rightsWords: Record<RightsKind, { name: string; what: string; days: number }> = {
  copy: { name: "A copy of my data", what: "a copy of the data kept about you", days: 30 },
  correction: { name: "Correct my data", what: "that data about you is corrected", days: 30 },
  erasure: { name: "Delete my data", what: "that the data about you is deleted", days: 30 },
  restriction: { name: "Keep, but do not use my data", what: "that the data about you is kept without being used", days: 30 },
  objection: { name: "I object to a use of my data", what: "that a use of your data ends", days: 30 },
  facebook: { name: "Delete what came from Facebook", what: "that data which came from Facebook is deleted", days: 7 },
  nominee: { name: "I act for somebody who died or cannot act", what: "to use the rights of somebody who named you", days: 30 },
  minor: { name: "Somebody in the data is under 16", what: "that the data of a child is deleted", days: 1 },
};

export const RightsInput = z.object({
  kind: z.enum(rightsKinds, { error: "Choose what you ask for" }),
  name: z.string().trim().min(1, "Your name").max(100, "At most 100 characters"),
  email: EmailAddress,
  /** Whom it is about, where that is somebody else. */
  about: z.union([z.literal("").transform(() => null), EmailAddress]).default(null),
  details: z.string().trim().max(5_000, "At most 5,000 characters").default(""),
});
export type RightsInput = z.infer<typeof RightsInput>;

const Details = z.object({ about: z.string().nullable(), text: z.string() });
export const detailsOf = (request: RightsRequest) => Details.safeParse(jsonOf(request.details)).data ?? { about: null, text: "" };

function jsonOf(text: string): unknown {
  return text === "" ? null : JSON.parse(text);
}

/** Opens a request's page. Derived, so that it is kept nowhere. */
const keyOf = (ctx: Context, requestId: string) => keyedHash(ctx, "rights", requestId);
const dayWords = (at: number) => new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" }).format(at);

/** Keeps a request until who asks has confirmed the address by the link that is mailed to it. Nothing is shown or told to anybody before. */
export async function openRequest(ctx: Context, { kind, name, email, about, details }: RightsInput): Promise<string> {
  const id = ulid(ctx.now);
  const dueAt = ctx.now + rightsWords[kind].days * DAY_MS;
  const request: RightsRequest = {
    ...{ id, kind, name, email, details: JSON.stringify({ about, text: details }), parentId: null, teamId: null, state: "unconfirmed" },
    ...{ receivedAt: ctx.now, confirmedAt: null, dueAt, reminded: null, endedAt: null, outcome: null },
  };
  const props = { name, what: rightsWords[kind].what, due: dayWords(dueAt), url: `${ctx.origin}/rights/${id}?key=${keyOf(ctx, id)}` };
  const mail = writeMail(ctx, { template: "rights-received", recipient: email, props, teamId: null });
  await writeWithMails(ctx, [insertRequest(ctx.db, request)], [mail]);
  return id;
}

export interface RequestView {
  request: RightsRequest;
  parts: RightsRequest[];
  /** Whether the address has an account, where its owner can do most of it at once. */
  account: boolean;
}

/** A request for who made it. Null without the right key. */
export async function readRequest(ctx: Context, id: string, key: string): Promise<RequestView | null> {
  const request = key === keyOf(ctx, id) ? await findRequest(ctx.db, id) : null;
  if (!request) return null;
  const account = request.email !== "" && (await findUserByEmail(ctx.db, request.email)) !== null;
  return { request, parts: await listParts(ctx.db, id), account };
}

/** Confirms the address: from here on the request is answered by its date. A child's own address is acted on at once. Any number of times. */
export async function confirmRequest(ctx: Context, id: string, key: string): Promise<boolean> {
  const found = await readRequest(ctx, id, key);
  if (!found) return false;
  const { request } = found;
  if (request.endedAt !== null) return true;
  await writeAll(ctx.db, [confirmRequestRow(ctx.db, id, ctx.now)]);
  const { about } = detailsOf(request);
  if (request.kind === "minor" && about === null) {
    // What cannot go yet, because an import is running, goes with the sweep.
    await eraseMinor(ctx, request, request.email, "own address").catch((error) => {
      ctx.log({ at: "rights.failed", requestId: id, problem: problemWords(error) });
    });
  } else if (request.kind !== "minor" && request.kind !== "nominee") await passOn(ctx, request);
  return true;
}

/** A part for each team that keeps the address as a contact's, with a mail to its owners. */
async function passOn(ctx: Context, request: RightsRequest): Promise<void> {
  for await (const teamId of teamsKeeping(ctx, request.email)) {
    const id = `${request.id}-${teamId}`;
    const part: RightsRequest = { ...request, id, parentId: request.id, teamId, state: "open", confirmedAt: ctx.now, reminded: null };
    const mails = await mailOwners(ctx, openTeamDb(ctx.db, teamId), {
      id: `rights-${id}`,
      template: "rights-due",
      props: dueProps(ctx, part),
    });
    await writeWithMails(ctx, [insertRequest(ctx.db, part)], mails);
  }
}

function teamsKeeping(ctx: Context, email: string): AsyncGenerator<string> {
  return walkIds((after, limit) => listTeamsKeeping(ctx.db, email, after, limit));
}

function dueProps(ctx: Context, { kind, dueAt, teamId, id }: RightsRequest) {
  const days = Math.ceil((dueAt - ctx.now) / DAY_MS);
  const url = teamId ? `${ctx.origin}/settings/requests` : `${ctx.origin}/operator/rights#${id}`;
  return { what: rightsWords[kind].what, due: dayWords(dueAt), days, url };
}

/** Deletes a child's account and the contacts with their address in every team, at once. What cannot go yet is found by the next try. Returns what went. */
async function eraseMinor(
  ctx: Context,
  request: RightsRequest,
  email: string,
  why: string,
): Promise<{ contacts: number; account: boolean }> {
  const child = { id: "report", userId: `request ${request.id}`, name: "", email: "", role: "manager" } as const;
  const acting = { ...ctx, member: child };
  let contacts = 0;
  for await (const teamId of teamsKeeping(ctx, email)) {
    const teamDb = openTeamDb(ctx.db, teamId);
    const team = {
      id: teamId,
      name: "",
      businessName: "",
      defaultCountry: "",
      timeZone: "UTC",
      epoch: 0,
      deactivatedAt: null,
      purgeAt: null,
    };
    for (const { contactId } of await listByHandles(teamDb, [["email", email]], true)) {
      const outcome = await eraseContact({ ...acting, teamDb, team }, contactId, "minor");
      if (outcome.kind === "done") contacts++;
      else if (outcome.kind !== "missing") throw new Error(`A contact cannot be erased yet: ${outcome.kind}.`);
    }
  }
  const user = await findUserByEmail(ctx.db, email);
  if (user) {
    const outcome = await eraseUser(acting, user.id);
    if (outcome.kind !== "done") return { contacts, account: false };
  }
  const act = recordAct(acting, {
    act: "minor.erased",
    teamId: null,
    subjectId: request.id,
    detail: { contacts, account: user ? 1 : 0, why },
  });
  const outcome = "What was kept about the child is deleted.";
  await writeWithMails(ctx, [act, ...ending(ctx, request, "done", outcome)], [endMail(ctx, request, outcome)]);
  return { contacts, account: user !== null };
}

/** An operator acts on a report of a minor. Null for what is no such request, or settled. */
export async function settleMinor(ctx: TeamContext, id: string): Promise<{ contacts: number; account: boolean } | null> {
  const request = await findRequest(ctx.db, id);
  if (request?.kind !== "minor" || request.endedAt !== null) return null;
  await writeAll(ctx.db, [recordAct(ctx, { act: "minor.reported", teamId: null, subjectId: id, detail: {} })]);
  return eraseMinor(ctx, request, detailsOf(request).about ?? request.email, "report");
}

const ending = (ctx: Context, request: RightsRequest, state: "done" | "refused", outcome: string): Statement[] => [
  endRequestRow(ctx.db, request.id, { state, outcome, endedAt: ctx.now }),
];

function endMail(ctx: Context, { id, kind, name, email }: RightsRequest, outcome: string) {
  const props = { name, what: rightsWords[kind].what, outcome };
  return writeMail(ctx, { id: `rights-ended-${id}`, template: "rights-ended", recipient: email, props, teamId: null });
}

/** How a request can end, in the words that who asked is told. */
export const outcomes = {
  copied: "You were sent a copy of what is kept about you.",
  corrected: "What was wrong is corrected.",
  erased: "What was kept about you is deleted for good, and will not be imported again.",
  restricted: "What is kept about you is no longer used.",
  stopped: "The use that you object to has ended.",
  acted: "What you asked for on behalf of another is done.",
  nothing: "Nothing about you is kept.",
  unproven: "It could not be shown that the request is yours to make.",
  duty: "The law obliges us to keep this; until when is on our retention page.",
} as const;
export type RightsOutcome = keyof typeof outcomes;
const refusals = new Set<RightsOutcome>(["unproven", "duty"]);

/** Ends a request with an outcome, tells who asked, and forgets who that was. False when it is not this team's, or has ended. */
export async function endRequest(ctx: TeamContext, id: string, how: RightsOutcome, asOperator = false): Promise<boolean> {
  const request = await findRequest(ctx.db, id);
  const ours = asOperator ? request?.parentId === null : request?.teamId === ctx.team.id && ctx.member.role !== "agent";
  if (!request || !ours || request.endedAt !== null) return false;
  const outcome = request.teamId ? `${ctx.team.name}: ${outcomes[how]}` : outcomes[how];
  const act = recordAct(ctx, { act: "rights.ended", teamId: request.teamId, subjectId: id, detail: { kind: request.kind, how } });
  const statements = [...ending(ctx, request, refusals.has(how) ? "refused" : "done", outcomes[how]), act];
  await writeWithMails(ctx, statements, [endMail(ctx, request, outcome)]);
  return true;
}

/** What people ask of the team about its contacts, each with the contacts that have the address. */
export async function readTeamRequests(ctx: TeamContext) {
  const requests = await listTeamRequests(ctx.teamDb);
  return Promise.all(
    requests.map(async (request) => {
      const found = request.endedAt === null ? await listByHandles(ctx.teamDb, [["email", request.email]], true) : [];
      return { request, contactIds: Array.from(new Set(found.map(({ contactId }) => contactId))) };
    }),
  );
}

/** The register for those who run the deployment: what is open, how far teams have answered, and whether a claim fits a nominee on file. */
export async function readRegister(ctx: Context) {
  const [open, ended] = await Promise.all([listOpenRequests(ctx.db, 100), listEndedRequests(ctx.db, 50)]);
  const lines = await Promise.all(
    open.map(async (request) => {
      const parts = await listParts(ctx.db, request.id);
      const { about, text } = detailsOf(request);
      const answered = parts.filter(({ endedAt }) => endedAt !== null).length;
      return {
        request,
        about,
        text,
        teams: parts.length,
        answered,
        nominee: request.kind === "nominee" && (await fitsNominee(ctx, request, about)),
      };
    }),
  );
  return { open: lines, ended };
}

async function fitsNominee(ctx: Context, claim: RightsRequest, about: string | null): Promise<boolean> {
  const user = about === null ? null : await findUserByEmail(ctx.db, about);
  return user !== null && (await findNominee(ctx.db, user.id))?.email === claim.email;
}

const NOTICE_DAYS = [7, 1, 0];

/** Tells who has to answer of requests whose date is near or past: each 7 days and 1 day before, and once when it is late. Ends those whose teams have all answered. */
export async function sweepRights(ctx: Context): Promise<number> {
  let told = 0;
  for (const request of await listDueRequests(ctx.db, ctx.now + 30 * DAY_MS, 500)) {
    try {
      told += await remind(ctx, request);
    } catch (error) {
      ctx.log({ at: "rights.failed", requestId: request.id, problem: problemWords(error) });
    }
  }
  return told;
}

async function remind(ctx: Context, request: RightsRequest): Promise<number> {
  if (request.kind === "minor" && detailsOf(request).about === null) await eraseMinor(ctx, request, request.email, "own address");
  const parts = request.parentId === null ? await listParts(ctx.db, request.id) : [];
  if (parts.length > 0 && parts.every(({ endedAt }) => endedAt !== null) && !(await findUserByEmail(ctx.db, request.email))) {
    await writeAll(ctx.db, ending(ctx, request, "done", "Every team that kept you has answered."));
    return 0;
  }
  const days = nearestNotice(NOTICE_DAYS, (request.dueAt - ctx.now) / DAY_MS);
  if (days === undefined || (request.reminded !== null && request.reminded <= days)) return 0;
  const id = `rights-due-${days}-${request.id}`;
  const props = dueProps(ctx, request);
  const mails = request.teamId
    ? await mailOwners(ctx, openTeamDb(ctx.db, request.teamId), { id, template: "rights-due", props })
    : ctx.operators.map((recipient) => {
        return writeMail(ctx, { id: `${id}-${recipient}`, template: "rights-due", recipient, props: { ...props, name: "" }, teamId: null });
      });
  return writeWithMails(ctx, [markReminded(ctx.db, request.id, days)], mails);
}
