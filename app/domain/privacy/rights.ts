// Requests about personal data from anybody, with or without an account: who asks shows that the address is theirs, the teams that keep them as a contact are told, and
// every request has a date by which it is answered.
import { openTeamDb, type TeamDb, wholeTeam } from "~/db/client";
import { findUserByEmail } from "~/db/queries/accounts";
import { findContact, listByHandles } from "~/db/queries/contacts";
import { isNarrowed } from "~/db/queries/records/sight";
import {
  confirmRequestRow,
  endParts,
  findRequest,
  insertRequest,
  listDueRequests,
  listEndedRequests,
  listOpenRequests,
  listParts,
  listPartsOf,
  listTeamRequests,
  markReminded,
  type RightsRequest,
} from "~/db/queries/rights";
import { findNominee } from "~/db/queries/security";
import { contacts as contactTable } from "~/db/schema/contacts";
import { writeAll } from "~/db/statements";
import { checkPassword } from "../accounts/accounts";
import { recordAct } from "../core/auditLog";
import type { Context, TeamContext } from "../core/context";
import { DAY_MS, dayWords, momentWords } from "../core/dates";
import { newId } from "../core/ids";
import { can, type NotAllowed, notAllowed } from "../core/permissions";
import { problemWords } from "../core/problems";
import { datedKey, opens } from "../core/secrets";
import { mailOperators, mailOwners, writeMail, writeWithMails } from "../mail/mails";
import { daysUntil, nearestNotice } from "../mail/notices";
import { endReport, eraseReported, eraseReportedAccount, OBJECT_MS, reportedIn, restrictReported, teamsKeeping } from "./minors";
import {
  detailsOf,
  ending,
  endMail,
  isRefusal,
  outcomes,
  outcomesFor,
  type RightsInput,
  type RightsOutcome,
  rightsWords,
} from "./rightsWords";

/** A request's page stays open this long after it was due. */
const OPEN_DAYS = 60;
const keyOf = (ctx: Context, requestId: string, dueAt: number) => datedKey(ctx, "rights", requestId, dueAt + OPEN_DAYS * DAY_MS);

const utcWords = (at: number) => `${momentWords(at)} UTC`;

/** Keeps a request until who asks has confirmed the address by the link that is mailed to it. Nothing is shown or told to anybody before. */
export async function openRequest(ctx: Context, { kind, name, email, about, details }: RightsInput): Promise<string> {
  const id = newId(ctx.now);
  const dueAt = ctx.now + rightsWords[kind].days * DAY_MS;
  const request: RightsRequest = {
    ...{ id, kind, name, email, details: JSON.stringify({ about, text: details }), parentId: null, teamId: null, state: "unconfirmed" },
    ...{ receivedAt: ctx.now, confirmedAt: null, dueAt, reminded: null, endedAt: null, outcome: null },
  };
  const props = {
    name,
    what: rightsWords[kind].what,
    due: dayWords(dueAt),
    url: `${ctx.origin}/rights/${id}?key=${keyOf(ctx, id, dueAt)}`,
  };
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
  const request = opens(ctx, "rights", id, key) ? await findRequest(ctx.db, id) : null;
  if (!request) return null;
  const account = request.email !== "" && (await findUserByEmail(ctx.db, request.email)) !== null;
  return { request, parts: await listParts(ctx.db, id), account };
}

export type ConfirmOutcome = "done" | "missing" | "wrong-password";

/**
 * Confirms the address: from here on the request is answered by its date. A report of one's own address takes it out of use at once, wherever it is kept. An account that it
 * has too ends with that account's password, since a click in a mail must not be enough to end one; without it an operator looks. Any number of times.
 */
export async function confirmRequest(ctx: Context, id: string, key: string, password = ""): Promise<ConfirmOutcome> {
  const found = await readRequest(ctx, id, key);
  if (!found) return "missing";
  const { request, account } = found;
  if (request.endedAt !== null) return "done";
  await writeAll(ctx.db, [confirmRequestRow(ctx.db, id, ctx.now)]);
  // About somebody else: an operator looks first.
  if (detailsOf(request).about !== null) return "done";
  const { parts, whole } = await passOn(ctx, request, found.parts);
  if (request.kind !== "minor") return "done";
  const proven = account && password !== "" && (await checkPassword(ctx, request.email, password)) !== null;
  if (proven) await eraseReportedAccount(ctx, id, request.email);
  if (whole) await endReport(ctx, request, parts);
  return account && password !== "" && !proven ? "wrong-password" : "done";
}

/** An operator acts on a report of a child. Null for what is no such request, or settled. */
export async function settleMinor(ctx: TeamContext, id: string): Promise<{ teams: number; account: boolean } | null> {
  const request = await findRequest(ctx.db, id);
  if (request?.kind !== "minor" || request.parentId !== null || request.endedAt !== null) return null;
  await writeAll(ctx.db, [recordAct(ctx, { act: "minor.reported", teamId: null, subjectId: id, detail: {} })]);
  const { parts, whole } = await passOn(ctx, request, await listParts(ctx.db, id));
  const account = await eraseReportedAccount(ctx, id, reportedIn(request));
  if (whole) await endReport(ctx, request, parts);
  return { teams: parts.length, account };
}

