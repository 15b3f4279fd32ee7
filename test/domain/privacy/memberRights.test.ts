// What somebody with an account can do about their own data and their ways in.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { describe, expect, it } from "vitest";
import { checkPassword } from "~/app/domain/accounts/accounts";
import { copyOwnData } from "~/app/domain/accounts/ownCopy";
import { addContact } from "~/app/domain/contacts/contacts";
import { readUsage } from "~/app/domain/credits/statement";
import { recheckPurges, sweepPurges } from "~/app/domain/leaving/purge";
import { sendMail } from "~/app/domain/mail/mails";
import { eraseAccount, readNominee, setNominee, setStanding } from "~/app/domain/privacy/memberRights";
import { outliving, periodWords } from "~/app/domain/privacy/outliving";
import { openTicket } from "~/app/domain/support/support";
import { again, Browser, contactInput, linkTo, newContext, newPerson, PASSWORD, type Person, signInFrom } from "../../support/app";
import { ledgerOf } from "../../support/ledgers";
import { buy, mailsTo } from "../../support/payments";
import { placesOf, settled } from "../../support/planted";

const DAY = 86_400_000;
const tokenOf = (url: string) => url.split("/").at(-1) ?? "";

/** Puts somebody into another's team too, as an invitation would. */
async function join(person: Person, teamId: string, role: string): Promise<string> {
  const id = ulid();
  await env.DB.prepare("INSERT INTO members (team_id, id, user_id, role, joined_at) VALUES (?, ?, ?, ?, ?)")
    .bind(teamId, id, person.userId, role, Date.now())
    .run();
  return id;
}
const leaveOwnTeam = (person: Person) =>
  env.DB.prepare("DELETE FROM members WHERE team_id = ? AND user_id = ?").bind(person.teamId, person.userId).run();

describe("the copy of one's own data", () => {
  it("[P-29] [E-20] has everything kept about a person, and no hash, token or session id", async () => {
    const person = await settled(`own${ulid().slice(-8)}`);
    await setNominee(await again(person), person.userId, { name: "Niko", email: "niko@example.org", relation: "brother" });
    await openTicket(
      await newContext(),
      { name: "Asha", email: person.email, topic: "help", body: "How do I?" },
      { userId: person.userId, teamId: person.teamId },
    );
    const text = await (await person.browser.ask("/settings/me.json")).text();
    const copy = JSON.parse(text);
    expect(copy.profile).toMatchObject({ email: person.email, name: "Asha Rao" });
    expect(copy).toMatchObject({ nominee: { name: "Niko" }, teams: [{ role: "owner" }], support: [{ topic: "help" }] });
    expect(copy.accepted.map(({ policy }: { policy: string }) => policy).sort()).toEqual(["data-processing", "privacy", "terms"]);
    expect(copy.mails.map(({ template }: { template: string }) => template)).toEqual(expect.arrayContaining(["verify", "receipt"]));
    const secrets = await env.DB.prepare(
      "SELECT password_hash AS hash, s.id AS session FROM users AS u JOIN sessions AS s ON s.user_id = u.id WHERE u.id = ?",
    )
      .bind(person.userId)
      .first();
    for (const secret of Object.values(secrets ?? {})) expect(text).not.toContain(String(secret));
  });

  it("[P-29] has each session and browser with when it was used, and every choice", async () => {
    const person = await newPerson({ verified: true });
    const browser = new Browser();
    const phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1";
    await signInFrom(browser, person.email, phone, PASSWORD, "203.0.113.77");
    await browser.post("/settings/privacy", { intent: "mail", kind: "product", wanted: "yes" });
    const copy = JSON.parse(await (await browser.ask("/settings/me.json")).text());
    expect(copy.sessions).toContainEqual(expect.objectContaining({ device: "Safari on iOS" }));
    expect(copy.sessions).toHaveLength(2);
    for (const { createdAt, seenAt } of copy.sessions) expect(Math.min(createdAt, seenAt)).toBeGreaterThan(Date.now() - 60_000);
    expect(copy.devices).toEqual([{ device: "Safari on iOS", seenAt: expect.any(Number) }]);
    expect(copy.securityLog).toContainEqual(expect.objectContaining({ event: "new-device", ip: "203.0.113.77" }));
    expect(copy.mailChoices).toContainEqual(expect.objectContaining({ kind: "product", wanted: true }));
    expect(copy.profile).toMatchObject({ adultConfirmedAt: expect.any(Number), emailVerifiedAt: expect.any(Number) });
  });

  it("[P-29] has what one bought, spent, did and agreed to in a team, and not what others did there", async () => {
    const person = await settled(`did${ulid().slice(-8)}`);
    const colleague = await newPerson({ verified: true });
    await leaveOwnTeam(colleague);
    await join(colleague, person.teamId, "agent");
    await addContact(await again(colleague), contactInput(), ulid(), 1);
    await person.browser.post("/settings/requests", { intent: "allow" });
    const copyOf = async ({ browser }: Person) => JSON.parse(await (await browser.ask("/settings/me.json")).text()).teams[0];
    const [own, other] = [await copyOf(person), await copyOf(colleague)];
    expect(own.purchases).toEqual([expect.objectContaining({ amountCents: 700, state: "paid", cardLast4: "4242", refundedCents: 70 })]);
    expect(own.charges.map(({ action, credits }: { action: string; credits: number }) => `${action} ${credits}`).sort()).toEqual([
      "contact.add 1",
      "contact.add 1",
      "note.add 1",
    ]);
    expect(own.acts).toContainEqual(expect.objectContaining({ act: "consent.given" }));
    expect(own.consents).toEqual([expect.objectContaining({ purpose: "support-access", withdrawnAt: null })]);
    expect(other).toMatchObject({ purchases: [], charges: [expect.objectContaining({ action: "contact.add" })], acts: [], consents: [] });
  });

  it("is each person's own: a colleague's copy has nothing of it", async () => {
    const [owner, colleague] = [await newPerson(), await newPerson()];
    await leaveOwnTeam(colleague);
    await join(colleague, owner.teamId, "agent");
    expect(JSON.stringify(await copyOwnData(await again(colleague)))).not.toContain(owner.email);
  });
});

