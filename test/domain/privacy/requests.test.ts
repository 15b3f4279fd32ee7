// Requests about personal data from outside: nothing before the address is shown to be theirs, a date for each, and an end that forgets who asked.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { describe, expect, it } from "vitest";
import { sweepPurges } from "~/app/domain/leaving/purge";
import { eraseContact } from "~/app/domain/privacy/contactRights";
import { setNominee } from "~/app/domain/privacy/memberRights";
import { sweepExpired } from "~/app/domain/privacy/retentionSweep";
import { confirmRequest, endRequest, readRegister, readTeamRequests, sweepRights } from "~/app/domain/privacy/rights";
import type { RightsKind } from "~/app/domain/privacy/rightsWords";
import { again, Browser, newContext, newPerson } from "../../support/app";
import { mailsTo } from "../../support/payments";
import { ask, keeping } from "../../support/requests";

const DAY = 86_400_000;
const later = async (days: number) => ({ ...(await newContext()), now: Date.now() + days * DAY });
const newAddress = () => `subject.${ulid().toLowerCase()}@example.org`;

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
    expect(await endRequest(await again(other), line?.request.id ?? "", "erased")).toEqual({ kind: "missing" });
    // What is not so is not told: the contact is still there.
    expect(await endRequest(await again(team), line?.request.id ?? "", "erased")).toEqual({ kind: "untrue" });
    await eraseContact(await again(team), line?.contactIds[0] ?? "");
    expect((await team.browser.post("/settings/requests", { intent: "end", id: line?.request.id ?? "", how: "erased" })).status).toBe(302);
    expect(await mailsTo(email, "rights-ended")).toBe(1);
    await sweepRights(await later(34));
    expect(await (await new Browser().ask(path)).text()).toContain("Every team that kept your data has answered.");
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
    expect(await endRequest({ ...(await again(await newPerson())) }, id, "nothing", true)).toEqual({ kind: "done" });
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
    for (const how of ["erased", "nothing", "restricted"] as const)
      expect(await endRequest(desk, id, how, true)).toEqual({ kind: "untrue" });
    expect(await endRequest(desk, id, "unproven", true)).toEqual({ kind: "done" });
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
