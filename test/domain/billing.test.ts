// Auto top-up, alerts, promo codes, goodwill, budgets, notices: with the real ledger, real D1 and the sandbox's cards.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { describe, expect, it, vi } from "vitest";
import { noteSavedCard, readBilling, setAlert, setTopUp, startSavingCard } from "~/app/domain/billing";
import { readBudgets, setBudget } from "~/app/domain/budgets";
import { checkLedgers } from "~/app/domain/checks";
import { addContact } from "~/app/domain/contacts";
import { giveGoodwill, makePromoCode, redeemPromo, sweepGrants } from "~/app/domain/grants";
import { announceExpiry, chooseStatementMail, sendMonthlyStatement } from "~/app/domain/notices";
import { readHeads, readStatement } from "~/app/domain/statement";
import { sweepBalances, watchBalance } from "~/app/domain/topUps";
import { again, contactInput, newContext, newPerson, type Person } from "../support/app";
import { grantOf, ledgerOf } from "../support/ledgers";
import { balanceOf, happen, mailsTo, purchaseOf, sandbox, tell } from "../support/payments";

const DAY = 86_400_000;

async function saveCard(person: Person, last4: string) {
  const url = (await startSavingCard(await again(person))) ?? "";
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
    expect(await purchases(person)).toEqual(["open"]);
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
    expect(await startSavingCard(await again(person))).toBeNull();
    expect(await setAlert(await again(person), 5)).toEqual({ kind: "not-owner" });
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

describe("a promo code", () => {
  const make = async (over = {}) => {
    const operator = await again(await newPerson());
    const code = `P${ulid().slice(-8)}`;
    const lastDay = new Date(Date.now() + 5 * DAY).toISOString().slice(0, 10);
    expect(await makePromoCode(operator, { code, credits: 30, lotDays: 60, lastDay, redemptionsMax: 100, ...over })).toBe(true);
    return code;
  };

  it("is redeemed once per team, even when a hundred try at once", async () => {
    const code = await make();
    const person = await newPerson();
    const ctx = await again(person);
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, n) => redeemPromo({ ...ctx, now: Date.now() + (n % 20) * 1_000_000 }, code, `ip${n}`)),
    );
    expect(outcomes.filter(({ kind }) => kind === "done")).toHaveLength(1);
    expect(await balanceOf(person)).toBe(30);
    expect(await env.DB.prepare("SELECT redemptions FROM promo_codes WHERE code = ?").bind(code).first("redemptions")).toBe(1);
  });

  it("is redeemed at most as often as it may, however many teams try at once", async () => {
    const code = await make({ redemptionsMax: 3 });
    const teams = await Promise.all(Array.from({ length: 8 }, () => newPerson()));
    const outcomes = await Promise.all(teams.map(async (person) => redeemPromo(await again(person), code.toLowerCase(), person.email)));
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["done", "done", "done", "over", "over", "over", "over", "over"]);
  });

  it("is over after its last day; an unknown one gives nothing; many tries are stopped", async () => {
    const code = await make({ lastDay: "2020-01-01" });
    const person = await newPerson();
    expect((await redeemPromo(await again(person), code, "ip")).kind).toBe("over");
    expect((await redeemPromo(await again(person), "NOPE", "ip")).kind).toBe("unknown");
    for (let n = 0; n < 10; n++) await redeemPromo(await again(person), `GUESS${n}`, "ip");
    expect((await redeemPromo(await again(person), "GUESS", "ip")).kind).toBe("too-many");
  });

  it("whose lot got lost between D1 and the ledger is finished by the sweep, once", async () => {
    const code = await make();
    const person = await newPerson();
    const ctx = await again(person);
    const away = { ...ctx, ledger: () => ({ grant: () => Promise.reject(new Error("away")) }) as never };
    await expect(redeemPromo(away, code, "ip")).rejects.toThrow("away");
    expect(await balanceOf(person)).toBe(0);
    for (let n = 0; n < 2; n++) await sweepGrants({ ...(await newContext()), now: Date.now() + 120_000 });
    expect(await balanceOf(person)).toBe(30);
  });
});

describe("goodwill", () => {
  it("is given once per key, with a reason that stands on the statement and in the audit log", async () => {
    const person = await newPerson();
    const operator = await again(await newPerson());
    const gift = { id: ulid(), teamId: person.teamId, credits: 7, days: 30, reason: "the outage of Tuesday" };
    for (let n = 0; n < 2; n++) expect(await giveGoodwill(operator, gift)).toBe(true);
    expect(await balanceOf(person)).toBe(7);
    expect((await readStatement(await again(person), null, 5)).lines[0]?.what).toBe("Goodwill: the outage of Tuesday");
    const log = await env.DB.prepare("SELECT act, detail FROM audit_log WHERE team_id = ?").bind(person.teamId).all();
    expect(log.results).toEqual([{ act: "goodwill.given", detail: '{"credits":7,"reason":"the outage of Tuesday"}' }]);
  });
});

