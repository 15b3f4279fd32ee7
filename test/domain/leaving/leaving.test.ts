// Leaving: deactivation, coming back, the purge, and what has a period of its own. Planted values are looked for everywhere afterwards.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { describe, expect, it, vi } from "vitest";
import { signUp } from "~/app/domain/accounts/accounts";
import { addContact, readContacts } from "~/app/domain/contacts/contacts";
import { uploadImport } from "~/app/domain/imports/imports";
import { deactivate, reactivate, sweepDeactivated } from "~/app/domain/leaving/deactivation";
import { recheckPurges, sweepPurges } from "~/app/domain/leaving/purge";
import { sendMail } from "~/app/domain/mail/mails";
import { readBilling } from "~/app/domain/payments/billing";
import { watchBalance } from "~/app/domain/payments/topUps";
import { keptLines } from "~/app/domain/privacy/outliving";
import { sweepExpired, sweepFiles, sweepUnconfirmed } from "~/app/domain/privacy/retentionSweep";
import { again, contactInput, newContext, newPerson, PASSWORD, type Person } from "../../support/app";
import { ledgerOf } from "../../support/ledgers";
import { balanceOf, buy, mailsTo, tell } from "../../support/payments";
import { everything, placesOf, settled } from "../../support/planted";

const DAY = 86_400_000;

/** The mails that say it is done go out, and their rows with them. */
async function sendLast(): Promise<void> {
  const ctx = await later(40, { mail: { send: async () => ({ kind: "sent" }) } });
  const { results } = await env.DB.prepare("SELECT id FROM mails WHERE template = 'team-purged'").all<{ id: string }>();
  for (const { id } of results) await sendMail(ctx, id);
}

async function leave(person: Person) {
  expect((await deactivate(await again(person), PASSWORD)).kind).toBe("done");
}
const later = async (days: number, over = {}) => {
  const now = Date.now() + days * DAY;
  return { ...(await newContext()), now, clock: async () => now, ...over };
};

