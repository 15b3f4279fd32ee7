// Tickets and what was written in them.
import { and, asc, desc, eq, inArray, isNull, lt, or, sql } from "drizzle-orm";
import type { Database } from "../client";
import { ticketMessages, tickets } from "../schema/support";
import { type Statement, toStatement } from "../statements";

export type Ticket = typeof tickets.$inferSelect;
export type TicketMessage = typeof ticketMessages.$inferSelect;

export function insertTicket(db: Database, ticket: Ticket): Statement {
  return toStatement(db.insert(tickets).values(ticket));
}

export function insertTicketMessage(db: Database, message: TicketMessage): Statement {
  return toStatement(db.insert(ticketMessages).values(message).onConflictDoNothing());
}

export function updateTicket(db: Database, id: string, changes: Partial<Pick<Ticket, "state" | "changedAt" | "provenAt">>): Statement {
  return toStatement(db.update(tickets).set(changes).where(eq(tickets.id, id)));
}

export async function findTicket(db: Database, id: string): Promise<Ticket | null> {
  return (await db.select().from(tickets).where(eq(tickets.id, id)).get()) ?? null;
}

/** The newest messages of a ticket, oldest first. */
export async function listTicketMessages(db: Database, ticketId: string): Promise<TicketMessage[]> {
  const mine = eq(ticketMessages.ticketId, ticketId);
  return (await db.select().from(ticketMessages).where(mine).orderBy(desc(ticketMessages.id)).limit(500).all()).reverse();
}

/** The messages of several tickets, oldest first. */
export async function listMessagesOf(db: Database, ticketIds: string[]): Promise<TicketMessage[]> {
  const among = sql`(SELECT value FROM json_each(${JSON.stringify(ticketIds)}))`;
  return db
    .select()
    .from(ticketMessages)
    .where(inArray(ticketMessages.ticketId, among))
    .orderBy(asc(ticketMessages.id))
    .limit(20_000)
    .all();
}

/** What somebody with an account wrote, newest first. */
export async function listTicketsOf(db: Database, userId: string, limit: number): Promise<Ticket[]> {
  return db.select().from(tickets).where(eq(tickets.userId, userId)).orderBy(desc(tickets.id)).limit(limit).all();
}

/** The same with what was written from their address while signed out. */
export async function listTicketsBy(db: Database, userId: string, email: string, limit: number): Promise<Ticket[]> {
  const mine = or(eq(tickets.userId, userId), and(isNull(tickets.userId), eq(tickets.email, email)));
  return db.select().from(tickets).where(mine).orderBy(desc(tickets.id)).limit(limit).all();
}

/** Tickets that wait for support, the oldest first; or those that do not, the newest first. */
export async function listTicketsByState(db: Database, states: Ticket["state"][], limit: number): Promise<Ticket[]> {
  const order = states.includes("open") ? asc(tickets.changedAt) : desc(tickets.changedAt);
  return db.select().from(tickets).where(inArray(tickets.state, states)).orderBy(order).limit(limit).all();
}

/** Answered tickets that nobody has written in since: they are closed. */
export function closeAnswered(db: Database, before: number): Statement {
  return toStatement(
    db
      .update(tickets)
      .set({ state: "closed" })
      .where(and(eq(tickets.state, "answered"), lt(tickets.changedAt, before))),
  );
}
