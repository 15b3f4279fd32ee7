// Keys, consent, disclosure, support, the audit log.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { describe, expect, it, vi } from "vitest";
import { readContacts } from "~/app/domain/contacts/contacts";
import { openFiles, openVault } from "~/app/domain/core/encryption";
import { deactivate } from "~/app/domain/leaving/deactivation";
import { sweepPurges } from "~/app/domain/leaving/purge";
import { checkKeys, rotateKeys } from "~/app/domain/operations/keys";
import { allowSupport, lookAsSupport, withdrawSupport } from "~/app/domain/privacy/consents";
import { recordDisclosure } from "~/app/domain/privacy/disclosures";
import { sweepExpired } from "~/app/domain/privacy/retentionSweep";
import { readTimeline } from "~/app/domain/records/notes";
import { answerTicket, openTicket } from "~/app/domain/support/support";
import { again, Browser, linkTo, newContext, newPerson, type Person } from "../../support/app";
import { mailsTo } from "../../support/payments";
import { everything, settled } from "../../support/planted";

const DAY = 86_400_000;
const later = async (days: number) => ({
  ...(await newContext()),
  now: Date.now() + days * DAY,
  clock: async () => Date.now() + days * DAY,
});

async function noteOf(person: Person, mark: string): Promise<string> {
  const [contact] = (await readContacts(await again(person), { ...everything, search: `first${mark}` })).contacts;
  return (await readTimeline(await again(person), contact?.id ?? "", null)).entries.map(({ body }) => body).join("");
}

describe("keys", () => {
  it("are wrapped anew without a stop: notes open before, during and after, and with the new key alone", async () => {
    const mark = `key${ulid().slice(-8)}`;
    const person = await settled(mark);
    const ctx = await newContext();
    const [old] = ctx.wrappingKeys;
    if (!old) throw new Error("There is no key.");
    const fresh = { id: "2", bytes: crypto.getRandomValues(new Uint8Array(32)) };
    const both = { ...ctx, wrappingKeys: [fresh, old] };
    const opens = async (keys: typeof both.wrappingKeys) =>
      openVault({ ...ctx, wrappingKeys: keys }, person.teamId).then(
        () => true,
        () => false,
      );
    expect([await opens([old]), await opens([fresh, old]), await opens([fresh])]).toEqual([true, true, false]);
    expect(await rotateKeys(both)).toBeGreaterThan(0);
    expect(await rotateKeys(both)).toBe(0);
    expect([await opens([fresh]), await opens([old])]).toEqual([true, false]);
    await checkKeys(both);
    const found = await env.DB.prepare("SELECT findings FROM checks WHERE kind = 'keys' ORDER BY id DESC LIMIT 1").first<string>(
      "findings",
    );
    expect(found).not.toContain(person.teamId);
    // Back, so that the other tests' keys open with the deployment's own.
    await rotateKeys({ ...ctx, wrappingKeys: [old, fresh] });
    expect(await noteOf(person, mark)).toContain(`Note${mark}`);
  });

  it("of a team that is purged meanwhile are not brought back by a rotation that had read them", async () => {
    const person = await newPerson();
    const ctx = await newContext();
    const [old] = ctx.wrappingKeys;
    const fresh = { id: "9", bytes: crypto.getRandomValues(new Uint8Array(32)) };
    const files = {
      ...ctx.files,
      get: async (key: string) => {
        const found = await ctx.files.get(key);
        // The purge comes between reading and writing.
        if (key === `keys/${person.teamId}`) await ctx.files.delete(key);
        return found;
      },
      put: ctx.files.put.bind(ctx.files),
      list: ctx.files.list.bind(ctx.files),
      delete: ctx.files.delete.bind(ctx.files),
    };
    const { rewrapDataKey } = await import("~/app/domain/core/encryption");
    expect(await rewrapDataKey({ files, wrappingKeys: old ? [fresh, old] : [] }, person.teamId)).toBe(false);
    expect(await env.FILES.head(`keys/${person.teamId}`)).toBeNull();
  });

  it("seal files too, bound to team and path: moved elsewhere they do not open, and no word lies open", async () => {
    const mark = `file${ulid().slice(-8)}`;
    const person = await settled(mark);
    const stored = (await env.FILES.list({ prefix: `imports/${person.teamId}/` })).objects;
    expect(stored.length).toBeGreaterThan(0);
    const lies = async (path: string) => new Uint8Array((await (await env.FILES.get(path))?.arrayBuffer()) ?? new ArrayBuffer(0));
    for (const { key } of stored) expect(new TextDecoder().decode(await lies(key)), key).not.toContain(mark);
    const files = openFiles(await newContext(), person.teamId);
    const opened = await Promise.all(stored.map(async ({ key }) => ({ key, text: await files.read(key) })));
    const { key } = opened.find(({ text }) => text?.includes(`Row${mark}`)) ?? { key: "none has the row" };
    const sealed = await lies(key);
    expect(sealed.length).toBeGreaterThan(0);
    await env.FILES.put(`imports/${person.teamId}/elsewhere`, sealed);
    await expect(files.read(`imports/${person.teamId}/elsewhere`)).rejects.toThrow();
  });
});

