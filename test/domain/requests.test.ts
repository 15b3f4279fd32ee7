// Requests about personal data from outside: nothing before the address is shown to be theirs, a date for each, and an end that forgets who asked.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { describe, expect, it } from "vitest";
import { eraseContact } from "~/app/domain/contactRights";
import { addContact, readContacts } from "~/app/domain/contacts";
import { setNominee } from "~/app/domain/memberRights";
import { sweepPurges } from "~/app/domain/purge";
import { sweepExpired } from "~/app/domain/retentionSweep";
import { confirmRequest, endRequest, openRequest, readRegister, readTeamRequests, settleMinor, sweepRights } from "~/app/domain/rights";
import type { RightsKind } from "~/app/domain/rightsWords";
import { openTicket } from "~/app/domain/support";
import { again, Browser, contactInput, linkTo, newContext, newPerson, type Person } from "../support/app";
import { mailsTo } from "../support/payments";
import { everything, placesOf } from "../support/planted";

const DAY = 86_400_000;
const later = async (days: number) => ({ ...(await newContext()), now: Date.now() + days * DAY });
const newAddress = () => `subject.${ulid().toLowerCase()}@example.org`;

/** Asks as the form does; returns where the mail's link leads. */
async function ask(kind: RightsKind, email: string, about: string | null = null): Promise<{ id: string; key: string; path: string }> {
  const id = await openRequest(await newContext(), { kind, name: "Pat Subject", email, about, details: `Please, ${email}` });
  const url = new URL(await linkTo(email, "rights-received"));
  return { id, key: url.searchParams.get("key") ?? "", path: url.pathname + url.search };
}

/** A team that keeps the address as a contact's. */
async function keeping(email: string): Promise<Person> {
  const person = await newPerson({ credits: 3, verified: true });
  await addContact(await again(person), contactInput({ firstName: "Pat", emails: [{ label: "", value: email }] }), ulid(), 1);
  return person;
}
const operator = async () => {
  const found = await env.DB.prepare("SELECT id FROM users WHERE email = 'operator@farthing.test'").first<string>("id");
  return found ? null : newPerson({ verified: true, address: "operator@farthing.test" });
};

