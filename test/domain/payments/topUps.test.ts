// Auto top-up and the low-balance alert: with the real ledger, real D1 and the sandbox's cards.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { describe, expect, it } from "vitest";
import { addContact } from "~/app/domain/contacts/contacts";
import { reconcile } from "~/app/domain/operations/reconciliation";
import { forgetCard, noteSavedCard, readBilling, setAlert, setTopUp, startSavingCard } from "~/app/domain/payments/billing";
import { sweepBalances, watchBalance } from "~/app/domain/payments/topUps";
import { again, contactInput, newContext, newPerson, type Person } from "../../support/app";
import { grantOf, ledgerOf } from "../../support/ledgers";
import { balanceOf, cardUrl, happen, mailsTo, purchaseOf, sandbox, tell } from "../../support/payments";

const DAY = 86_400_000;

async function saveCard(person: Person, last4: string) {
  const url = cardUrl(await startSavingCard(await again(person)));
  const sessionId = url.split("/").at(-1) ?? "";
  await sandbox(`/sandbox/pay/${sessionId}`, { card: last4, webhooks: "never" });
  await noteSavedCard(await newContext(), sessionId);
}

/** Somebody with a saved card and auto top-up on, with fewer credits than the threshold. */
async function toppedUp(last4: string, over = {}) {
  const person = await newPerson({ credits: 3 });
  await saveCard(person, last4);
  const input = { on: "on", threshold: 10, packCredits: 100, monthlyCap: 20, ...over } as const;
  expect(await setTopUp(await again(person), input)).toEqual({ kind: "done" });
  return person;
}
const watch = async (person: Person, inMs = 0) => watchBalance({ ...(await newContext()), now: Date.now() + inMs }, person.teamId);
const purchases = async (person: Person) =>
  (
    await env.DB.prepare("SELECT state FROM purchases WHERE team_id = ? ORDER BY id").bind(person.teamId).all<{ state: string }>()
  ).results.map(({ state }) => state);

