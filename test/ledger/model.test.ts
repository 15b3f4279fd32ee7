// Random histories over the real object and real D1, from printed seeds: faults at random statements and D1 calls, answers lost after a commit,
// crashes, D1 away, the alarm late, twice or never. After every operation the ledger is what the plain model says and every invariant holds.
import { env, runDurableObjectAlarm } from "cloudflare:test";
import { expect, it, vi } from "vitest";
import { type FaultPlan, lateOnesLanded, planFaults } from "../support/faults";
import { LedgerModel } from "../support/ledgerModel";
import { chargeOf, crash, grantOf, ledgerOf, newTeam, rowsOf, takeBackOf } from "../support/ledgers";
import { randomFrom } from "../support/random";

const OPERATIONS = 40;
const UNDO_MS = 100_000;

class Walk {
  private readonly model = new LedgerModel();
  private readonly random: () => number;
  // A day ahead, so that the real alarm never rings by itself: here time moves only when the history says so.
  private now = Date.now() + 86_400_000;
  private keys = 0;
  private tickets = 0;
  private readonly paid = new Map<string, { credits: number; cents: number }>();

  constructor(
    private readonly seed: number,
    private readonly team: string,
  ) {
    this.random = randomFrom(seed);
  }

  private pick(n: number): number {
    return Math.floor(this.random() * n);
  }

  private one<T>(from: Iterable<T>): T | undefined {
    const all = Array.from(from);
    return all[this.pick(all.length)];
  }

  private get ledger() {
    return ledgerOf(this.team);
  }

  private faults(): FaultPlan | null {
    if (this.random() < 0.5) return null;
    const chance = this.random();
    if (chance < 0.2) return { d1: () => "refuse" };
    return {
      sqlAt: chance < 0.5 ? 1 + this.pick(14) : undefined,
      d1: () => (this.random() < 0.5 ? null : (this.one(["refuse", "lose", "late", "slow"] as const) ?? null)),
    };
  }

  async go(): Promise<void> {
    const steps = [this.grant, this.crash, this.pay, this.undo, this.charge, this.charge, this.charge, this.again];
    for (let step = 0; step < OPERATIONS; step++) {
      this.now += this.pick(50_000);
      vi.setSystemTime(this.now);
      const does = steps[this.pick(steps.length)] ?? this.charge;
      await does.call(this);
      const { free, held, debt } = await this.ledger.balance();
      const { findings } = await this.ledger.audit();
      const expected = { free: this.model.free(this.now), held: 0, debt: this.model.debts(), findings: [] };
      expect({ free, held, debt, findings }, `seed ${this.seed}, step ${step}: ${does.name}`).toEqual(expected);
      const rows = Array.from(this.model.settled.keys()).filter((key) => this.model.settled.get(key)?.credits !== 0);
      expect(await rowsOf(this.team), `seed ${this.seed}, step ${step}: ${does.name}`).toEqual(rows.sort());
    }
  }

  /** More than a minute later something brings what is open to its end: the sweep, the alarm once, the alarm twice, or just the next call. */
  private async settleDown(): Promise<void> {
    planFaults(null);
    await lateOnesLanded();
    this.now += 61_000 + this.pick(200_000);
    vi.setSystemTime(this.now);
    const way = this.pick(4);
    if (way === 0) await this.ledger.sweep();
    if (way === 1 || way === 2) await runDurableObjectAlarm(this.ledger);
    if (way === 2) await runDurableObjectAlarm(this.ledger);
    await this.ledger.balance();
  }

  private async grant(): Promise<void> {
    const expiresAt = this.random() < 0.5 ? null : this.now + 1 + this.pick(400_000);
    const grant = grantOf(1 + this.pick(6), { priority: this.pick(2), expiresAt });
    await this.ledger.grant(grant);
    await this.ledger.grant(grant);
    this.model.grant(grant.lotId, grant.credits, grant.priority, this.now, expiresAt);
  }

