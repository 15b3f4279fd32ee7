// Payments as targets: whatever Stripe tells, in whatever order and however often, ends in the same lots. The oracle knows no events at all.
import { describe, expect, it } from "vitest";
import { takenBack } from "~/app/gateways/paymentFacts";
import type { PaymentTarget } from "~/workers/ledger/contract";
import { applyTarget, grantLot, takeTicket } from "~/workers/ledger/incoming";
import { movesOf, retarget, revokedCredits } from "~/workers/ledger/payments";
import { charge, grant, TestBook } from "../support/book";
import { randomFrom } from "../support/random";

const target = (over: Partial<PaymentTarget>): PaymentTarget => ({
  paymentId: "pi",
  ticket: 1,
  credits: 100,
  paidCents: 700,
  refundedCents: 0,
  disputedCents: 0,
  currency: "usd",
  memberId: null,
  ...over,
});

describe("credits to revoke", () => {
  it.each([
    [{}, 0],
    [{ refundedCents: 350 }, 50],
    [{ refundedCents: 1 }, 0],
    [{ refundedCents: 6 }, 0],
    [{ refundedCents: 7 }, 1],
    [{ refundedCents: 699 }, 99],
    [{ refundedCents: 700 }, 100],
    [{ disputedCents: 700 }, 100],
    [{ refundedCents: 350, disputedCents: 700 }, 100],
    [{ refundedCents: 100, disputedCents: 250 }, 50],
    [{ paidCents: 0, refundedCents: 5 }, 0],
    [{ paidCents: 3, refundedCents: 2 }, 66],
  ])("%j: the money's share, rounded down, never more than the pack: %i", (over, credits) => {
    expect(revokedCredits(target(over))).toBe(credits);
  });

  it("comes from what the lot has left and not held; the rest is owed", () => {
    expect(retarget({ left: 40, revoked: 0 }, 0, 30)).toEqual({ revoked: 30, debt: 0 });
    expect(retarget({ left: 40, revoked: 0 }, 15, 30)).toEqual({ revoked: 25, debt: 5 });
    expect(retarget({ left: 0, revoked: 10 }, 0, 30)).toEqual({ revoked: 10, debt: 20 });
    expect(retarget({ left: 5, revoked: 10 }, 9, 30)).toEqual({ revoked: 10, debt: 20 });
    expect(retarget({ left: 5, revoked: 10 }, 0, 4)).toEqual({ revoked: 4, debt: 0 });
  });

  it("are booked so that debits and credits say where each came from", () => {
    expect(movesOf(0, 0)).toEqual([]);
    expect(movesOf(5, 0)).toEqual([{ kind: "revoke", debit: "revoked", credit: "balance", credits: 5 }]);
    expect(movesOf(5, 3)).toEqual([
      { kind: "revoke", debit: "revoked", credit: "balance", credits: 5 },
      { kind: "revoke", debit: "revoked", credit: "debt", credits: 3 },
    ]);
    expect(movesOf(2, -2)).toEqual([{ kind: "debt", debit: "debt", credit: "balance", credits: 2 }]);
    expect(movesOf(2, -5)).toEqual([
      { kind: "debt", debit: "debt", credit: "balance", credits: 2 },
      { kind: "restore", debit: "debt", credit: "revoked", credits: 3 },
    ]);
    expect(movesOf(5, -2)).toEqual([
      { kind: "debt", debit: "debt", credit: "balance", credits: 2 },
      { kind: "revoke", debit: "revoked", credit: "balance", credits: 3 },
    ]);
    expect(movesOf(-4, -1)).toEqual([
      { kind: "restore", debit: "debt", credit: "revoked", credits: 1 },
      { kind: "restore", debit: "balance", credit: "revoked", credits: 4 },
    ]);
  });
});

