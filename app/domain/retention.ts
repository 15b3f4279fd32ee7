// How long everything is kept, as data: the public page, the nightly sweep and the tests all read this table. A table of the schema that no class
// names fails a test.

export const PURGE_DAYS = 30;

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
}

const withTeam = { period: `${PURGE_DAYS} days`, days: PURGE_DAYS, from: "the team is deactivated", done: "purged" } as const;

export const retention: RetentionClass[] = [
  {
    ...withTeam,
    name: "Account",
    what: "Name, address, password hash, what you accepted, membership of a team. Unless you belong to another team too.",
    where: ["users", "members", "acceptances", "teams"],
    basis: "Contract",
    clause: "P-23",
  },
  {
    ...withTeam,
    name: "CRM data",
    what: "Contacts, notes, timeline, tags, imports, numbers, budgets, the ledger of credits and its key, hashes of erased contacts.",
    where: [
      "contacts",
      "contact_handles",
      "contact_search",
      "contact_tags",
      "tags",
      "timeline",
      "imports",
      "import_chunks",
      "counters",
      "grants",
      "billing",
      "ledger_heads",
      "do_not_import",
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
    what: "Who did what of consequence: ids, numbers, reasons.",
    where: ["audit_log"],
    basis: "Legitimate interest",
    clause: null,
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
  },
  {
    name: "Payment messages",
    what: "What Stripe told us of a payment, as it came. Afterwards only its kind, date and result.",
    where: ["payment_events"],
    period: "30 days",
    days: 30,
    from: "it came",
    basis: "Contract",
    done: "made anonymous",
    clause: null,
  },
  {
    name: "Mail log",
    what: "To whom which mail was sent and when. What it said is dropped once it is sent.",
    where: ["mails"],
    period: "90 days",
    days: 90,
    from: "it was written",
    basis: "Legitimate interest",
    done: "purged",
    clause: null,
  },
  {
    name: "Sessions and links",
    what: "What keeps you signed in, for 30 days; links by mail, as hashes, for three days or an hour; counts of tries, under hashes, for a quarter of an hour.",
    where: ["sessions", "tokens", "attempts"],
    period: "until they are over",
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
    what: "Contacts in the trash.",
    where: ["contacts"],
    period: "30 days",
    days: 30,
    from: "they were trashed",
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
    from: "it was kept",
    basis: "Contract",
    done: "purged",
    clause: null,
  },
  {
    name: "Uploaded files",
    what: "An import’s file and what was read from it, refused rows included.",
    where: ["files:imports"],
    period: "7 days",
    days: 7,
    from: "the import last moved",
    basis: "Contract",
    done: "purged",
    clause: null,
  },
  {
    name: "Jobs that failed, checks",
    what: "Ids only.",
    where: ["dead_letters", "checks"],
    period: "30 days",
    days: 30,
    from: "they were written",
    basis: "Legitimate interest",
    done: "purged",
    clause: null,
  },
  {
    name: "Purge reports",
    what: "How many rows of what were removed when, the closing balance and the fingerprint of the ledger’s last line. No personal data.",
    where: ["purges", "files:purged"],
    period: "as long as Farthing runs",
    days: null,
    from: "",
    basis: "Proof of deletion",
    done: "kept",
    clause: "M-20",
  },
  {
    name: "Totals",
    what: "How many actions of which kind on which day, over all teams that left. No team, member or contact.",
    where: ["usage_totals"],
    period: "as long as Farthing runs",
    days: null,
    from: "",
    basis: "No personal data",
    done: "kept",
    clause: "E-17",
  },
  {
    name: "Welcome hashes, promo codes",
    what: "A keyed hash of an address that had its welcome credits, so that it has them once. Codes and how often they were redeemed.",
    where: ["welcomes", "promo_codes"],
    period: "as long as Farthing runs",
    days: null,
    from: "",
    basis: "Legitimate interest",
    done: "kept",
    clause: null,
  },
];

/** The days of a class, for the sweep that honours it. */
export function daysOf(name: string): number {
  const found = retention.find((one) => one.name === name)?.days;
  if (!found) throw new Error(`There is no period for ${name}.`);
  return found;
}
