import { env } from "cloudflare:workers";
import { scryptSync } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { checkPassword, signUp } from "~/app/domain/accounts/accounts";
import { requestReset, resetPassword } from "~/app/domain/accounts/passwords";
import { findSession } from "~/app/domain/accounts/sessions";
import { verifyEmail } from "~/app/domain/accounts/verification";
import { enterTeam } from "~/app/domain/teams/members";
import { Browser, isIn, linkTo, newAddress, newContext, newPerson, origin, PASSWORD } from "../../support/app";
import { ledgerOf } from "../../support/ledgers";
import { placesOf } from "../../support/planted";

const token = (url: string) => url.split("/").at(-1) ?? "";

describe("sign-up", () => {
  const userWith = (email: string) =>
    env.DB.prepare("SELECT id, name, adult_confirmed_at AS adultAt FROM users WHERE email = ?")
      .bind(email)
      .first<{ id: string; name: string; adultAt: number }>();

  it("[E-02] asks for name, e-mail and password and nothing else, and makes the person's own team with its own data key", async () => {
    const form = await (await new Browser().ask("/sign-up")).text();
    const asked = Array.from(form.matchAll(/<(?:input|select|textarea)\b[^>]*>/g), ([tag]) => tag).filter(
      (tag) => !/type=\x22hidden\x22/.test(tag),
    );
    expect(asked.map((tag) => /name=\x22([^\x22]+)/.exec(tag)?.[1])).toEqual(["name", "email", "password", "adult"]);
    const [browser, email] = [new Browser(), newAddress()];
    const answer = await browser.post("/sign-up", { name: "Kofi Mensah", email, password: PASSWORD, adult: "on" });
    expect([answer.status, answer.headers.get("Location")]).toEqual([302, "/contacts"]);
    expect(await isIn(browser)).toBe(true);
    const user = await userWith(email);
    expect(user?.name).toBe("Kofi Mensah");
    const ctx = await enterTeam(await newContext(), user?.id ?? "");
    expect(ctx?.member.role).toBe("owner");
    expect(await env.FILES.head(`keys/${ctx?.team.id}`)).not.toBeNull();
  });

  it.each(["name", "email", "password"])("without %s says so beside it, keeps the rest, and makes no account", async (missing) => {
    const email = newAddress();
    const fields: Record<string, string> = { name: "Kept-Name", email, password: PASSWORD, adult: "on", [missing]: "" };
    const answer = await new Browser().post("/sign-up", fields);
    const page = await answer.text();
    expect([answer.status, page.includes("Kept-Name") || missing === "name", page.includes(PASSWORD)]).toEqual([400, true, false]);
    expect(await userWith(email)).toBeNull();
  });

  it("[P-37] takes nobody who does not confirm being 18 or over, and keeps when it was confirmed", async () => {
    const email = newAddress();
    const fields = { name: "Kofi Mensah", email, password: PASSWORD };
    const notConfirmed: Record<string, string>[] = [{}, { adult: "" }, { adult: "off" }];
    for (const adult of notConfirmed) {
      const answer = await new Browser().post("/sign-up", { ...fields, ...adult });
      expect([answer.status, (await answer.text()).includes("Accounts are for people 18 and older")]).toEqual([400, true]);
    }
    expect(await userWith(email)).toBeNull();
    const before = Date.now();
    expect((await new Browser().post("/sign-up", { ...fields, adult: "on" })).status).toBe(302);
    const adultAt = (await userWith(email))?.adultAt ?? 0;
    expect(adultAt >= before && adultAt <= Date.now()).toBe(true);
  });

  it("refuses an address that has an account, also when two try at once", async () => {
    const ctx = await newContext();
    const input = { name: "A", email: "twice@example.org", password: "correct horse battery", adult: "on" as const };
    const kinds = (await Promise.all([signUp(ctx, input), signUp(ctx, input)])).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(["done", "taken"]);
    expect((await signUp(ctx, input)).kind).toBe("taken");
  });

  it("[M-02] stores the password only as scrypt of it, with 16 MB of memory, five rounds and a salt of its own", async () => {
    const hashOf = async ({ userId }: { userId: string }) =>
      (await env.DB.prepare("SELECT password_hash AS hash FROM users WHERE id = ?").bind(userId).first<string>("hash")) ?? "";
    const [one, other] = [await hashOf(await newPerson()), await hashOf(await newPerson())];
    const [salt = "", key = ""] = one.split(":");
    expect(other.split(":")[0]).not.toBe(salt);
    // Made anew, by the runtime's own scrypt: another function, or a cheaper setting, gives another key.
    const expected = scryptSync(PASSWORD, Buffer.from(salt, "hex"), 64, { N: 16_384, r: 8, p: 5, maxmem: 64 * 1024 * 1024 });
    expect([salt.length, key]).toEqual([32, expected.toString("hex")]);
    expect(await placesOf(PASSWORD)).toEqual([]);
  });
});