describe("a nominee", () => {
  it("[P-32] is named, changed and removed by the person alone, with bad input told in its place", async () => {
    const person = await newPerson();
    const named = () => readNominee(person.ctx, person.userId);
    await person.browser.post("/settings/privacy", { intent: "nominee", name: "Niko", email: "NIKO@example.org ", relation: "brother" });
    expect(await named()).toMatchObject({ name: "Niko", email: "niko@example.org", relation: "brother" });
    const wrong = await person.browser.post("/settings/privacy", { intent: "nominee", name: "Kept-Name", email: "nowhere" });
    expect([wrong.status, (await wrong.text()).includes("Kept-Name")]).toEqual([400, true]);
    await person.browser.post("/settings/privacy", { intent: "nominee", name: "Mira", email: "mira@example.org" });
    expect(await named()).toMatchObject({ name: "Mira" });
    await person.browser.post("/settings/privacy", { intent: "no-nominee" });
    expect(await named()).toBeNull();
  });
});

describe("objection and restriction", () => {
  it("[E-29] to product news and to reports by name hold at once", async () => {
    const person = await newPerson({ credits: 3 });
    await addContact(await again(person), contactInput(), ulid(), 1);
    const report = async () => (await readUsage(await again(person), 0, Date.now() + DAY)).map(({ member }) => member);
    expect(await report()).toEqual(["Asha Rao"]);
    await person.browser.post("/settings/privacy", { intent: "standing" });
    expect(await report()).toEqual(["A member"]);
    await person.browser.post("/settings/privacy", { intent: "standing", named: "on" });
    expect(await report()).toEqual(["Asha Rao"]);
    await person.browser.post("/settings/privacy", { intent: "mail", kind: "product", wanted: "yes" });
    await person.browser.post("/settings/privacy", { intent: "mail", kind: "product", wanted: "no" });
    expect(JSON.stringify(await copyOwnData(await again(person)))).toContain('{"kind":"product","wanted":false}');
  });
});

