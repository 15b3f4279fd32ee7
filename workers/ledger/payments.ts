// What a payment's refunds and disputes mean for its lot, as pure functions. Everything is a target: order and repetition cannot matter.
import type { Account, EntryKind, PaymentTarget } from "./contract";
import type { Lot } from "./rules";

/** A payment of which something was taken back, as stored. */
export interface Payment {
  paymentId: string;
  lotId: string;
  /** Credits that are to be revoked, of which `debt` were spent before they could be. */
  target: number;
  debt: number;
  disputedCents: number;
  ticket: number;
}

/** Credits to revoke: the pack's share of the money that went back, rounded down. */
export function revokedCredits({ credits, paidCents, refundedCents, disputedCents }: PaymentTarget): number {
  if (paidCents <= 0) return 0;
  return Math.floor((credits * Math.min(paidCents, refundedCents + disputedCents)) / paidCents);
}

/** How much of `target` the lot can give, from what it has left and not held; what is missing is the payment's debt. */
export function retarget(lot: Pick<Lot, "left" | "revoked">, held: number, target: number): { revoked: number; debt: number } {
  const revoked = Math.min(target, lot.revoked + Math.max(0, lot.left - held));
  return { revoked, debt: target - revoked };
}

export interface Move {
  kind: EntryKind;
  debit: Account;
  credit: Account;
  credits: number;
}

/** The journal's lines for a change of what is revoked and what is owed. */
export function movesOf(revoked: number, debt: number): Move[] {
  const fromDebt = Math.min(Math.max(0, revoked), Math.max(0, -debt));
  const moves: Move[] = [
    { kind: "debt", debit: "debt", credit: "balance", credits: fromDebt },
    { kind: "revoke", debit: "revoked", credit: "balance", credits: revoked - fromDebt },
    { kind: "revoke", debit: "revoked", credit: "debt", credits: debt },
    { kind: "restore", debit: "debt", credit: "revoked", credits: -debt - fromDebt },
    { kind: "restore", debit: "balance", credit: "revoked", credits: -revoked },
  ];
  return moves.filter(({ credits }) => credits > 0);
}
