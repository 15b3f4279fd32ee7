// The invariants, checked: lots add up, accounts match the entries, the chain holds, every charge has its receipt and every receipt its charge.

import type { Book } from "./book";
import type { Account, AuditReport, Entry } from "./contract";
import type { Door } from "./door";
import { type Accounts, book as bookEntry, hashEntry } from "./journal";
import type { Lot } from "./rules";

const RECEIPTS_PER_PAGE = 1_000;

/** Walks the whole ledger. Findings are sentences; none means that every invariant holds. Open holds are left aside. */
export async function audit(sql: SqlStorage, door: Door, book: Book): Promise<AuditReport> {
  const findings: string[] = [];
  const { accounts, count, head } = auditChain(sql, findings);
  auditSnapshot(sql, accounts, head, findings);
  auditLots(sql, accounts, findings);
  const keys = auditKeys(sql, findings);
  await auditReceipts(keys, door, book, findings);
  return { findings, entries: count, keys: keys.size, head };
}

function auditChain(sql: SqlStorage, findings: string[]) {
  const accounts: Accounts = {};
  let head = "";
  let count = 0;
  for (const row of sql.exec("SELECT * FROM entries ORDER BY seq")) {
    const { hash, ...entry } = row as unknown as Entry;
    count++;
    if (entry.seq !== count) findings.push(`Entry ${count} is missing: found ${entry.seq}.`);
    bookEntry(accounts, entry);
    if (entry.balance !== (accounts.balance ?? 0)) findings.push(`Entry ${entry.seq} states a balance that its entries do not give.`);
    head = hashEntry(head, entry);
    if (head !== hash) findings.push(`The chain breaks at entry ${entry.seq}.`);
    head = hash;
  }
  return { accounts, count, head };
}

function auditSnapshot(sql: SqlStorage, accounts: Accounts, head: string, findings: string[]): void {
  const snapshot = sql.exec<{ hash: string; accounts: string }>("SELECT hash, accounts FROM snapshot").one();
  const stored: Accounts = JSON.parse(snapshot.accounts);
  const names = new Set([...Object.keys(stored), ...Object.keys(accounts)]) as Set<Account>;
  for (const name of names) {
    if ((stored[name] ?? 0) !== (accounts[name] ?? 0))
      findings.push(`Account ${name} is ${stored[name] ?? 0}, its entries sum to ${accounts[name] ?? 0}.`);
  }
  if (snapshot.hash !== head) findings.push("The snapshot's head is not the last entry's hash.");
  const sum = Object.values(accounts).reduce((total, credits) => total + credits, 0);
  if (sum !== 0) findings.push(`Debits and credits differ by ${sum}.`);
}

function auditLots(sql: SqlStorage, accounts: Accounts, findings: string[]): void {
  const lots = sql.exec("SELECT * FROM lots").toArray() as unknown as Lot[];
  const left = lots.reduce((sum, lot) => sum + lot.left, 0);
  if (left !== (accounts.balance ?? 0)) findings.push(`Lots have ${left} left, the balance account says ${accounts.balance ?? 0}.`);
  for (const lot of lots) {
    if (lot.granted !== lot.left + lot.burnt + lot.revoked + lot.expired || Math.min(lot.left, lot.burnt, lot.revoked, lot.expired) < 0)
      findings.push(`Lot ${lot.lotId} does not add up.`);
    const pinned = sql.exec("SELECT pins FROM holds WHERE purpose = 'charge'").toArray();
    const held = pinned.flatMap((row) => JSON.parse(String(row.pins)) as [string, number][]).filter(([lotId]) => lotId === lot.lotId);
    if (held.reduce((sum, [, credits]) => sum + credits, 0) > lot.left)
      findings.push(`More is held from lot ${lot.lotId} than it has left.`);
  }
}

interface KeyRow {
  state: string;
  credits: number;
  net: number;
}

function auditKeys(sql: SqlStorage, findings: string[]): Map<string, KeyRow> {
  const keys = new Map<string, KeyRow>();
  for (const row of sql.exec("SELECT key, state, credits FROM keys"))
    keys.set(String(row.key), { state: String(row.state), credits: Number(row.credits), net: 0 });
  for (const row of sql.exec("SELECT key, kind, credits FROM entries WHERE kind IN ('charge', 'undo')")) {
    const key = keys.get(String(row.key));
    if (key) key.net += Number(row.credits) * (row.kind === "charge" ? 1 : -1);
    else findings.push(`The ${row.kind} under ${row.key} has no key.`);
  }
  for (const [name, key] of keys) {
    const expected = key.state === "settled" || key.state === "undoing" ? key.credits : null;
    if (expected !== null && key.net !== expected)
      findings.push(`Key ${name} is ${key.state} at ${key.credits}, its entries sum to ${key.net}.`);
    if (key.state === "released" && key.net !== 0) findings.push(`Key ${name} was released, yet ${key.net} is charged.`);
    if (key.net < 0) findings.push(`Key ${name} was given back more than it was charged.`);
  }
  return keys;
}

async function auditReceipts(keys: Map<string, KeyRow>, door: Door, book: Book, findings: string[]): Promise<void> {
  const unseen = new Set(keys.keys());
  for (let after = ""; ; ) {
    const page = await door.listReceipts(after, RECEIPTS_PER_PAGE);
    for (const receipt of page) {
      after = receipt.key;
      unseen.delete(receipt.key);
      if (book.findHold(receipt.key)) continue;
      const net = keys.get(receipt.key)?.net ?? 0;
      if (receipt.state === "done" && net !== receipt.credits)
        findings.push(`Receipt ${receipt.key} is done at ${receipt.credits}, charged ${net}.`);
      if (receipt.state === "void" && net !== 0) findings.push(`Receipt ${receipt.key} is void, yet ${net} is charged.`);
      if (receipt.state === "undone" && net !== 0 && net !== receipt.credits - receipt.creditsBack)
        findings.push(`Receipt ${receipt.key} is undone, yet ${net} is charged.`);
    }
    if (page.length < RECEIPTS_PER_PAGE) break;
  }
  for (const key of unseen)
    if (!book.findHold(key) && keys.get(key)?.net !== 0) findings.push(`Key ${key} is charged, and has no receipt.`);
}