describe("auto top-up", () => {
  it("buys the pack when the balance is below the threshold; ten jobs at once buy one", async () => {
    const person = await toppedUp("4242");
    await Promise.all(Array.from({ length: 10 }, () => watch(person)));
    expect(await balanceOf(person)).toBe(103);
    expect(await purchases(person)).toEqual(["paid"]);
    expect(await purchaseOf(person)).toMatchObject({ kind: "auto", cardLast4: "4242" });
    expect(await mailsTo(person.email, "receipt")).toBe(1);
    await watch(person);
    expect(await purchases(person)).toEqual(["paid"]);
  });

  it("turned on below its mark buys before the page answers: the balance that is shown next is the one after it", async () => {
    const person = await newPerson({ credits: 3, verified: true });
    await saveCard(person, "4242");
    const shown = async () => /\x22balance\x22:(\d+)/.exec(await (await person.browser.ask("/credits/auto")).text())?.[1];
    const before = await shown();
    const saved = await person.browser.post("/credits/auto", { on: "on", threshold: "50", packCredits: "100", monthlyCap: "20" });
    expect([saved.status, before, await shown(), await purchases(person)]).toEqual([302, "28", "128", ["paid"]]);
    // Saved once more, it is above its mark.
    await person.browser.post("/credits/auto", { on: "on", threshold: "50", packCredits: "100", monthlyCap: "20" });
    expect(await purchases(person)).toEqual(["paid"]);
  });

  it("a charge that takes the balance below the mark says so to the queue, once", async () => {
    const person = await newPerson({ credits: 12 });
    await saveCard(person, "4242");
    await setTopUp(await again(person), { on: "on", threshold: 10, packCredits: 100, monthlyCap: 20 });
    const jobs: object[] = [];
    for (let n = 0; n < 4; n++) await addContact(await again(person, jobs), contactInput(), ulid(), 1);
    expect(jobs).toEqual([{ kind: "balance", teamId: person.teamId }]);
  });

  it("never passes the month's cap, and goes on in the next month", async () => {
    const person = await toppedUp("4242", { threshold: 500, monthlyCap: 14 });
    for (let n = 0; n < 4; n++) await watch(person);
    expect(await purchases(person)).toEqual(["paid", "paid"]);
    await watch(person, 32 * DAY);
    expect(await purchases(person)).toHaveLength(3);
  });

  it("[P-10] after a decline pauses an hour with a mail, after three is off", async () => {
    const person = await toppedUp("0341");
    await watch(person);
    await watch(person, 59 * 60_000);
    expect(await purchases(person)).toEqual(["failed"]);
    expect(await mailsTo(person.email, "top-up-declined")).toBe(1);
    await watch(person, 61 * 60_000);
    await watch(person, 122 * 60_000 + 1);
    await watch(person, DAY);
    expect(await purchases(person)).toEqual(["failed", "failed", "failed"]);
    expect(await readBilling(await again(person))).toMatchObject({ topUp: "off", declines: 3 });
    expect(await balanceOf(person)).toBe(3);
  });

  it("when the bank wants the person, writes a mail with a link and charges nothing", async () => {
    const person = await toppedUp("3184");
    await watch(person);
    await watch(person, 3_600_000);
    expect(await purchases(person)).toEqual(["confirm"]);
    expect(await mailsTo(person.email, "top-up-confirm")).toBe(1);
    expect(await balanceOf(person)).toBe(3);
  });

  it("an answer that was lost is asked again under the same key: charged once, credited once", async () => {
    const person = await toppedUp("4242");
    const ctx = await newContext();
    const lost = {
      ...ctx.payments,
      chargeSavedCard: async (charge: Parameters<typeof ctx.payments.chargeSavedCard>[0]) => {
        await ctx.payments.chargeSavedCard(charge);
        throw new Error("the line went dead");
      },
    };
    await expect(watchBalance({ ...ctx, payments: lost }, person.teamId)).rejects.toThrow("dead");
    expect([await balanceOf(person), await purchases(person)]).toEqual([3, ["open"]]);
    await watch(person, 10_000);
    expect(await balanceOf(person)).toBe(3);
    await sweepBalances({ ...(await newContext()), now: Date.now() + 120_000 });
    expect([await balanceOf(person), await purchases(person)]).toEqual([103, ["paid"]]);
    expect((await readBilling(await again(person))).attemptId).toBeNull();
  });

  it("a lost attempt that is no longer wanted charges nothing: turned off, topped up by hand, another card, another month, or a day later", async () => {
    const changes: [over: string, inMs: number][] = [
      ["UPDATE billing SET top_up = 'off' WHERE team_id = ?", 0],
      ["UPDATE billing SET threshold = 1 WHERE team_id = ?", 0],
      ["UPDATE billing SET payment_method_id = 'pm_other' WHERE team_id = ?", 0],
      ["UPDATE billing SET declines = 0 WHERE team_id = ?", DAY],
      ["UPDATE purchases SET created_at = 0 WHERE team_id = ?", 0],
    ];
    for (const [sql, inMs] of changes) {
      const person = await toppedUp("4242");
      const ctx = await newContext();
      const down = { ...ctx.payments, chargeSavedCard: () => Promise.reject(new Error("Stripe is down")) };
      await expect(watchBalance({ ...ctx, payments: down }, person.teamId)).rejects.toThrow("down");
      await env.DB.prepare(sql).bind(person.teamId).run();
      await watch(person, 120_000 + inMs);
      expect([await balanceOf(person), await purchases(person)], sql).toEqual([3, ["failed"]]);
      expect((await readBilling(await again(person))).attemptId, sql).toBeNull();
    }
  });

  it("a card that was forgotten or replaced does not come back with an older session", async () => {
    const person = await newPerson();
    const first =
      cardUrl(await startSavingCard(await again(person)))
        .split("/")
        .at(-1) ?? "";
    await sandbox(`/sandbox/pay/${first}`, { card: "4242", webhooks: "never" });
    await noteSavedCard(await newContext(), first);
    await saveCard(person, "3184");
    await noteSavedCard(await newContext(), first);
    expect((await readBilling(await again(person))).cardLast4).toBe("3184");
    await forgetCard(await again(person));
    await noteSavedCard(await newContext(), first);
    expect((await readBilling(await again(person))).cardLast4).toBeNull();
  });

  it("a team that an operator stopped is not charged, and its owner's coming back does not lift that", async () => {
    const person = await toppedUp("4242");
    await ledgerOf(person.teamId).freeze("operator");
    await ledgerOf(person.teamId).freeze("team");
    await ledgerOf(person.teamId).reopen("team");
    await watch(person);
    expect([await balanceOf(person), await purchases(person)]).toEqual([3, []]);
    await ledgerOf(person.teamId).reopen("operator");
    await watch(person);
    expect(await balanceOf(person)).toBe(103);
  });

  it("a charge that no webhook told of is found by reconciliation", async () => {
    const person = await toppedUp("4242");
    const ctx = await newContext();
    const mute = {
      ...ctx.payments,
      chargeSavedCard: async (charge: never) => ({ ...(await ctx.payments.chargeSavedCard(charge)), kind: "waiting" as const }),
    };
    await watchBalance({ ...ctx, payments: mute as never }, person.teamId);
    expect([await balanceOf(person), await purchases(person)]).toEqual([3, ["waiting"]]);
    await reconcile(await newContext());
    expect([await balanceOf(person), await purchases(person)]).toEqual([103, ["paid"]]);
  });

  it("is frozen by a dispute, until the owner turns it on again", async () => {
    const person = await toppedUp("4242");
    await watch(person);
    const paymentId = (await purchaseOf(person))?.paymentId ?? "";
    await happen(paymentId, "dispute");
    await tell("charge.dispute.created", { paymentId });
    expect((await readBilling(await again(person))).topUp).toBe("frozen");
    await watch(person);
    expect(await purchases(person)).toEqual(["paid"]);
  });

  it("[E-06] keeps Stripe's ids, the brand and four digits of a card, never a number; needs the owner and a card", async () => {
    const person = await newPerson();
    expect(await setTopUp(await again(person), { on: "on", threshold: 1, packCredits: 50, monthlyCap: 5 })).toEqual({ kind: "no-card" });
    await saveCard(person, "4242");
    const row = await env.DB.prepare("SELECT * FROM billing WHERE team_id = ?").bind(person.teamId).first();
    expect(row).toMatchObject({ card_brand: "visa", card_last4: "4242" });
    expect(Object.values(row ?? {}).filter((value) => typeof value === "string" && /\d{12,19}/.test(value))).toEqual([]);
    await env.DB.prepare("UPDATE members SET role = 'agent' WHERE team_id = ?").bind(person.teamId).run();
    expect(await startSavingCard(await again(person))).toEqual({ kind: "not-allowed", act: "billing.change" });
    expect(await setAlert(await again(person), 5)).toEqual({ kind: "not-allowed", act: "billing.change" });
  });
});

describe("the low-balance alert", () => {
  it("is sent once until the balance recovers", async () => {
    const person = await newPerson({ credits: 5 });
    await setAlert(await again(person), 10);
    for (let n = 0; n < 3; n++) await watch(person, n);
    expect(await mailsTo(person.email, "low-balance")).toBe(1);
    await ledgerOf(person.teamId).grant(grantOf(20));
    await watch(person, 10);
    for (let n = 0; n < 20; n++) await addContact(await again(person), contactInput(), ulid(), 1);
    await watch(person, 20);
    expect(await mailsTo(person.email, "low-balance")).toBe(2);
  });
});
