// The invariants, checked: lots add up, accounts match the entries, the chain holds, debts are what payments say, every charge has its
// receipt and every receipt its charge.
import type { Account, AuditReport, Entry } from "./contract";
import type { Door, Receipt } from "./door";
import { type Accounts, book as bookEntry, hashEntry, totalOf } from "./journal";
import { type Payment, retarget } from "./payments";
import { rowsOf } from "./rows";
import { type Hold, heldByLot, type Lot } from "./rules";
import type { Store } from "./store";

/** Looked at once more, each with a read of D1; the rest is found by the next run. */
const SUSPECTS_MAX = 500;

/** Walks the whole ledger. Findings are sentences; none means that every invariant holds. Open holds are left aside. */
export async function audit(sql: SqlStorage, door: Door, store: Store): Promise<AuditReport> {
  const findings: string[] = [];
  const { tombstone } = store.open.life;
  const { accounts, count, head } = auditChain(sql, findings);
  auditSnapshot(sql, accounts, head, findings);
  auditLots(sql, accounts, findings);
  auditPayments(sql, accounts, store, findings);
  const keys = auditKeys(sql, findings);
  // Of a closed ledger only the tombstone is left: its keys are gone, whatever receipts there are.
  if (!tombstone) await auditReceipts(sql, keys, door, store, findings);
  return { findings, entries: count, keys: keys.size, head: tombstone?.head ?? head };
}

