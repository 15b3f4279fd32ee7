// The line of actions on their way to D1: one flush at a time, everybody who waits goes with the next one, everybody gets an answer.
import type { Charge } from "./contract";
import type { Door, Receipt } from "./door";
import { commitGroup, takeGroup, type Verdict, WAITING_MAX } from "./flush";

interface Underway {
  fingerprint: string;
  /** Null when D1 gave no answer, or the settling failed: the receipt decides later. */
  ended: Promise<Receipt | null>;
}

interface LineSteps {
  /** Before each flush; must not throw. */
  begin(): Promise<void>;
  /** Books what became of a group. False when it could not. */
  settle(verdicts: Verdict[], now: number): boolean;
  readNow(): Promise<number>;
}

export class Line {
  private waiting: Charge[] = [];
  private readonly underway = new Map<string, Underway>();
  private readonly answers = new Map<string, (receipt: Receipt | null) => void>();
  private flushing = false;

  constructor(
    private readonly door: Door,
    private readonly steps: LineSteps,
  ) {}

  get full(): boolean {
    return this.waiting.length >= WAITING_MAX;
  }

  find(key: string): Underway | null {
    return this.underway.get(key) ?? null;
  }

  /** Puts an action that is held in line. Settles with its receipt, or null in doubt; never throws. */
  add(charge: Charge, now: number): Promise<Receipt | null> {
    const ended = new Promise<Receipt | null>((answer) => this.answers.set(charge.key, answer));
    this.underway.set(charge.key, { fingerprint: charge.fingerprint, ended });
    this.waiting.push(charge);
    if (!this.flushing) void this.flush(now);
    return ended;
  }

  private async flush(began: number): Promise<void> {
    this.flushing = true;
    await this.steps.begin();
    while (this.waiting.length > 0) {
      const group = takeGroup(this.waiting);
      this.waiting = this.waiting.slice(group.length);
      await this.commit(group, began);
    }
    // In the same step as the last look at who waits: whoever comes later begins a flush of their own.
    this.flushing = false;
  }

  /** Whatever goes wrong with a group, everybody in it is answered. */
  private async commit(group: Charge[], began: number): Promise<void> {
    let verdicts: Verdict[] = group.map(({ key }) => ({ key, receipt: null }));
    try {
      // Asked anew for each group: under load one flush goes on for long.
      const now = await this.steps.readNow().catch(() => began);
      const reached = await commitGroup(this.door, group, now);
      if (this.steps.settle(reached, now)) verdicts = reached;
    } catch (error) {
      console.log(JSON.stringify({ at: "ledger.line", problem: String(error) }));
    }
    for (const { key, receipt } of verdicts) this.tell(key, receipt);
  }

  private tell(key: string, receipt: Receipt | null): void {
    this.answers.get(key)?.(receipt);
    this.answers.delete(key);
    this.underway.delete(key);
  }
}
