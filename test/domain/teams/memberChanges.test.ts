// What an owner changes about a member, and who is left to answer for a team whatever happens at once.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { describe, expect, it } from "vitest";
import { beginBulk, undoBulk } from "~/app/domain/bulk/bulk";
import { runBulk } from "~/app/domain/bulk/bulkRun";
import { companies } from "~/app/domain/companies/card";
import { contacts } from "~/app/domain/contacts/card";
import { addContact } from "~/app/domain/contacts/contacts";
import { leaveTeam, removeMember } from "~/app/domain/leaving/memberLeaving";
import { eraseAccount } from "~/app/domain/privacy/memberRights";
import { addRecord } from "~/app/domain/records/add";
import { readRecord } from "~/app/domain/records/list";
import { acceptTeam, endOffer, offerTeam, readOffer } from "~/app/domain/teams/handover";
import { changeMemberRole, pauseMember, resumeMember } from "~/app/domain/teams/memberChanges";
import { again, contactInput, isIn, newContext, newPerson, PASSWORD, type Person } from "../../support/app";
import { joinedAs, memberIdOf } from "../../support/members";

const actsOf = async ({ teamId }: Person) => {
  const { results } = await env.DB.prepare("SELECT act FROM audit_log WHERE team_id = ? ORDER BY id").bind(teamId).all<{ act: string }>();
  return results.map(({ act }) => act);
};
const mailsTo = async (email: string) => {
  const sql = "SELECT props FROM mails WHERE recipient = ? AND template = 'security-notice' ORDER BY created_at, id";
  const { results } = await env.DB.prepare(sql).bind(email).all<{ props: string }>();
  return results.map(({ props }) => JSON.parse(props).title as string);
};
const ownersOf = async ({ teamId }: Person) => {
  const sql = "SELECT COUNT(*) AS n FROM members WHERE team_id = ? AND role = 'owner' AND deactivated_at IS NULL";
  return env.DB.prepare(sql).bind(teamId).first<number>("n");
};

describe("a member's role", () => {
  it("[M-13] changes from their next click on, is told to them by mail, and stands in the log", async () => {
    const owner = await newPerson({ verified: true });
    const member = await joinedAs("agent", owner);
    expect((await member.browser.ask("/contacts/new")).status).toBe(200);
    expect((await changeMemberRole(await again(owner), await memberIdOf(member), "viewer")).kind).toBe("done");
    expect((await member.browser.ask("/contacts/new")).status).toBe(403);
    expect(await mailsTo(member.email)).toEqual([`Your role in “${owner.ctx.team.name}” is now Viewer`]);
    // Beside it stands that they were refused a page.
    expect((await actsOf(owner)).filter((act) => act !== "access.refused")).toEqual(["member.role-changed"]);
  });

  it("is changed by nobody whose own role does not reach as far, and not across teams", async () => {
    const [owner, stranger] = [await newPerson({ verified: true }), await newPerson({ verified: true })];
    const manager = await joinedAs("manager", owner);
    const [ownerId, managerId] = [await memberIdOf(owner), await memberIdOf(manager)];
    for (const asking of [manager, stranger]) {
      const ctx = await again(asking);
      const kinds = [
        await changeMemberRole(ctx, ownerId, "viewer"),
        await pauseMember(ctx, ownerId),
        await removeMember(ctx, ownerId, managerId),
      ];
      expect(kinds.map(({ kind }) => kind)).toEqual(Array(3).fill(asking === manager ? "not-allowed" : "missing"));
    }
    expect(await ownersOf(owner)).toBe(1);
  });
});

describe("a team always has an owner who can sign in", () => {
  it("though two owners remove, pause or demote each other at once", async () => {
    const takers = [
      (ctx: Person["ctx"], id: string, to: string) => removeMember(ctx, id, to),
      (ctx: Person["ctx"], id: string) => pauseMember(ctx, id),
      (ctx: Person["ctx"], id: string) => changeMemberRole(ctx, id, "agent"),
    ];
    for (const take of takers) {
      const one = await newPerson({ verified: true });
      const other = await joinedAs("owner", one);
      const third = await memberIdOf(await joinedAs("agent", one));
      const [ctxOne, ctxOther] = [await again(one), await again(other)];
      const [oneId, otherId] = [ctxOne.member.id, ctxOther.member.id];
      const kinds = await Promise.all([take(ctxOne, otherId, third), take(ctxOther, oneId, third)]);
      expect(kinds.map(({ kind }) => kind).sort()).toEqual(["done", "last-owner"]);
      expect(await ownersOf(one)).toBe(1);
    }
  });

  it("though two owners delete their accounts at once", async () => {
    const one = await newPerson({ verified: true });
    const other = await joinedAs("owner", one);
    await joinedAs("agent", one);
    const outcomes = await Promise.all([eraseAccount(await again(one), PASSWORD), eraseAccount(await again(other), PASSWORD)]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["done", "last-owner"]);
    expect(await ownersOf(one)).toBe(1);
  });

  it("the last one can't leave, however they try, and stays with all that is theirs", async () => {
    const owner = await newPerson({ verified: true });
    const member = await memberIdOf(await joinedAs("manager", owner));
    const ctx = await again(owner);
    expect((await leaveTeam(ctx, member)).kind).toBe("last-owner");
    expect((await pauseMember(ctx, ctx.member.id)).kind).toBe("last-owner");
    expect((await changeMemberRole(ctx, ctx.member.id, "manager")).kind).toBe("last-owner");
    expect([await ownersOf(owner), await actsOf(owner)]).toEqual([1, []]);
    expect(await isIn(owner.browser)).toBe(true);
  });
});

