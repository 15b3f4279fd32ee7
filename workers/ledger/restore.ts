// After D1 was turned back to an earlier moment: which charges have lost their action, which undone actions are there again.
import { auditKeys } from "./audit";
import type { Book } from "./book";
import type { RestoreReport } from "./contract";
import type { Door, Receipt } from "./door";
import type { Key } from "./store";

/** Compares every key with its receipt. With `apply`, puts right what differs: one key at a time, so that it can be run again at any point. */
export async function mendAfterRestore(sql: SqlStorage, door: Door, book: Book, apply: boolean, now: number): Promise<RestoreReport> {
  const keys = auditKeys(sql, []);
  const receipts = new Map<string, Receipt>();
  for await (const receipt of door.allReceipts()) receipts.set(receipt.key, receipt);
  const report: RestoreReport = { lost: [], gifts: [], applied: apply };
  for (const [key, { net }] of keys) {
    if (book.findHold(key)) continue;
    const receipt = receipts.get(key);
    const known = book.store.findKey(key);
    if ((!receipt || receipt.state === "void") && net > 0 && known?.state === "settled") {
      report.lost.push({ key, action: known.action, credits: net });
      if (apply) await giveBack(door, book, known, now);
    } else if (receipt?.state === "done" && known?.state === "undone") {
      report.gifts.push({ key, credits: receipt.credits });
      if (apply) await door.noteUndone(key, receipt.credits - net);
    }
  }
  return report;
}

/** The action is gone with its receipt: a void one keeps it from ever landing again, and the credits go back. */
async function giveBack(door: Door, book: Book, known: Key, now: number): Promise<void> {
  const { key } = known;
  const receipt = await door.resolve(key, known.memberId, now);
  if (receipt.state !== "void") return;
  book.store.write(() => {
    book.beginUndo(known, now);
    book.endUndo(key, { ...receipt, state: "undone", creditsBack: known.credits }, now);
  });
}
