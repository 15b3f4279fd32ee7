// What is mailed to whom: by kind and choice, never to an address that refused, with one click to end it.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PolicyVersion } from "~/app/domain/core/policies";
import { keyedHash } from "~/app/domain/core/secrets";
import { deactivate } from "~/app/domain/leaving/deactivation";
import { announcePolicies, runBroadcasts, writeBroadcast } from "~/app/domain/mail/broadcasts";
import { judgeMail, readChoices, receiveMailEvent } from "~/app/domain/mail/mailChoices";
import { kindOfTemplate } from "~/app/domain/mail/mailKinds";
import { sendMail, writeMail, writeWithMails } from "~/app/domain/mail/mails";
import { repeatMail } from "~/app/domain/operations/operator";
import { sweepExpired } from "~/app/domain/privacy/retentionSweep";
import { renderMail } from "~/app/emails/render";
import { again, Browser, newContext, newPerson, type Person } from "../../support/app";
import { mailsTo, sandbox } from "../../support/payments";

const network = globalThis.fetch;
// Resend's SDK asks the network; here the network is the sandbox.
beforeAll(() => {
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const { hostname, pathname } = new URL(request.url);
    if (hostname !== "farthing.test") return network(request);
    return env.SANDBOX.fetch(`http://127.0.0.1${pathname}`, {
      method: request.method,
      headers: request.headers,
      body: await request.text(),
    });
  };
});
afterAll(() => {
  globalThis.fetch = network;
});

interface Sent {
  id: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
}

/** What the mail service was given for an address. */
async function sentTo(email: string): Promise<Sent[]> {
  const all = (await (await env.SANDBOX.fetch("http://127.0.0.1/sandbox/mail.json")).json()) as Sent[];
  return all.filter(({ to }) => to === email);
}

const lowBalance = { balance: 3, daysLeft: 2, url: "https://farthing.test/credits" };

/** Writes a mail and sends it, through Resend's SDK to the sandbox. */
async function mail(person: Person, template: "low-balance" | "receipt" = "low-balance", name = "Asha") {
  const ctx = await newContext();
  const props = template === "receipt" ? { name, credits: 1, amount: "$1", balance: 1, receiptUrl: "", url: "u" } : { name, ...lowBalance };
  const written = writeMail(ctx, { template, recipient: person.email, props: props as never, teamId: person.teamId });
  await writeWithMails(ctx, [], [written]);
  await sendMail(await newContext(), written.mailId);
  return written.mailId;
}

async function toResend(payload: object, over: Record<string, string> = {}) {
  const { Webhook } = await import("standardwebhooks");
  const body = JSON.stringify(payload);
  const at = new Date();
  const secret = (env as unknown as { RESEND_WEBHOOK_SECRET: string }).RESEND_WEBHOOK_SECRET;
  const signature = new Webhook(secret).sign("msg_1", at, body);
  const headers = { "svix-id": "msg_1", "svix-timestamp": String(Math.floor(at.getTime() / 1000)), "svix-signature": signature, ...over };
  return new Browser().ask("/hooks/resend", { method: "POST", body, headers });
}
const about = (type: string, to: string, bounce?: object) => ({
  type,
  created_at: "2026-11-22T00:00:00Z",
  data: { email_id: "1", to: [to], from: "", subject: "", created_at: "", message_id: "1", bounce },
});