describe("a member who is deactivated", () => {
  it("gets in nowhere from that moment, keeps what they did, and comes back at a click", async () => {
    const owner = await newPerson({ verified: true });
    const member = await joinedAs("agent", owner);
    const id = await memberIdOf(member);
    expect((await pauseMember(await again(owner), id)).kind).toBe("done");
    const answer = await member.browser.ask("/contacts");
    expect([answer.status, answer.headers.get("Location")]).toEqual([302, "/teams"]);
    expect(await (await member.browser.ask("/teams")).text()).toContain("deactivated for you");
    expect((await member.browser.post("/teams", { intent: "open", id: owner.teamId })).status).toBe(404);
    expect((await resumeMember(await again(owner), id)).kind).toBe("done");
    expect(await isIn(member.browser)).toBe(true);
    expect(await mailsTo(member.email)).toHaveLength(2);
  });
});

describe("a member who is removed, or leaves", () => {
  it("gets in no more, and what they looked after goes to somebody chosen", async () => {
    const owner = await newPerson({ verified: true, credits: 5 });
    const member = await joinedAs("agent", owner);
    const [ownerId, memberId] = [await memberIdOf(owner), await memberIdOf(member)];
    const key = ulid();
    const input = companies.input.parse({ name: "Aster", ownerId: memberId });
    expect((await addRecord(await again(owner), companies as never, { ...input, custom: {} }, { key, shownCredits: 1 })).kind).toBe("done");
    const jobs: { kind: string; teamId: string; bulkId: string }[] = [];
    expect((await removeMember(await again(owner, jobs), memberId, memberId)).kind).toBe("nobody");
    expect((await removeMember(await again(owner, jobs), memberId, ownerId)).kind).toBe("done");
    for (const { teamId, bulkId } of jobs.filter(({ kind }) => kind === "bulk")) await runBulk(await newContext(), teamId, bulkId);
    const company = await readRecord(await again(owner), companies as never, key);
    expect((company as { ownerId?: string } | null)?.ownerId).toBe(ownerId);
    expect((await member.browser.ask("/contacts")).headers.get("Location")).toBe("/teams");
    expect(await actsOf(owner)).toEqual(["member.removed"]);
    expect(await mailsTo(member.email)).toEqual([`You’re no longer a member of “${owner.ctx.team.name}”`]);
    // Without a team, the account is still theirs: to take a copy of, and to end.
    expect((await member.browser.ask("/settings/me.json")).status).toBe(200);
    expect((await member.browser.post("/teams", { intent: "make", name: "Mine" })).status).toBe(302);
    expect(await isIn(member.browser)).toBe(true);
  });

  it("leaves by themselves, too", async () => {
    const owner = await newPerson({ verified: true });
    const member = await joinedAs("manager", owner);
    expect((await leaveTeam(await again(member), await memberIdOf(owner))).kind).toBe("done");
    expect((await member.browser.ask("/contacts")).headers.get("Location")).toBe("/teams");
    expect(await actsOf(owner)).toEqual(["member.left"]);
  });
});

