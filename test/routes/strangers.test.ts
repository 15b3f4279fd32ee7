// What strangers can do in our name or to our stores: mails to addresses nobody has confirmed, accounts that fill the database, sample secrets.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { describe, expect, it, vi } from "vitest";
import { addContact } from "~/app/domain/contacts/contacts";
import { readSuppression, receiveMailEvent } from "~/app/domain/mail/mailChoices";
import { sendMail, sweepMails, writeMail } from "~/app/domain/mail/mails";
import { writeAll } from "~/db/statements";
import { Browser, contactInput, isIn, newAddress, newContext, newPerson, origin, PASSWORD, type Person } from "../support/app";
import { ledgerOf } from "../support/ledgers";

const DAY = 86_400_000;

describe("mails to addresses that nobody has confirmed", () => {
  /** Sends a mail and returns what the mail service was given. */
  async function sentTo(recipient: string, name: string, now = Date.now()) {
    const ctx = await newContext();
    const sent: { props: { name: string } }[] = [];
    const mail = writeMail({ ...ctx, now }, { template: "verify", recipient, props: { name, url: "https://x.test" }, teamId: null });
    await writeAll(ctx.db, [mail.statement]);
    const capturing = {
      ...ctx,
      now,
      mail: {
        ...ctx.mail,
        send: async (one: never) => {
          sent.push(one);
          return { kind: "sent" as const };
        },
      },
    };
    await sendMail(capturing, mail.mailId);
    return sent;
  }

  it("greet by no name that somebody typed; an account's own name greets its confirmed address", async () => {
    const typed = "Your parcel waits at evil.example";
    expect((await sentTo(newAddress(), typed))[0]?.props.name).toBe("");
    const person = await newPerson({ verified: true });
    expect((await sentTo(person.email, typed))[0]?.props.name).toBe("Asha Rao");
  });

  it("a name that reads as a link greets nobody", async () => {
    const ctx = await newContext();
    const { renderMail } = await import("~/app/emails/render");
    const sender = { name: "F", address: "A", email: "s@x.test" };
    const mail = { id: "1", to: "a@x.test", template: "verify", unsubscribeUrl: null };
    for (const name of ["evil.example/login", "https://evil.example", "call me@evil.example"]) {
      const { text } = await renderMail({ ...mail, props: { name, url: ctx.origin } }, sender);
      expect(text).not.toContain("evil");
    }
    expect((await renderMail({ ...mail, props: { name: "J. R. O’Neill", url: ctx.origin } }, sender)).text).toContain("O’Neill");
  });

  it("are bounded a day as a whole: then they wait, and those who run the deployment are told, once", async () => {
    const later = Date.now() + 40 * DAY;
    expect(await sentTo(newAddress(), "A", later)).toHaveLength(1);
    await env.DB.prepare("UPDATE attempts SET count = 2000 WHERE window_ends_at > ?").bind(later).run();
    expect(await sentTo(newAddress(), "A", later)).toEqual([]);
    expect(await sentTo(newAddress(), "A", later)).toEqual([]);
    const told = "SELECT COUNT(*) AS n FROM mails WHERE template = 'service-notice' AND id LIKE 'held-back-%'";
    expect(await env.DB.prepare(told).first("n")).toBe(1);
    const confirmed = await newPerson({ verified: true });
    expect(await sentTo(confirmed.email, "A", later)).toHaveLength(1);
  });

  it("what somebody waits for at a sign-in is sent before everything else that is due", async () => {
    const ctx = await newContext();
    await env.DB.batch([env.DB.prepare("UPDATE mails SET due_at = NULL"), env.DB.prepare("DELETE FROM attempts")]);
    const news = Array.from({ length: 60 }, () =>
      writeMail(
        { ...ctx, now: ctx.now - 1_000 },
        { template: "service-notice", recipient: newAddress(), props: { name: "", title: "t", body: "b", url: "u" }, teamId: null },
      ),
    );
    const reset = writeMail(ctx, { template: "reset", recipient: newAddress(), props: { name: "", url: "u" }, teamId: null });
    await writeAll(
      ctx.db,
      [...news, reset].map(({ statement }) => statement),
    );
    const sent: string[] = [];
    await sweepMails({
      ...ctx,
      mail: {
        ...ctx.mail,
        send: async ({ template }) => {
          sent.push(template);
          return { kind: "sent" as const };
        },
      },
    });
    expect([sent[0], sent.length]).toEqual(["reset", 50]);
  });
});

it("what a browser calls itself is a known name or none: nothing that its sender wrote stands in the log or a mail", async () => {
  const person = await newPerson();
  const browser = new Browser();
  const agent = "Your-account-is-locked-call-555/1.0 (Now; evil.example)";
  await browser.ask("/sign-in", {
    method: "POST",
    body: new URLSearchParams({ email: person.email, password: PASSWORD }),
    headers: { Origin: origin, "Sec-Fetch-Site": "same-origin", "User-Agent": agent },
  });
  const { results } = await env.DB.prepare("SELECT device FROM security_log WHERE user_id = ?")
    .bind(person.userId)
    .all<{ device: string }>();
  expect(results.map(({ device }) => device).join()).not.toMatch(/555|evil|locked/);
});

