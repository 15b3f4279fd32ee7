import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { checkPassword, signUp } from "~/app/domain/accounts";
import { requestReset, resetPassword } from "~/app/domain/passwords";
import { findSession } from "~/app/domain/sessions";
import { verifyEmail } from "~/app/domain/verification";
import { linkTo, newContext, newPerson, origin } from "../support/app";
import { ledgerOf } from "../support/ledgers";

const token = (url: string) => url.split("/").at(-1) ?? "";

describe("sign-up", () => {
  it("[E-02] needs only name, e-mail and password, and makes the person's own team with its own data key", async () => {
    const { teamId, ctx } = await newPerson();
    expect(ctx.member.role).toBe("owner");
    expect(await env.FILES.head(`keys/${teamId}`)).not.toBeNull();
  });

  it("[P-37] keeps when the 18+ confirmation was given, and which versions of the policies were accepted", async () => {
    const { userId } = await newPerson();
    const user = await env.DB.prepare("SELECT adult_confirmed_at AS at FROM users WHERE id = ?").bind(userId).first<{ at: number }>();
    const accepted = await env.DB.prepare("SELECT policy FROM acceptances WHERE user_id = ? ORDER BY policy")
      .bind(userId)
      .all<{ policy: string }>();
    expect(user?.at).toBeGreaterThan(0);
    expect(accepted.results.map(({ policy }) => policy)).toEqual(["data-processing", "privacy", "terms"]);
  });

  it("refuses an address that has an account, also when two try at once", async () => {
    const ctx = await newContext();
    const input = { name: "A", email: "twice@example.org", password: "correct horse battery", adult: "on" as const };
    const kinds = (await Promise.all([signUp(ctx, input), signUp(ctx, input)])).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(["done", "taken"]);
    expect((await signUp(ctx, input)).kind).toBe("taken");
  });

  it("stores the password only as a salted scrypt hash", async () => {
    const { userId } = await newPerson();
    const hash = await env.DB.prepare("SELECT password_hash AS hash FROM users WHERE id = ?").bind(userId).first<string>("hash");
    expect(hash).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/);
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
    expect(await checkPassword(ctx, email, "correct horse battery")).toEqual({ userId });
    expect(await checkPassword(ctx, email, "wrong horse battery")).toBeNull();
    expect(await checkPassword(ctx, "nobody@example.org", "correct horse battery")).toBeNull();
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
    expect(await checkPassword(ctx, email, "another long password")).toEqual({ userId });
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