describe("the profile", () => {
  it("[P-01] [M-02] holds name, phone and business name, not asked for at sign-up, and the password only as a scrypt hash", async () => {
    const person = await newPerson();
    await person.browser.post("/settings", { intent: "you", name: "Asha Kumar", phone: "+49 30 1234" });
    await person.browser.post("/settings/team", {
      name: "T",
      businessName: "Rao & Co",
      defaultCountry: "DE",
      timeZone: "Europe/Berlin",
    });
    const pages = ["/settings", "/settings/team"].map(async (path) => (await person.browser.ask(path)).text());
    const page = (await Promise.all(pages)).join();
    for (const words of ["Asha Kumar", "+49 30 1234", "Rao &amp; Co", person.email]) expect(page).toContain(words);
    const row = await env.DB.prepare("SELECT password_hash FROM users WHERE id = ?").bind(person.userId).first<string>("password_hash");
    expect(row).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/);
    expect(await placesOf(PASSWORD)).toEqual([]);
  });

  it("[P-30] every field is corrected free and at once: name, phone, address by a link to the new one, which ends the old", async () => {
    const person = await newPerson();
    const fresh = `new.${ulid().toLowerCase()}@example.org`;
    const ask = (browser: Browser, email: string, current = PASSWORD) => browser.post("/settings", { intent: "email", email, current });
    const linkIn = async (template: string, address: string) => tokenOf(await linkTo(address, template));
    expect((await ask(person.browser, fresh, "wrong")).status).toBe(409);
    // An address that has an account is answered in the same way, and gets no link.
    const other = await newPerson();
    expect((await ask(person.browser, other.email)).status).toBe(302);
    expect(await linkTo(other.email, "email-confirm")).toBe("");
    await ask(person.browser, fresh);
    const first = await linkIn("email-confirm", fresh);
    await ask(person.browser, fresh);
    const second = await linkIn("email-confirm", fresh);
    expect((await person.browser.post(`/email/${first}`, {})).status).toBe(410);
    expect((await new Browser().post(`/email/${second}`, {})).status).toBe(403);
    expect((await person.browser.post(`/email/${second}`, {})).status).toBe(302);
    expect((await person.browser.post(`/email/${second}`, {})).status).toBe(410);
    expect(await checkPassword(await newContext(), fresh, PASSWORD)).toMatchObject({ userId: person.userId });
    expect(await checkPassword(await newContext(), person.email, PASSWORD)).toBeNull();
    expect(await mailsTo(person.email, "email-changed")).toBe(1);
    const ledger = await ledgerOf(person.teamId).balance();
    expect(ledger.free).toBe(0);
  });

  it("[P-30] a corrected name and phone are shown at once, stand in the copy, and the old ones are nowhere", async () => {
    const [before, after] = [`Before${ulid().slice(-8)}`, `After${ulid().slice(-8)}`];
    const [old, now] = ["+49 30 5550301", "+49 30 5550302"];
    const person = await newPerson({ verified: true });
    await person.browser.post("/settings", { intent: "you", name: before, phone: old });
    expect((await person.browser.post("/settings", { intent: "you", name: after, phone: now })).status).toBe(302);
    for (const path of ["/settings", "/settings/me.json"]) {
      const text = await (await person.browser.ask(path)).text();
      expect([text.includes(after), text.includes(now)], path).toEqual([true, true]);
    }
    expect([await placesOf(before), await placesOf(old), await placesOf(after)]).toEqual([[], [], ["users"]]);
  });
});

