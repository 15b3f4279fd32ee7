// What is kept in a browser and who may count visits, held against the one list of it and the page that shows the list.
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { cookies, kinds } from "~/app/legal/cookies";
import { Browser, newAddress, newPerson, origin, PASSWORD } from "../support/app";
import { openPages } from "../support/pages";

const textOf = async (path: string, browser = new Browser()) => (await browser.ask(path)).text();
const headers = { Origin: origin, "Sec-Fetch-Site": "same-origin" };

/** A value as it was written, with every wrapping that cookies of ours have taken off. */
function openings(value: string): string[] {
  const plain = decodeURIComponent(value);
  const found = [value, plain];
  for (const part of plain.split(".")) {
    try {
      const opened = atob(part.replaceAll("-", "+").replaceAll("_", "/"));
      found.push(opened, decodeURIComponent(opened));
    } catch {}
  }
  return found;
}

/** Every cookie that somebody who signs in, chooses and works is given: what the answers set, word for word. */
async function cookiesOf(email: string): Promise<string[]> {
  const browser = new Browser();
  const set: string[] = [];
  const post = async (path: string, fields: Record<string, string>) => {
    const answer = await browser.post(path, fields);
    set.push(...answer.headers.getSetCookie());
  };
  await post("/sign-in", { email, password: PASSWORD });
  for (const theme of ["dark", "light", "dark"]) await post("/theme", { theme });
  for (const choice of ["yes", "no"]) await post("/analytics", { choice });
  await post("/settings", { intent: "you", name: "Asha Rao", phone: "+49 30 1" });
  await post("/settings/team", { name: "Asha’s own", businessName: "Rao & Co", defaultCountry: "DE", timeZone: "UTC" });
  // And who has a second factor, half way through a sign-in.
  await env.DB.prepare("UPDATE users SET second_since = 1 WHERE email = ?").bind(email).run();
  set.push(...(await new Browser().post("/sign-in", { email, password: PASSWORD })).headers.getSetCookie());
  return set;
}

describe("cookies", () => {
  it("[O-15] before anything is chosen nothing is set, on any open page; whatever is set later is on the list, and the list is on the page", async () => {
    for (const path of [...openPages, "/nowhere", "/hooks/stripe"])
      expect((await new Browser().ask(path)).headers.getSetCookie(), path).toEqual([]);
    const wrong = await new Browser().post("/sign-in", { email: newAddress(), password: "wrong" });
    expect(wrong.headers.getSetCookie()).toEqual([]);
    const { email } = await newPerson();
    const names = (await cookiesOf(email)).map((cookie) => cookie.split("=")[0]?.replace("__Host-", "") ?? "");
    expect(new Set(names)).toEqual(new Set(cookies.filter(({ kind }) => kind === kinds.cookie).map(({ name }) => name)));
    const page = await textOf("/policies/cookies");
    for (const { name, what } of cookies) for (const words of [`>${name}<`, what]) expect(page).toContain(words);
  });

  it("[E-08] none holds anything personal: no name, address, id, team or phone, in any wrapping", async () => {
    const person = await newPerson();
    const set = await cookiesOf(person.email);
    expect(set.length).toBeGreaterThan(7);
    const personal = [person.email, person.email.split("@")[0] ?? "", "Asha", "Rao", person.userId, person.teamId, "+49", "Berlin"];
    for (const cookie of set)
      for (const opened of openings(cookie.split(";")[0]?.split("=").slice(1).join("=") ?? ""))
        for (const one of personal) expect(opened, `${cookie.split("=")[0]} says ${one}`).not.toContain(one);
    // What the looks are kept as is one of their names, and no more.
    const theme = set.find((cookie) => cookie.startsWith("theme=")) ?? "";
    expect(openings(theme.split(";")[0]?.slice("theme=".length) ?? "")).toContain('"dark"');
  });

  it("[E-07] the session's and the device's are HttpOnly, Secure and SameSite, for this host alone", async () => {
    const person = await newPerson();
    const body = new URLSearchParams({ email: person.email, password: PASSWORD });
    const answer = await new Browser().ask("/sign-in", { method: "POST", body, headers });
    for (const name of ["__Host-session", "__Host-device"]) {
      const cookie = answer.headers.getSetCookie().find((one) => one.startsWith(`${name}=`)) ?? "";
      for (const flag of [/HttpOnly/i, /Secure/i, /SameSite=Lax/i, /Path=\//i]) expect(cookie).toMatch(flag);
      expect(cookie).not.toMatch(/Domain/i);
    }
  });

  it("[O-08] the looks that were chosen are there at the next visit", async () => {
    const browser = new Browser();
    await browser.post("/theme", { theme: "dark" });
    expect(await textOf("/prices", browser)).toContain('data-theme="dark"');
    expect(await textOf("/prices")).not.toContain("data-theme=");
  });
});

describe("counting visits", () => {
  const points: unknown[] = [];
  const counting = { ...env, ANALYTICS: { writeDataPoint: (point: unknown) => void points.push(point) } };
  /** The Worker of a deployment that turned it on. */
  async function ask(path: string, cookie = "", init: RequestInit = {}): Promise<Response> {
    const { default: worker } = await import("~/workers/index");
    const request = new Request(new URL(path, origin), { ...init, headers: { ...init.headers, Cookie: cookie } });
    return worker.fetch(request as never, counting as never, {} as never);
  }

  it("[E-09] [P-27] asks first with two equal buttons, remembers either answer for 13 months at most, counts nobody who did not agree, and no more than which page", async () => {
    const first = await (await ask("/prices")).text();
    const buttons = first.match(/<button[^>]*name=\x22choice\x22[^>]*>/g)?.map((button) => button.replace(/value=\x22\w+\x22/, "")) ?? [];
    expect([buttons.length, new Set(buttons).size]).toEqual([2, 1]);
    expect(points).toEqual([]);
    for (const choice of ["yes", "no"]) {
      const body = new URLSearchParams({ choice, to: "/prices" });
      const answer = await ask("/analytics", "", { method: "POST", body, headers });
      const [cookie = ""] = answer.headers.getSetCookie();
      const lasts = Number(/Max-Age=(\d+)/.exec(cookie)?.[1]);
      expect(lasts > 0 && lasts <= 396 * 24 * 3600).toBe(true);
      const page = await (await ask("/prices?secret=1", cookie.split(";")[0])).text();
      expect(page).not.toContain('name="choice"');
      expect(points).toHaveLength(1);
    }
    expect(points).toEqual([{ indexes: ["/prices"], doubles: [1] }]);
    expect(await (await ask("/policies/cookies", "analytics=bm8%3D")).text()).toContain("Don’t count");
  });

  it("asks nobody where nothing is counted, and says so", async () => {
    expect(await textOf("/prices")).not.toContain('name="choice"');
    expect(await textOf("/policies/cookies")).toContain("Visits aren’t counted here.");
  });
});
