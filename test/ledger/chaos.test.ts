// Many operations at once over one real object and real D1: charges, repeats, undos, grants, payments and looks, while batches are refused, lost,
// slow or late and the object dies under way. When the storm is over, rows, receipts, journal and balance agree, and nobody was told a lie.
import { env } from "cloudflare:test";
import { expect, it, vi } from "vitest";
import { type D1Fault, lateOnesLanded, planFaults } from "../support/faults";
import { chargeOf, crash, grantOf, ledgerOf, newTeam, rowsOf, takeBackOf } from "../support/ledgers";
import { randomFrom } from "../support/random";

const OPERATIONS = 120;
const BUDGET = 15;
const faultKinds = ["refuse", "lose", "late", "slow"] as const;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Asked {
  credits: number;
  memberId: string;
  /** How each call under the key ended, in order. */
  told: string[];
}
interface Paid {
  credits: number;
  cents: number;
  backCents: number;
}
interface Receipt {
  key: string;
  state: string;
  credits: number;
}

class Storm {
  private readonly random: () => number;
  private readonly asked = new Map<string, Asked>();
  private readonly paid = new Map<string, Paid>();
  private readonly strength: number;
  private readonly crashes: boolean;
  private lots = 0;
  operations = 0;

  constructor(
    private readonly seed: number,
    private readonly team: string,
  ) {
    this.random = randomFrom(seed);
    this.strength = [0.05, 0.2, 0.5][this.pick(3)] ?? 0.2;
    this.crashes = this.random() < 0.7;
  }

  private pick(n: number): number {
    return Math.floor(this.random() * n);
  }

  private get ledger() {
    return ledgerOf(this.team);
  }

  private fault(): D1Fault {
    return this.random() > this.strength ? null : (faultKinds[this.pick(faultKinds.length)] ?? null);
  }

  async rage(): Promise<void> {
    await this.grant(60);
    await this.ledger.setBudget({ scope: "member", scopeId: "capped", period: "month", most: BUDGET });
    planFaults({ d1: () => this.fault() });
    const underWay: Promise<unknown>[] = [];
    for (; this.operations < OPERATIONS; this.operations++) {
      underWay.push(this.next().catch(() => null));
      if (this.random() < 0.3) await pause(this.pick(12));
    }
    await Promise.all(underWay);
    planFaults(null);
    await lateOnesLanded();
  }

  private next(): Promise<unknown> {
    const roll = this.random();
    if (roll < 0.5 || this.asked.size === 0) return this.charge();
    if (roll < 0.62) return this.perform(this.anyKey());
    if (roll < 0.78) return this.ledger.undo(takeBackOf(this.team, this.anyKey(), 600_000));
    if (roll < 0.83) return this.grant(1 + this.pick(10));
    if (roll < 0.9) return this.pay();
    if (roll < 0.92) return this.ledger.sweep();
    if (roll < 0.94) return this.ledger.audit();
    return roll < 0.97 && this.crashes ? crash(this.team) : this.ledger.balance();
  }

  private anyKey(): string {
    return Array.from(this.asked.keys())[this.pick(this.asked.size)] ?? "";
  }

  private charge(): Promise<void> {
    const key = `k${String(this.asked.size).padStart(3, "0")}`;
    this.asked.set(key, { credits: 1 + this.pick(3), memberId: this.random() < 0.4 ? "capped" : "m", told: [] });
    return this.perform(key);
  }

  private async perform(key: string): Promise<void> {
    const asked = this.asked.get(key);
    if (!asked) return;
    const { credits, memberId } = asked;
    const outcome = await this.ledger.perform(chargeOf(this.team, key, { credits, memberId })).catch(() => ({ kind: "thrown" }));
    asked.told.push(outcome.kind);
  }

  private async grant(credits: number): Promise<void> {
    await this.ledger.grant(grantOf(credits, { lotId: `lot${this.lots++}`, priority: this.pick(2) }));
  }

