// Every page that there is, as its own people, a stranger, a member without rights and the log see it. The addresses come from the route files,
// so that a new page is looked at from its first day.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { runArchive, startArchive } from "~/app/domain/archives/archives";
import { readContacts } from "~/app/domain/contacts/contacts";
import { policyVersions } from "~/app/domain/core/policies";
import { readImports } from "~/app/domain/imports/imports";
import { readPurchases } from "~/app/domain/payments/purchases";
import { copyContact, eraseContact } from "~/app/domain/privacy/contactRights";
import { openTicket } from "~/app/domain/support/support";
import { runSchedule } from "~/workers/cron/schedule";
// @ts-expect-error The build has no types; it is made by `npm run build`.
import * as build from "../../build/server/index.js";
import { again, Browser, linkTo, newAddress, newContext, newPerson, origin, PASSWORD, type Person } from "../support/app";
import { planFaults } from "../support/faults";
import { everything, settled, tables } from "../support/planted";
import { idsByNoun } from "../support/records";
import { askConfirmed } from "../support/requests";
import { addressesOf, type Params } from "../support/routes";

const mark = `page${ulid().slice(-8).toLowerCase()}`;
let team: Person;
let operator: Person;
/** Ids of what the team has, for each part of an address. */
let params: Params;

async function ticketOf(person: Person): Promise<string> {
  const who = { userId: person.userId, teamId: person.teamId };
  const written = { name: `Name${mark}`, email: person.email, topic: "help" as const, body: `Ticket${mark}` };
  return (await openTicket(await newContext(), written, who)).ticketId;
}

beforeAll(async () => {
  team = await settled(mark);
  operator = await newPerson({ verified: true, address: "operator@farthing.test" });
  const ctx = await again(team);
  const [contact] = (await readContacts(ctx, { ...everything, search: `first${mark}` })).contacts;
  await copyContact(ctx, contact?.id ?? "");
  const [trashed] = (await readContacts(ctx, { ...everything, trashed: true })).contacts;
  const erased = await eraseContact(ctx, trashed?.id ?? "");
  const [purchase] = (await readPurchases(ctx, null)).purchases;
  const [imported] = await readImports(ctx);
  const started = await startArchive(ctx);
  if ("archiveId" in started) await runArchive(await newContext(), team.teamId, started.archiveId);
  params = {
    contactId: contact?.id ?? "",
    ...(await idsByNoun(ctx)),
    purchaseId: purchase?.id ?? "",
    importId: imported?.id ?? "",
    actId: erased.kind === "done" ? erased.actId : "",
    file: "archiveId" in started ? `${started.archiveId}.zip` : "",
    ticketId: await ticketOf(team),
    // Confirmed: it stands on the team's page and on the operators'.
    requestId: (await askConfirmed("copy", `contact-${mark}@example.org`, { name: `Asks${mark}`, details: "" })).id,
    teamId: team.teamId,
    policy: "privacy",
    version: policyVersions.find(({ policy }) => policy === "privacy")?.version ?? "",
  };
  for (const [name, id] of Object.entries(params)) if (id === "") throw new Error(`There is no ${name}.`);
});

const addresses = () =>
  addressesOf(build.routes, params).filter((address) => !["/sign-out", "/verify", "/undo", "/theme"].includes(address));

/** What each page answers to somebody: the address and the text. */
async function read(browser: Browser, paths = addresses()): Promise<{ path: string; status: number; text: string }[]> {
  const pages: { path: string; status: number; text: string }[] = [];
  for (const path of paths) {
    const answer = await browser.ask(path);
    pages.push({ path, status: answer.status, text: await answer.text() });
  }
  return pages;
}

/** What a page would load from, or send to, another host. Links that somebody has to press are none of it. */
function strangersIn(html: string): string[] {
  const loading = /<(script|img|iframe|link|source|video|audio|embed|object|form|use|image|input|button)\b[^>]*>/gi;
  const found = Array.from(html.matchAll(loading), ([tag]) => tag).flatMap((tag) =>
    Array.from(tag.matchAll(/\b(?:src|href|action|formaction|data|srcset|poster|ping)=\x22([^\x22]+)/gi), ([, url = ""]) => url),
  );
  const inStyles = Array.from(html.matchAll(/url\(\s*[\x27\x22]?([^)\x27\x22]+)/gi), ([, url = ""]) => url);
  return [...found, ...inStyles].filter(
    (url) => new URL(url.replaceAll("&amp;", "&"), origin).origin !== origin && !url.startsWith("data:"),
  );
}