describe("the end of an account", () => {
  it("[P-31] of somebody alone takes the team along at once, and says what the law makes us keep and until when", async () => {
    const mark = `end${ulid().slice(-8)}`;
    const person = await settled(mark);
    const page = await (await person.browser.ask("/settings/erase")).text();
    // What is said to be kept is what the table that the cleanup reads keeps, each with its period.
    expect(outliving.map(({ name }) => name)).toEqual(expect.arrayContaining(["Billing records", "Security log", "Support tickets"]));
    for (const one of outliving) for (const words of [`${one.name}: ${periodWords(one)}`, one.what]) expect(page).toContain(words);
    expect((await person.browser.post("/settings/erase", { password: "wrong" })).status).toBe(403);
    expect((await person.browser.post("/settings/erase", { password: PASSWORD })).headers.get("Location")).toBe("/gone");
    expect((await person.browser.ask("/contacts")).status).toBe(302);
    expect(await (await person.browser.ask("/gone")).text()).toContain("Your account has been deleted");
    const ctx = { ...(await newContext()), mail: { ...(await newContext()).mail, send: async () => ({ kind: "sent" as const }) } };
    for (let n = 0; n < 3; n++) await sweepPurges(ctx);
    await recheckPurges(ctx);
    const { results } = await env.DB.prepare("SELECT id FROM mails WHERE recipient = ?").bind(person.email).all<{ id: string }>();
    for (const { id } of results) await sendMail(ctx, id);
    expect(await placesOf(mark)).toEqual([]);
    // And nothing of the person lies anywhere that was not named.
    const kept = new Set(outliving.flatMap(({ where }) => where));
    for (const value of [person.userId, person.email])
      expect(
        (await placesOf(value)).filter((place) => !kept.has(place)),
        value,
      ).toEqual([]);
    const told = await env.DB.prepare("SELECT COUNT(*) AS n FROM purchases WHERE team_id = ?").bind(person.teamId).first("n");
    expect(told).toBe(1);
  });

  it("of a team that was deactivated already is at once too, and does not wait for its day", async () => {
    const person = await settled(`dea${ulid().slice(-8)}`);
    await person.browser.post("/settings/leave", { password: PASSWORD });
    expect((await person.browser.post("/settings/erase", { password: PASSWORD })).status).toBe(302);
    for (let n = 0; n < 3; n++) await sweepPurges(await newContext());
    expect(await env.DB.prepare("SELECT id FROM users WHERE id = ?").bind(person.userId).first()).toBeNull();
  });

  it("of a member leaves the team whole: the name goes, what was done stays under a number", async () => {
    const [owner, member] = [await newPerson({ credits: 9 }), await newPerson({ address: `gone${ulid().toLowerCase()}@example.org` })];
    await env.DB.prepare("UPDATE users SET name = 'Vera Vanishing' WHERE id = ?").bind(member.userId).run();
    await leaveOwnTeam(member);
    const memberId = await join(member, owner.teamId, "agent");
    await addContact(await again(member), contactInput({ firstName: "Stays" }), ulid(), 1);
    expect(await eraseAccount(await again(member), PASSWORD)).toEqual({ kind: "done", teamGoes: false });
    const farewell = await env.DB.prepare("SELECT id FROM mails WHERE recipient = ?").bind(member.email).all<{ id: string }>();
    const ctx = await newContext();
    for (const { id } of farewell.results) await sendMail({ ...ctx, mail: { ...ctx.mail, send: async () => ({ kind: "sent" }) } }, id);
    expect([await placesOf("Vera Vanishing"), await placesOf(member.email)]).toEqual([[], []]);
    expect(await (await owner.browser.ask("/credits/statement")).text()).toContain("Contact added");
    const log = await env.DB.prepare("SELECT subject_id FROM audit_log WHERE team_id = ? AND act = 'member.erased'")
      .bind(owner.teamId)
      .first("subject_id");
    expect(log).toBe(memberId);
  });

  it("of the only owner among others is refused with the way to go, and nothing changes", async () => {
    const [owner, member] = [await newPerson(), await newPerson()];
    await join(member, owner.teamId, "agent");
    expect(await eraseAccount(await again(owner), PASSWORD)).toMatchObject({ kind: "last-owner" });
    expect((await owner.browser.ask("/settings/privacy")).status).toBe(200);
  });

  it("leaves no other person's purchase or data behind it changed", async () => {
    const [goes, stays] = [await newPerson({ verified: true }), await newPerson({ verified: true })];
    await buy(stays);
    const before = await placesOf(stays.email);
    await eraseAccount(await again(goes), PASSWORD);
    expect(await placesOf(stays.email)).toEqual(before);
    expect((await ledgerOf(stays.teamId).audit()).findings).toEqual([]);
  });

  it("restricted, a person gets no mail but about security, money, and what they asked for", async () => {
    const person = await newPerson({ verified: true });
    await setStanding(await again(person), person.userId, { named: true, restricted: true });
    const ctx = await newContext();
    const sent: string[] = [];
    const send = async ({ template }: { template: string }) => {
      sent.push(template);
      return { kind: "sent" as const };
    };
    const mail = { ...ctx.mail, send };
    const write = (id: string, template: string) =>
      env.DB.prepare("INSERT INTO mails (id, recipient, template, props, attempts, due_at, created_at) VALUES (?, ?, ?, '{}', 0, 1, 1)")
        .bind(id + person.userId, person.email, template)
        .run();
    for (const template of ["service-notice", "credits-expire", "password-changed", "receipt", "rights-received", "ticket-written"]) {
      await write(template, template);
      await sendMail({ ...ctx, mail }, template + person.userId);
    }
    expect(sent).toEqual(["password-changed", "receipt", "rights-received", "ticket-written"]);
  });
});