describe("sharing", () => {
  it("[P-41] with support needs a consent that is recorded, ends by itself, is withdrawn at once, and shows each look to the owner", async () => {
    const mark = `look${ulid().slice(-8)}`;
    const team = await settled(mark);
    const operator = await newPerson({ verified: true });
    const look = async (days = 0) => lookAsSupport({ ...(await again(operator)), now: Date.now() + days * DAY }, team.teamId);
    expect(await look()).toBeNull();
    const agent = await again(team);
    expect(await allowSupport({ ...agent, member: { ...agent.member, role: "manager" } })).toMatchObject({ kind: "not-allowed" });
    expect((await team.browser.post("/settings/requests", { intent: "allow" })).status).toBe(302);
    expect(JSON.stringify(await look())).toContain(`First${mark}`);
    expect(await look(7.1)).toBeNull();
    expect(await withdrawSupport(await again(team))).toEqual({ kind: "done" });
    expect(await look()).toBeNull();
    const page = await (await team.browser.ask("/settings/audit")).text();
    for (const act of ["consent.given", "consent.used", "consent.withdrawn"]) expect(page).toContain(act);
    expect((await team.browser.ask(`/operator/teams/${team.teamId}/contacts`)).status).toBe(404);
  });

  it("[M-16] a disclosure made by law stands in the team's audit log, from the day on which the law lets it", async () => {
    const [team, operator] = [await newPerson(), await newPerson({ verified: true })];
    const secret = { authority: "District court", basis: "Order 1", what: "Purchases", silentUntil: Date.now() + 10 * DAY };
    expect(await recordDisclosure(await again(operator), team.teamId, { ...secret, authority: "Tax office", silentUntil: null })).toBe(
      true,
    );
    expect(await recordDisclosure(await again(operator), team.teamId, secret)).toBe(true);
    expect(await recordDisclosure(await again(operator), ulid(), secret)).toBe(false);
    const { readActs } = await import("~/app/domain/core/auditLog");
    const seen = async (days: number) =>
      (await readActs({ ...(await again(team)), now: Date.now() + days * DAY }, 10)).acts.map(({ detail }) => JSON.parse(detail).authority);
    expect([await seen(0), await seen(10.1)]).toEqual([["Tax office"], ["District court", "Tax office"]]);
    const csv = await (await team.browser.ask("/settings/audit.csv")).text();
    expect([csv.includes("Tax office"), csv.includes("District court")]).toEqual([true, false]);
  });
});

describe("the audit log", () => {
  it("[P-21] says who did what when and with what, is appended and never changed, is the owner's to read and export, and names no erased person", async () => {
    const mark = `log${ulid().slice(-8)}`;
    const team = await settled(mark);
    const [contact] = (await readContacts(await again(team), { ...everything, search: `first${mark}` })).contacts;
    await team.browser.ask(`/contacts/${contact?.id}/copy.json`, {
      headers: { "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" },
    });
    await team.browser.post(`/contacts/${contact?.id}/erase`, {});
    const csv = await (await team.browser.ask("/settings/audit.csv")).text();
    for (const words of ["contact.copied", "contact.erased", contact?.id ?? "", team.userId, "Firefox on Linux"])
      expect(csv).toContain(words);
    expect(csv).not.toContain(mark);
    // When: to the second, by the clock of the act.
    const times = csv.split("\n").flatMap((line) => /^\d{4}-\d\d-\d\dT[\d:.]+Z/.exec(line)?.[0] ?? []);
    expect(times.length).toBeGreaterThan(1);
    for (const time of times) expect(Math.abs(Date.parse(time) - Date.now())).toBeLessThan(60_000);
    for (const change of ["UPDATE audit_log SET act = 'x'", "UPDATE audit_log SET at = 0", "DELETE FROM audit_log"])
      await expect(env.DB.prepare(`${change} WHERE team_id = ?`).bind(team.teamId).run(), change).rejects.toThrow(/append-only/);
    expect(await (await team.browser.ask("/settings/audit.csv")).text()).toContain("contact.erased");
    await env.DB.prepare("UPDATE members SET role = 'manager' WHERE team_id = ?").bind(team.teamId).run();
    for (const path of ["/settings/audit", "/settings/audit.csv"]) expect((await team.browser.ask(path)).status).toBe(404);
  });
});