describe("mail by choice", () => {
  it("[M-06] each kind can be turned on and off, and it holds for what is already written; service mail cannot be turned off", async () => {
    const person = await newPerson({ verified: true });
    await mail(person);
    expect(await sentTo(person.email)).toHaveLength(1);
    await person.browser.post("/settings/privacy", { intent: "mail", kind: "credits", wanted: "no" });
    await mail(person);
    expect(await sentTo(person.email)).toHaveLength(1);
    await person.browser.post("/settings/privacy", { intent: "mail", kind: "service", wanted: "no" });
    await mail(person, "receipt");
    expect(await sentTo(person.email)).toHaveLength(2);
    expect((await readChoices(await newContext(), person.userId)).map(({ kind, wanted }) => [kind, wanted])).toEqual([
      ["credits", false],
      ["statement", false],
      ["product", false],
    ]);
  });

  it("[P-12] news goes only to who opted in, notices to everybody; one click in the mail ends it, without signing in", async () => {
    const [asked, silent] = [await newPerson({ verified: true }), await newPerson({ verified: true })];
    await asked.browser.post("/settings/privacy", { intent: "mail", kind: "product", wanted: "yes" });
    const operator = await again(await newPerson({ verified: true }));
    const written = { ...operator, now: Date.now() + 60_000 };
    await writeBroadcast(written, { kind: "product", title: "Something new", body: "It does more than before." });
    await writeBroadcast(
      { ...written, now: written.now + 1 },
      { kind: "service", title: "A short break", body: "On Sunday, for a minute." },
    );
    await runBroadcasts(written);
    await runBroadcasts(written);
    const got = async (person: Person) => [await mailsTo(person.email, "product-update"), await mailsTo(person.email, "service-notice")];
    expect([await got(asked), await got(silent)]).toEqual([
      [1, 1],
      [0, 1],
    ]);
    const { results } = await env.DB.prepare("SELECT id FROM mails WHERE recipient = ? AND template = 'product-update'")
      .bind(asked.email)
      .all<{ id: string }>();
    for (const { id } of results) await sendMail({ ...(await newContext()), now: written.now }, id);
    const [sent] = (await sentTo(asked.email)).filter(({ subject }) => subject === "Something new");
    const url = /<(.*)>/.exec(sent?.headers["List-Unsubscribe"] ?? "")?.[1] ?? "";
    expect(sent?.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    expect([sent?.html.includes(url), sent?.text.includes(url)]).toEqual([true, true]);
    // As a mail program posts it: no cookie, no origin.
    const path = new URL(url).pathname;
    const answer = await new Browser().ask(path, { method: "POST", body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }) });
    expect(answer.status).toBe(200);
    expect((await readChoices(await newContext(), asked.userId)).find(({ kind }) => kind === "product")?.wanted).toBe(false);
    expect((await new Browser().ask(`${path.slice(0, -1)}x`)).status).toBe(404);
  });

  it("knows a kind for every template, and says in each mail who writes and where to answer", async () => {
    expect(Object.keys(kindOfTemplate)).toHaveLength(29);
    const sender = { name: "Farthing Test Ltd", address: "1 Example Street", email: "support@farthing.test" };
    for (const template of Object.keys(kindOfTemplate)) {
      const props = {
        name: "أمل",
        team: "T",
        body: "b",
        title: "t",
        url: "https://x.test",
        what: "w",
        outcome: "o",
        credits: 1,
        days: 1,
        balance: 1,
        spent: 1,
        bought: 1,
        device: "d",
        when: "w",
        zone: "z",
        amount: "1",
        of: "1",
        receiptUrl: "",
        card: "c",
        month: "m",
        head: "h",
        policy: "p",
        change: "c",
        day: "d",
        due: "d",
        kept: "k",
        email: "e",
      };
      const { html, text, subject } = await renderMail({ template, props, unsubscribeUrl: null }, sender);
      expect(subject, template).not.toBe("");
      for (const words of [sender.name, sender.email]) expect([html.includes(words), text.includes(words)], template).toEqual([true, true]);
      // A name from right to left stays apart from the words around it.
      if (html.includes("أمل")) expect(html, template).toContain("<bdi>أمل</bdi>");
      expect(html, template).toContain('dir="auto"');
      expect(html, template).not.toMatch(/<img/);
    }
  });
});

describe("an address that refuses", () => {
  it("gets nothing more after a bounce or a complaint that Resend has signed; its owner can lift it", async () => {
    for (const type of ["bounced", "complained"]) {
      const person = await newPerson({ verified: true });
      const payload = about(`email.${type}`, person.email, { type: "Permanent", subType: "", message: "" });
      expect((await toResend(payload, { "svix-signature": "v1,AAAA" })).status).toBe(400);
      await mail(person, "receipt");
      expect(await sentTo(person.email)).toHaveLength(1);
      expect((await toResend(payload)).status).toBe(200);
      expect((await toResend(payload)).status).toBe(200);
      await mail(person, "receipt");
      expect(await sentTo(person.email)).toHaveLength(1);
      expect(await (await person.browser.ask("/settings/privacy")).text()).toContain("Try it again");
      await person.browser.post("/settings/privacy", { intent: "again" });
      await mail(person, "receipt");
      expect(await sentTo(person.email)).toHaveLength(2);
    }
  });

  it("that is only full or away for a while is tried on; what else Resend tells changes nothing", async () => {
    const person = await newPerson();
    await toResend(about("email.bounced", person.email, { type: "Transient", subType: "", message: "" }));
    await toResend(about("email.delivered", person.email));
    expect(await judgeMail(await newContext(), { recipient: person.email, template: "receipt", teamId: null })).toMatchObject({
      kind: "wanted",
    });
    expect(await receiveMailEvent(await newContext(), { reason: null, recipients: [person.email] })).toBe(0);
  });

  it("can be told of from the sandbox's own page, as Resend would", async () => {
    const person = await newPerson();
    const id = await mail(person, "receipt");
    expect(await (await sandbox(`/sandbox/mail/${id}`, { type: "bounced" })).text()).toContain("The app answered");
  });
});

describe("a deactivated team", () => {
  it("gets no mail except about leaving, money that moved, and what people ask about their data", async () => {
    const person = await newPerson({ verified: true });
    await deactivate(await again(person), "correct horse battery");
    const verdict = async (template: string) =>
      (await judgeMail(await newContext(), { recipient: person.email, template, teamId: person.teamId })).kind;
    const wanted = await Promise.all(["team-deactivated", "team-purged", "receipt", "refund", "rights-due"].map(verdict));
    const dropped = await Promise.all(["low-balance", "credits-expire", "monthly-statement", "top-up-declined"].map(verdict));
    expect([new Set(wanted), new Set(dropped)]).toEqual([new Set(["wanted"]), new Set(["dropped"])]);
  });
});

