// The statement's chain, verified in the owner's own browser: each entry's hash covers the one before it and every column.

export interface ChainEntry {
  seq: number;
  at: number;
  kind: string;
  debit: string;
  credit: string;
  credits: number;
  balance: number;
  key: string;
  lotId: string;
  action: string | null;
  memberId: string | null;
  subjectId: string | null;
  priceVersion: number | null;
  hash: string;
}

export interface Verdict {
  entries: number;
  head: string;
  balance: number;
  /** The first thing that is wrong, in words; null when the chain holds. */
  problem: string | null;
}

/** SHA-256 over the hash before and every column in this order, as docs/decisions/0006 says and anybody can compute. */
export async function hashOf(previous: string, entry: ChainEntry): Promise<string> {
  const { seq, at, kind, debit, credit, credits, balance, key, lotId, action, memberId, subjectId, priceVersion } = entry;
  const columns = [seq, at, kind, debit, credit, credits, balance, key, lotId, action, memberId, subjectId, priceVersion];
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(previous + JSON.stringify(columns)));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What an entry adds to what the team has: its lots less its debts. */
function effectOf({ debit, credit, credits }: ChainEntry): number {
  const counts = (account: string) => account === "balance" || account === "debt";
  return (counts(debit) ? credits : 0) - (counts(credit) ? credits : 0);
}

/** Walks the chain from the first entry. `heads` are what was written down elsewhere: the entry of that number must have that hash. */
export async function verifyChain(unsorted: ChainEntry[], heads: { seq: number; head: string; day: string }[]): Promise<Verdict> {
  const entries = [...unsorted].sort((a, b) => a.seq - b.seq);
  const expected = new Map(heads.map((one) => [one.seq, one]));
  const verdict: Verdict = { entries: entries.length, head: "", balance: 0, problem: null };
  for (const [index, entry] of entries.entries()) {
    const fail = (problem: string): Verdict => ({ ...verdict, problem });
    if (entry.seq !== index + 1) return fail(`Entry ${index + 1} is missing.`);
    verdict.balance += effectOf(entry);
    if (entry.balance !== verdict.balance)
      return fail(`Entry ${entry.seq} says ${entry.balance} left, but the entries add up to ${verdict.balance}.`);
    verdict.head = await hashOf(verdict.head, entry);
    if (verdict.head !== entry.hash) return fail(`Entry ${entry.seq} has changed since it was written.`);
    const head = expected.get(entry.seq);
    if (head && head.head !== verdict.head) return fail(`Entry ${entry.seq} doesn’t match the record of ${head.day}.`);
  }
  const missing = heads.find(({ seq }) => seq > entries.length);
  return missing
    ? { ...verdict, problem: `Entries up to ${missing.seq} were on record on ${missing.day}, but only ${entries.length} are here.` }
    : verdict;
}
