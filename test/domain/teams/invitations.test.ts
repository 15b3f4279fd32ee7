// Asking people to join, and joining: by the link of an invitation, for the address it went to, once.
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { joinAsNew, joinTeam, readInvited } from "~/app/domain/accounts/joining";
import { sweepAccess } from "~/app/domain/leaving/cleanup";
import { removeMember } from "~/app/domain/leaving/memberLeaving";
import { invite, readInvitations, resendInvitation, revokeInvitation, splitAddresses } from "~/app/domain/teams/invitations";
import { changeMemberRole, pauseMember } from "~/app/domain/teams/memberChanges";
import { enterTeam } from "~/app/domain/teams/members";
import { again, isIn, linkTo, newAddress, newContext, newPerson, PASSWORD, type Person } from "../../support/app";
import { joinedAs, memberIdOf } from "../../support/members";

const DAY = 86_400_000;
const tokenOf = async (email: string) => (await linkTo(email, "invited")).split("/").at(-1) ?? "";

async function invited(owner: Person, email: string, role = "agent"): Promise<string> {
  expect((await invite(await again(owner), [email], role)).kind).toBe("done");
  return tokenOf(email);
}

/** The roles of a team's members, by address. */
async function rolesOf({ teamId }: Person): Promise<Record<string, string>> {
  const sql = "SELECT u.email, m.role FROM members AS m JOIN users AS u ON u.id = m.user_id WHERE m.team_id = ?";
  const { results } = await env.DB.prepare(sql).bind(teamId).all<{ email: string; role: string }>();
  return Object.fromEntries(results.map(({ email, role }) => [email, role]));
}