describe("support", () => {
  it("[P-11] [E-12] a message from inside or outside is kept with its history, answered on the page and by mail, and seen by nobody else", async () => {
    const [person, other, operator] = [await newPerson(), await newPerson(), await newPerson({ verified: true })];
    const posted = await person.browser.post("/support", { topic: "help", body: "How do I import?" });
    const path = posted.headers.get("Location") ?? "";
    const id = path.split("/").at(-1) ?? "";
    expect(await (await person.browser.ask(path)).text()).toContain("How do I import?");
    for (const browser of [other.browser, new Browser()]) expect((await browser.ask(path)).status).toBe(404);
    expect(await answerTicket(await again(operator), id, "Under Import.")).toBe(true);
    expect(await mailsTo(person.email, "ticket-written")).toBe(1);
    expect(await (await person.browser.ask(path)).text()).toContain("Under Import.");
    await person.browser.post(path, { body: "Thank you" });
    expect(await (await person.browser.ask("/support")).text()).toContain("waiting for us");
    const email = `outside.${ulid().toLowerCase()}@example.org`;
    const outside = await new Browser().post("/support", { name: "Out", email, topic: "privacy", body: "Who are you?" });
    // Whoever typed the address gets no key to the message: only its mailbox does.
    expect([outside.status, outside.headers.get("Location"), (await outside.text()).includes("key=")]).toEqual([200, null, false]);
    const proven = () => env.DB.prepare("SELECT proven_at AS at FROM tickets WHERE email = ?").bind(email).first("at");
    expect(await proven()).toBeNull();
    const url = new URL(await linkTo(email, "ticket-received"));
    expect(await (await new Browser().ask(url.pathname + url.search)).text()).toContain("Who are you?");
    expect(await proven()).not.toBeNull();
    vi.setSystemTime(Date.now() + 91 * 86_400_000);
    expect((await new Browser().ask(url.pathname + url.search)).status).toBe(404);
    vi.useRealTimers();
    const wrong = await new Browser().post("/support", { name: "Kept-Name", email: "x", topic: "help", body: "" });
    expect([wrong.status, (await wrong.text()).includes("Kept-Name")]).toEqual([400, true]);
  });

  it("[P-25] goes two years after its last message, and outlives a team without naming it", async () => {
    const person = await newPerson();
    const { ticketId } = await openTicket(
      await newContext(),
      { name: "A", email: person.email, topic: "help", body: "Hello" },
      { userId: person.userId, teamId: person.teamId },
    );
    await deactivate(await again(person), "correct horse battery");
    for (let n = 0; n < 3; n++) await sweepPurges(await later(31));
    const row = () => env.DB.prepare("SELECT team_id, user_id, email FROM tickets WHERE id = ?").bind(ticketId).first();
    expect(await row()).toEqual({ team_id: null, user_id: null, email: person.email });
    await sweepExpired(await later(2 * 365 - 1));
    expect(await row()).not.toBeNull();
    await sweepExpired(await later(2 * 365 + 1));
    expect(await row()).toBeNull();
    expect(await env.DB.prepare("SELECT id FROM ticket_messages WHERE ticket_id = ?").bind(ticketId).all()).toMatchObject({ results: [] });
  });
});

it("a copy has what was written to support from one's confirmed address while signed out, and nothing that another account wrote", async () => {
  const [person, other] = [await newPerson({ verified: true }), await newPerson()];
  const write = async (body: string, who: { userId: string; teamId: string } | null) =>
    openTicket(await newContext(), { name: "N", email: person.email, topic: "help", body }, who);
  await write("signed-out words", null);
  await write("own words", { userId: person.userId, teamId: person.teamId });
  await write("another's words", { userId: other.userId, teamId: other.teamId });
  const copy = await (await person.browser.ask("/settings/me.json")).text();
  expect([copy.includes("signed-out words"), copy.includes("own words"), copy.includes("another's words")]).toEqual([true, true, false]);
  // Whoever signs up with somebody's address has not shown that it is theirs.
  const stranger = await newPerson();
  await openTicket(await newContext(), { name: "N", email: stranger.email, topic: "help", body: "not for strangers" }, null);
  expect(await (await stranger.browser.ask("/settings/me.json")).text()).not.toContain("not for strangers");
});