describe("deactivating", () => {
  it("[E-16] needs the owner and the password; then nothing is charged or changed, everything can be read, and coming back restores it all", async () => {
    const person = await settled(`d${ulid().slice(-6)}`);
    const balance = (await balanceOf(person)) - 1;
    expect((await deactivate(await again(person), "wrong")).kind).toBe("wrong-password");
    for (const role of ["manager", "agent"] as const) {
      const ctx = await again(person);
      const outcome = await deactivate({ ...ctx, member: { ...ctx.member, role } }, PASSWORD);
      expect([role, outcome.kind]).toEqual([role, "not-allowed"]);
    }
    expect((await addContact(await again(person), contactInput(), ulid(), 1)).kind).toBe("done");
    const page = await (await person.browser.ask("/settings/leave")).text();
    // What is kept, and why, is said before anything happens.
    for (const { name, period, basis } of keptLines) expect(page).toContain(`${name}: ${period} (${basis.toLowerCase()})`);
    await leave(person);
    expect((await deactivate(await again(person), PASSWORD)).kind).toBe("already");
    expect((await addContact(await again(person), contactInput(), ulid(), 1)).kind).toBe("frozen");
    for (const path of ["/contacts/new", "/settings", "/credits/buy", "/import"]) {
      const answer = await person.browser.post(path, { name: "x", pack: "50", firstName: "x", key: ulid(), price: "1" });
      expect([answer.status, answer.headers.get("Location")], path).toEqual([302, "/settings/leave"]);
    }
    for (const path of ["/contacts", "/contacts/export.csv", "/credits/statement.json"])
      expect((await person.browser.ask(path)).status, path).toBe(200);
    expect(await mailsTo(person.email, "team-deactivated")).toBe(1);
    expect(await reactivate(await again(person))).toEqual({ kind: "done" });
    expect(await reactivate(await again(person))).toEqual({ kind: "nothing" });
    const acts = await env.DB.prepare("SELECT act FROM audit_log WHERE team_id = ? ORDER BY id").bind(person.teamId).all<{ act: string }>();
    expect(acts.results.map(({ act }) => act)).toEqual(["team.deactivated", "team.reactivated"]);
    expect(await balanceOf(person)).toBe(balance);
    expect((await addContact(await again(person), contactInput(), ulid(), 1)).kind).toBe("done");
  });

  it("tells the owner a week and a whole day before, each once, whatever day the sweep misses", async () => {
    const person = await settled(`n${ulid().slice(-6)}`);
    await leave(person);
    const mails: (number | null)[] = [];
    for (const day of [1, 21.9, 22.1, 24, 27.9, 28.1, 29.9]) {
      await sweepDeactivated(await later(day));
      mails.push(await mailsTo(person.email, "team-deactivated"));
    }
    expect(mails).toEqual([1, 1, 2, 2, 2, 3, 3]);
    const { results } = await env.DB.prepare(
      "SELECT props FROM mails WHERE recipient = ? AND template = 'team-deactivated' ORDER BY created_at",
    )
      .bind(person.email)
      .all<{ props: string }>();
    expect(results.map(({ props }) => JSON.parse(props).days)).toEqual([0, 7, 1]);
  });

  it("leaves auto top-up as it was set, and buys nothing meanwhile", async () => {
    const person = await newPerson({ verified: true });
    const set =
      "INSERT INTO billing (team_id, customer_id, payment_method_id, top_up, threshold, pack_credits, monthly_cap_cents, declines) VALUES (?, 'cus', 'pm', 'on', 100, 100, 3000, 0)";
    await env.DB.prepare(set).bind(person.teamId).run();
    await leave(person);
    await watchBalance(await newContext(), person.teamId);
    expect(await env.DB.prepare("SELECT id FROM purchases WHERE team_id = ?").bind(person.teamId).all()).toMatchObject({ results: [] });
    await reactivate(await again(person));
    expect(await readBilling(await again(person))).toMatchObject({ topUp: "on", attemptId: null });
  });

  it("a write that was on its way when the team was deactivated does not land", async () => {
    const person = await newPerson({ credits: 5 });
    const before = await again(person);
    await leave(person);
    expect((await addContact(before, contactInput(), ulid(), 1)).kind).toBe("frozen");
    await ledgerOf(person.teamId).reopen("team");
    // Even a ledger that has not heard of it: the receipt's guard raises.
    expect((await addContact(before, contactInput(), ulid(), 1)).kind).toBe("refused");
    expect((await readContacts(await again(person), everything)).contacts).toEqual([]);
  });
});

