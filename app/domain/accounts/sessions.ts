// Sessions. Lucia is deprecated upstream: this is the one file that knows it, so that it can be replaced here alone.
import { createHash } from "node:crypto";
import { DrizzleSQLiteAdapter } from "@lucia-auth/adapter-drizzle";
import { type DatabaseSession, type DatabaseUser, Lucia, TimeSpan } from "lucia";
import { accountTables, findUser } from "~/db/queries/accounts";
import { type Asker, findAsker } from "~/db/queries/asking";
import { markSeen, setProven, setSessionTeam } from "~/db/queries/security";
import type { Context } from "../core/context";
import { DAY_MS } from "../core/dates";
import { newToken } from "../core/secrets";

/** How exactly it is kept when a session was last used. */
const SEEN_MS = 60 * 60 * 1000;
/** Used every day or not, a session ends after this long. */
const LIFETIME_MS = 90 * DAY_MS;

/** What is kept of a session's token: it is random, so that nothing is gained by a key. */
const idOf = (token: string) => createHash("sha256").update(token).digest("hex");

/** Lucia's adapter, which would ask for a session and its person one by one; here one read has both, and the team too. */
class OneRead extends DrizzleSQLiteAdapter {
  asker: Asker | null = null;

  constructor(private readonly database: Context["db"]) {
    super(database, accountTables.sessions, accountTables.users);
  }

  override async getSessionAndUser(sessionId: string): Promise<[DatabaseSession | null, DatabaseUser | null]> {
    this.asker = await findAsker(this.database, sessionId);
    if (!this.asker) return [null, null];
    const { id, userId, expiresAt, ...attributes } = this.asker.session;
    return [
      { id, userId, expiresAt: new Date(expiresAt * 1000), attributes },
      { id: userId, attributes: {} },
    ];
  }
}

function lucia(ctx: Context, adapter = new OneRead(ctx.db)) {
  const secure = ctx.origin.startsWith("https:");
  return new Lucia(adapter, {
    sessionExpiresIn: new TimeSpan(30, "d"),
    getSessionAttributes: ({ seenAt, createdAt }) => ({ seenAt, createdAt }),
    // Lucia marks the cookie HttpOnly by itself.
    sessionCookie: { name: secure ? "__Host-session" : "session", attributes: { secure, sameSite: "lax", path: "/" } },
  });
}

declare module "lucia" {
  interface Register {
    Lucia: ReturnType<typeof lucia>;
    DatabaseSessionAttributes: { createdAt: number; seenAt: number; provenAt: number; device: string; teamId: string | null };
  }
}

async function open(ctx: Context, userId: string, device: string, teamId: string | null) {
  const auth = lucia(ctx);
  const token = newToken();
  const attributes = { createdAt: ctx.now, seenAt: ctx.now, provenAt: ctx.now, device, teamId };
  await auth.createSession(userId, attributes, { sessionId: idOf(token) });
  return { auth, token };
}

/** A new session in the place of one that a changed password has ended, looking at the same team. Returns the cookie to set. */
export async function renewSession(ctx: Context, userId: string, device: string, teamId: string): Promise<string> {
  const { auth, token } = await open(ctx, userId, device, teamId);
  return auth.createSessionCookie(token).serialize();
}

/**
 * Begins a session on a device. Returns the cookie to set. `passwordHash`: the one that the password typed for it was compared with; null where it is no longer the
 * account's. It is asked for after the session is written: a change of password writes first and ends every session then, so one of the two always sees the other.
 */
export async function beginSession(ctx: Context, userId: string, device: string, passwordHash: string): Promise<string | null>;
export async function beginSession(ctx: Context, userId: string, device?: string): Promise<string>;
export async function beginSession(ctx: Context, userId: string, device = "", passwordHash?: string): Promise<string | null> {
  const { auth, token } = await open(ctx, userId, device, null);
  if (passwordHash !== undefined && (await findUser(ctx.db, userId))?.passwordHash !== passwordHash) {
    await auth.invalidateSession(idOf(token));
    return null;
  }
  return auth.createSessionCookie(token).serialize();
}

export interface SessionFound {
  sessionId: string;
  userId: string;
  /** Whose it is, with their team. */
  asker: Asker;
  /** To set when the session was prolonged by this visit. */
  cookie: string | null;
}

/** The session that a Cookie header carries, if it is alive. */
export async function findSession(ctx: Context, cookieHeader: string): Promise<SessionFound | null> {
  const adapter = new OneRead(ctx.db);
  const auth = lucia(ctx, adapter);
  const token = auth.readSessionCookie(cookieHeader);
  if (!token) return null;
  const sessionId = idOf(token);
  const { session } = await auth.validateSession(sessionId);
  if (!session || !adapter.asker) return null;
  if (ctx.now - session.createdAt > LIFETIME_MS) return auth.invalidateSession(sessionId).then(() => null);
  if (ctx.now - session.seenAt > SEEN_MS) await markSeen(ctx.db, sessionId, ctx.now);
  const cookie = session.fresh ? auth.createSessionCookie(token).serialize() : null;
  return { sessionId, userId: session.userId, asker: adapter.asker, cookie };
}

/** Ends one session. Returns the cookie that clears it in the browser. */
export async function endSession(ctx: Context, cookieHeader: string): Promise<string> {
  const auth = lucia(ctx);
  const token = auth.readSessionCookie(cookieHeader);
  if (token) await auth.invalidateSession(idOf(token));
  return auth.createBlankSessionCookie().serialize();
}

/** Which of their teams somebody looks at in this browser from now on. Their membership is asked for at every request. */
export async function lookAtTeam(ctx: Context, sessionId: string, teamId: string): Promise<void> {
  await setSessionTeam(ctx.db, sessionId, teamId);
}

/** Whoever sits at a session showed again who they are. */
export async function proveSession(ctx: Context, sessionId: string): Promise<void> {
  await setProven(ctx.db, sessionId, ctx.now);
}

export async function endAllSessions(ctx: Context, userId: string): Promise<void> {
  await lucia(ctx).invalidateUserSessions(userId);
}
