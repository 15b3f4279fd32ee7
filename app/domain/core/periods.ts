// What the retention table is made of: its columns, and the periods that several classes share.

export const PURGE_DAYS = 30;

/** How far back the platform can turn the database and the ledgers. Source: Cloudflare, D1 Time Travel and Durable Objects point-in-time recovery. */
export const HISTORY_DAYS = 30;

export interface RetentionClass {
  name: string;
  /** What of it, as a visitor reads it. */
  what: string;
  /** Tables, and files as `files:folder`. */
  where: string[];
  /** As a visitor reads it. */
  period: string;
  /** Days after which the sweep acts; null where something else ends it. */
  days: number | null;
  from: string;
  basis: string;
  done: "purged" | "made anonymous" | "kept";
  /** The promise it keeps. */
  clause: string | null;
  /** Whether something of it stays when its person deletes their account. */
  outlivesAccount?: true;
}

export const withTeam = { period: `${PURGE_DAYS} days`, days: PURGE_DAYS, from: "the team is deactivated", done: "purged" } as const;

export const asLongAsWeRun = { period: "as long as Farthing runs", days: null, from: "", done: "kept" } as const;

/** Kept for a while because a service needs it, and then gone. */
export const inOurInterest = { basis: "Legitimate interest", done: "purged", clause: null } as const;