describe("the purge", () => {
  it("[P-23] [M-20] [P-28] on day 30, and not before, leaves no word of the team anywhere but in its billing records, and another team whole", async () => {
    const [mark, other] = [`gone${ulid().slice(-8)}`, `stay${ulid().slice(-8)}`];
    const [leaving, staying] = [await settled(mark), await settled(other)];
    const kept = await placesOf(other);
    await leave(leaving);
    const { head, seq } = await ledgerOf(leaving.teamId).standingAt(Number.MAX_SAFE_INTEGER);
    await sweepPurges(await later(29.9));
    expect(await placesOf(mark)).toEqual(expect.arrayContaining(["users", "contacts"]));
    for (let n = 0; n < 3; n++) await sweepPurges(await later(30.1));
    expect(await reactivate({ ...leaving.ctx, ...(await newContext()) })).toEqual({ kind: "nothing" });
    await sendLast();
    expect(await placesOf(mark)).toEqual([]);
    const named = (await placesOf(leaving.teamId)).sort();
    // What outlives it by its id alone: the report, the billing record, the hash of the address, and Stripe's events without their words.
    expect(named).toEqual(["files:purged", "payment_events", "purchases", "purges", "welcomes"]);
    const report = await env.DB.prepare("SELECT * FROM purges WHERE team_id = ?").bind(leaving.teamId).first();
    expect(report).toMatchObject({ chain_head: head, chain_seq: seq, problem: null });
    expect(JSON.parse(String(report?.counts))).toMatchObject({ contacts: 2, receipts: 3 });
    expect(report?.finished_at).not.toBeNull();
    expect(await ledgerOf(leaving.teamId).close()).toMatchObject({ kind: "closed", head });
    expect(await placesOf(other)).toEqual(kept);
    expect((await ledgerOf(staying.teamId).audit()).findings).toEqual([]);
    expect(
      (await env.DB.prepare("SELECT COUNT(*) AS n FROM contact_search WHERE contact_search MATCH ?")
        .bind(mark.toLowerCase())
        .first<number>("n")) ?? 0,
    ).toBe(0);
  });

  it("[P-26] keeps what was paid, without whose it was, for seven years", async () => {
    const person = await settled(`b${ulid().slice(-6)}`);
    await leave(person);
    for (let n = 0; n < 2; n++) await sweepPurges(await later(31));
    const row = () => env.DB.prepare("SELECT * FROM purchases WHERE team_id = ?").bind(person.teamId).first();
    expect(await row()).toMatchObject({ member_id: "", amount_cents: 700, refunded_cents: 70, state: "paid", card_last4: "4242" });
    await sweepExpired(await later(7 * 365));
    expect(await row()).not.toBeNull();
    await sweepExpired(await later(7 * 365 + 3));
    expect(await row()).toBeNull();
  });

  it("[E-17] keeps usage only as totals by day and action, counted once though the purge is stopped and run again", async () => {
    const total = async () => (await env.DB.prepare("SELECT coalesce(SUM(credits), 0) AS n FROM usage_totals").first<number>("n")) ?? 0;
    const person = await settled(`u${ulid().slice(-6)}`);
    const before = await total();
    await leave(person);
    const ctx = await later(31);
    let calls = 0;
    // The time is up after every piece: the purge has to go on where it stopped, again and again.
    const hurried = { ...ctx, clock: async () => ctx.now + calls++ * 60_000 };
    for (let n = 0; n < 30; n++) await sweepPurges(hurried);
    expect((await total()) - before).toBe(3);
    expect(
      await env.DB.prepare("SELECT finished_at FROM purges WHERE team_id = ?").bind(person.teamId).first("finished_at"),
    ).not.toBeNull();
  });

  it("has Stripe forget the team's customer and card; while Stripe is away everything else goes, and it is asked again", async () => {
    const person = await settled(`s${ulid().slice(-8)}`);
    const { payments } = await newContext();
    const customerId = await payments.createCustomer(person.teamId, person.email);
    await env.DB.prepare(
      "INSERT INTO billing (team_id, customer_id, payment_method_id, top_up, threshold, pack_credits, monthly_cap_cents, declines) VALUES (?, ?, 'pm', 'off', 100, 100, 3000, 0)",
    )
      .bind(person.teamId, customerId)
      .run();
    await leave(person);
    const away = async () => Promise.reject(new Error("Stripe is away."));
    await sweepPurges(await later(31, { payments: { ...payments, forgetCustomer: away } }));
    const count = async (table: string) =>
      env.DB.prepare(`SELECT COUNT(*) AS n FROM ${table} WHERE team_id = ?`).bind(person.teamId).first<number>("n");
    expect([await count("contacts"), await count("timeline"), await count("billing")]).toEqual([0, 0, 1]);
    for (let n = 0; n < 2; n++) await sweepPurges(await later(31));
    const asked = await env.SANDBOX.fetch(`https://api.stripe.com/v1/customers/${customerId}`, {
      headers: { Authorization: "Bearer sk_sandbox_x" },
    });
    expect(await asked.json()).toMatchObject({ id: customerId, deleted: true });
    expect(await env.DB.prepare("SELECT id FROM teams WHERE id = ?").bind(person.teamId).first()).toBeNull();
    // Asked once more after a crash: it is no error that there is no such customer.
    await payments.forgetCustomer(customerId);
  });

  it("that fails at a step is noted, tried again, and ends; nothing is skipped", async () => {
    const mark = `f${ulid().slice(-8)}`;
    const person = await settled(mark);
    await leave(person);
    const ctx = await later(31);
    const broken = {
      ...ctx,
      files: {
        ...ctx.files,
        list: () => Promise.reject(new Error("away")),
        put: ctx.files.put.bind(ctx.files),
        delete: ctx.files.delete.bind(ctx.files),
      } as never,
    };
    await sweepPurges(broken);
    expect(await env.DB.prepare("SELECT problem FROM purges WHERE team_id = ?").bind(person.teamId).first("problem")).toContain("away");
    for (let n = 0; n < 2; n++) await sweepPurges(ctx);
    await sendLast();
    expect(await placesOf(mark)).toEqual([]);
  });

  it("races charges, an import, a webhook and a coming back: in the end the team is gone, or whole", async () => {
    const mark = `r${ulid().slice(-8)}`;
    const person = await settled(mark);
    const { paymentId } = await buy(person);
    const before = await again(person);
    await leave(person);
    const ctx = await later(31);
    await Promise.allSettled([
      sweepPurges(ctx),
      addContact(before, contactInput({ firstName: `Late${mark}` }), ulid(), 1),
      uploadImport(before, "late.csv", new TextEncoder().encode(`Name,Email\nLate${mark},late-${mark}@example.org\n`)),
      tell("charge.refunded", { paymentId }),
      reactivate(before),
      sweepPurges(ctx),
    ]);
    for (let n = 0; n < 3; n++) await sweepPurges(ctx);
    await recheckPurges(ctx);
    await sendLast();
    const whole = (await env.DB.prepare("SELECT deactivated_at FROM teams WHERE id = ?").bind(person.teamId).first()) !== null;
    if (whole) expect((await ledgerOf(person.teamId).audit()).findings).toEqual([]);
    else expect(await placesOf(mark)).toEqual([]);
  });
});