describe("money taken back, from what Stripe says", () => {
  const moved = (...amounts: number[]) => amounts.map((amount) => ({ amount })) as never;

  it("counts refunds that live, and disputes whose money is gone", () => {
    const refunds = ["succeeded", "pending", "requires_action", "failed", "canceled"].map((status, n) => ({ amount: 10 ** n, status }));
    expect(takenBack(refunds, []).refundedCents).toBe(111);
    const disputes = [
      { amount: 1, status: "needs_response", balance_transactions: moved(-1) },
      { amount: 10, status: "lost", balance_transactions: moved(-10) },
      { amount: 100, status: "won", balance_transactions: moved(-100, 100) },
      { amount: 1_000, status: "warning_needs_response", balance_transactions: moved() },
      { amount: 10_000, status: "needs_response", balance_transactions: moved(-10_000, 10_000) },
      { amount: 100_000, status: "won", balance_transactions: moved(-100_000) },
      { amount: 1_000_000, status: "under_review", balance_transactions: moved() },
    ] as const;
    expect(takenBack([], [...disputes]).disputedCents).toBe(11);
  });
});

interface World {
  id: string;
  credits: number;
  cents: number;
  state: "waiting" | "paid" | "failed";
  refunds: { amount: number; status: string }[];
  disputes: { amount: number; status: "needs_response" | "won" | "lost" | "warning_closed"; balance_transactions: never[] }[];
}

type Change = { payment: number; does: (payment: World) => void };
const money = (...amounts: number[]) => amounts.map((amount) => ({ amount })) as never[];

/** What happens at Stripe, drawn from a seed; each change is told by at least one event. */
function drawHistory(random: () => number, payments: World[]): Change[] {
  const pick = (n: number) => Math.floor(random() * n);
  const kinds: ((payment: World) => void)[] = [
    (one) => one.refunds.push({ amount: 1 + pick(one.cents), status: "succeeded" }),
    (one) => void (one.refunds.length > 0 && Object.assign(one.refunds[pick(one.refunds.length)] as object, { status: "failed" })),
    (one) => one.disputes.push({ amount: one.cents, status: "needs_response", balance_transactions: money(-one.cents) }),
    (one) => one.disputes.push({ amount: one.cents, status: "warning_closed", balance_transactions: [] }),
    (one) => {
      const open = one.disputes.find(({ status }) => status === "needs_response");
      if (open) Object.assign(open, { status: "won", balance_transactions: money(-one.cents, one.cents) });
    },
    (one) => void Object.assign(one.disputes.find(({ status }) => status === "needs_response") ?? {}, { status: "lost" }),
  ];
  const late = payments.flatMap((one, payment): Change[] =>
    one.state === "waiting" ? [{ payment, does: (it) => void Object.assign(it, { state: payment === 0 ? "paid" : "failed" }) }] : [],
  );
  const changes = Array.from({ length: 10 }, () => {
    const does = kinds[pick(kinds.length)] as Change["does"];
    return { payment: pick(payments.length), does };
  });
  return [...changes.slice(0, 5), ...late, ...changes.slice(5)];
}

const BURNT = 130;

/** What must come out, from the end of the history alone. */
function oracle(payments: World[]): unknown[] {
  let burn = BURNT;
  return payments.flatMap(({ id, credits, cents, state, refunds, disputes }) => {
    if (state !== "paid") return [];
    const burnt = id.includes("late") ? 0 : Math.min(burn, credits);
    burn -= burnt;
    const live = refunds.reduce((sum, { amount, status }) => sum + (status === "failed" ? 0 : amount), 0);
    const gone = disputes.reduce((sum, { amount, status }) => sum + (status === "needs_response" || status === "lost" ? amount : 0), 0);
    const due = Math.floor((credits * Math.min(cents, live + gone)) / cents);
    const revoked = Math.min(due, credits - burnt);
    return [{ id: `payment:${id}`, left: credits - burnt - revoked, burnt, revoked, debt: due - revoked }];
  });
}

function newWorld(): World[] {
  const made = (id: string, credits: number, cents: number, state: World["state"]): World => ({
    ...{ id, credits, cents, state },
    refunds: [],
    disputes: [],
  });
  return [
    made("late0", 200, 800, "waiting"),
    made("late1", 500, 1_000, "waiting"),
    made("p2", 50, 500, "paid"),
    made("p3", 100, 700, "paid"),
  ];
}