describe("an account whose address is not confirmed", () => {
  it("reads nothing that came to its address before, and lifts no complaint", async () => {
    const address = newAddress();
    const ctx = await newContext();
    const mail = writeMail(ctx, {
      template: "receipt",
      recipient: address,
      props: { name: "", credits: 1, amount: "", balance: 1, receiptUrl: "", url: "" },
      teamId: null,
    });
    await writeAll(ctx.db, [mail.statement]);
    const person = await newPerson({ address });
    const copy = JSON.parse(await (await person.browser.ask("/settings/me.json")).text());
    expect(copy.mails).toEqual([]);
    await receiveMailEvent(ctx, { reason: "complaint", recipients: [address] });
    await person.browser.post("/settings/privacy", { intent: "again" });
    expect(await readSuppression(ctx, address)).toBe("complaint");
    expect(await (await person.browser.ask("/settings/privacy")).text()).toContain("Confirm your e-mail address first");
  });
});

describe("welcome credits", () => {
  it("are one mailbox's once, however the address is written", async () => {
    const name = `w${ulid().toLowerCase()}`;
    const first = await newPerson({ address: `${name}@gmail.com`, verified: true });
    const second = await newPerson({ address: `${name.slice(0, 3)}.${name.slice(3)}+again@googlemail.com`, verified: true });
    const credits = async ({ teamId }: Person) => (await ledgerOf(teamId).balance()).free;
    expect([await credits(first), await credits(second)]).toEqual([25, 0]);
  });
});

describe("an account whose address is not confirmed yet", () => {
  const csv = () => {
    const form = new FormData();
    form.set("file", new File(["Name,Email\nAda,ada@example.org\n"], "a.csv", { type: "text/csv" }));
    return form;
  };

  it("looks and types, and neither uploads, buys, drafts nor saves a card; what was typed is kept", async () => {
    const person = await newPerson();
    expect(await isIn(person.browser)).toBe(true);
    expect((await person.browser.post("/import?index", csv())).status).toBe(403);
    expect((await person.browser.post("/credits/buy", { pack: "100" })).status).toBe(403);
    expect((await person.browser.post("/credits/auto", { intent: "save-card" })).status).toBe(403);
    const answer = await person.browser.post("/contacts/new", {
      key: ulid(),
      price: "1",
      firstName: "Kept-Name",
      intent: "buy",
      pack: "100",
    });
    expect([answer.status, (await answer.text()).includes("Kept-Name")]).toEqual([403, true]);
    const rows =
      "SELECT (SELECT COUNT(*) FROM purchases WHERE team_id = ?1) + (SELECT COUNT(*) FROM drafts WHERE team_id = ?1) + (SELECT COUNT(*) FROM imports WHERE team_id = ?1) AS n";
    expect(await env.DB.prepare(rows).bind(person.teamId).first("n")).toBe(0);
  });

  it("does all of it once it is confirmed, forty files a day and ten drafts at most", async () => {
    const person = await newPerson({ confirmed: true });
    for (let n = 0; n < 12; n++) {
      const fields = { key: ulid(), price: "1", firstName: `Draft ${n}`, intent: "buy", pack: "100" };
      expect((await person.browser.post("/contacts/new", fields)).status).toBe(302);
    }
    expect(await env.DB.prepare("SELECT COUNT(*) AS n FROM drafts WHERE team_id = ?").bind(person.teamId).first("n")).toBe(10);
    const statuses: number[] = [];
    for (let n = 0; n < 41; n++) statuses.push((await person.browser.post("/import?index", csv())).status);
    expect([statuses.slice(0, 40).every((status) => status === 302), statuses[40]]).toEqual([true, 429]);
  });
});

it("a note is as long when it is edited as when it is written", async () => {
  const person = await newPerson({ credits: 9, confirmed: true });
  const contactId = ulid();
  await addContact(person.ctx, contactInput(), contactId, 1);
  const key = ulid();
  await person.browser.post(`/contacts/${contactId}`, { key, price: "1", text: "short" });
  await person.browser.post(`/contacts/${contactId}`, { intent: "edit-note", noteId: key, text: "x".repeat(20_001) });
  expect(await (await person.browser.ask(`/contacts/${contactId}`)).text()).toContain("short");
});

describe("settings", () => {
  it("with the sample's secrets are refused where others can reach the deployment, and name no value", async () => {
    const asked = { ...env, APP_ORIGIN: "https://crm.example.com" } as never;
    vi.resetModules();
    const { openContext } = await import("~/workers/context");
    await expect(openContext(asked)).rejects.toThrow(/APP_SECRET.*DATA_KEYS/s);
    const said = await openContext(asked).catch((error) => String(error));
    expect(said).not.toContain(String((env as never as Record<string, string>).APP_SECRET));
  });
});

it("the status page asks its parts once in a quarter of a minute, however many look", async () => {
  const { readStatus } = await import("~/app/domain/operations/status");
  const ctx = await newContext();
  let asked = 0;
  const counting = {
    ...ctx,
    clock: async () => Date.now() + 1e9,
    ledger: (id: string) => {
      asked++;
      return ctx.ledger(id);
    },
  };
  for (let n = 0; n < 20; n++) await readStatus(counting);
  expect(asked).toBe(1);
});