describe("an invitation", () => {
  it("[O-10] lets exactly the address it was sent to join, with the role it offers, and nobody joins without one", async () => {
    const [owner, guest, other] = [
      await newPerson({ verified: true }),
      await newPerson({ verified: true }),
      await newPerson({ verified: true }),
    ];
    const token = await invited(owner, guest.email, "manager");
    // The link of somebody else's mail, a made-up one, and another account change nothing.
    expect((await joinTeam(await newContext(), token, other.userId)).kind).toBe("other");
    expect((await joinTeam(await newContext(), "made-up", guest.userId)).kind).toBe("stale");
    expect((await other.browser.post(`/join/${token}`, { intent: "join" })).status).toBe(403);
    expect(Object.keys(await rolesOf(owner))).toEqual([owner.email]);
    expect((await guest.browser.post(`/join/${token}`, { intent: "join" })).status).toBe(302);
    expect(await rolesOf(owner)).toEqual({ [owner.email]: "owner", [guest.email]: "manager" });
    // And this browser looks at the new team at once.
    expect(await (await guest.browser.ask("/settings/team")).text()).toContain((await again(owner)).team.name.replace("’", "’"));
  });

  it("works once, though it is used twice at once", async () => {
    const [owner, guest] = [await newPerson({ verified: true }), await newPerson({ verified: true })];
    const token = await invited(owner, guest.email);
    const outcomes = await Promise.all([1, 2, 3].map(async () => (await joinTeam(await newContext(), token, guest.userId)).kind));
    expect(outcomes.filter((kind) => kind === "done")).toHaveLength(1);
    expect(Object.keys(await rolesOf(owner)).sort()).toEqual([owner.email, guest.email].sort());
    expect(await readInvitations(await again(owner))).toEqual([]);
  });

  it("makes an account for somebody new, with the address confirmed and no team but this one", async () => {
    const owner = await newPerson({ verified: true });
    const email = newAddress();
    const token = await invited(owner, email, "viewer");
    const made = await joinAsNew(await newContext(), token, { name: "Ben", password: PASSWORD, adult: "on" });
    expect(made.kind).toBe("done");
    const ctx = await enterTeam(await newContext(), made.kind === "done" ? made.userId : "");
    expect([ctx?.team.id, ctx?.member.role, ctx?.verified]).toEqual([owner.teamId, "viewer", true]);
    // The welcome credits are for whoever makes a team: this one got them for its owner.
    expect(await joinAsNew(await newContext(), token, { name: "Ben", password: PASSWORD, adult: "on" })).toEqual({ kind: "stale" });
  });

  it("does not open an account that somebody else may have made with the address: that one has to sign in", async () => {
    const [owner, squatter] = [await newPerson({ verified: true }), await newPerson()];
    const token = await invited(owner, squatter.email);
    expect((await readInvited(await newContext(), token, null))?.how).toBe("sign-in");
    expect((await joinAsNew(await newContext(), token, { name: "Me", password: PASSWORD, adult: "on" })).kind).toBe("other");
    expect(Object.keys(await rolesOf(owner))).toEqual([owner.email]);
  });

  it("ends after seven days, when it is taken back, and when a newer one is sent; then nothing of it is kept", async () => {
    const [owner, guest] = [await newPerson({ verified: true }), await newPerson({ verified: true })];
    const first = await invited(owner, guest.email);
    const [{ id = "" } = {}] = await readInvitations(await again(owner));
    expect((await resendInvitation(await again(owner), id)).kind).toBe("done");
    const second = await tokenOf(guest.email);
    expect(second).not.toBe(first);
    const how = async (token: string, later = 0) => {
      const ctx = await newContext();
      return (await readInvited({ ...ctx, now: ctx.now + later }, token, guest.userId))?.how ?? "over";
    };
    expect([await how(first), await how(second), await how(second, 7 * DAY + 1)]).toEqual(["over", "join", "over"]);
    const ctx = await newContext();
    await sweepAccess({ ...ctx, now: ctx.now + 7 * DAY + 1 });
    expect(await readInvitations(await again(owner))).toEqual([]);
    const third = await invited(owner, guest.email);
    const [open] = await readInvitations(await again(owner));
    expect((await revokeInvitation(await again(owner), open?.id ?? "")).kind).toBe("done");
    expect((await joinTeam(await newContext(), third, guest.userId)).kind).toBe("stale");
  });

  it("ends with the right of who sent it: removed, deactivated, or with a role that no longer reaches as far", async () => {
    const ends: ((owner: Person, id: string) => Promise<unknown>)[] = [
      async (owner, id) => pauseMember(await again(owner), id),
      async (owner, id) => changeMemberRole(await again(owner), id, "agent"),
      async (owner, id) => removeMember(await again(owner), id, await memberIdOf(owner)),
    ];
    for (const end of ends) {
      const owner = await newPerson({ verified: true });
      const other = await joinedAs("owner", owner);
      const id = await memberIdOf(other);
      const guest = await newPerson({ verified: true });
      const token = await invited(other, guest.email, "owner");
      await end(owner, id);
      // Even where the row is there still: what counts is who asks now.
      expect((await joinTeam(await newContext(), token, guest.userId)).kind).toBe("stale");
      expect(Object.values(await rolesOf(owner)).filter((role) => role === "owner")).toHaveLength(end === ends[0] ? 2 : 1);
    }
  });

  it("leaves no account behind where it ends while somebody joins, and stays good while its team is deactivated", async () => {
    const owner = await newPerson({ verified: true });
    const email = newAddress();
    const token = await invited(owner, email);
    await env.DB.prepare("UPDATE teams SET deactivated_at = 1 WHERE id = ?").bind(owner.teamId).run();
    const join = async () => (await joinAsNew(await newContext(), token, { name: "Ben", password: PASSWORD, adult: "on" })).kind;
    expect(await join()).toBe("stale");
    expect(await env.DB.prepare("SELECT COUNT(*) AS n FROM users WHERE email = ?").bind(email).first<number>("n")).toBe(0);
    await env.DB.prepare("UPDATE teams SET deactivated_at = NULL WHERE id = ?").bind(owner.teamId).run();
    expect(await join()).toBe("done");
  });

  it("names nobody in its mail but the confirmed address of who asks, and keeps the link only as a hash", async () => {
    const owner = await newPerson({ verified: true });
    const email = newAddress();
    const token = await invited(owner, email);
    const sql = "SELECT template, props FROM mails WHERE recipient = ?";
    const mail = await env.DB.prepare(sql).bind(email).first<{ template: string; props: string }>();
    const { url: _url, ...said } = JSON.parse(mail?.props ?? "{}");
    expect([mail?.template, said]).toEqual(["invited", { name: "", by: owner.email, days: 7 }]);
    const row = await env.DB.prepare("SELECT * FROM invitations WHERE email = ?").bind(email).first();
    expect(JSON.stringify(row)).not.toContain(token);
  });

  it("is sent neither by an account that hasn't confirmed its address, nor by a role without the right, nor with a role beyond one's own", async () => {
    const [owner, fresh] = [await newPerson({ verified: true }), await newPerson()];
    const form = (role: string) => ({ intent: "invite", emails: newAddress(), role });
    expect((await fresh.browser.post("/settings/members", form("agent"))).status).toBe(403);
    const role = (word: string) => env.DB.prepare("UPDATE members SET role = ? WHERE team_id = ?").bind(word, owner.teamId).run();
    await role("agent");
    expect((await owner.browser.post("/settings/members", form("viewer"))).status).toBe(403);
    await role("manager");
    expect((await owner.browser.post("/settings/members", form("owner"))).status).toBe(400);
    expect((await owner.browser.post("/settings/members", form("manager"))).status).toBe(302);
    await role("owner");
    expect((await readInvitations(await again(owner))).map((one) => one.role)).toEqual(["Manager"]);
  });

  it("is neither seen nor touched by another team", async () => {
    const [owner, stranger] = [await newPerson({ verified: true }), await newPerson({ verified: true })];
    const token = await invited(owner, newAddress());
    const [{ id = "" } = {}] = await readInvitations(await again(owner));
    expect(await readInvitations(await again(stranger))).toEqual([]);
    expect((await revokeInvitation(await again(stranger), id)).kind).toBe("missing");
    expect((await resendInvitation(await again(stranger), id)).kind).toBe("missing");
    expect((await readInvited(await newContext(), token, null))?.how).toBe("new");
  });

  it("keeps what was typed where an address is odd, and invites nobody", async () => {
    const owner = await newPerson({ verified: true });
    const answer = await owner.browser.post("/settings/members", { intent: "invite", emails: "ann@example.org, not-one", role: "agent" });
    const page = await answer.text();
    expect([answer.status, page.includes("Not an e-mail address: not-one"), page.includes("ann@example.org, not-one")]).toEqual([
      400,
      true,
      true,
    ]);
    expect(await readInvitations(await again(owner))).toEqual([]);
    expect(await isIn(owner.browser)).toBe(true);
  });
});

it("addresses are read as people write them: in lines, with commas, with names", () => {
  expect(splitAddresses("Ann <ann@a.example>, ben@b.example\nBEN@b.example; cy@c.example  dee@d.example")).toEqual([
    "ann@a.example",
    "ben@b.example",
    "cy@c.example",
    "dee@d.example",
  ]);
});
