// Random operations from printed seeds against a reference model of a few lines, faults included; every invariant after every operation.
import { env } from "cloudflare:test";
import { expect, it, vi } from "vitest";
import { planFaults } from "../support/faults";
import { chargeOf, crash, grantOf, ledgerOf, newTeam, rowsOf, takeBackOf } from "../support/ledgers";
import { randomFrom } from "../support/random";

interface ModelLot {
  id: string;
  left: number;
  priority: number;
  grantedAt: number;
  expiresAt: number | null;
}

/** What the ledger should be, told in the plainest way. */
class Model {
  lots: ModelLot[] = [];
  charged = new Map<string, { pins: [ModelLot, number][]; at: number }>();

  free(now: number): number {
    return this.alive(now).reduce((sum, lot) => sum + lot.left, 0);
  }

  private alive(now: number): ModelLot[] {
    return this.lots.filter((lot) => lot.expiresAt === null || lot.expiresAt > now);
  }

  pin(credits: number, now: number): [ModelLot, number][] {
    const order = (lot: ModelLot) => [lot.priority, lot.expiresAt ?? Number.MAX_SAFE_INTEGER, lot.grantedAt] as const;
    const byOrder = this.alive(now).sort((a, b) => {
      const [x, y] = [order(a), order(b)];
      return x[0] - y[0] || x[1] - y[1] || x[2] - y[2] || (a.id < b.id ? -1 : 1);
    });
    const pins: [ModelLot, number][] = [];
    for (const lot of byOrder) {
      const part = Math.min(lot.left, credits);
      if (part > 0) pins.push([lot, part]);
      credits -= part;
    }
    return pins;
  }

  charge(key: string, pins: [ModelLot, number][], at: number): void {
    for (const [lot, credits] of pins) lot.left -= credits;
    this.charged.set(key, { pins, at });
  }

  undo(key: string, now: number): void {
    for (const [lot, credits] of this.charged.get(key)?.pins ?? []) {
      if (lot.expiresAt === null || lot.expiresAt > now) lot.left += credits;
      else this.lots.push({ id: `undo:${key}:${lot.id}`, left: credits, priority: 0, grantedAt: now, expiresAt: now + 86_400_000 });
    }
    this.charged.delete(key);
  }
}

async function stateOf(team: string, key: string): Promise<string | null> {
  return env.DB.prepare("SELECT state FROM receipts WHERE team_id = ? AND key = ?").bind(team, key).first<string>("state");
}

const OPERATIONS = 40;

async function runSeed(seed: number): Promise<void> {
  const random = randomFrom(seed);
  const team = await newTeam();
  const model = new Model();
  // A day ahead, so that the real alarm never rings by itself: here time moves only when the history says so.
  let now = Date.now() + 86_400_000;
  let keys = 0;
  const pick = (n: number) => Math.floor(random() * n);
  const faultPlan = () => {
    if (random() < 0.6) return null;
    const chance = random();
    return {
      sqlAt: chance < 0.3 ? 1 + pick(12) : undefined,
      d1: () => (random() < 0.5 ? null : random() < 0.5 ? "refuse" : "lose") as "refuse" | "lose" | null,
    };
  };
  for (let step = 0; step < OPERATIONS; step++) {
    now += pick(50_000);
    vi.setSystemTime(now);
    const ledger = ledgerOf(team);
    const operation = pick(8);
    if (operation === 0) {
      const expiresAt = random() < 0.5 ? null : now + 1 + pick(400_000);
      const grant = grantOf(1 + pick(6), { lotId: `lot${step}`, priority: pick(2), expiresAt });
      await ledger.grant(grant);
      await ledger.grant(grant);
      model.lots.push({ id: grant.lotId, left: grant.credits, priority: grant.priority, grantedAt: now, expiresAt });
    } else if (operation === 1) {
      await crash(team);
    } else if (operation === 2) {
      await ledger.sweep();
    } else if (operation === 3 && model.charged.size > 0) {
      const key = Array.from(model.charged.keys())[pick(model.charged.size)] as string;
      const late = now - (model.charged.get(key)?.at ?? 0) > 100_000;
      planFaults(faultPlan());
      await ledger.undo(takeBackOf(team, key, 100_000)).catch(() => null);
      planFaults(null);
      now += 61_000;
      vi.setSystemTime(now);
      await ledger.sweep();
      if ((await stateOf(team, key)) === "undone") {
        expect(late, `seed ${seed}, step ${step}: a late undo was done`).toBe(false);
        // Whatever moment the give-back was booked at, an expired lot's credits last a day from it.
        model.undo(
          key,
          (await ledger.statement({ limit: 500 })).entries.find((entry) => entry.kind === "undo" && entry.key === key)?.at ?? now,
        );
      }
    } else {
      const repeat = operation === 4 && model.charged.size > 0;
      const key = repeat ? (Array.from(model.charged.keys())[0] as string) : `k${String(keys++).padStart(4, "0")}`;
      const credits = repeat ? 0 : 1 + pick(3);
      const pins = model.pin(credits, now);
      const enough = model.free(now) >= credits;
      const at = now;
      planFaults(faultPlan());
      const charge = chargeOf(team, key, repeat ? {} : { credits });
      const outcome = await ledger.perform(charge).catch(() => null);
      planFaults(null);
      now += 61_000;
      vi.setSystemTime(now);
      await ledger.sweep();
      const done = (await stateOf(team, key)) === "done";
      if (!enough) expect(done, `seed ${seed}, step ${step}: done without credits`).toBe(false);
      if (outcome?.kind === "done" && !repeat) expect(done, `seed ${seed}, step ${step}: told done, is not`).toBe(true);
      if (done && !repeat) {
        const settledAt = (await ledger.statement({ limit: 500 })).entries.find((entry) => entry.key === key)?.at ?? at;
        model.charge(key, pins, settledAt);
      }
    }
    const { free, held } = await ledger.balance();
    expect({ free, held, findings: (await ledger.audit()).findings }, `seed ${seed}, step ${step}`).toEqual({
      free: model.free(now),
      held: 0,
      findings: [],
    });
    expect(await rowsOf(team), `seed ${seed}, step ${step}`).toEqual(Array.from(model.charged.keys()).sort());
  }
}

const first = Date.now() % 1_000_000;
const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, ...Array.from({ length: 12 }, (_, n) => first + n)];

it.each(seeds)("seed %i: after any random history with faults, the ledger is what the model says", async (seed) => {
  await runSeed(seed);
});
