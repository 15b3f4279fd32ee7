// People and their ways in: accounts, sessions, devices, one-time tokens, what they accepted and chose. Knows nothing of teams or credits.
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

export const users = sqliteTable(
  "users",
  {
    id: text().primaryKey(),
    email: text().notNull(),
    name: text().notNull(),
    passwordHash: text().notNull(),
    emailVerifiedAt: integer(),
    adultConfirmedAt: integer().notNull(),
    createdAt: integer().notNull(),
    phone: text().notNull().default(""),
    /** Kept, not used: no mail but what they ask for and what concerns their security. */
    restrictedAt: integer(),
    /** They object to being named in reports. */
    namelessAt: integer(),
    /** Signing in asks for a second factor since then. */
    secondSince: integer(),
  },
  (table) => [
    uniqueIndex("users_email").on(table.email),
    index("users_unconfirmed").on(table.createdAt).where(sql`email_verified_at is null`),
  ],
);

export const sessions = sqliteTable("sessions", {
  /** A hash of what the cookie says: a copy of this table signs nobody in. */
  id: text().primaryKey(),
  userId: text()
    .notNull()
    .references(() => users.id),
  expiresAt: integer().notNull(),
  createdAt: integer().notNull().default(0),
  /** When it was last used, to the hour. */
  seenAt: integer().notNull().default(0),
  /** "Firefox on Windows". */
  device: text().notNull().default(""),
  /** Which of their teams this browser looks at; the first they joined where it names none that they are in. */
  teamId: text(),
  /** When whoever sits there last showed who they are: at the sign-in, and again before what matters. */
  provenAt: integer().notNull().default(0),
});

/** An authenticator app: its secret sealed, and the newest of its codes that was used, so that none is used twice. */
export const secondFactors = sqliteTable("second_factors", {
  userId: text().primaryKey(),
  secret: text().notNull(),
  /** The count of half minutes since 1970 that the newest used code was of. */
  usedStep: integer().notNull(),
  createdAt: integer().notNull(),
  /** Null until the first code of it has been typed. */
  confirmedAt: integer(),
  /** The session that was shown the key, and alone may confirm it. */
  sessionId: text().notNull().default(""),
});

/** Passkeys: what signs somebody in from a device of theirs. Only the public half is here. */
export const passkeys = sqliteTable(
  "passkeys",
  {
    /** As the device names it, base64url. */
    id: text().primaryKey(),
    userId: text().notNull(),
    /** COSE, base64url. */
    publicKey: text().notNull(),
    /** How often it was used, where the device counts; 0 where it doesn't. */
    counter: integer().notNull(),
    transports: text({ mode: "json" }).$type<string[]>().notNull(),
    /** Where it was made: "Firefox on Windows". */
    device: text().notNull(),
    createdAt: integer().notNull(),
    usedAt: integer().notNull(),
  },
  (table) => [index("passkeys_user").on(table.userId)],
);

/** Codes for who has lost the app, each for one sign-in, as keyed hashes. */
export const recoveryCodes = sqliteTable("recovery_codes", { userId: text().notNull(), hash: text().notNull() }, (table) => [
  primaryKey({ columns: [table.userId, table.hash] }),
]);

/** Browsers that somebody signed in with, by a keyed hash of what their cookie says: a new one is told of by mail. */
export const devices = sqliteTable(
  "devices",
  {
    userId: text().notNull(),
    hash: text().notNull(),
    device: text().notNull(),
    seenAt: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.hash] }), index("devices_seen").on(table.seenAt)],
);

/** What happened with the ways in. The only place where an IP address is kept. */
export const securityLog = sqliteTable(
  "security_log",
  {
    id: text().primaryKey(),
    userId: text().notNull(),
    /** `signed-in`, `new-device`, `sign-in-failed`, `password-changed`, ... */
    event: text().notNull(),
    device: text().notNull(),
    ip: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [index("security_log_user").on(table.userId, table.id), index("security_log_at").on(table.at)],
);

/** Who may use somebody's rights should they die or be unable to. */
export const nominees = sqliteTable("nominees", {
  userId: text().primaryKey(),
  name: text().notNull(),
  email: text().notNull(),
  relation: text().notNull(),
  at: integer().notNull(),
});

/** Which kinds of mail somebody wants or does not want; a kind without a row is as its default says. */
export const mailChoices = sqliteTable(
  "mail_choices",
  { userId: text().notNull(), kind: text().notNull(), wanted: integer({ mode: "boolean" }).notNull(), at: integer().notNull() },
  (table) => [primaryKey({ columns: [table.userId, table.kind] })],
);

/** One-time links. Only a keyed hash of the token is kept, so a copy of this table opens nothing. */
export const tokens = sqliteTable("tokens", {
  hash: text().primaryKey(),
  userId: text()
    .notNull()
    .references(() => users.id),
  purpose: text({ enum: ["verify", "reset", "email", "stop-email", "second"] }).notNull(),
  /** The mailbox that it was sent to, and proves. */
  email: text(),
  /** The session that alone may use it; NULL for any. */
  sessionId: text(),
  expiresAt: integer().notNull(),
  usedAt: integer(),
});

export const acceptances = sqliteTable(
  "acceptances",
  { userId: text().notNull(), policy: text().notNull(), version: text().notNull(), acceptedAt: integer().notNull() },
  (table) => [primaryKey({ columns: [table.userId, table.policy, table.version] })],
);

/** Attempts by keyed hash of an address or IP within a window; rows are worthless once their window is over. */
export const attempts = sqliteTable("attempts", {
  key: text().primaryKey(),
  count: integer().notNull(),
  windowEndsAt: integer().notNull(),
});

/** Which addresses have had their welcome credits, as keyed hashes that outlive everything else about them. */
export const welcomes = sqliteTable("welcomes", {
  hash: text().primaryKey(),
  teamId: text().notNull(),
  at: integer().notNull(),
});