describe("every page", () => {
  it("[P-14] loads nothing from another host and sends nothing there, for visitors, members and operators alike", async () => {
    const shown = [...(await read(new Browser())), ...(await read(team.browser)), ...(await read(operator.browser))];
    const pages = shown.filter(({ status, text }) => status === 200 && text.includes("<html"));
    expect(new Set(pages.map(({ path }) => path)).size).toBeGreaterThan(50);
    const found = pages.flatMap(({ path, text }) => strangersIn(text).map((url) => `${path}: ${url}`));
    expect(found).toEqual([]);
  });

  it("[M-18] and every file and answer holds no hash, token, session, key or secret, the operators' pages included", async () => {
    const secrets = await hiddenValues();
    expect(secrets.length).toBeGreaterThan(12);
    const pages = [...(await read(team.browser)), ...(await read(operator.browser))];
    expect(pages.filter(({ status, path }) => status === 200 && path.startsWith("/operator")).length).toBeGreaterThan(8);
    const found = pages.flatMap(({ path, text }) =>
      secrets.filter(([, value]) => text.includes(value)).map(([what]) => `${path}: ${what}`),
    );
    expect(found).toEqual([]);
  });

  it("[O-11] shows a stranger nothing of another team, whatever ids they know, and takes nothing from them", async () => {
    const stranger = await newPerson({ credits: 5, verified: true });
    const before = await (await team.browser.ask("/contacts/export.csv")).text();
    const shown = await read(stranger.browser);
    expect(shown.filter(({ text }) => text.includes(mark)).map(({ path }) => path)).toEqual([]);
    for (const path of addresses().filter((one) => !one.startsWith("/settings/leave") && !one.startsWith("/settings/erase")))
      for (const intent of ["trash", "restrict", "remove-note", "undo", "start", "erase"]) {
        const fields = { intent, id: params.contactId ?? "", key: ulid(), price: "1", firstName: "Taken", changedAt: "0" };
        const answer = await stranger.browser.post(path, { ...fields, noteId: params.contactId ?? "" });
        expect((await answer.text()).includes(mark), `${path} ${intent}`).toBe(false);
      }
    expect(before).toContain(`First${mark}`);
    expect(await (await team.browser.ask("/contacts/export.csv")).text()).toBe(before);
  }, 60_000);
});

/** Everything that must be seen by nobody: settings that are secret, and whatever the database keeps as a hash, a token or a session. */
async function hiddenValues(): Promise<[what: string, value: string][]> {
  const ctx = await newContext();
  const found: [string, string][] = [
    ["APP_SECRET", ctx.secret],
    ["DATA_KEYS", btoa(String.fromCharCode(...(ctx.wrappingKeys[0]?.bytes ?? [])))],
    ...["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "RESEND_API_KEY", "RESEND_WEBHOOK_SECRET"].map((name): [string, string] => [
      name,
      String(env[name as keyof typeof env]),
    ]),
    ["the link that confirms", (await linkTo(team.email, "verify")).split("/").at(-1) ?? ""],
    ["the session's cookie", /session=([^;]+)/.exec(team.browser.cookieHeader)?.[1] ?? ""],
  ];
  // The fingerprints of the ledger's chain are shown on purpose: they prove the balance.
  for (const table of (await tables()).filter((name) => !["ledger_heads", "purges"].includes(name))) {
    const { results } = await env.DB.prepare(`SELECT * FROM ${table} LIMIT 500`).all<Record<string, unknown>>();
    for (const row of results)
      for (const [column, value] of Object.entries(row))
        if (
          (/hash|token|secret/.test(column) || (table === "sessions" && column === "id")) &&
          typeof value === "string" &&
          value.length > 15
        )
          found.push([`${table}.${column}`, value]);
  }
  return found;
}

/** What is written to the log meanwhile, by whatever way. */
async function loggedBy(work: () => Promise<void>): Promise<string[]> {
  const lines: string[] = [];
  const spies = (["log", "info", "warn", "error", "debug"] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation((...words: unknown[]) => void lines.push(words.map(String).join(" "))),
  );
  await work();
  for (const spy of spies) spy.mockRestore();
  return lines;
}

