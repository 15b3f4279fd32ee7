// The price book: what each action costs, by version. A version that was in force is never changed; a new price is a new version.

export const actions = ["contact.add", "contact.import", "company.add", "company.import", "note.add"] as const;
export type Action = (typeof actions)[number];

export interface PriceVersion {
  version: number;
  /** In force from this moment, milliseconds since 1970. */
  from: number;
  /** What changed against the version before, in a sentence for the prices page. */
  change: string;
  /** Credits for one. */
  prices: Partial<Record<Action, number>>;
}

export const priceBook: PriceVersion[] = [
  {
    version: 1,
    from: Date.UTC(2026, 0, 1),
    change: "The first prices.",
    prices: { "contact.add": 1, "contact.import": 1, "note.add": 1 },
  },
  {
    version: 2,
    from: Date.UTC(2026, 10, 27),
    change: "Companies, which are free when they come with a contact.",
    prices: { "contact.add": 1, "contact.import": 1, "company.add": 1, "company.import": 1, "note.add": 1 },
  },
];

/** How an action is called on buttons and statements. */
export const actionWords: Record<Action, { name: string; past: string }> = {
  "contact.add": { name: "Contact, added by hand", past: "Contact added" },
  "contact.import": { name: "Contact, imported", past: "Contacts imported" },
  "company.add": { name: "Company, added on its own", past: "Company added" },
  "company.import": { name: "Company, imported on its own", past: "Companies imported" },
  "note.add": { name: "Note", past: "Note" },
};

/** The version in force at `now`. */
export function priceVersionAt(now: number): PriceVersion {
  const current = priceBook.filter((version) => version.from <= now).at(-1) ?? priceBook[0];
  if (!current) throw new Error("The price book is empty.");
  return current;
}

/** What `count` of an action costs at `now`, in credits: the one function behind both the button and the charge. */
export function priceOf(action: Action, now: number, count = 1): number {
  // What is newer than the version costs what it cost at first.
  const credits = priceVersionAt(now).prices[action] ?? priceBook.find(({ prices }) => prices[action] !== undefined)?.prices[action];
  if (credits === undefined) throw new Error(`${action} has no price.`);
  return credits * count;
}

export interface Pack {
  credits: number;
  amountCents: number;
  currency: "usd";
}

/** Packs by size. Credits bought never expire. */
export const packs: Pack[] = [
  { credits: 50, amountCents: 500, currency: "usd" },
  { credits: 100, amountCents: 700, currency: "usd" },
  { credits: 200, amountCents: 800, currency: "usd" },
  { credits: 500, amountCents: 1000, currency: "usd" },
];

export function findPack(credits: number): Pack | null {
  return packs.find((pack) => pack.credits === credits) ?? null;
}

/** The smallest pack that covers what is missing, or the largest there is. */
export function packFor(missing: number): Pack {
  const pack = packs.find(({ credits }) => credits >= missing) ?? packs.at(-1);
  if (!pack) throw new Error("There are no packs.");
  return pack;
}

export const welcome = { credits: 25, days: 90 };
export const undoWindow = { actionMs: 60_000, importMs: 24 * 60 * 60 * 1000 };