  private async crash(): Promise<void> {
    await crash(this.team);
  }

  private async pay(): Promise<void> {
    const known = this.random() < 0.6 ? this.one(this.paid.keys()) : undefined;
    const paymentId = known ?? `pi${this.paid.size}`;
    const { credits, cents } = this.paid.get(paymentId) ?? { credits: 1 + this.pick(8), cents: 100 + this.pick(900) };
    this.paid.set(paymentId, { credits, cents });
    const back = this.pick(3) === 0 ? 0 : this.pick(cents + 100);
    const facts = { paymentId, credits, paidCents: cents, refundedCents: back, disputedCents: 0, currency: "usd", memberId: null };
    planFaults(this.random() < 0.5 ? { sqlAt: 1 + this.pick(10) } : null);
    await this.ledger.applyPayment({ ...facts, ticket: ++this.tickets }).catch(() => null);
    planFaults(null);
    await this.ledger.applyPayment({ ...facts, ticket: ++this.tickets });
    expect(await this.ledger.applyPayment({ ...facts, refundedCents: 0, ticket: this.tickets })).toEqual({ kind: "stale" });
    this.model.target(paymentId, credits, cents, back, this.now);
  }

  private async undo(): Promise<void> {
    const key = this.one(Array.from(this.model.settled).flatMap(([one, { credits }]) => (credits > 0 ? [one] : [])));
    const charged = key ? this.model.settled.get(key) : undefined;
    if (!key || !charged) return;
    const late = this.now - charged.at > UNDO_MS;
    planFaults(this.faults());
    await this.ledger.undo(takeBackOf(this.team, key, UNDO_MS)).catch(() => null);
    await this.settleDown();
    if ((await this.stateOf(key)) !== "undone") return;
    expect(late, `seed ${this.seed}: a late undo was done`).toBe(false);
    this.model.undo(key, charged.credits, (await this.bookedAt("undo", key)) ?? this.now);
  }

  private async charge(): Promise<void> {
    const key = `k${String(this.keys++).padStart(4, "0")}`;
    const credits = 1 + this.pick(3);
    const expected = this.model.hold(key, credits, "m", this.now);
    planFaults(this.faults());
    const outcome = await this.ledger.perform(chargeOf(this.team, key, { credits })).catch(() => null);
    await this.settleDown();
    const done = (await this.stateOf(key)) === "done";
    if (expected !== "held") return void expect(done, `seed ${this.seed}: done without credits`).toBe(false);
    if (outcome?.kind === "done") expect(done, `seed ${this.seed}: told done, is not`).toBe(true);
    this.model.end(key, done ? credits : 0, (await this.bookedAt("charge", key)) ?? this.now);
  }

  /** A key that is known, asked once more: nothing moves. */
  private async again(): Promise<void> {
    const key = this.one(this.model.settled.keys());
    if (!key) return;
    planFaults(this.faults());
    await this.ledger.perform(chargeOf(this.team, key)).catch(() => null);
    await this.settleDown();
  }

  private async stateOf(key: string): Promise<string | null> {
    return env.DB.prepare("SELECT state FROM receipts WHERE team_id = ? AND key = ?").bind(this.team, key).first<string>("state");
  }

  /** When it was booked, whatever moment that was: from then an undo lot lasts its day. */
  private async bookedAt(kind: string, key: string): Promise<number | undefined> {
    return (await this.ledger.statement({ limit: 500 })).entries.find((entry) => entry.kind === kind && entry.key === key)?.at;
  }
}

const first = Number(env.SEED || Date.now() % 1_000_000);
const usual = [...Array.from({ length: 16 }, (_, n) => n + 1), ...Array.from({ length: 16 }, (_, n) => first + n)];
const seeds = env.SEEDS ? Array.from({ length: Number(env.SEEDS) }, (_, n) => first + n) : usual;

it.each(seeds)("seed %i: after any random history with faults, the ledger is what the model says", async (seed) => {
  await new Walk(seed, await newTeam()).go();
});