  private async pay(): Promise<void> {
    const paymentId = `pi${this.pick(4)}`;
    const paid = this.paid.get(paymentId) ?? { credits: 1 + this.pick(20), cents: 100 + this.pick(900), backCents: 0 };
    this.paid.set(paymentId, paid);
    paid.backCents = this.random() < 0.4 ? 0 : this.pick(paid.cents + 50);
    await this.tell(paymentId).catch(() => null);
  }

  /** As a webhook would: the ticket first, then what Stripe says now. */
  private async tell(paymentId: string): Promise<void> {
    const ticket = await this.ledger.paymentTicket();
    const { credits, cents, backCents } = this.paid.get(paymentId) ?? { credits: 1, cents: 1, backCents: 0 };
    const facts = { refundedCents: backCents, disputedCents: 0, currency: "usd", memberId: null };
    await this.ledger.applyPayment({ paymentId, ticket, credits, paidCents: cents, ...facts });
  }

  /** What the night brings: every payment told once more, every overdue hold asked about. */
  async calm(): Promise<void> {
    for (const paymentId of this.paid.keys()) await this.tell(paymentId);
    vi.setSystemTime(Date.now() + 61_000);
    for (let n = 0; n < 10; n++) await this.ledger.sweep();
    vi.useRealTimers();
  }

  async judge(): Promise<void> {
    const receipts = await this.receipts();
    const done = receipts.filter(({ state }) => state === "done");
    const spent = (some: Receipt[]) => some.reduce((sum, { credits }) => sum + credits, 0);
    const { free, held, debt } = await this.ledger.balance();
    const { granted, charged } = await this.booked();
    const capped = done.filter(({ key }) => this.asked.get(key)?.memberId === "capped");
    const found = { held, rows: await rowsOf(this.team), charged, free, lies: this.lies(receipts), budget: spent(capped) <= BUDGET };
    const due = { held: 0, rows: done.map(({ key }) => key).sort(), charged: spent(done), free: granted - spent(done) - this.revoked() };
    expect(found, `seed ${this.seed}`).toEqual({ ...due, lies: [], budget: true });
    expect((await this.ledger.audit()).findings, `seed ${this.seed}`).toEqual([]);
    if (free < 0) expect(debt, `seed ${this.seed}: below zero without a debt`).toBeGreaterThan(0);
  }

  private async receipts(): Promise<Receipt[]> {
    const sql = "SELECT key, state, credits FROM receipts WHERE team_id = ?";
    return (await env.DB.prepare(sql).bind(this.team).all<Receipt>()).results;
  }

  private async booked() {
    const { entries } = await this.ledger.statement({ limit: 500 });
    const sum = (kind: string) => entries.filter((entry) => entry.kind === kind).reduce((total, { credits }) => total + credits, 0);
    return { granted: sum("grant"), charged: sum("charge") - sum("undo") };
  }

  private revoked(): number {
    const shareOf = ({ credits, cents, backCents }: Paid) => Math.floor((credits * Math.min(cents, backCents)) / cents);
    return Array.from(this.paid.values()).reduce((sum, paid) => sum + shareOf(paid), 0);
  }

  /** Where what somebody was told does not fit what is there. */
  private lies(receipts: Receipt[]): string[] {
    const states = new Map(receipts.map(({ key, state }) => [key, state]));
    return Array.from(this.asked).flatMap(([key, { told }]) => {
      const is = states.get(key);
      const lies: string[] = [];
      if (told.includes("done") && is !== "done" && is !== "undone") lies.push(`${key} was told done and is ${is}`);
      if (told.includes("done") && told.slice(told.indexOf("done")).includes("refused")) lies.push(`${key} was done, then refused`);
      if (told.includes("refused") && is === "done") lies.push(`${key} was refused and is done`);
      return lies;
    });
  }
}

const first = Number(env.SEED || Date.now() % 1_000_000);
const seeds = Array.from({ length: Number(env.SEEDS || 60) }, (_, n) => first + n);

it.each(seeds)(
  "seed %i: after a storm of operations at once, rows, receipts, journal and balance agree, and nobody was told a lie",
  async (seed) => {
    const storm = new Storm(seed, await newTeam());
    await storm.rage();
    await storm.calm();
    await storm.judge();
  },
);
