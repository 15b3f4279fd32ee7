// An answer that comes late is about what it was asked of, and ends nothing else.
import { expect, it } from "vitest";
import { Doubts } from "~/workers/ledger/doubts";
import type { Hold } from "~/workers/ledger/rules";

const holdFor = (purpose: Hold["purpose"]) => ({ key: "k", purpose, heldAt: 0, memberId: "m" }) as Hold;

/** Asks about a hold; while the referee thinks, another is in its place. Returns what was ended then. */
async function endedAfter(asked: Hold, meanwhile: Hold | null): Promise<string[]> {
  const ended: string[] = [];
  let held: Hold | null = asked;
  let answer: (receipt: string) => void = () => undefined;
  const thinking = () => new Promise<string>((resolve) => (answer = resolve));
  const book = {
    holds: [asked],
    findHold: () => held,
    endUndo: () => void ended.push("undo"),
    end: () => void ended.push("charge"),
  };
  const attempt = (change: () => void) => {
    change();
    return true;
  };
  const steps = { isUnderway: () => false, attempt, readNow: async () => 1 };
  const doubts = new Doubts(book as never, { fence: thinking, resolve: thinking } as never, steps);
  const resolved = doubts.resolve(asked, 0);
  held = meanwhile;
  answer("done");
  expect(await resolved).toBe(true);
  return ended;
}

it("ends the hold that it was asked about, a charge's or an undo's", async () => {
  const [charge, undo] = [holdFor("charge"), holdFor("undo")];
  expect([await endedAfter(charge, charge), await endedAfter(undo, undo)]).toEqual([["charge"], ["undo"]]);
});

it("ends nothing that has ended meanwhile, became an undo, or is an undo begun anew under the same key", async () => {
  expect(await endedAfter(holdFor("undo"), null)).toEqual([]);
  expect(await endedAfter(holdFor("charge"), holdFor("undo"))).toEqual([]);
  expect(await endedAfter(holdFor("undo"), holdFor("undo"))).toEqual([]);
});
