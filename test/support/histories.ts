// Random histories of one ledger's book from a seed, faults included, compared with the model after every operation.
import { expect } from "vitest";
import type { PaymentTarget } from "~/workers/ledger/contract";
import type { Receipt } from "~/workers/ledger/door";
import { applyTarget, expireLots, grantLot, putBudget, takeTicket } from "~/workers/ledger/incoming";
import { charge, grant, TestBook } from "./book";
import { LedgerModel } from "./ledgerModel";
import { randomFrom } from "./random";

/** One operation, in both worlds. `repeats`: told again, it changes nothing. */
type Step = { does: string; real(): unknown; model(): unknown; repeats?: true };

export class History {
  private readonly test = new TestBook();
  private readonly model = new LedgerModel();
  private readonly random: () => number;
  private now = Date.UTC(2026, 0, 1);
  private keys = 0;
  private readonly paid = new Map<string, { credits: number; cents: number }>();

  constructor(private readonly seed: number) {
    this.random = randomFrom(seed);
  }

  private pick(n: number): number {
    return Math.floor(this.random() * n);
  }

  private one<T>(from: Iterable<T>): T | undefined {
    const all = Array.from(from);
    return all[this.pick(all.length)];
  }

  /** Walks so many operations; throws with the seed and the step at the first difference. */
  async walk(operations: number): Promise<void> {
    for (let step = 0; step < operations; step++) {
      this.now += this.pick(3_600_000);
      if (this.random() < 0.1) this.test.restart();
      const next = this.next(step);
      const at = `seed ${this.seed}, step ${step}: ${next.does}`;
      const before = this.test.storage.dump();
      if (this.random() < 0.15 && this.faulted(next, before, at)) continue;
      expect(next.real(), at).toEqual(next.model());
      this.compare(at);
      if (next.repeats) this.unchanged(next.real, `${at}: told again, it changed something`);
      expect(await this.test.findings(), at).toEqual([]);
    }
  }

  /** Runs an operation with a fault at a random statement. True when it was thrown: then every byte is as it was. */
  private faulted(step: Step, before: string, at: string): boolean {
    this.test.storage.failAt = 1 + this.pick(12);
    try {
      const real = step.real();
      this.test.storage.failAt = 0;
      expect(real, at).toEqual(step.model());
    } catch (error) {
      this.test.storage.failAt = 0;
      if (!String(error).includes("planned fault")) throw error;
      expect(this.test.storage.dump() === before, `${at}: a fault left something behind`).toBe(true);
    }
    this.compare(at);
    return true;
  }

  private unchanged<T>(work: () => T, otherwise: string): T {
    const before = this.test.storage.dump();
    const result = work();
    // Not shown: two dumps say more than anybody can read.
    expect(this.test.storage.dump() === before, otherwise).toBe(true);
    return result;
  }

  private compare(at: string): void {
    const lots = this.test.store.all<Record<string, unknown>>("SELECT lotId AS id, left, burnt, revoked, expired FROM lots ORDER BY lotId");
    const expected = Array.from(this.model.lots.values(), ({ id, left, burnt, revoked, expired }) => ({
      id,
      left,
      burnt,
      revoked,
      expired,
    }));
    expect({ free: this.test.book.free(this.now), lots: lots.map((lot) => ({ ...lot })) }, at).toEqual({
      free: this.model.free(this.now),
      lots: expected.sort((a, b) => (a.id < b.id ? -1 : 1)),
    });
  }

  private next(step: number): Step {
    const roll = this.pick(14);
    if (roll < 2) return this.grants(step);
    if (roll < 6) return this.holds();
    if (roll < 9) return this.ends();
    if (roll < 10) return this.undoes();
    if (roll < 12) return this.pays(step);
    if (roll < 13) return this.caps();
    return { does: "expire", real: () => expireLots(this.test.store, this.now), model: () => this.model.expire(this.now) };
  }

  private grants(step: number): Step {
    const expiresAt = this.random() < 0.5 ? null : this.now + 1 + this.pick(20_000_000);
    const lot = grant(`lot${step}`, 1 + this.pick(9), { priority: this.pick(2), expiresAt });
    return {
      does: "grant",
      real: () => void grantLot(this.test.store, lot, this.now),
      model: () => this.model.grant(lot.lotId, lot.credits, lot.priority, this.now, expiresAt),
      repeats: true,
    };
  }

