// A report of a child: what it does at once, what it does after three days, who can stop it, and who can't.
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { editContact, readContact, readContacts } from "~/app/domain/contacts/contacts";
import { deactivate } from "~/app/domain/leaving/deactivation";
import { sweepPurges } from "~/app/domain/leaving/purge";
import { sendMail } from "~/app/domain/mail/mails";
import { setRestricted } from "~/app/domain/privacy/contactRights";
import { confirmRequest, endRequest, settleMinor, sweepRights } from "~/app/domain/privacy/rights";
import { openTicket } from "~/app/domain/support/support";
import { again, Browser, contactInput, newAddress, newContext, newPerson, PASSWORD, type Person } from "../../support/app";
import { mailsTo } from "../../support/payments";
import { everything, placesOf } from "../../support/planted";
import { ask, keeping } from "../../support/requests";

const DAY = 86_400_000;
const later = async (days: number) => ({ ...(await newContext()), now: Date.now() + days * DAY });

describe("a report of a minor", () => {
  const shown = async (person: Person) => (await readContacts(await again(person), everything)).contacts.length;
  const restricted = async (person: Person) =>
    (await readContacts(await again(person), { ...everything, restricted: true })).contacts.length;
  const stateOf = (id: string) => env.DB.prepare("SELECT state FROM rights_requests WHERE id = ?").bind(id).first("state");

  it("[E-25] takes what is kept under the child's own address out of use at once, in every team, tells the teams, and deletes it after 72 hours, on a logged path", async () => {
    const email = newAddress();
    const [team, other] = [await keeping(email), await keeping(email)];
    const { id, key } = await ask("minor", email);
    await openTicket(await newContext(), { name: "Kid", email, topic: "help", body: "Hello" }, null);
    expect(await confirmRequest(await newContext(), id, key, "")).toBe("done");
    for (const one of [team, other]) {
      expect([await shown(one), await restricted(one)]).toEqual([0, 1]);
      expect(await mailsTo(one.email, "rights-due")).toBe(1);
    }
    await sweepRights(await later(2.9));
    expect([await restricted(team), await restricted(other)]).toEqual([1, 1]);
    await sweepRights(await later(3.1));
    await sweepRights(await later(3.2));
    expect([await restricted(team), await restricted(other), await stateOf(id)]).toEqual([0, 0, "done"]);
    const acts = await env.DB.prepare("SELECT act, team_id FROM audit_log WHERE actor_id = ? ORDER BY act").bind(`request ${id}`).all();
    const logged = acts.results.map(({ act }) => act);
    expect(logged).toEqual(["contact.erased", "contact.erased", "contact.restricted", "contact.restricted", "minor.erased"]);
    expect((await placesOf(email)).filter((place) => place !== "mails")).toEqual([]);
  });

  it("is stopped by an owner of the team and nobody else; the contact stays out of use until the team uses it again, and other teams' goes", async () => {
    const email = newAddress();
    const [team, other] = [await keeping(email), await keeping(email)];
    const { id, key } = await ask("minor", email);
    await confirmRequest(await newContext(), id, key);
    const part = `${id}-${team.teamId}`;
    const manager = await again(team);
    expect(await endRequest({ ...manager, member: { ...manager.member, role: "manager" } }, part, "older")).toEqual({
      kind: "not-allowed",
      act: "report.object",
    });
    expect(await endRequest(await again(other), part, "older")).toEqual({ kind: "missing" });
    expect(await endRequest(await again(team), part, "duty")).toEqual({ kind: "untrue" });
    expect((await team.browser.post("/settings/requests", { intent: "end", id: part, how: "older" })).status).toBe(302);
    for (const days of [3.1, 3.2]) await sweepRights(await later(days));
    expect([await restricted(team), await shown(team), await restricted(other)]).toEqual([1, 0, 0]);
    const line = await env.DB.prepare("SELECT actor_id AS actor, detail FROM audit_log WHERE subject_id = ?").bind(part).first();
    expect(line).toMatchObject({ actor: team.userId, detail: expect.stringContaining("older") });
    expect(await stateOf(id)).toBe("done");
  });

  it("ends an account only with its password: a click in a mail is not enough, and an operator looks where there is none", async () => {
    const email = newAddress();
    const child = await newPerson({ address: email });
    const { id, key } = await ask("minor", email);
    expect(await confirmRequest(await newContext(), id, key, "")).toBe("done");
    expect(await confirmRequest(await newContext(), id, key, "wrong password")).toBe("wrong-password");
    const page = `/rights/${id}?key=${key}`;
    expect(await (await new Browser().post(page, { password: "wrong again" })).text()).toContain("the account is still there");
    expect([await stateOf(id), (await env.DB.prepare("SELECT id FROM users WHERE id = ?").bind(child.userId).first()) !== null]).toEqual([
      "open",
      true,
    ]);
    expect(await confirmRequest(await newContext(), id, key, "correct horse battery")).toBe("done");
    for (let n = 0; n < 2; n++) await sweepPurges(await newContext());
    expect(await env.DB.prepare("SELECT id FROM users WHERE id = ?").bind(child.userId).first()).toBeNull();
    await sweepRights(await later(1));
    expect(await stateOf(id)).toBe("done");
    expect((await placesOf(email)).filter((place) => place !== "mails")).toEqual([]);
    expect((await placesOf(child.userId)).filter((place) => place === "security_log")).toEqual([]);
  });

  it("by somebody else waits for an operator, who takes the address out of use everywhere with one click; nobody else can", async () => {
    const [child, parent] = [newAddress(), newAddress()];
    const team = await keeping(child);
    const { id, key } = await ask("minor", parent, child);
    await confirmRequest(await newContext(), id, key);
    expect(await shown(team)).toBe(1);
    // The night comes before the operator: nothing ends, nothing goes, and they are told.
    await openTicket(await newContext(), { name: "Kid", email: child, topic: "help", body: "Still here" }, null);
    await sweepRights(await later(1));
    const told = env.DB.prepare("SELECT COUNT(*) AS n FROM mails WHERE recipient = 'operator@farthing.test' AND id LIKE ?").bind(`%${id}%`);
    expect([await stateOf(id), await shown(team), await told.first("n")]).toEqual(["open", 1, 1]);
    expect(await placesOf(child)).toContain("tickets");
    expect((await team.browser.post("/operator/rights", { intent: "minor", id })).status).toBe(404);
    await newPerson({ verified: true, address: "operator@farthing.test" });
    expect(await settleMinor(await again(await newPerson()), id)).toEqual({ teams: 1, account: false });
    expect([await shown(team), await restricted(team)]).toEqual([0, 1]);
    // The team hears whom it is about, and not who said so.
    const page = await (await team.browser.ask("/settings/requests")).text();
    expect([page.includes(child), page.includes("Pat Subject"), page.includes("Please,")]).toEqual([true, false, false]);
    for (const days of [3.1, 3.2]) await sweepRights(await later(days));
    expect([await restricted(team), await stateOf(id)]).toEqual([0, "done"]);
    // Who reported is told how it ended; the child's address gets nothing.
    expect([await mailsTo(parent, "rights-ended"), await mailsTo(child, "rights-ended")]).toEqual([1, 0]);
    expect(await settleMinor(await again(team), id)).toBeNull();
  });

  it("erases a contact who is under 16 by whoever may erase for good, at once; the reason alone lets nobody", async () => {
    const team = await keeping(newAddress());
    const [contact] = (await readContacts(await again(team), everything)).contacts;
    await env.DB.prepare("UPDATE members SET role = 'agent' WHERE team_id = ?").bind(team.teamId).run();
    expect((await team.browser.post(`/contacts/${contact?.id}/erase`, {})).status).toBe(403);
    expect((await team.browser.post(`/contacts/${contact?.id}/erase`, { why: "minor" })).status).toBe(403);
    expect((await readContacts(await again(team), everything)).contacts).toHaveLength(1);
    await env.DB.prepare("UPDATE members SET role = 'manager' WHERE team_id = ?").bind(team.teamId).run();
    expect((await team.browser.post(`/contacts/${contact?.id}/erase`, { why: "minor" })).status).toBe(302);
    expect((await readContacts(await again(team), everything)).contacts).toEqual([]);
  });

  it("that an owner answered is not begun anew by confirming once more", async () => {
    const email = newAddress();
    const [team] = [await keeping(email), await newPerson({ address: email })];
    const { id, key } = await ask("minor", email);
    await confirmRequest(await newContext(), id, key);
    expect(await endRequest(await again(team), `${id}-${team.teamId}`, "older")).toEqual({ kind: "done" });
    const [contact] = (await readContacts(await again(team), { ...everything, restricted: true })).contacts;
    expect((await setRestricted(await again(team), contact?.id ?? "", false)).kind).toBe("done");
    await confirmRequest(await newContext(), id, key, "wrong password");
    expect(await shown(team)).toBe(1);
  });

  it("is not got round by releasing the contact, changing its address or calling it gone", async () => {
    const email = newAddress();
    const team = await keeping(email);
    const { id, key } = await ask("minor", email);
    await confirmRequest(await newContext(), id, key);
    const [listed] = (await readContacts(await again(team), { ...everything, restricted: true })).contacts;
    const contactId = listed?.id ?? "";
    expect((await setRestricted(await again(team), contactId, false)).kind).toBe("reported");
    const { changedAt = 0 } = (await readContact(await again(team), contactId)) ?? {};
    await editContact(await again(team), contactId, contactInput({ firstName: "Pat", emails: [{ label: "", value: newAddress() }] }), {
      changedAt,
    });
    expect(await endRequest(await again(team), `${id}-${team.teamId}`, "nothing")).toEqual({ kind: "untrue" });
    for (const days of [3.1, 3.2]) await sweepRights(await later(days));
    expect([await readContact(await again(team), contactId), await stateOf(id)]).toEqual([null, "done"]);
  });

  it("reaches a team that came to keep the address later, and one that is deactivated is told too", async () => {
    const email = newAddress();
    const first = await keeping(email);
    await deactivate(await again(first), PASSWORD);
    const { id, key } = await ask("minor", email);
    await confirmRequest(await newContext(), id, key);
    const { results } = await env.DB.prepare("SELECT id FROM mails WHERE recipient = ? AND template = 'rights-due'")
      .bind(first.email)
      .all<{ id: string }>();
    const sent: string[] = [];
    const ctx = await newContext();
    const send = async ({ id: mailId }: { id: string }) => {
      sent.push(mailId);
      return { kind: "sent" as const };
    };
    for (const { id: mailId } of results) await sendMail({ ...ctx, mail: { ...ctx.mail, send } }, mailId);
    expect(sent).toHaveLength(1);
    const second = await keeping(email);
    await sweepRights(await later(3.1));
    expect([await restricted(second), await stateOf(id)]).toEqual([1, "open"]);
    for (const days of [6.2, 6.3]) await sweepRights(await later(days));
    expect([await restricted(second), await stateOf(id)]).toEqual([0, "done"]);
  });
});