describe("confirming the address", () => {
  it("gives 25 welcome credits that expire after 90 days, once however often the link is used", async () => {
    const { email, teamId, userId } = await newPerson();
    const link = token(await linkTo(email, "verify"));
    const both = await Promise.all([
      verifyEmail(await newContext(), link, { kind: "session", userId }),
      verifyEmail(await newContext(), link, { kind: "session", userId }),
    ]);
    expect(both.some(({ kind }) => kind === "done")).toBe(true);
    expect((await verifyEmail(await newContext(), link, { kind: "session", userId })).kind).toBe("stale");
    const { free, lots } = await ledgerOf(teamId).balance();
    expect(free).toBe(25);
    expect(Math.round(((lots[0]?.expiresAt ?? 0) - Date.now()) / 86_400_000)).toBe(90);
  });

  it("before it there are no credits", async () => {
    const { teamId } = await newPerson();
    expect((await ledgerOf(teamId).balance()).free).toBe(0);
  });

  it("a link older than three days is stale", async () => {
    const { email, userId } = await newPerson();
    const link = token(await linkTo(email, "verify"));
    vi.setSystemTime(Date.now() + 3 * 86_400_000 + 1);
    expect((await verifyEmail(await newContext(), link, { kind: "session", userId })).kind).toBe("stale");
  });

  it("only a keyed hash of a token is stored", async () => {
    const { email } = await newPerson();
    const link = token(await linkTo(email, "verify"));
    expect(await env.DB.prepare("SELECT 1 FROM tokens WHERE hash = ?").bind(link).first()).toBeNull();
  });
});

describe("signing in", () => {
  it("[A-01] takes the e-mail address and the password, and nothing else", async () => {
    const { email, userId } = await newPerson();
    const ctx = await newContext();
    expect(await checkPassword(ctx, email, "correct horse battery")).toMatchObject({ userId });
    expect(await checkPassword(ctx, email, "wrong horse battery")).toBeNull();
    expect(await checkPassword(ctx, "nobody@example.org", "correct horse battery")).toBeNull();
    const typed = new Browser();
    await typed.post("/sign-in", { email: ` ${email.toUpperCase()} `, password: PASSWORD });
    expect(await isIn(typed)).toBe(true);
    const stranger = new Browser();
    await stranger.post("/sign-in", { email, password: "wrong horse battery" });
    expect(await isIn(stranger)).toBe(false);
  });
});

describe("a forgotten password", () => {
  it("writes no mail where the address has no account", async () => {
    await requestReset(await newContext(), "nobody@example.org");
    expect(await linkTo("nobody@example.org", "reset")).toBe("");
  });

  it("a link works once, ends every session, and the new password holds", async () => {
    const { email, userId, browser } = await newPerson();
    const ctx = await newContext();
    await requestReset(ctx, email);
    const link = await linkTo(email, "reset");
    expect(link.startsWith(origin)).toBe(true);
    expect(await resetPassword(ctx, token(link), "another long password")).toEqual({ userId });
    expect(await resetPassword(ctx, token(link), "yet another password")).toBeNull();
    expect(await checkPassword(ctx, email, "another long password")).toMatchObject({ userId });
    expect((await browser.ask("/contacts")).headers.get("Location")).toContain("/sign-in");
  });

  it("a link older than an hour does nothing", async () => {
    const { email } = await newPerson();
    await requestReset(await newContext(), email);
    const link = token(await linkTo(email, "reset"));
    vi.setSystemTime(Date.now() + 3_600_001);
    expect(await resetPassword(await newContext(), link, "another long password")).toBeNull();
  });
});

it("a session cookie that was made up is nobody", async () => {
  expect(await findSession(await newContext(), "__Host-session=abcdefghijklmnopqrstuvwxyz")).toBeNull();
});
