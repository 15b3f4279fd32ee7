// Holds whose end is not known: the referee in D1 is asked, and obeyed. Knows nothing of how an action is done.
import type { Book } from "./book";
import type { Door } from "./door";
import { HOLD_MS, type Hold, OVERDUE_AT_ONCE_MAX } from "./rules";

interface DoubtSteps {
  /** Whether an action is on its way to D1 right now, to be done or undone: it finds out by itself. */
  isUnderway(key: string): boolean;
  /** Runs a change to the book. False when storage failed: the hold stays. */
  attempt(change: () => void): boolean;
  readNow(): Promise<number>;
}

export class Doubts {
  private resolving: Promise<void> | null = null;

  constructor(
    private readonly book: Book,
    private readonly door: Door,
    private readonly steps: DoubtSteps,
  ) {}

  /** Brings what is overdue to its end. Says whether anything was asked. All who come at once wait for the same answers. */
  async resolveOverdue(now: number): Promise<boolean> {
    const overdue = Array.from(this.book.holds).filter((hold) => hold.heldAt + HOLD_MS <= now && !this.steps.isUnderway(hold.key));
    if (overdue.length === 0) return false;
    this.resolving ??= this.resolveSome(overdue.slice(0, OVERDUE_AT_ONCE_MAX), now).finally(() => {
      this.resolving = null;
    });
    await this.resolving;
    return true;
  }

  /** The first and the last are asked about alone: while D1 answers neither, nobody asks it about all the others at every look. */
  private async resolveSome(overdue: Hold[], now: number): Promise<void> {
    const [first, last] = [overdue[0], overdue.at(-1)];
    if (!first || !last) return;
    const reached = (await this.resolve(first, now)) || (first !== last && (await this.resolve(last, now)));
    if (reached) await Promise.all(overdue.filter((hold) => hold !== first).map((hold) => this.resolve(hold, now)));
  }

  /** Asks the referee about an open hold and obeys. False where D1 does not answer: the hold stays. */
  async resolve(hold: Hold, askedAt: number): Promise<boolean> {
    const undoing = hold.purpose === "undo";
    const receipt = await (undoing ? this.door.fence(hold.key) : this.door.resolve(hold.key, hold.memberId, askedAt)).catch(() => null);
    if (!receipt) return false;
    const now = await this.steps.readNow().catch(() => askedAt);
    // Meanwhile an undo may have ended, and the same key be undone again: an old answer must not end the new one. A charge's key is held only once.
    const still = this.book.findHold(hold.key);
    if (still?.purpose !== hold.purpose || (undoing && still !== hold)) return true;
    this.steps.attempt(() => (undoing ? this.book.endUndo(hold.key, receipt, now) : this.book.end([{ key: hold.key, receipt }], now)));
    return true;
  }
}