  private holds(): Step {
    const key = `k${String(this.keys++).padStart(3, "0")}`;
    const [credits, memberId] = [1 + this.pick(5), `m${this.pick(2)}`];
    const asked = charge(key, { credits, memberId });
    return {
      does: `hold ${credits} under ${key}`,
      real: () => {
        const { kind } = this.test.book.hold(asked, this.now);
        if (kind !== "held") this.unchanged(() => this.test.book.hold(asked, this.now), "a refused hold changed something");
        return kind;
      },
      model: () => this.model.hold(key, credits, memberId, this.now),
    };
  }

  private ends(): Step {
    const key = this.one(this.model.holds.keys());
    if (!key) return this.holds();
    const most = this.model.holds.get(key)?.credits ?? 0;
    const used = this.random() < 0.3 ? 0 : 1 + this.pick(most);
    const receipt: Receipt = { state: used === 0 ? "void" : "done", credits: used, creditsBack: 0, attempt: 0 };
    return {
      does: `end ${key} with ${used} of ${most}`,
      real: () => {
        this.test.book.end([{ key, receipt }], this.now);
        this.test.receipts.set(key, receipt);
      },
      model: () => this.model.end(key, used, this.now),
      repeats: true,
    };
  }

  private undoes(): Step {
    const key = this.one(Array.from(this.model.settled.keys()).filter((one) => this.test.receipts.get(one)?.state === "done"));
    const charged = key ? this.model.settled.get(key) : undefined;
    if (!key || !charged) return this.holds();
    const back = this.random() < 0.3 ? 0 : 1 + this.pick(charged.credits);
    const credits = charged.credits;
    const receipt: Receipt = { state: back === 0 ? "done" : "undone", credits, creditsBack: back, attempt: back === 0 ? 1 : 0 };
    return {
      does: `undo ${key}, ${back} of ${credits} back`,
      real: () => {
        const known = this.test.store.findKey(key);
        this.test.store.write(() => {
          if (known) this.test.book.beginUndo(known, this.now);
          this.test.book.endUndo(key, receipt, this.now);
        });
        this.test.receipts.set(key, receipt);
      },
      model: () => this.model.undo(key, back, this.now),
    };
  }

  private pays(step: number): Step {
    const known = this.random() < 0.6 ? this.one(this.paid.keys()) : undefined;
    const paymentId = known ?? `pi${step}`;
    const { credits, cents } = this.paid.get(paymentId) ?? { credits: 1 + this.pick(12), cents: 100 + this.pick(900) };
    const [refundedCents, disputedCents] = [this.pick(cents), this.random() < 0.4 ? this.pick(2 * cents) : 0];
    const back = this.random() < 0.2 ? 0 : refundedCents + disputedCents;
    const facts = { paymentId, credits, paidCents: cents, refundedCents: back && refundedCents, disputedCents: back && disputedCents };
    return {
      does: `${paymentId}: ${back} of ${cents} cents back`,
      real: () => {
        const target = (ticket: number): PaymentTarget => ({ ...facts, ticket, currency: "usd", memberId: null });
        this.test.store.write(() => {
          const [older, newer] = [takeTicket(this.test.store), takeTicket(this.test.store)];
          applyTarget(this.test.store, target(newer), this.now);
          expect(applyTarget(this.test.store, { ...target(older), refundedCents: 0, disputedCents: 0 }, this.now)).toBeNull();
        });
      },
      model: () => {
        this.paid.set(paymentId, { credits, cents });
        this.model.target(paymentId, credits, cents, back, this.now);
      },
    };
  }

  private caps(): Step {
    const member = `m${this.pick(2)}`;
    const most = this.pick(12);
    return {
      does: `cap ${member} at ${most} a day`,
      real: () => putBudget(this.test.store, { scope: "member", scopeId: member, period: "day", most }),
      model: () => void this.model.caps.set(member, most),
    };
  }
}
