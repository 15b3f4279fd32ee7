// How long everything is kept, as data: the public page, the nightly sweep and the tests all read this table. A table of the schema that no class
// names fails a test.

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

const withTeam = { period: `${PURGE_DAYS} days`, days: PURGE_DAYS, from: "the team is deactivated", done: "purged" } as const;

const asLongAsWeRun = { period: "as long as Farthing runs", days: null, from: "", done: "kept" } as const;

/** Kept for a while because a service needs it, and then gone. */
const inOurInterest = { basis: "Legitimate interest", done: "purged", clause: null } as const;

export const retention: RetentionClass[] = [
  {
    ...withTeam,
    name: "Account",
    what: "Name, address, password hash, phone, what you accepted and chose, your nominee, browsers you signed in with, membership in a team. They stay if you belong to another team too.",
    where: ["users", "members", "acceptances", "teams", "mail_choices", "nominees", "devices"],
    basis: "Contract",
    clause: "P-23",
  },
  {
    ...withTeam,
    name: "CRM data",
    what: "Contacts, notes, timeline, tags, custom fields, imports, numbers, budgets, consents, the ledger of credits and its key, hashes of erased contacts.",
    where: [
      "contacts",
      "contact_handles",
      "contact_search",
      "contact_tags",
      "tags",
      "custom_fields",
      "timeline",
      "imports",
      "import_chunks",
      "counters",
      "grants",
      "billing",
      "ledger_heads",
      "do_not_import",
      "consents",
      "archives",
      "files:keys",
    ],
    basis: "Contract",
    clause: "P-23",
  },
  {
    ...withTeam,
    name: "Receipts of actions",
    what: "What was done, when, by whom, for how many credits.",
    where: ["receipts"],
    basis: "Contract",
    clause: "E-17",
  },
  {
    ...withTeam,
    name: "Audit log",
    what: "Important actions, by whom: ids, numbers, reasons.",
    where: ["audit_log"],
    basis: "Legitimate interest",
    clause: null,
  },
  {
    name: "What operators did",
    what: "Actions by the people who run the deployment, about no single team: ids, numbers, reasons.",
    where: ["audit_log"],
    period: "3 years",
    days: 3 * 365,
    from: "it was done",
    ...inOurInterest,
  },
  {
    name: "Billing records",
    what: "Amounts, dates, the business name and tax number on the receipt, card brand and last four digits. None of your contacts.",
    where: ["purchases"],
    period: "7 years",
    days: 7 * 365 + 2,
    from: "it was paid",
    basis: "Tax law",
    done: "purged",
    clause: "P-26",
    outlivesAccount: true,
  },
  {
    name: "Payment messages",
    what: "What Stripe told us about a payment, as we received it. Afterward, only its kind, date and result, and the ids of the payment and the team.",
    where: ["payment_events"],
    period: "30 days",
    days: 30,
    from: "it came",
    basis: "Contract",
    done: "made anonymous",
    clause: null,
    outlivesAccount: true,
  },
  {
    name: "Mail log",
    what: "Which e-mail was sent to whom, and when. Its content is deleted once it is sent, or three days after we give up on it.",
    where: ["mails"],
    period: "90 days",
    days: 90,
    from: "it was written",
    ...inOurInterest,
  },
  {
    name: "Sessions and links",
    what: "What keeps you signed in, for 30 days; links we e-mail you, as hashes, for an hour, a day or three days; counts of attempts, under hashes, for 15 minutes.",
    where: ["sessions", "tokens", "attempts"],
    period: "until they expire",
    days: null,
    from: "",
    basis: "Contract",
    done: "purged",
    clause: null,
  },
  {
    name: "Unconfirmed sign-ups",
    what: "An account whose address was never confirmed and that bought nothing.",
    where: ["users"],
    period: "7 days",
    days: 7,
    from: "you signed up",
    basis: "Contract",
    done: "purged",
    clause: null,
  },
  {
    name: "Trash",
    what: "Contacts in the trash. A restricted contact stays until the restriction is lifted.",
    where: ["contacts"],
    period: "30 days",
    days: 30,
    from: "they were moved to the trash",
    basis: "Contract",
    done: "purged",
    clause: null,
  },
  {
    name: "Drafts",
    what: "A form kept while you buy credits, encrypted.",
    where: ["drafts"],
    period: "a day",
    days: 1,
    from: "it was saved",
    basis: "Contract",
    done: "purged",
    clause: null,
  },
  {
    name: "Uploaded files",
    what: "An import’s file and what was read from it, including rejected rows.",
    where: ["files:imports"],
    period: "7 days",
    days: 7,
    from: "the import last moved",
    basis: "Contract",
    done: "purged",
    clause: null,
  },
  {
    name: "Erasure markers",
    what: "The ids of contacts and accounts that were erased, so that they are erased again if the database is restored.",
    where: ["files:erased"],
    period: "35 days",
    days: 35,
    from: "the contact or account was erased",
    basis: "Legal obligation",
    done: "purged",
    clause: null,
    outlivesAccount: true,
  },
  {
    name: "Archives",
    what: "Everything a team has, packed at the owner’s request and encrypted with the team’s key.",
    where: ["files:archives"],
    period: "7 days",
    days: 7,
    from: "it was requested",
    basis: "Contract",
    done: "purged",
    clause: "E-24",
  },
  {
    name: "Security log",
    what: "Sign-ins, attempts with a wrong password, and changes to how you sign in: when, with which browser, and from which IP address. No IP address is kept anywhere else.",
    where: ["security_log"],
    period: "90 days",
    days: 90,
    from: "it happened",
    basis: "Legitimate interest",
    done: "purged",
    clause: "O-07",
    outlivesAccount: true,
  },
  {
    name: "Support tickets",
    what: "What you wrote to support and what was answered, with your name and address.",
    where: ["tickets", "ticket_messages"],
    period: "2 years",
    days: 2 * 365,
    from: "the last message arrived",
    basis: "Contract",
    done: "purged",
    clause: "P-25",
    outlivesAccount: true,
  },
  {
    name: "Requests about personal data",
    what: "That someone used a right, which one, and when it was answered. The name and the details are deleted when it is answered. A request that no one confirmed is deleted after a week.",
    where: ["rights_requests"],
    period: "3 years",
    days: 3 * 365,
    from: "it was answered",
    basis: "Proof that we answered",
    done: "purged",
    clause: "P-33",
  },
  {
    name: "Addresses that refuse mail",
    what: "A keyed hash of an address that doesn’t exist, or that marked our e-mail as spam, so that we send nothing more there. You can remove it in your settings.",
    where: ["suppressions"],
    period: "a year",
    days: 365,
    from: "we were told",
    ...inOurInterest,
    outlivesAccount: true,
  },
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

/** The days of a class, for the sweep that honours it. */
export function daysOf(name: string): number {
  const found = retention.find((one) => one.name === name)?.days;
  if (!found) throw new Error(`There is no period for ${name}.`);
  return found;
}
