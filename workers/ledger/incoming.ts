// Credits that come in and go without a charge: grants, expiry, payments and what is taken back of them, the life of the ledger.
// Each exported function that takes only the store is one transaction; those that take the state are part of one.
import { checkBudget, checkGrant, checkTarget } from "./asked";
import { budgetId } from "./budgets";
import type { Budget, FrozenBy, Grant, PaymentTarget, Tombstone } from "./contract";
import type { Draft } from "./journal";
import { newLot } from "./lots";
import { movesOf, type Payment, retarget, revokedCredits } from "./payments";
import { expirable, heldByLot } from "./rules";
import type { State, Store } from "./store";

const nobody = { action: null, memberId: null, subjectId: null, priceVersion: null };

/** Adds a lot once. False when it was there already. */
export function grantLot(store: Store, grant: Grant, now: number): boolean {
  checkGrant(grant);
  return store.write((state) => {
    const granted = addLot(store, state, grant, now);
    store.close(state);
    return granted;
  });
}

function addLot(store: Store, state: State, grant: Grant, now: number): boolean {
  if (store.findLot(grant.lotId)) return false;
  const at = state.journal.stamp(now);
  store.putLot(newLot(grant, at));
  const { lotId, source, credits, paymentId, memberId } = grant;
  const line = { at, kind: "grant", debit: "balance", credit: source, credits, key: lotId, lotId } as const;
  state.journal.append({ ...line, ...nobody, memberId, subjectId: paymentId });
  return true;
}

/** Books the expiry of every lot whose day has come. */
export function expireLots(store: Store, now: number): void {
  const { lots, holds } = store.open;
  const held = heldByLot(holds.values());
  if (!Array.from(lots.values()).some((lot) => expirable(lot, held.get(lot.lotId) ?? 0, now) > 0)) return;
  store.write((state) => {
    expireDue(store, state, now);
    store.close(state);
  });
}

export function expireDue(store: Store, state: State, now: number): void {
  const held = heldByLot(state.holds.values());
  for (const lot of [...state.lots.values()]) {
    const credits = expirable(lot, held.get(lot.lotId) ?? 0, now);
    if (credits === 0) continue;
    store.putLot({ ...lot, left: lot.left - credits, expired: lot.expired + credits });
    const line = { at: state.journal.stamp(now), kind: "expiry", debit: "expired", credit: "balance", credits } as const;
    state.journal.append({ ...line, key: lot.lotId, lotId: lot.lotId, ...nobody });
  }
}

/** A number that grows with each call: taken before Stripe is asked, it tells which of two answers is the newer one. */
export function takeTicket(store: Store): number {
  return store.write((state) => {
    store.putLife({ tickets: state.life.tickets + 1 });
    return state.life.tickets;
  });
}

/** Brings a payment's lot to what Stripe says now: granted once, revoked up or down to the target. Null when the target is stale. */
export function applyTarget(store: Store, target: PaymentTarget, now: number): { granted: boolean; taken: number; debt: number } | null {
  checkTarget(target);
  return store.write((state) => {
    const { paymentId, credits, paidCents, currency, memberId, disputedCents, ticket } = target;
    const lotId = `payment:${paymentId}`;
    const known = store.findPayment(paymentId);
    if (known && known.ticket >= ticket) return null;
    const lot = { lotId, source: "purchase", credits, priority: 1, paymentId, costCents: paidCents, currency } as const;
    const granted = addLot(store, state, { ...lot, expiresAt: null, memberId }, now);
    const before = known ?? { paymentId, lotId, target: 0, debt: 0, disputedCents: 0, ticket };
    const why = disputedCents === before.disputedCents ? "refund" : "dispute";
    const after = { ...before, target: revokedCredits(target), disputedCents, ticket };
    const debt = move(store, state, before, after, why, now);
    store.close(state);
    return { granted, taken: after.target - before.target, debt };
  });
}

/** Takes what is owed from lots that have got something left again: after a hold has ended, after an undo. */
export function settleDebts(store: Store, state: State, now: number): void {
  for (const payment of [...state.payments.values()]) if (payment.debt > 0) move(store, state, payment, payment, null, now);
}

function move(store: Store, state: State, before: Payment, after: Payment, why: string | null, now: number): number {
  const lot = store.lot(after.lotId);
  const { revoked, debt } = retarget(lot, heldByLot(state.holds.values()).get(lot.lotId) ?? 0, after.target);
  if (revoked !== lot.revoked) store.putLot({ ...lot, revoked, left: lot.left - (revoked - lot.revoked) });
  for (const { kind, debit, credit, credits } of movesOf(revoked - lot.revoked, debt - before.debt)) {
    const line: Draft = { at: state.journal.stamp(now), kind, debit, credit, credits, key: lot.lotId, lotId: lot.lotId, ...nobody };
    state.journal.append({ ...line, action: why, subjectId: after.paymentId });
    // A debt alone changes no lot, yet the snapshot has to follow its entry.
    store.putLot(store.lot(lot.lotId));
  }
  if (before !== after || debt !== before.debt) store.putPayment({ ...after, debt });
  return debt;
}

/** Sets a budget, or takes it away with `most: null`. */
export function putBudget(store: Store, budget: Omit<Budget, "most"> & { most: number | null }): void {
  checkBudget(budget);
  const { scope, scopeId, period, most } = budget;
  store.write((state) => {
    store.run("DELETE FROM budgets WHERE scope = ? AND scopeId = ? AND period = ?", scope, scopeId, period);
    state.budgets = state.budgets.filter((one) => budgetId(one) !== budgetId(budget));
    // Added up anew from the entries when it is next looked at: what was counted before it was taken away may be old. Forgotten in storage too, or
    // the object made anew would count on from there.
    delete state.usage[budgetId(budget)];
    state.journal.close(JSON.stringify(state.usage));
    if (most === null) return;
    store.run("INSERT INTO budgets VALUES (?, ?, ?, ?)", scope, scopeId, period, most);
    state.budgets.push({ scope, scopeId, period, most });
  });
}

/** Adds or takes away one reason why nothing new is charged. */
export function setFrozen(store: Store, by: FrozenBy, frozen: boolean): void {
  const others = store.open.life.frozenBy.filter((one) => one !== by);
  if (store.open.life.frozenBy.includes(by) !== frozen) store.write(() => store.putLife({ frozenBy: frozen ? [...others, by] : others }));
}

/** Empties the ledger but for its tombstone, in one step. Whoever calls has seen to it that nothing is held. */
export function bury(store: Store, now: number): Tombstone {
  const tombstone = store.write((state) => {
    const { seq, head, total } = state.journal;
    const left = { closedAt: now, balance: total, seq, head };
    for (const table of ["lots", "holds", "keys", "entries", "payments", "budgets"]) store.run(`DELETE FROM ${table}`);
    store.run("UPDATE snapshot SET seq = 0, hash = '', accounts = '{}', usage = '{}'");
    store.putLife({ closed: true, lowMarks: [], tombstone: left });
    return left;
  });
  store.forget();
  return tombstone;
}
