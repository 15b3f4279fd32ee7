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

/** What belongs to whoever runs the deployment, and to no team: the last part of the table. */
export const ourOwn: RetentionClass[] = [
  {
    name: "Messages to everybody",
    what: "News and notices that we e-mailed, and how many people got them. No names.",
    where: ["broadcasts", "cron_runs"],
    ...asLongAsWeRun,
    basis: "No personal data",
    clause: null,
  },
  {
    name: "Jobs that failed, checks",
    what: "Ids only.",
    where: ["dead_letters", "checks"],
    period: "30 days",
    days: 30,
    from: "they were written",
    ...inOurInterest,
  },
  {
    name: "Purge reports",
    what: "How many rows of each kind were removed and when, the closing balance, and the fingerprint of the ledger’s last line. No personal data.",
    where: ["purges", "files:purged"],
    ...asLongAsWeRun,
    basis: "Proof of deletion",
    clause: "M-20",
  },
  {
    name: "Totals",
    what: "How many actions of each kind were taken on each day, for all teams together and for those that left. No team, member or contact.",
    where: ["usage_totals", "usage_days"],
    ...asLongAsWeRun,
    basis: "No personal data",
    clause: "E-17",
  },
  {
    name: "Welcome hashes, promo codes",
    what: "A keyed hash of each address that got welcome credits, so that it gets them only once. Promo codes and how often they were redeemed.",
    where: ["welcomes", "promo_codes"],
    ...asLongAsWeRun,
    basis: "Legitimate interest",
    clause: null,
    outlivesAccount: true,
  },
];