/** Walks one history with its events told in one random order, some twice, some answers late. Returns the lots at the end. */
async function walk(historySeed: number, orderSeed: number): Promise<{ lots: unknown[]; expected: unknown[]; free: number }> {
  const random = randomFrom(orderSeed);
  const world = newWorld();
  const changes = drawHistory(randomFrom(historySeed), world);
  const test = new TestBook();
  const now = Date.UTC(2026, 0, 1);
  const ask = (one: World): PaymentTarget | null => {
    const ticket = takeTicket(test.store);
    const facts = { paymentId: one.id, credits: one.credits, paidCents: one.cents, currency: "usd", memberId: null };
    return one.state === "paid" ? { ...facts, ticket, ...takenBack(one.refunds, one.disputes as never) } : null;
  };
  for (const one of world) {
    const facts = ask(one);
    if (facts) applyTarget(test.store, facts, now);
  }
  expect(test.spend("before", BURNT, now)).toBe(true);
  grantLot(test.store, grant("gift", 10_000, { priority: 0 }), now);
  const told: World[] = [];
  const answers: PaymentTarget[] = [];
  for (let at = 0, spent = 0; at < changes.length || told.length > 0 || answers.length > 0; ) {
    const roll = random();
    if (roll < 0.3 && at < changes.length) {
      const { payment, does } = changes[at++] as Change;
      const one = world[payment] as World;
      does(one);
      told.push(one, one);
    } else if (roll < 0.6 && told.length > 0) {
      const [one] = told.splice(Math.floor(random() * told.length), 1) as [World];
      const facts = ask(one);
      if (facts) answers.push(facts);
    } else if (roll < 0.9 && answers.length > 0) {
      const [facts] = answers.splice(Math.floor(random() * answers.length), 1) as [PaymentTarget];
      applyTarget(test.store, facts, now);
    } else if (roll > 0.95) test.spend(`between${spent++}`, 1, now);
  }
  expect(await test.findings()).toEqual([]);
  const lots = test.store.all<Record<string, unknown>>(
    `SELECT lots.lotId AS id, left, burnt, revoked, coalesce(debt, 0) AS debt FROM lots LEFT JOIN payments USING (lotId)
     WHERE lots.lotId <> 'gift' ORDER BY lots.lotId`,
  );
  const gift = test.store.lot("gift").left;
  return { lots: lots.map((lot) => ({ ...lot })), expected: oracle(world), free: test.book.free(now) - gift };
}

it("1,000 random orders of random histories, with duplicates and late answers and spending in between: lot by lot what the oracle says", async () => {
  for (let history = 1; history <= 40; history++) {
    const frees = new Set<number>();
    for (let order = 1; order <= 25; order++) {
      const { lots, expected, free } = await walk(history, history * 1_000 + order);
      expect(lots, `history ${history}, order ${order}`).toEqual(expected);
      frees.add(free);
    }
    expect(frees.size, `history ${history}: the balance depends on the order`).toBe(1);
  }
});

it("a stale answer is told from a newer one by its ticket, and changes nothing", () => {
  const test = new TestBook();
  const [older, newer] = [takeTicket(test.store), takeTicket(test.store)];
  applyTarget(test.store, target({ ticket: newer, refundedCents: 700 }), 1);
  expect(applyTarget(test.store, target({ ticket: older }), 2)).toBeNull();
  expect(test.store.lot("payment:pi")).toMatchObject({ left: 0, revoked: 100 });
});

it("what is owed stops actions, and goes away by itself when more is bought", () => {
  const test = new TestBook();
  applyTarget(test.store, target({ ticket: takeTicket(test.store) }), 1);
  expect(test.spend("a", 80, 1)).toBe(true);
  const applied = applyTarget(test.store, target({ ticket: takeTicket(test.store), refundedCents: 700 }), 2);
  expect(applied).toEqual({ granted: false, taken: 100, debt: 80 });
  expect(test.book.free(2)).toBe(-80);
  expect(test.book.hold(charge("b"), 2)).toEqual({ kind: "short", balance: -80, needed: 1 });
  applyTarget(test.store, target({ paymentId: "pj", ticket: takeTicket(test.store) }), 3);
  expect(test.book.free(3)).toBe(20);
  expect(test.spend("c", 20, 3)).toBe(true);
  expect(test.book.hold(charge("d"), 3).kind).toBe("short");
});