/**
 * A part for each team that keeps the address as a contact's and has none among `told` yet, with a mail to its owners. What is reported as a child's is out of use from then
 * on, and the owners have three days to object. Gives back all parts; `whole` is false when a team could not be told: done again, it goes on.
 */
async function passOn(ctx: Context, request: RightsRequest, told: RightsRequest[]): Promise<{ parts: RightsRequest[]; whole: boolean }> {
  const isReport = request.kind === "minor";
  const email = isReport ? reportedIn(request) : request.email;
  const fresh: RightsRequest[] = [];
  let whole = true;
  for await (const teamId of teamsKeeping(ctx, email)) {
    if (told.some((part) => part.teamId === teamId)) continue;
    const restricted = isReport ? await restrictReported(ctx, request.id, teamId, email) : [];
    if (restricted === null) whole = false;
    else fresh.push(await tellTeam(ctx, partFor(ctx, request, { teamId, email, contacts: restricted }), teamId));
  }
  return { parts: [...told, ...fresh], whole };
}

/** What one team is told of a request. Of a report about somebody else it hears neither who made it nor what they wrote. */
function partFor(ctx: Context, request: RightsRequest, { teamId, email, contacts }: { teamId: string; email: string; contacts: string[] }) {
  const part = { ...request, id: `${request.id}-${teamId}`, email, parentId: request.id, teamId, confirmedAt: ctx.now, reminded: null };
  const open: RightsRequest = { ...part, state: "open" };
  if (request.kind !== "minor") return open;
  const { about } = detailsOf(request);
  // The mail that is written now is its first reminder.
  const held = { dueAt: ctx.now + OBJECT_MS, reminded: NOTICE_DAYS[0] ?? null, details: JSON.stringify({ about, text: "", contacts }) };
  return { ...open, ...held, ...(about === null ? {} : { name: "" }) };
}

async function tellTeam(ctx: Context, part: RightsRequest, teamId: string): Promise<RightsRequest> {
  const mail = { id: `rights-${part.id}`, template: "rights-due", props: dueProps(ctx, part) } as const;
  await writeWithMails(ctx, [insertRequest(ctx.db, part)], await mailOwners(ctx, openTeamDb(ctx.db, teamId), mail));
  return part;
}

function dueProps(ctx: Context, { kind, dueAt, teamId, id }: RightsRequest) {
  const days = daysUntil(dueAt, ctx.now);
  const url = teamId ? `${ctx.origin}/settings/requests` : `${ctx.origin}/operator/rights#${id}`;
  const isReport = kind === "minor" && teamId !== null;
  // What is deleted then cannot be taken back: to the minute.
  return { what: rightsWords[kind].name, due: isReport ? utcWords(dueAt) : dayWords(dueAt), days, url, report: isReport ? 1 : 0 };
}

/** Whether an answer would say what is not so: that somebody is erased, or not there, or no longer used. An operator answers for every team. */
async function isUntrue(ctx: TeamContext, request: RightsRequest, how: RightsOutcome): Promise<boolean> {
  if (!["erased", "nothing", "restricted"].includes(how)) return false;
  const { about, contacts } = detailsOf(request);
  const email = about ?? request.email;
  // Whatever whoever answers may see: it has to be so of all that the team keeps.
  const whole = wholeTeam(ctx.teamDb);
  for (const contactId of contacts) if (await findContact(whole, contactId)) return true;
  if (request.teamId !== null) return isUsed(whole, email, how === "restricted");
  for await (const teamId of teamsKeeping(ctx, email))
    if (await isUsed(openTeamDb(ctx.db, teamId), email, how === "restricted")) return true;
  return false;
}

/** Whether a team keeps an address as a contact's; or, with `orRestricted`, keeps one that it goes on using. */
async function isUsed(teamDb: TeamDb, email: string, orRestricted: boolean): Promise<boolean> {
  const found = await listByHandles(teamDb, [["email", email]], true);
  if (!orRestricted) return found.length > 0;
  const contacts = await Promise.all(found.map(({ contactId }) => findContact(teamDb, contactId)));
  return contacts.some((contact) => contact?.restrictedAt === 0);
}

/** A team's name as it may stand in a mail to somebody outside: one that reads like a number or an address to turn to is left out. */
const plainName = (name: string): string => (name.length > 60 || /[@:/]|\.\w|\d{3}/.test(name) ? "A team that keeps your data" : name);

export type EndOutcome = { kind: "done" } | { kind: "missing" } | { kind: "untrue" } | NotAllowed;