describe("policies", () => {
  const version = (over: Partial<PolicyVersion> = {}): PolicyVersion[] => [
    { policy: "privacy", version: `test-${ulid()}`, from: Date.now() + 1_000, material: true, change: "It says more.", ...over },
  ];
  const during = async (at: number) => ({ ...(await newContext()), now: at });

  it("[P-39] [E-11] a material version is mailed once to each active owner, and to nobody else; one that is not is mailed to nobody", async () => {
    const [owner, left, unverified] = [await newPerson({ verified: true }), await newPerson({ verified: true }), await newPerson()];
    await deactivate(await again(left), "correct horse battery");
    const posted = version();
    expect(await announcePolicies(await during(Date.now()), posted)).toBe(0);
    const ctx = await during(Date.now() + 5_000);
    for (let n = 0; n < 2; n++) {
      await announcePolicies(ctx, posted);
      await announcePolicies(ctx, version({ material: false }));
      await announcePolicies(ctx, version({ change: null }));
      await runBroadcasts(ctx);
    }
    const got = await Promise.all([owner, left, unverified].map(({ email }) => mailsTo(email, "policy-changed")));
    expect(got).toEqual([1, 0, 0]);
  });

  it("goes on where it stopped, and nobody gets it twice though two runs work at once", async () => {
    const people = await Promise.all([1, 2, 3].map(() => newPerson({ verified: true })));
    const ctx = await during(Date.now() + 5_000);
    await announcePolicies(ctx, version());
    await Promise.all([runBroadcasts(ctx), runBroadcasts(ctx)]);
    for (const { email } of people) expect(await mailsTo(email, "policy-changed")).toBe(1);
  });
});

it("a mail that was given up forgets what it said after three days, links included, and is then not tried again", async () => {
  const [{ email }, desk] = [await newPerson(), await newPerson()];
  const row = () =>
    env.DB.prepare("SELECT props, due_at AS dueAt FROM mails WHERE recipient = ?").bind(email).first<{ props: string; dueAt: number }>();
  await env.DB.prepare("UPDATE mails SET failed_at = ?, due_at = NULL WHERE recipient = ?").bind(Date.now(), email).run();
  const id = (await env.DB.prepare("SELECT id FROM mails WHERE recipient = ?").bind(email).first<string>("id")) ?? "";
  const sweep = async (days: number) => sweepExpired({ ...(await newContext()), now: Date.now() + days * 86_400_000 });
  await sweep(2.9);
  expect((await row())?.props).toContain("/verify/");
  await sweep(3.1);
  expect((await row())?.props).toBe("{}");
  await repeatMail(await again(desk), id);
  expect((await row())?.dueAt).toBeNull();
});

it("one unconfirmed mailbox gets twelve mails a day at most, by whichever forms they are asked for", async () => {
  const { email } = await newPerson();
  const ctx = await newContext();
  const sentTo = async () =>
    (await env.DB.prepare("SELECT count(*) AS n FROM mails WHERE recipient = ? AND sent_at IS NOT NULL").bind(email).first("n")) as number;
  for (let n = 0; n < 20; n++) {
    const mail = writeMail(ctx, { template: "ticket-received", recipient: email, props: { name: "", url: `${n}` }, teamId: null });
    await writeWithMails(ctx, [], [mail]);
    await sendMail(ctx, mail.mailId);
  }
  expect(await sentTo()).toBeLessThanOrEqual(12);
  expect(await sentTo()).toBeGreaterThan(8);
});

it("a mail that waits for the flood to end is not counted again at each look, and goes out when it is over", async () => {
  const { email } = await newPerson();
  const ctx = await newContext();
  const all = keyedHash(ctx, "limit/unconfirmed-mails");
  const full =
    "INSERT INTO attempts (key, count, window_ends_at) VALUES (?1, 9000, ?2) ON CONFLICT DO UPDATE SET count = 9000, window_ends_at = ?2";
  await env.DB.prepare(full)
    .bind(all, Date.now() + 20 * 3_600_000)
    .run();
  const mail = writeMail(ctx, { template: "ticket-received", recipient: email, props: { name: "", url: "" }, teamId: null });
  await writeWithMails(ctx, [], [mail]);
  const sentAt = async () => env.DB.prepare("SELECT sent_at FROM mails WHERE id = ?").bind(mail.mailId).first("sent_at");
  for (let hour = 0; hour < 19; hour++) await sendMail({ ...ctx, now: ctx.now + hour * 3_600_000 }, mail.mailId);
  expect(await sentAt()).toBeNull();
  await sendMail({ ...ctx, now: ctx.now + 21 * 3_600_000 }, mail.mailId);
  expect(await sentAt()).not.toBeNull();
});
