// A copy of everything kept about somebody who has an account.
import { openTeamDb } from "~/db/client";
import { findUser, listAcceptances } from "~/db/queries/accounts";
import { listMailsTo } from "~/db/queries/mails";
import { listActsBy } from "~/db/queries/operations";
import { listPurchasesBy } from "~/db/queries/purchases";
import { listReceiptsBy } from "~/db/queries/receipts";
import { listConsentsBy, listRequestsOf } from "~/db/queries/rights";
import { findNominee } from "~/db/queries/security";
import { listMessagesOf, listTicketsBy, listTicketsOf } from "~/db/queries/support";
import { listMemberships } from "~/db/queries/teams";
import { writeAll } from "~/db/statements";
import type { Context, TeamContext } from "../core/context";
import { readChoices, readSuppression } from "../mail/mailChoices";
import { readPasskeys } from "./passkeys";
import { type From, noteSecurity, nowhere, readWaysIn, readWholeSecurityLog } from "./security";

type Membership = Awaited<ReturnType<typeof listMemberships>>[number];

/** What somebody did in a team, and what they bought for it: under their number there, so it is about them. */
async function copyOfMember(ctx: Context, { team, member }: Membership): Promise<object> {
  const teamDb = openTeamDb(ctx.db, team.id);
  const [purchases, charges, acts, consents] = await Promise.all([
    listPurchasesBy(teamDb, member.id),
    listReceiptsBy(teamDb, member.id),
    listActsBy(teamDb, member.userId, ctx.now),
    listConsentsBy(teamDb, member.id),
  ]);
  return {
    ...{ name: team.name, businessName: team.businessName, role: member.role, joinedAt: member.joinedAt },
    purchases,
    charges,
    acts: acts.map(({ act, subjectId, detail, at }) => ({ act, on: subjectId, detail: JSON.parse(detail), at })),
    consents: consents.map(({ purpose, givenAt, endsAt, withdrawnAt }) => ({ purpose, givenAt, endsAt, withdrawnAt })),
  };
}

/** Everything kept about somebody who has an account, their teams' contacts aside, as a document to take away. */
export async function copyOwnData(ctx: Context & Pick<TeamContext, "member">, from: From = nowhere): Promise<object> {
  const { userId } = ctx.member;
  const [user, security, passkeys, log, memberships, acceptances, choices, nominee] = await Promise.all([
    findUser(ctx.db, userId),
    readWaysIn(ctx, userId),
    readPasskeys(ctx, userId),
    readWholeSecurityLog(ctx, userId),
    listMemberships(ctx.db, userId),
    listAcceptances(ctx.db, userId),
    readChoices(ctx, userId),
    findNominee(ctx.db, userId),
  ]);
  // What came with the address alone is shown to whoever has confirmed that it is theirs.
  const [tickets, requests, mails] = user?.emailVerifiedAt
    ? await Promise.all([
        listTicketsBy(ctx.db, userId, user.email, 1_000),
        listRequestsOf(ctx.db, user.email),
        listMailsTo(ctx.db, user.email, 1_000),
      ])
    : [await listTicketsOf(ctx.db, userId, 1_000), [], []];
  const messages = await listMessagesOf(
    ctx.db,
    tickets.map(({ id }) => id),
  );
  await writeAll(ctx.db, [noteSecurity(ctx, userId, "copy-taken", from)]);
  const { passwordHash: _hash, ...profile } = user ?? { passwordHash: "" };
  return {
    copiedAt: new Date(ctx.now).toISOString(),
    times: "Milliseconds since 1970, in UTC",
    profile,
    teams: await Promise.all(memberships.map((membership) => copyOfMember(ctx, membership))),
    sessions: security.sessions.map(({ device, createdAt, seenAt }) => ({ device, createdAt, seenAt })),
    devices: security.devices,
    passkeys: passkeys.map(({ device, createdAt, usedAt }) => ({ device, createdAt, usedAt })),
    securityLog: log.map(({ event, device, ip, at }) => ({ event, device, ip, at })),
    accepted: acceptances.map(({ policy, version, acceptedAt }) => ({ policy, version, acceptedAt })),
    mailChoices: choices,
    addressRefused: user?.emailVerifiedAt ? await readSuppression(ctx, user.email) : null,
    nominee: nominee && { name: nominee.name, email: nominee.email, relation: nominee.relation, at: nominee.at },
    mails: mails.map(({ template, createdAt, sentAt }) => ({ template, createdAt, sentAt })),
    support: tickets.map(({ id, topic, state, createdAt }) => {
      const mine = messages.filter(({ ticketId }) => ticketId === id).map(({ author, body, at }) => ({ author, body, at }));
      return { topic, state, createdAt, messages: mine };
    }),
    requests: requests.map(({ kind, name, details, receivedAt, dueAt }) => ({ kind, name, details, receivedAt, dueAt })),
  };
}
