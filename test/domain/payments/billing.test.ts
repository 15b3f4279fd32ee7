// Promo codes, goodwill, budgets, notices: with the real ledger and real D1.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { describe, expect, it, vi } from "vitest";
import { addContact } from "~/app/domain/contacts/contacts";
import { readBudgets, setBudget } from "~/app/domain/credits/budgets";
import { giveGoodwill, makePromoCode, redeemPromo, sweepGrants } from "~/app/domain/credits/grants";
import { readHeads, readStatement } from "~/app/domain/credits/statement";
import { chooseMail } from "~/app/domain/mail/mailChoices";
import { announceExpiry, sendMonthlyStatement } from "~/app/domain/mail/notices";
import { checkLedgers } from "~/app/domain/operations/checks";
import { again, contactInput, newContext, newPerson } from "../../support/app";
import { crash, grantOf, ledgerOf } from "../../support/ledgers";
import { balanceOf, mailsTo } from "../../support/payments";

const DAY = 86_400_000;

describe("a promo code", () => {
  const make = async (over = {}) => {
    const operator = await again(await newPerson({ confirmed: true }));
    const code = `P${ulid().slice(-8)}`;
    const lastDay = new Date(Date.now() + 5 * DAY).toISOString().slice(0, 10);
    expect(await makePromoCode(operator, { code, credits: 30, lotDays: 60, lastDay, redemptionsMax: 100, ...over })).toBe(true);
    return code;
  };

  it("is redeemed once per team, even when a hundred try at once", async () => {
    const code = await make();
    const person = await newPerson({ confirmed: true });
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
    const teams = await Promise.all(Array.from({ length: 8 }, () => newPerson({ confirmed: true })));
    const outcomes = await Promise.all(teams.map(async (person) => redeemPromo(await again(person), code.toLowerCase(), person.email)));
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["done", "done", "done", "over", "over", "over", "over", "over"]);
  });

  it("needs a confirmed address, and is one mailbox's once, however the address is written", async () => {
    const code = await make();
    expect((await redeemPromo(await again(await newPerson()), code, "ip")).kind).toBe("unconfirmed");
    const name = `promo${ulid().toLowerCase()}`;
    const first = await newPerson({ confirmed: true, address: `${name}@gmail.com` });
    expect((await redeemPromo(await again(first), code, "ip")).kind).toBe("done");
    for (const address of [`${name}+two@gmail.com`, `p.${name.slice(1)}@googlemail.com`]) {
      const other = await newPerson({ confirmed: true, address });
      expect([(await redeemPromo(await again(other), code, "ip")).kind, await balanceOf(other)]).toEqual(["already", 0]);
    }
  });

  it("is over after its last day; an unknown one gives nothing; many tries are stopped", async () => {
    const code = await make({ lastDay: "2020-01-01" });
    const person = await newPerson({ confirmed: true });
    expect((await redeemPromo(await again(person), code, "ip")).kind).toBe("over");
    expect((await redeemPromo(await again(person), "NOPE", "ip")).kind).toBe("unknown");
    for (let n = 0; n < 10; n++) await redeemPromo(await again(person), `GUESS${n}`, "ip");
    expect((await redeemPromo(await again(person), "GUESS", "ip")).kind).toBe("too-many");
  });

  it("whose lot got lost between D1 and the ledger is finished by the sweep, once", async () => {
    const code = await make();
    const person = await newPerson({ confirmed: true });
    const ctx = await again(person);
    const away = {
      ...ctx,
      ledger: () => ({ balance: async () => ({ frozen: false }), grant: () => Promise.reject(new Error("away")) }) as never,
    };
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
    expect(await setBudget(await again(person), { target: mine, period: "day", most: 20 })).toEqual({ kind: "done" });
    const ctx = await again(person);
    const outcomes = await Promise.all(Array.from({ length: 200 }, () => addContact(ctx, contactInput(), ulid(), 1)));
    expect(outcomes.filter(({ kind }) => kind === "done")).toHaveLength(20);
    expect(outcomes.filter(({ kind }) => kind === "capped")).toHaveLength(180);
    const other = { ...ctx, member: { ...ctx.member, id: ulid() } };
    expect((await addContact(other, contactInput(), ulid(), 1)).kind).toBe("done");
    expect(await readBudgets(await again(person))).toMatchObject([{ used: 20, held: 0, most: 20, name: "Asha Rao" }]);
    expect((await ledgerOf(person.teamId).audit()).findings).toEqual([]);
  });

  it("taken away and set again counts what was spent meanwhile, also by an object made anew", async () => {
    const person = await newPerson({ credits: 50 });
    const target = "action:contact.add";
    await setBudget(await again(person), { target, period: "month", most: 20 });
    for (let n = 0; n < 5; n++) await addContact(await again(person), contactInput(), ulid(), 1);
    await setBudget(await again(person), { target, period: "month", most: null });
    await crash(person.teamId);
    for (let n = 0; n < 10; n++) await addContact(await again(person), contactInput(), ulid(), 1);
    await setBudget(await again(person), { target, period: "month", most: 20 });
    expect(await readBudgets(await again(person))).toMatchObject([{ used: 15 }]);
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
    expect(await setBudget(await again(person), { target: `member:${other.ctx.member.id}`, period: "day", most: 1 })).toEqual({
      kind: "missing",
    });
    await env.DB.prepare("UPDATE members SET role = 'manager' WHERE team_id = ?").bind(person.teamId).run();
    expect(await setBudget(await again(person), { target: "action:note.add", period: "day", most: 1 })).toEqual({
      kind: "not-allowed",
      act: "budget.set",
    });
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
    await chooseMail(await again(person), person.userId, "statement", true);
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