describe("a person in two teams", () => {
  it("sends nothing from a tab of one team into the other, nor into another one when a team lets them in no more", async () => {
    const [person, other] = [await newPerson({ verified: true, credits: 5 }), await newPerson({ verified: true, credits: 5 })];
    const join = "INSERT INTO members (team_id, id, user_id, role, joined_at) VALUES (?, ?, ?, 'agent', 9999999999999)";
    const guestId = ulid();
    await env.DB.prepare(join).bind(other.teamId, guestId, person.userId).run();
    const fields = (teamId: string) => ({ firstName: "Tab", key: ulid(), price: "1", "of-team": teamId });
    expect(await (await person.browser.ask("/contacts/new")).text()).toContain(`name="of-team" value="${person.teamId}"`);
    expect((await person.browser.post("/teams", { intent: "open", id: other.teamId })).status).toBe(302);
    expect((await person.browser.post("/contacts/new", fields(person.teamId))).status).toBe(409);
    expect((await person.browser.post("/contacts/new", fields(other.teamId))).status).toBe(302);
    const count = async (teamId: string) =>
      env.DB.prepare("SELECT COUNT(*) AS n FROM contacts WHERE team_id = ?").bind(teamId).first<number>("n");
    expect([await count(person.teamId), await count(other.teamId)]).toEqual([0, 1]);
    // A changed password signs this browser in anew, and it stays where it was.
    const changed = { intent: "password", before: PASSWORD, password: "another long password" };
    expect((await person.browser.post("/settings", changed)).status).toBe(302);
    expect(await (await person.browser.ask("/contacts/new")).text()).toContain(`name="of-team" value="${other.teamId}"`);
    expect((await pauseMember(await again(other), guestId)).kind).toBe("done");
    const answer = await person.browser.post("/contacts/new", { firstName: "Tab", key: ulid(), price: "1" });
    expect([answer.status, answer.headers.get("Location"), await count(person.teamId)]).toEqual([302, "/teams", 0]);
  });
});

describe("what a member did to many", () => {
  it("is undone by an owner, also when that member is let in no more", async () => {
    const owner = await newPerson({ verified: true, credits: 5 });
    const member = await joinedAs("agent", owner);
    const id = ulid();
    await addContact(await again(owner), contactInput(), id, 1);
    const jobs: { kind: string; bulkId: string }[] = [];
    const begun = await beginBulk(await again(member, jobs), contacts, { field: "", act: "trash", value: "" }, { ids: [id] });
    const bulkId = begun.kind === "begun" ? begun.bulkId : "";
    await runBulk(await newContext(), owner.teamId, bulkId);
    await pauseMember(await again(owner), await memberIdOf(member));
    expect(await undoBulk(await again(owner), bulkId)).toBe(true);
    await runBulk(await newContext(), owner.teamId, bulkId);
    const row = await env.DB.prepare("SELECT trashed_at AS at FROM contacts WHERE id = ?").bind(id).first<number>("at");
    expect(row).toBe(0);
  });
});

describe("a team is handed over", () => {
  it("[M-17] to a member who says yes: they own it then, and who offered it is a manager; both are told", async () => {
    const owner = await newPerson({ verified: true });
    const member = await joinedAs("agent", owner);
    const memberId = await memberIdOf(member);
    expect((await offerTeam(await again(member), memberId)).kind).toBe("not-allowed");
    expect((await offerTeam(await again(owner), memberId)).kind).toBe("done");
    // Nothing has changed yet, and nobody but the one it was offered to can say yes.
    expect((await acceptTeam(await again(owner))).kind).toBe("missing");
    expect([(await again(owner)).member.role, (await again(member)).member.role]).toEqual(["owner", "agent"]);
    const twice = await Promise.all([acceptTeam(await again(member)), acceptTeam(await again(member))]);
    expect(twice.map(({ kind }) => kind).sort()).toEqual(["done", "missing"]);
    expect([(await again(owner)).member.role, (await again(member)).member.role]).toEqual(["manager", "owner"]);
    expect(await actsOf(owner)).toEqual(["team.offered", "team.handed"]);
    expect([(await mailsTo(member.email)).length, (await mailsTo(owner.email)).length]).toEqual([1, 1]);
  });

  it("asks for the password, and ends after seven days, by either of the two, or with the role of who offered it", async () => {
    const owner = await newPerson({ verified: true });
    const member = await joinedAs("manager", owner);
    const memberId = await memberIdOf(member);
    expect((await owner.browser.post(`/settings/members/${memberId}`, { intent: "hand", password: "wrong one" })).status).toBe(403);
    expect(await readOffer(await again(owner))).toBeNull();
    await offerTeam(await again(owner), memberId);
    const late = await again(member);
    expect((await acceptTeam({ ...late, now: late.now + 8 * 86_400_000 })).kind).toBe("missing");
    expect((await endOffer(await again(member))).kind).toBe("done");
    expect((await acceptTeam(await again(member))).kind).toBe("missing");
    await offerTeam(await again(owner), memberId);
    await env.DB.prepare("UPDATE members SET role = 'manager' WHERE user_id = ?").bind(owner.userId).run();
    expect((await acceptTeam(await again(member))).kind).toBe("missing");
    expect((await again(member)).member.role).toBe("manager");
  });
});
