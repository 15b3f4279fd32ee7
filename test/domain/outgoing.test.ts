// What leaves: fields handed to Stripe and Resend; no secret and no name in any log line, page or export.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { afterEach, describe, expect, it } from "vitest";
import { openMail } from "~/app/gateways/mail";
import { openPayments } from "~/app/gateways/payments";
import { runSchedule } from "~/workers/cron/schedule";
import { linkTo, newContext } from "../support/app";
import { settled } from "../support/planted";

describe("what leaves to others", () => {
  it("[E-19] to Stripe goes the address, the pack and ids; to Resend the address and the mail; nothing else", async () => {
    const bodies: { url: string; fields: string[] }[] = [];
    const fetcher = async (input: RequestInfo | URL, init?: RequestInit) => {
      const request = new Request(input, init);
      const text = await request.text();
      const fields = text.startsWith("{") ? Object.keys(JSON.parse(text)) : Array.from(new URLSearchParams(text).keys());
      bodies.push({ url: new URL(request.url).pathname, fields: fields.sort() });
      return Response.json({ id: "cs_1", url: "https://checkout.stripe.com/x", object: "checkout.session" });
    };
    const stripe = openPayments("sk_test_12345678", "whsec_x", fetcher as typeof fetch);
    const order = {
      purchaseId: "p",
      teamId: "t",
      memberId: "m",
      credits: 100,
      amountCents: 700,
      currency: "usd",
      email: "a@example.org",
      customerId: null,
      successUrl: "https://x.test/a",
      cancelUrl: "https://x.test/b",
    };
    await stripe.createCheckout(order);
    await stripe.createCustomer("t", "a@example.org");
    await stripe.refund("pi_1", 5, "k");
    const network = globalThis.fetch;
    globalThis.fetch = fetcher as typeof fetch;
    const render = async () => ({ subject: "s", html: "h", text: "t" });
    await openMail({ apiKey: "re_x", from: "f@example.org", webhookSecret: "whsec_x", render }).send({
      id: "1",
      to: "a@example.org",
      template: "receipt",
      props: {},
      unsubscribeUrl: null,
    });
    globalThis.fetch = network;
    const [checkout, customer, refund, mail] = bodies;
    expect(checkout?.fields.map((name) => name.replace(/\[\d+\]/g, "[]"))).toEqual([
      ...["cancel_url", "client_reference_id", "customer_creation", "customer_email"],
      ...["line_items[][price_data][currency]", "line_items[][price_data][product_data][description]"],
      ...["line_items[][price_data][product_data][name]", "line_items[][price_data][unit_amount]", "line_items[][quantity]"],
      ...["metadata[credits]", "metadata[memberId]", "metadata[purchaseId]", "metadata[teamId]", "mode"],
      ...["credits", "memberId", "purchaseId", "teamId"].map((name) => `payment_intent_data[metadata][${name}]`),
      ...["success_url", "tax_id_collection[enabled]"],
    ]);
    expect(customer).toEqual({ url: "/v1/customers", fields: ["email", "metadata[teamId]"] });
    expect(refund).toEqual({ url: "/v1/refunds", fields: ["amount", "payment_intent", "reason"] });
    expect(mail).toEqual({ url: "/emails", fields: ["from", "headers", "html", "subject", "text", "to"] });
  });
});

describe("sending a mail", () => {
  const render = async () => ({ subject: "s", html: "h", text: "t" });
  const mail = { id: "mail_1", to: "a@example.org", template: "receipt", props: {}, unsubscribeUrl: null };
  const network = globalThis.fetch;
  afterEach(() => {
    globalThis.fetch = network;
  });

  /** Sends while the connection is lost the first `lost` times. Returns what became of it and the keys that were sent. */
  async function sendThrough(lost: number) {
    const keys: (string | null)[] = [];
    globalThis.fetch = (async (input: RequestInfo | URL, init?: RequestInit) => {
      keys.push(new Request(input, init).headers.get("Idempotency-Key"));
      if (keys.length <= lost) throw new TypeError("Network connection lost.");
      return Response.json({ id: "1" });
    }) as typeof fetch;
    const sent = await openMail({ apiKey: "re_x", from: "f@example.org", webhookSecret: "whsec_x", render }).send(mail);
    return { sent, keys };
  }

  it("a lost connection is tried once more at once, under the same key, and no further", async () => {
    expect(await sendThrough(0)).toEqual({ sent: { kind: "sent" }, keys: ["mail_1"] });
    expect(await sendThrough(1)).toEqual({ sent: { kind: "sent" }, keys: ["mail_1", "mail_1"] });
    expect(await sendThrough(9)).toEqual({ sent: { kind: "later", status: 0 }, keys: ["mail_1", "mail_1"] });
  });
});

describe("secrets and logs", () => {
  it("[M-18] [P-09] no hash, token, session or name is in a log line, a page, an export or an answer", async () => {
    const mark = `sec${ulid().slice(-8)}`;
    const lines: string[] = [];
    const { log } = console;
    console.log = (...words: unknown[]) => void lines.push(words.join(" "));
    const person = await settled(mark);
    const paths = [
      "/contacts",
      "/settings",
      "/settings/privacy",
      "/settings/me.json",
      "/settings/audit",
      "/settings/audit.csv",
      "/contacts/export.csv",
      "/credits/statement.json",
      "/credits/statement.csv",
      "/import",
      "/credits",
      "/settings/requests",
      "/settings/archive",
    ];
    const pages: string[] = [];
    for (const path of paths) pages.push(await (await person.browser.ask(path)).text());
    for (const cron of ["* * * * *", "17 3 * * *"])
      await runSchedule(cron, { ...(await newContext()), log: (line) => void lines.push(JSON.stringify(line)) });
    console.log = log;
    const row = await env.DB.prepare(
      "SELECT u.password_hash AS hash, s.id AS session FROM users AS u JOIN sessions AS s ON s.user_id = u.id WHERE u.id = ?",
    )
      .bind(person.userId)
      .first<Record<string, string>>();
    const { secret, wrappingKeys } = await newContext();
    const token = (await linkTo(person.email, "verify")).split("/").at(-1) || "no token";
    for (const hidden of [
      ...Object.values(row ?? {}),
      secret,
      token,
      btoa(String.fromCharCode(...(wrappingKeys[0]?.bytes ?? []))),
      "sk_sandbox_local",
      "re_sandbox_local",
    ]) {
      for (const [n, page] of pages.entries()) expect(page.includes(hidden), `${paths[n]}`).toBe(false);
      expect(lines.some((line) => line.includes(hidden))).toBe(false);
    }
    expect(lines.filter((line) => line.includes(mark))).toEqual([]);
  });
});