describe("the log", () => {
  it("[P-09] says of writes, reads and failures what went wrong, and never a name, an address, a search, a note or a password", async () => {
    const said = `said${ulid().slice(-8).toLowerCase()}`;
    const email = `${said}@example.org`;
    const fields = () => ({ key: ulid(), price: "1", firstName: `F${said}`, lastName: `L${said}`, company: `C${said}` });
    const lines = await loggedBy(async () => {
      const { browser } = team;
      await new Browser().post("/sign-up", { name: `N ${said}`, email, password: `secret ${said}`, adult: "on" });
      await new Browser().post("/sign-in", { email, password: `wrong ${said}` });
      await new Browser().post("/forgot", { email });
      await new Browser().post("/rights", { kind: "copy", name: said, email, details: said });
      await new Browser().post("/support", { name: said, email, topic: "help", body: said });
      await browser.post("/contacts/new", { ...fields(), "emails[0].value": email });
      await browser.post(`/contacts/${params.contactId}`, { intent: "note", text: `Note ${said}`, key: ulid(), price: "1" });
      await browser.post(`/contacts/${params.contactId}/edit`, { ...fields(), changedAt: "0" });
      await browser.ask(`/contacts?search=${said}`);
      const file = new FormData();
      file.set("file", new File([`Name,Email\n${said},${email}\n`], `${said}.csv`, { type: "text/csv" }));
      await browser.post("/import", file);
      // Failures of every kind of statement: their texts name values.
      for (const sqlAt of [1, 2, 3]) {
        planFaults({ sqlAt });
        await browser.post("/contacts/new", fields()).catch(() => null);
      }
      planFaults(null);
      const ctx = await newContext();
      const fail = () => {
        throw new Error(`no such row\nparams: ${email}`);
      };
      const away = { ...ctx, db: new Proxy(ctx.db, { get: () => fail }) };
      await runSchedule("* * * * *", { ...away, log: (line) => console.log(JSON.stringify(line)) }).catch(() => null);
      await runSchedule("* * * * *", { ...ctx, log: (line) => console.log(JSON.stringify(line)) });
    });
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.filter((line) => line.includes(said) || line.includes(mark))).toEqual([]);
  }, 60_000);

  it("names no token of an address whose request failed, whatever page it is", async () => {
    const token = `tok${ulid()}`;
    const lines = await loggedBy(async () => {
      for (const path of addressesOf(build.routes, { token }).filter((one) => one.includes(token)))
        build.entry.module.handleError(new Error("away"), { request: new Request(origin + path) });
    });
    expect(lines.length).toBeGreaterThan(4);
    expect(lines.filter((line) => line.includes(token))).toEqual([]);
  });
});

describe("a member without rights", () => {
  /** What only an owner, or an owner and a manager, may read or do. */
  const ownersOnly = ["/settings/audit", "/settings/audit.csv", "/settings/archive", `/settings/archive/FILE`];

  it("[P-20] reads no page and does no act that is its owner's, by whatever route; the owner does", async () => {
    const owner = await settled(`own${ulid().slice(-8)}`);
    const member = await newPerson({ verified: true, address: newAddress() });
    const set = (role: string) =>
      env.DB.prepare("UPDATE members SET team_id = ?, role = ? WHERE user_id = ?").bind(owner.teamId, role, member.userId).run();
    await set("agent");
    const [contact] = (await readContacts(await again(owner), { ...everything, search: "first" })).contacts;
    const started = await startArchive(await again(owner));
    const file = "archiveId" in started ? `${started.archiveId}.zip` : "";
    for (const path of ownersOnly.map((one) => one.replace("FILE", file))) expect((await member.browser.ask(path)).status, path).toBe(404);
    const state = async () =>
      JSON.stringify([
        await rowsOf("teams", owner),
        await rowsOf("billing", owner),
        await rowsOf("consents", owner),
        await rowsOf("contacts", owner),
        await rowsOf("grants", owner),
        await rowsOf("archives", owner),
        await rowsOf("custom_fields", owner),
      ]);
    const before = await state();
    const acts: [path: string, fields: Record<string, string>][] = [
      ["/settings/team", { name: "Mine now", defaultCountry: "DE", timeZone: "UTC", businessName: "" }],
      ["/settings/leave", { password: PASSWORD }],
      ["/settings/requests", { intent: "allow" }],
      ["/settings/archive?index", {}],
      ["/credits/auto", { intent: "save", on: "on", threshold: "100", pack: "100", cap: "30" }],
      ["/credits/budgets", { target: "team", period: "month", most: "5" }],
      ["/credits?index", { code: "ANY" }],
      [`/contacts/${contact?.id}`, { intent: "restrict" }],
      [`/contacts/${contact?.id}/erase`, {}],
      [`/contacts/${contact?.id}/erase`, { why: "minor" }],
    ];
    for (const [path, fields] of acts) {
      const answer = await member.browser.post(path, fields);
      expect(answer.status, path).toBeLessThan(500);
      expect(await state(), path).toBe(before);
    }
    expect((await owner.browser.post("/settings/requests", { intent: "allow" })).status).toBe(302);
    expect(await state()).not.toBe(before);
  }, 60_000);
});

const rowsOf = async (table: string, { teamId }: Person) =>
  (
    await env.DB.prepare(`SELECT * FROM ${table} WHERE ${table === "teams" ? "id" : "team_id"} = ?`)
      .bind(teamId)
      .all()
  ).results;