describe("a budget", () => {
  it("[M-12] stops its member in the same step as the charge, while others go on; two hundred at once do exactly what is allowed", async () => {
    const person = await newPerson({ credits: 50 });
    const mine = `member:${person.ctx.member.id}`;
    expect(await setBudget(await again(person), { target: mine, period: "day", most: 20 })).toBe(true);
    const ctx = await again(person);
    const outcomes = await Promise.all(Array.from({ length: 200 }, () => addContact(ctx, contactInput(), ulid(), 1)));
    expect(outcomes.filter(({ kind }) => kind === "done")).toHaveLength(20);
    expect(outcomes.filter(({ kind }) => kind === "capped")).toHaveLength(180);
    const other = { ...ctx, member: { ...ctx.member, id: ulid() } };
    expect((await addContact(other, contactInput(), ulid(), 1)).kind).toBe("done");
    expect(await readBudgets(await again(person))).toMatchObject([{ used: 20, held: 0, most: 20, name: "Asha Rao" }]);
    expect((await ledgerOf(person.teamId).audit()).findings).toEqual([]);
  });

  it("by action counts what was spent before it was set, and begins anew with the team's day", async () => {
    const person = await newPerson({ credits: 50 });
    for (let n = 0; n < 3; n++) await addContact(await again(person), contactInput(), ulid(), 1);
    await setBudget(await again(person), { target: "action:contact.add", period: "day", most: 4 });
    expect((await addContact(await again(person), contactInput(), ulid(), 1)).kind).toBe("done");
    expect(await addContact(await again(person), contactInput(), ulid(), 1)).toMatchObject({ kind: "capped", needed: 1 });
    vi.setSystemTime(Date.now() + DAY);
    expect((await addContact(await again(person), contactInput(), ulid(), 1)).kind).toBe("done");
  });

  it("is set by the owner only, for members and actions of the team only", async () => {
    const person = await newPerson();
    const other = await newPerson();
    expect(await setBudget(await again(person), { target: `member:${other.ctx.member.id}`, period: "day", most: 1 })).toBe(false);
    await env.DB.prepare("UPDATE members SET role = 'manager' WHERE team_id = ?").bind(person.teamId).run();
    expect(await setBudget(await again(person), { target: "action:note.add", period: "day", most: 1 })).toBe(false);
    expect(await readBudgets(await again(person))).toEqual([]);
  });
});

describe("notices", () => {
  it("no credits expire in silence: announced 14 and 3 days before, each once, though the check runs often or misses a week", async () => {
    const person = await newPerson();
    await ledgerOf(person.teamId).grant(grantOf(25, { lotId: "welcome", source: "welcome", expiresAt: Date.now() + 20 * DAY }));
    const onDay = async (days: number) => announceExpiry({ ...(await newContext()), now: Date.now() + days * DAY }, person.teamId);
    const sent: number[] = [];
    for (const day of [1, 5.5, 6.5, 7, 12, 16.5, 17.5, 18, 19]) sent.push(await onDay(day));
    expect(sent).toEqual([0, 0, 1, 0, 0, 0, 1, 0, 0]);
    expect(await mailsTo(person.email, "credits-expire")).toBe(2);
  });

  it("the monthly statement goes to who wants it, once a month, with the head of the chain", async () => {
    const person = await newPerson({ credits: 5 });
    await addContact(await again(person), contactInput(), ulid(), 1);
    const later = { ...(await newContext()), now: Date.now() + 32 * DAY };
    expect(await sendMonthlyStatement(later, person.teamId)).toBe(0);
    await chooseStatementMail(await again(person), true);
    expect([await sendMonthlyStatement(later, person.teamId), await sendMonthlyStatement(later, person.teamId)]).toEqual([1, 0]);
    const props = await env.DB.prepare("SELECT props FROM mails WHERE recipient = ? AND template = 'monthly-statement'")
      .bind(person.email)
      .first("props");
    const { head } = await ledgerOf(person.teamId).standingAt(Number.MAX_SAFE_INTEGER);
    expect(JSON.parse(String(props))).toMatchObject({ spent: 1, bought: 5, balance: 4, head });
  });

  it("the daily check writes the head down outside of the ledger, and finds an entry that is no longer what it was", async () => {
    const person = await newPerson({ credits: 5 });
    const tomorrow = { ...(await newContext()), now: Date.now() + DAY };
    await checkLedgers(tomorrow);
    const [head] = await readHeads(await again(person));
    expect(head).toMatchObject({ seq: 1, balance: 5 });
    await env.DB.prepare("UPDATE ledger_heads SET head = 'another' WHERE team_id = ?").bind(person.teamId).run();
    await checkLedgers({ ...tomorrow, now: Date.now() + 2 * DAY });
    const found = await env.DB.prepare("SELECT findings FROM checks ORDER BY id DESC LIMIT 1").first<string>("findings");
    expect(found).toContain(`${person.teamId}: entry 1 is not what it was`);
  });
});