/** Ends a request with an outcome, tells who asked, and forgets who that was. `missing` when it is not this team's, or has ended; `untrue` where it cannot be said so. */
export async function endRequest(ctx: TeamContext, id: string, how: RightsOutcome, asOperator = false): Promise<EndOutcome> {
  const request = await findRequest(ctx.db, id);
  const ours = asOperator ? request?.parentId === null : request?.teamId === ctx.team.id;
  if (!request || !ours || request.endedAt !== null) return { kind: "missing" };
  // That somebody is no child is for an owner to say: it stops a deletion.
  const act = how === "older" ? "report.object" : "request.end";
  if (!asOperator && !can(ctx, act)) return notAllowed(act);
  if (!outcomesFor(request.kind).includes(how) || (await isUntrue(ctx, request, how))) return { kind: "untrue" };
  // Teams that were told of a report answer for themselves.
  if (asOperator && how === "older" && (await listParts(ctx.db, id)).some(({ endedAt }) => endedAt === null)) return { kind: "untrue" };
  const outcome = request.teamId ? `${plainName(ctx.team.name)}: ${outcomes[how]}` : outcomes[how];
  const line = recordAct(ctx, { act: "rights.ended", teamId: request.teamId, subjectId: id, detail: { kind: request.kind, how } });
  const parts = endParts(ctx.db, id, "Answered for every team.", ctx.now);
  const statements = [ending(ctx, request, isRefusal(how) ? "refused" : "done", outcomes[how]), parts, line];
  // A team's part of a report about somebody else has that person's address: who reported them is told when all have answered.
  const mails = request.teamId !== null && detailsOf(request).about !== null ? [] : [endMail(ctx, request, outcome)];
  await writeWithMails(ctx, statements, mails);
  return { kind: "done" };
}

/** What people ask of the team about its contacts, each with the contacts that have the address. */
export async function readTeamRequests(ctx: TeamContext) {
  const requests = await listTeamRequests(ctx.teamDb);
  const handles = requests.flatMap(({ email, endedAt }): [["email", string]] | [] => (endedAt === null ? [["email", email]] : []));
  const found = await listByHandles(ctx.teamDb, handles, true);
  const all = requests.map((request) => {
    const mine = request.endedAt === null ? found.filter(({ value }) => value === request.email) : [];
    return { request, contactIds: mine.map(({ contactId }) => contactId) };
  });
  // What somebody asks about a contact says who it is: whoever sees a part of them is told of that part.
  return isNarrowed(ctx.teamDb, contactTable) ? all.filter(({ contactIds }) => contactIds.length > 0) : all;
}

/** The register for those who run the deployment: what is open, how far teams have answered, and whether a claim fits a nominee on file. */
export async function readRegister(ctx: Context) {
  const [open, ended] = await Promise.all([listOpenRequests(ctx.db, 100), listEndedRequests(ctx.db, 50)]);
  const allParts = await listPartsOf(
    ctx.db,
    open.map(({ id }) => id),
  );
  const lines = await Promise.all(
    open.map(async (request) => {
      const parts = allParts.filter(({ parentId }) => parentId === request.id);
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

/** A nightly run finds each a little late: the last warning leaves a whole day. */
const NOTICE_DAYS = [8, 2, 0];

/** Tells who has to answer of requests whose date is near or past: each a week and a day before, and once when it is late. Ends those whose teams have all answered. */
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
  if (request.kind === "minor" && request.teamId !== null && request.dueAt <= ctx.now) return endPart(ctx, request, request.teamId);
  if (request.parentId === null && (await endAnswered(ctx, request))) return 0;
  const days = nearestNotice(NOTICE_DAYS, (request.dueAt - ctx.now) / DAY_MS);
  if (days === undefined || (request.reminded !== null && request.reminded <= days)) return 0;
  const id = `rights-due-${days}-${request.id}`;
  const props = dueProps(ctx, request);
  const mails = request.teamId
    ? await mailOwners(ctx, openTeamDb(ctx.db, request.teamId), { id, template: "rights-due", props })
    : mailOperators(ctx, { id, template: "rights-due", props });
  return writeWithMails(ctx, [markReminded(ctx.db, request.id, days)], mails);
}

/** Ends a request whose teams have all answered. A report that nobody has looked at yet, since it is about somebody else, waits; teams that came to keep the address are told. */
async function endAnswered(ctx: Context, request: RightsRequest): Promise<boolean> {
  const parts = await listParts(ctx.db, request.id);
  if (request.kind === "minor") {
    if (detailsOf(request).about !== null && parts.length === 0) return false;
    const passed = await passOn(ctx, request, parts);
    return passed.whole && endReport(ctx, request, passed.parts);
  }
  if (parts.length === 0 || parts.some(({ endedAt }) => endedAt === null) || (await findUserByEmail(ctx.db, request.email))) return false;
  await writeAll(ctx.db, [ending(ctx, request, "done", "Every team that kept your data has answered.")]);
  return true;
}

/** Nobody objected in time: a team's part of a report ends with what it keeps of them. The end of the whole report is told to who made it. */
async function endPart(ctx: Context, part: RightsRequest, teamId: string): Promise<number> {
  if (await eraseReported(ctx, part, teamId)) await writeAll(ctx.db, [ending(ctx, part, "done", outcomes.erased)]);
  return 0;
}