describe("a request from outside", () => {
  it("[P-33] [P-40] is answered by its date: confirmed first, then the team that keeps the address is told and reminded, and who asked gets the outcome", async () => {
    const email = newAddress();
    const [team, other] = [await keeping(email), await newPerson()];
    const { id, key, path } = await ask("erasure", email);
    expect(await readTeamRequests(await again(team))).toEqual([]);
    expect((await new Browser().ask(path.replace(/key=.*/, "key=guessed"))).status).toBe(404);
    expect(await (await new Browser().ask(path)).text()).toContain("confirm");
    expect((await new Browser().post(path, {})).status).toBe(302);
    await confirmRequest(await newContext(), id, key);
    const [line] = await readTeamRequests(await again(team));
    expect(line).toMatchObject({ request: { kind: "erasure", email }, contactIds: [expect.any(String)] });
    expect(Math.round(((line?.request.dueAt ?? 0) - Date.now()) / DAY)).toBe(30);
    expect(await mailsTo(team.email, "rights-due")).toBe(1);
    expect(await readTeamRequests(await again(other))).toEqual([]);
    const told: (number | null)[] = [];
    for (const days of [1, 21.9, 22.1, 25, 28.1, 29.9, 30.1, 33]) {
      await sweepRights(await later(days));
      told.push(await mailsTo(team.email, "rights-due"));
    }
    expect(told).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
    expect(await (await team.browser.ask("/settings/requests")).text()).toContain(email);
    expect(await endRequest(await again(other), line?.request.id ?? "", "erased")).toBe(false);
    // What is not so is not told: the contact is still there.
    expect(await endRequest(await again(team), line?.request.id ?? "", "erased")).toBe(false);
    await eraseContact(await again(team), line?.contactIds[0] ?? "");
    expect((await team.browser.post("/settings/requests", { intent: "end", id: line?.request.id ?? "", how: "erased" })).status).toBe(302);
    expect(await mailsTo(email, "rights-ended")).toBe(1);
    await sweepRights(await later(34));
    expect(await (await new Browser().ask(path)).text()).toContain("Every team that kept you has answered.");
    const row = await env.DB.prepare("SELECT name, email, details FROM rights_requests WHERE id = ?").bind(id).first();
    expect(row).toEqual({ name: "", email: "", details: "" });
  });

  it("about data from Facebook is due within 7 days, one about a child within four", async () => {
    const days = async (kind: RightsKind) => {
      const { id } = await ask(kind, newAddress(), "child@example.org");
      const due = await env.DB.prepare("SELECT due_at - received_at AS n FROM rights_requests WHERE id = ?").bind(id).first<number>("n");
      return (due ?? 0) / DAY;
    };
    expect([await days("facebook"), await days("minor"), await days("copy")]).toEqual([7, 4, 30]);
  });

  it("that nobody confirms tells nobody anything, and is gone after a week; an answered one is kept three years without a name", async () => {
    const [email, asked] = [newAddress(), newAddress()];
    await ask("copy", email);
    const { id, key } = await ask("copy", asked);
    await confirmRequest(await newContext(), id, key);
    expect(await endRequest({ ...(await again(await newPerson())) }, id, "nothing", true)).toBe(true);
    const there = async (column: string, value: string) =>
      (await env.DB.prepare(`SELECT COUNT(*) AS n FROM rights_requests WHERE ${column} = ?`).bind(value).first<number>("n")) ?? 0;
    await sweepExpired(await later(6.9));
    expect([await there("email", email), await there("id", id), await there("email", asked)]).toEqual([1, 1, 0]);
    await sweepExpired(await later(7.1));
    expect([await there("email", email), await there("id", id)]).toEqual([0, 1]);
    await sweepExpired(await later(3 * 365 + 1));
    expect(await there("id", id)).toBe(0);
  });

  it("answers alike whether anybody keeps anything; bad input is told in its place, and too many tries stop", async () => {
    const known = newAddress();
    await keeping(known);
    const answer = async (email: string) =>
      (await (await new Browser().post("/rights", { kind: "copy", name: "P", email })).text())
        .replaceAll(email, "X")
        .replace(/nonce[^>]*/g, "");
    const strip = (text: string) => /Now confirm it[\s\S]{0,200}/.exec(text)?.[0];
    expect(strip(await answer(known))).toBe(strip(await answer(newAddress())));
    const wrong = await new Browser().post("/rights", { kind: "copy", name: "Kept-Name", email: "nowhere" });
    const page = await wrong.text();
    expect([wrong.status, page.includes("Kept-Name"), page.includes("Enter a valid e-mail address")]).toEqual([400, true, true]);
    const email = newAddress();
    const statuses: number[] = [];
    for (let n = 0; n < 6; n++) statuses.push((await new Browser().post("/rights", { kind: "copy", name: "P", email })).status);
    expect(statuses.at(-1)).toBe(429);
  });

  it("is answered for all by an operator only with what is true of every team, and then waits for no team", async () => {
    const email = newAddress();
    const team = await keeping(email);
    const { id, key } = await ask("erasure", email);
    await confirmRequest(await newContext(), id, key);
    const desk = await again(await newPerson());
    for (const how of ["erased", "nothing", "restricted"] as const) expect(await endRequest(desk, id, how, true)).toBe(false);
    expect(await endRequest(desk, id, "unproven", true)).toBe(true);
    const [part] = await readTeamRequests(await again(team));
    expect(part?.request).toMatchObject({ state: "done", name: "", email: "", details: "" });
  });

  it("goes with the team that it was passed on to, when that team goes", async () => {
    const email = newAddress();
    const team = await keeping(email);
    const { id, key } = await ask("copy", email);
    await confirmRequest(await newContext(), id, key);
    await env.DB.prepare("UPDATE teams SET purge_at = 1, deactivated_at = 1 WHERE id = ?").bind(team.teamId).run();
    for (let n = 0; n < 3; n++) await sweepPurges(await newContext());
    const left = await env.DB.prepare("SELECT id FROM rights_requests WHERE team_id = ?").bind(team.teamId).all();
    expect(left.results).toEqual([]);
  });
});

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
    expect(await endRequest({ ...manager, member: { ...manager.member, role: "manager" } }, part, "older")).toBe(false);
    expect(await endRequest(await again(other), part, "older")).toBe(false);
    expect(await endRequest(await again(team), part, "duty")).toBe(false);
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
    expect((await team.browser.post("/operator/rights", { intent: "minor", id })).status).toBe(404);
    await operator();
    expect(await settleMinor(await again(await newPerson()), id)).toEqual({ teams: 1, account: false });
    expect([await shown(team), await restricted(team)]).toEqual([0, 1]);
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
    expect((await team.browser.post(`/contacts/${contact?.id}/erase`, {})).status).toBe(409);
    expect((await team.browser.post(`/contacts/${contact?.id}/erase`, { why: "minor" })).status).toBe(409);
    expect((await readContacts(await again(team), everything)).contacts).toHaveLength(1);
    await env.DB.prepare("UPDATE members SET role = 'manager' WHERE team_id = ?").bind(team.teamId).run();
    expect((await team.browser.post(`/contacts/${contact?.id}/erase`, { why: "minor" })).status).toBe(302);
    expect((await readContacts(await again(team), everything)).contacts).toEqual([]);
  });
});

describe("a nominee's claim", () => {
  it("is held against the nominee on file before anybody acts on it", async () => {
    const [person, claimant, stranger] = [await newPerson(), newAddress(), newAddress()];
    await setNominee(await again(person), person.userId, { name: "Niko", email: claimant, relation: "" });
    for (const email of [claimant, stranger]) {
      const { id, key } = await ask("nominee", email, person.email);
      await confirmRequest(await newContext(), id, key);
    }
    const { open } = await readRegister(await newContext());
    const claims = open.filter(({ about }) => about === person.email).map(({ request, nominee }) => [request.email, nominee]);
    expect(new Map(claims as [string, boolean][])).toEqual(
      new Map([
        [claimant, true],
        [stranger, false],
      ]),
    );
  });
});