describe("retention", () => {
  it("mails go after 90 days, Stripe's bodies after 30, import files after 7; not a day earlier", async () => {
    const person = await settled(`p${ulid().slice(-6)}`);
    const count = async (sql: string) => (await env.DB.prepare(sql).bind(person.teamId).first<number>("n")) ?? -1;
    const mails = () => count("SELECT COUNT(*) AS n FROM mails WHERE team_id = ?");
    const bodies = () => count("SELECT COUNT(*) AS n FROM payment_events WHERE team_id = ? AND body <> ''");
    const files = async () => (await env.FILES.list({ prefix: `imports/${person.teamId}/` })).objects.length;
    const [hadMails, hadBodies, hadFiles] = [await mails(), await bodies(), await files()];
    expect(Math.min(hadMails, hadBodies, hadFiles)).toBeGreaterThan(0);
    await sweepFiles(await later(6.9));
    expect(await files()).toBe(hadFiles);
    await sweepFiles(await later(7.1));
    expect(await files()).toBe(0);
    await sweepExpired(await later(29.9));
    expect(await bodies()).toBe(hadBodies);
    await sweepExpired(await later(30.1));
    expect([await bodies(), await mails()]).toEqual([0, hadMails]);
    await sweepExpired(await later(89.9));
    expect(await mails()).toBe(hadMails);
    await sweepExpired(await later(90.1));
    expect(await mails()).toBe(0);
  });

  it("a sign-up that is never confirmed and bought nothing goes after 7 days; one that paid stays", async () => {
    const [idle, paying] = [await newPerson(), await newPerson()];
    await buy(paying);
    await sweepUnconfirmed(await later(6.9));
    await sweepPurges(await later(6.9));
    expect(await env.DB.prepare("SELECT id FROM users WHERE id = ?").bind(idle.userId).first()).not.toBeNull();
    await sweepUnconfirmed(await later(7.1));
    for (let n = 0; n < 2; n++) await sweepPurges(await later(7.2));
    expect(await env.DB.prepare("SELECT id FROM users WHERE id = ?").bind(idle.userId).first()).toBeNull();
    // Whose address it is asked for nothing: they are not told of an end.
    expect(await mailsTo(idle.email, "team-purged")).toBe(0);
    expect(await env.DB.prepare("SELECT id FROM users WHERE id = ?").bind(paying.userId).first()).not.toBeNull();
    const again_ = await signUp(await newContext(), {
      name: "Back",
      email: idle.email,
      password: PASSWORD,
      adult: "on",
      timeZone: "UTC",
      country: "DE",
    });
    expect(again_.kind).toBe("done");
    vi.useRealTimers();
  });
});
