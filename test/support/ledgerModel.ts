// What the ledger should be, told in the plainest way: no SQL, no journal, no group commit. The model-based tests compare the two.

export interface ModelLot {
  id: string;
  left: number;
  burnt: number;
  revoked: number;
  expired: number;
  priority: number;
  grantedAt: number;
  expiresAt: number | null;
}

interface ModelHold {
  pins: [id: string, credits: number][];
  credits: number;
  member: string;
}

export class LedgerModel {
  readonly lots = new Map<string, ModelLot>();
  readonly holds = new Map<string, ModelHold>();
  readonly settled = new Map<string, ModelHold & { at: number }>();
  readonly payments = new Map<string, { lotId: string; target: number }>();
  /** Credits a day by member. */
  readonly caps = new Map<string, number>();

  held(id: string): number {
    let held = 0;
    for (const { pins } of this.holds.values()) for (const [lot, credits] of pins) if (lot === id) held += credits;
    return held;
  }

  private alive(now: number): ModelLot[] {
    return Array.from(this.lots.values()).filter((lot) => lot.expiresAt === null || lot.expiresAt > now);
  }

  debts(): number {
    let debts = 0;
    for (const { lotId, target } of this.payments.values()) debts += target - (this.lots.get(lotId)?.revoked ?? 0);
    return debts;
  }

  free(now: number): number {
    return this.alive(now).reduce((sum, lot) => sum + lot.left - this.held(lot.id), 0) - this.debts();
  }

  usedToday(member: string, now: number): number {
    const day = (at: number) => Math.floor(at / 86_400_000);
    let used = 0;
    for (const one of this.settled.values()) if (one.member === member && day(one.at) === day(now)) used += one.credits;
    for (const one of this.holds.values()) if (one.member === member) used += one.credits;
    return used;
  }

  grant(id: string, credits: number, priority: number, grantedAt: number, expiresAt: number | null): void {
    if (this.lots.has(id)) return;
    this.lots.set(id, { id, left: credits, burnt: 0, revoked: 0, expired: 0, priority, grantedAt, expiresAt });
  }

  hold(key: string, credits: number, member: string, now: number): "held" | "short" | "capped" {
    const cap = this.caps.get(member);
    if (cap !== undefined && this.usedToday(member, now) + credits > cap) return "capped";
    if (this.free(now) < credits) return "short";
    const last = (lot: ModelLot) => lot.expiresAt ?? Number.MAX_SAFE_INTEGER;
    const order = this.alive(now).sort(
      (a, b) => a.priority - b.priority || last(a) - last(b) || a.grantedAt - b.grantedAt || (a.id < b.id ? -1 : 1),
    );
    const pins: ModelHold["pins"] = [];
    let missing = credits;
    for (const lot of order) {
      const part = Math.min(missing, lot.left - this.held(lot.id));
      if (part > 0) pins.push([lot.id, part]);
      missing -= Math.max(part, 0);
    }
    this.holds.set(key, { pins, credits, member });
    return "held";
  }

  end(key: string, used: number, now: number): void {
    const hold = this.holds.get(key);
    if (!hold) return;
    this.holds.delete(key);
    const pins: ModelHold["pins"] = [];
    let missing = used;
    for (const [id, credits] of hold.pins) {
      const part = Math.min(credits, missing);
      if (part > 0) pins.push([id, part]);
      missing -= part;
    }
    for (const [id, credits] of pins) this.take(id, credits, "burnt");
    if (used > 0) this.settled.set(key, { ...hold, pins, credits: used, at: now });
    this.settleUp(now);
  }

  undo(key: string, back: number, now: number): void {
    const charge = this.settled.get(key);
    if (!charge) return;
    let missing = back;
    for (const [id, credits] of [...charge.pins].reverse()) {
      const part = Math.min(credits, missing);
      missing -= part;
      const lot = this.lots.get(id) as ModelLot;
      if (part > 0 && (lot.expiresAt === null || lot.expiresAt > now)) this.take(id, -part, "burnt");
      else if (part > 0) this.grant(`undo:${key}:${id}`, part, 0, now, now + 86_400_000);
    }
    charge.credits -= back;
    this.settleUp(now);
  }

  target(paymentId: string, credits: number, paid: number, back: number, now: number): void {
    const lotId = `payment:${paymentId}`;
    this.grant(lotId, credits, 1, now, null);
    this.payments.set(paymentId, { lotId, target: Math.floor((credits * Math.min(paid, back)) / paid) });
    this.revoke();
  }

  settleUp(now: number): void {
    this.expire(now);
    this.revoke();
  }

  expire(now: number): void {
    for (const lot of this.lots.values())
      if (lot.expiresAt !== null && lot.expiresAt <= now) this.take(lot.id, lot.left - this.held(lot.id), "expired");
  }

  private revoke(): void {
    for (const { lotId, target } of this.payments.values()) {
      const lot = this.lots.get(lotId) as ModelLot;
      this.take(lotId, Math.min(target - lot.revoked, lot.left - this.held(lotId)), "revoked");
    }
  }

  private take(id: string, credits: number, into: "burnt" | "revoked" | "expired"): void {
    const lot = this.lots.get(id) as ModelLot;
    lot.left -= credits;
    lot[into] += credits;
  }
}