function auditChain(sql: SqlStorage, findings: string[]) {
  const accounts: Accounts = {};
  let head = "";
  let count = 0;
  for (const { hash, ...entry } of rowsOf<Entry>(sql.exec("SELECT * FROM entries ORDER BY seq"))) {
    count++;
    if (entry.seq !== count) findings.push(`Entry ${count} is missing: found ${entry.seq}.`);
    bookEntry(accounts, entry);
    if (entry.balance !== totalOf(accounts)) findings.push(`Entry ${entry.seq} states a balance that its entries do not give.`);
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
  const lots = Array.from(rowsOf<Lot>(sql.exec("SELECT * FROM lots")));
  const left = lots.reduce((sum, lot) => sum + lot.left, 0);
  if (left !== (accounts.balance ?? 0)) findings.push(`Lots have ${left} left, the balance account says ${accounts.balance ?? 0}.`);
  const pinned = Array.from(rowsOf<Omit<Hold, "pins"> & { pins: string }>(sql.exec("SELECT * FROM holds")));
  const held = heldByLot(pinned.map((row) => ({ ...row, pins: JSON.parse(row.pins) })));
  for (const lot of lots) {
    if (lot.granted !== lot.left + lot.burnt + lot.revoked + lot.expired || Math.min(lot.left, lot.burnt, lot.revoked, lot.expired) < 0)
      findings.push(`Lot ${lot.lotId} does not add up.`);
    if ((held.get(lot.lotId) ?? 0) > lot.left) findings.push(`More is held from lot ${lot.lotId} than it has left.`);
  }
}

/** Debts are what payments say and lots could not give, and no lot keeps what it owes. */
function auditPayments(sql: SqlStorage, accounts: Accounts, store: Store, findings: string[]): void {
  const payments = Array.from(rowsOf<Payment>(sql.exec("SELECT * FROM payments")));
  const held = heldByLot(store.open.holds.values());
  let debts = 0;
  let targets = 0;
  for (const { paymentId, lotId, target, debt } of payments) {
    debts += debt;
    targets += target;
    const lot = store.findLot(lotId);
    const owed = lot && retarget(lot, held.get(lotId) ?? 0, target);
    if (!owed || lot.revoked !== owed.revoked || debt !== owed.debt)
      findings.push(`Payment ${paymentId} is to give up ${target}, its lot gave ${lot?.revoked ?? 0} and ${debt} are owed.`);
  }
  if (debts !== -(accounts.debt ?? 0)) findings.push(`Payments owe ${debts}, the debt account says ${-(accounts.debt ?? 0)}.`);
  if (targets !== (accounts.revoked ?? 0)) findings.push(`Payments revoke ${targets}, the account says ${accounts.revoked ?? 0}.`);
}

/** What the entries of a key add up to: charged, and what is left of that after what was given back. */
interface Booked {
  charged: number;
  net: number;
}

export interface KeyRow extends Booked {
  state: string;
  credits: number;
}

function bookInto(booked: Booked, kind: unknown, credits: number): void {
  if (kind === "charge") booked.charged += credits;
  booked.net += kind === "charge" ? credits : -credits;
}

/** Every key with what its entries sum to. */
export function auditKeys(sql: SqlStorage, findings: string[]): Map<string, KeyRow> {
  const keys = new Map<string, KeyRow>();
  for (const row of sql.exec("SELECT key, state, credits FROM keys"))
    keys.set(String(row.key), { state: String(row.state), credits: Number(row.credits), charged: 0, net: 0 });
  for (const row of sql.exec("SELECT key, kind, credits FROM entries WHERE kind IN ('charge', 'undo')")) {
    const key = keys.get(String(row.key));
    if (key) bookInto(key, row.kind, Number(row.credits));
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

/** How a receipt and its charge can differ, in words; null when they agree. */
function mismatch(key: string, receipt: Receipt | null, { charged, net }: Booked): string | null {
  if (!receipt) return net === 0 ? null : `Key ${key} is charged, and has no receipt.`;
  const { state, credits, creditsBack } = receipt;
  if (state === "done") return net === credits ? null : `Receipt ${key} is done at ${credits}, charged ${net}.`;
  if (state === "void") return net === 0 ? null : `Receipt ${key} is void, yet ${net} is charged.`;
  // One that was undone before its charge was booked never had one.
  const due = charged === 0 ? 0 : credits - creditsBack;
  return net === due ? null : `Receipt ${key} is undone with ${creditsBack} of ${credits} given back, yet ${net} is charged.`;
}

const nothing: Booked = { charged: 0, net: 0 };

async function auditReceipts(sql: SqlStorage, keys: Map<string, KeyRow>, door: Door, store: Store, findings: string[]): Promise<void> {
  const unseen = new Set(keys.keys());
  const suspects: string[] = [];
  for await (const { key, ...receipt } of door.allReceipts()) {
    unseen.delete(key);
    if (mismatch(key, receipt, keys.get(key) ?? nothing)) suspects.push(key);
  }
  for (const key of unseen) if (mismatch(key, null, keys.get(key) ?? nothing)) suspects.push(key);
  await lookAgain(sql, suspects.slice(0, SUSPECTS_MAX), door, store, findings);
}

/** While the receipts were read, charges went on: what differed then is looked at once more, and left alone while it is moving. */
async function lookAgain(sql: SqlStorage, keys: string[], door: Door, store: Store, findings: string[]): Promise<void> {
  if (keys.length === 0) return;
  const before = bookedUnder(sql, keys);
  const receipts = new Map<string, Receipt | null>();
  for (const key of keys) receipts.set(key, await door.read(key));
  const after = bookedUnder(sql, keys);
  for (const key of keys) {
    const now = after.get(key) ?? nothing;
    if (store.open.holds.has(key) || before.get(key)?.net !== now.net) continue;
    const finding = mismatch(key, receipts.get(key) ?? null, now);
    if (finding) findings.push(finding);
  }
}

/** What the entries of some keys sum to, in one pass over all of them. */
function bookedUnder(sql: SqlStorage, keys: string[]): Map<string, Booked> {
  const all = new Map(keys.map((key) => [key, { ...nothing }]));
  for (const row of sql.exec("SELECT key, kind, credits FROM entries WHERE kind IN ('charge', 'undo')")) {
    const booked = all.get(String(row.key));
    if (booked) bookInto(booked, row.kind, Number(row.credits));
  }
  return all;
}
