// Help from people: a ticket with its history, opened with or without an account, answered by who runs the deployment.
import * as z from "zod";
import {
  closeAnswered,
  findTicket,
  insertTicket,
  insertTicketMessage,
  listTicketMessages,
  listTicketsByState,
  listTicketsOf,
  type Ticket,
  type TicketMessage,
  updateTicket,
} from "~/db/queries/support";
import { ticketTopics } from "~/db/schema/support";
import { writeAll } from "~/db/statements";
import { EmailAddress } from "../accounts/accounts";
import { recordAct } from "../core/auditLog";
import type { Context, TeamContext } from "../core/context";
import { DAY_MS } from "../core/dates";
import { newId } from "../core/ids";
import { datedKey, opens } from "../core/secrets";
import { mailOperators, writeMail, writeWithMails } from "../mail/mails";

export { ticketTopics } from "~/db/schema/support";

const QUIET_DAYS = 14;
const Body = z.string({ error: "Write something first" }).trim().min(1, "Write something first").max(10_000, "At most 10,000 characters");

export const TicketInput = z.object({
  name: z.string().trim().min(1, "Enter your name").max(100, "At most 100 characters"),
  email: EmailAddress,
  topic: z.enum(ticketTopics, { error: "Choose what it is about" }),
  body: Body,
});
export const MessageInput = z.object({ body: Body });

/** A link in a mail opens its ticket this long without signing in; each answer brings a new one. */
const OPEN_DAYS = 90;
const keyOf = (ctx: Context, ticketId: string) => datedKey(ctx, "ticket", ticketId, ctx.now + OPEN_DAYS * DAY_MS);

/**
 * Opens a ticket. Its writer gets a link by mail that opens it without signing in; those who run the deployment are told. Only the mailbox gets the link: whoever typed the
 * address has not shown that it is theirs.
 */
export async function openTicket(
  ctx: Context,
  { name, email, topic, body }: z.infer<typeof TicketInput>,
  who: { userId: string; teamId: string | null; verified?: boolean } | null,
): Promise<{ ticketId: string }> {
  const id = newId(ctx.now);
  const ticket: Ticket = {
    ...{ id, name, email, topic, state: "open" },
    ...{ userId: who?.userId ?? null, teamId: who?.teamId ?? null, createdAt: ctx.now, changedAt: ctx.now },
    provenAt: who?.verified ? ctx.now : null,
  };
  const url = `${ctx.origin}/support/${id}?key=${keyOf(ctx, id)}`;
  const mails = [writeMail(ctx, { template: "ticket-received", recipient: email, props: { name, url }, teamId: null })];
  await writeWithMails(ctx, [insertTicket(ctx.db, ticket), message(ctx, id, "person", body)], [...mails, ...tellOperators(ctx, id)]);
  return { ticketId: id };
}

function message(ctx: Context, ticketId: string, author: TicketMessage["author"], body: string) {
  return insertTicketMessage(ctx.db, { ticketId, id: newId(ctx.now), author, body, at: ctx.now });
}

/** Without a word of what was written: the page has it. */
function tellOperators(ctx: Context, ticketId: string) {
  const url = `${ctx.origin}/operator/support/${ticketId}`;
  const props = { title: "Someone wrote to support", body: "A ticket is waiting for an answer.", url };
  return mailOperators(ctx, { template: "service-notice", props });
}

export interface OpenedTicket {
  ticket: Ticket;
  messages: TicketMessage[];
}

/** A ticket for its writer: signed in, or with the key of the mail. Null for everybody else. */
export async function readTicket(
  ctx: Context,
  id: string,
  who: { userId: string | null; key: string | null },
): Promise<OpenedTicket | null> {
  const ticket = await findTicket(ctx.db, id);
  const byMail = opens(ctx, "ticket", id, who.key);
  if (!ticket || !(byMail || (who.userId !== null && ticket.userId === who.userId))) return null;
  // Whoever comes by the link has the mailbox.
  if (byMail && ticket.provenAt === null) await writeAll(ctx.db, [updateTicket(ctx.db, id, { provenAt: ctx.now })]);
  return { ticket, messages: await listTicketMessages(ctx.db, id) };
}

/** Adds what its writer says; a ticket that was answered or closed is open again. */
export async function writeInTicket(ctx: Context, { ticket }: OpenedTicket, body: string): Promise<void> {
  const statements = [message(ctx, ticket.id, "person", body), updateTicket(ctx.db, ticket.id, { state: "open", changedAt: ctx.now })];
  await writeWithMails(ctx, statements, tellOperators(ctx, ticket.id));
}

export async function readTickets(ctx: Context, userId: string): Promise<Ticket[]> {
  return listTicketsOf(ctx.db, userId, 50);
}

/** What waits for support, and what was settled last. */
export async function readDesk(ctx: Context): Promise<{ open: Ticket[]; settled: Ticket[] }> {
  const [open, settled] = await Promise.all([
    listTicketsByState(ctx.db, ["open"], 100),
    listTicketsByState(ctx.db, ["answered", "closed"], 50),
  ]);
  return { open, settled };
}

/** A ticket for those who run the deployment. */
export async function readTicketAsSupport(ctx: Context, id: string): Promise<OpenedTicket | null> {
  const ticket = await findTicket(ctx.db, id);
  return ticket && { ticket, messages: await listTicketMessages(ctx.db, id) };
}

/** Answers, by mail and on the page. False for a ticket that is gone. */
export async function answerTicket(ctx: TeamContext, id: string, body: string): Promise<boolean> {
  const ticket = await findTicket(ctx.db, id);
  if (!ticket) return false;
  const url = ticket.userId ? `${ctx.origin}/support/${id}` : `${ctx.origin}/support/${id}?key=${keyOf(ctx, id)}`;
  const mail = writeMail(ctx, {
    template: "ticket-written",
    recipient: ticket.email,
    props: { name: ticket.name, body, url },
    teamId: null,
  });
  const statements = [
    message(ctx, id, "support", body),
    updateTicket(ctx.db, id, { state: "answered", changedAt: ctx.now }),
    recordAct(ctx, { act: "ticket.answered", teamId: null, subjectId: id, detail: {} }),
  ];
  await writeWithMails(ctx, statements, [mail]);
  return true;
}

/** Closes what was answered and has been quiet for two weeks. Returns how many. */
export async function closeQuietTickets(ctx: Context): Promise<number> {
  return (await writeAll(ctx.db, [closeAnswered(ctx.db, ctx.now - QUIET_DAYS * DAY_MS)]))[0] ?? 0;
}
