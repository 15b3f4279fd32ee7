// What the public pages say, held against what the software does: policies, cookies, headers, sub-processors, promises, consent.
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { cookies } from "~/app/legal/cookies";
import { currentPolicies, policyVersions } from "~/app/legal/policies";
import { promises } from "~/app/legal/promises";
import { subprocessors } from "~/app/legal/subprocessors";
import packageJson from "../../package.json";
import { again, Browser, newContext, newPerson, origin } from "../support/app";
import { openPages, policyPages } from "../support/pages";

const textOf = async (path: string, browser = new Browser()) => (await browser.ask(path)).text();

const sources = Object.entries(
  import.meta.glob<string>(["/app/**/*.{ts,tsx}", "/db/**/*.ts", "/workers/*.ts", "/workers/{queue,cron,ledger}/*.ts"], {
    query: "?raw",
    import: "default",
    eager: true,
  }),
);

describe("policies", () => {
  it("[P-38] [E-26] each shows its date at the top, and every posted version stays readable", async () => {
    for (const path of policyPages) {
      const page = await textOf(path);
      expect(page, path).toMatch(/<h1[^>]*>[^<]+<\/h1>\s*<p[^>]*>Last updated (<!-- -->)?\d+ \w+ \d{4}/);
    }
    for (const { policy, version } of policyVersions)
      expect((await new Browser().ask(`/policies/${policy}/${version}`)).status, version).toBe(200);
    expect(await textOf("/policies/privacy/2026-11-22")).toContain("An older version");
    expect((await new Browser().ask("/policies/privacy/2020-01-01")).status).toBe(404);
    for (const old of ["/privacy", "/terms"]) expect((await new Browser().ask(old)).headers.get("Location")).toBe(`/policies${old}`);
  });

  it("[A-14] [E-27] the version in force at sign-up is the one that is recorded as accepted, with its time", async () => {
    const person = await newPerson();
    const { results } = await env.DB.prepare("SELECT policy, version, accepted_at AS at FROM acceptances WHERE user_id = ?")
      .bind(person.userId)
      .all<{ policy: string; version: string; at: number }>();
    const current = new Map(currentPolicies(Date.now()).map(({ policy, version }) => [policy as string, version]));
    expect(results.map(({ policy }) => policy).sort()).toEqual(["data-processing", "privacy", "terms"]);
    for (const { policy, version, at } of results) {
      expect(version).toBe(current.get(policy));
      expect(Math.abs(at - Date.now())).toBeLessThan(60_000);
    }
    const [privacy] = policyVersions.filter(({ policy, change }) => policy === "privacy" && change !== null);
    const before = currentPolicies((privacy?.from ?? 0) - 1).find(({ policy }) => policy === "privacy");
    expect(before?.version).not.toBe(privacy?.version);
  });

  it("[M-21] [E-28] name who answers and where to reach them, from configuration; the support address is at the foot of every page", async () => {
    const person = await newPerson({ verified: true });
    const { sender } = await newContext();
    for (const path of openPages) expect(await textOf(path), path).toContain(`mailto:${sender.supportEmail}`);
    for (const path of ["/contacts", "/contacts/new", "/import", "/credits", "/settings", "/settings/privacy"])
      expect(await textOf(path, person.browser), path).toContain(`mailto:${sender.supportEmail}`);
    for (const policy of ["terms", "privacy"]) expect(await textOf(`/policies/${policy}`)).toContain(sender.address);
    expect(await textOf("/policies/privacy")).toContain(sender.privacyEmail);
    expect(await textOf("/.well-known/security.txt")).toContain(sender.supportEmail);
  });
});

describe("sub-processors", () => {
  it("[P-15] [M-22] each stands on the page with name, purpose, location, and the contract that binds it", async () => {
    const page = await textOf("/subprocessors");
    for (const { name, purpose, location, contract } of subprocessors)
      for (const words of [name, purpose, location, contract.name, contract.url]) expect(page).toContain(words.replaceAll("’", "’"));
  });

  it("[P-16] none is an AI service, in the list or in the code; whoever the code speaks to is on the list", () => {
    const ai = /openai|anthropic|gemini|mistral|cohere|llama|gpt|hugging|workers-ai|bedrock|langchain/i;
    const dependencies = Object.keys({ ...packageJson.dependencies });
    expect([...dependencies, ...subprocessors.map(({ name }) => name)].filter((name) => ai.test(name))).toEqual([]);
    const hosts = sources.flatMap(([path, text]) =>
      Array.from(text.matchAll(/fetch\(\s*[\x22\x27\x60](https?:\/\/(?!sandbox\/)[^\x22\x27\x60]+)/g), ([, url]) => `${path}: ${url}`),
    );
    expect(hosts).toEqual([]);
    const vendors = sources.flatMap(([, text]) =>
      Array.from(
        text.matchAll(/from \x22(stripe|resend|openai|@anthropic[^\x22]*|@sentry[^\x22]*|posthog[^\x22]*)\x22/g),
        ([, name = ""]) => name,
      ),
    );
    const listed = new Set(subprocessors.map(({ module }) => module));
    expect(vendors.filter((name) => !listed.has(name))).toEqual([]);
  });
});

describe("cookies", () => {
  it("[O-15] [E-08] whatever is set is on the list; before anything is chosen nothing is set; none holds anything personal", async () => {
    for (const path of openPages) expect((await new Browser().ask(path)).headers.getSetCookie(), path).toEqual([]);
    const person = await newPerson();
    const headers = { Origin: origin, "Sec-Fetch-Site": "same-origin" };
    const post = (path: string, fields: Record<string, string>) =>
      new Browser().ask(path, { method: "POST", body: new URLSearchParams(fields), headers });
    const set = [
      ...(await post("/sign-in", { email: person.email, password: "correct horse battery" })).headers.getSetCookie(),
      ...(await post("/theme", { theme: "dark" })).headers.getSetCookie(),
      ...(await post("/analytics", { choice: "no" })).headers.getSetCookie(),
      ...(await person.browser.post("/settings", { intent: "you", name: "Asha Rao", phone: "" })).headers.getSetCookie(),
    ];
    const names = set.map((cookie) => cookie.split("=")[0]?.replace("__Host-", "") ?? "");
    expect(new Set(names)).toEqual(new Set(cookies.map(({ name }) => name)));
    const page = await textOf("/policies/cookies");
    for (const { name } of cookies) expect(page).toContain(`>${name}<`);
    for (const cookie of set) {
      const value = decodeURIComponent(cookie.split(";")[0]?.split("=").slice(1).join("=") ?? "");
      for (const personal of [person.email, "Asha", "Rao", person.userId, person.teamId]) {
        expect(value).not.toContain(personal);
        expect(safeDecode(value)).not.toContain(personal);
      }
    }
  });

  it("[E-07] the session's cookie is HttpOnly, Secure and SameSite, for this host alone", async () => {
    const person = await newPerson();
    const headers = { Origin: origin, "Sec-Fetch-Site": "same-origin" };
    const body = new URLSearchParams({ email: person.email, password: "correct horse battery" });
    const answer = await new Browser().ask("/sign-in", { method: "POST", body, headers });
    for (const name of ["__Host-session", "__Host-device"]) {
      const cookie = answer.headers.getSetCookie().find((one) => one.startsWith(`${name}=`)) ?? "";
      for (const flag of [/HttpOnly/i, /Secure/i, /SameSite=Lax/i, /Path=\//i]) expect(cookie).toMatch(flag);
    }
  });

  it("[O-08] the looks that were chosen are there at the next visit", async () => {
    const browser = new Browser();
    await browser.post("/theme", { theme: "dark" });
    expect(await textOf("/prices", browser)).toContain('data-theme="dark"');
    expect(await textOf("/prices")).not.toContain("data-theme=");
  });
});

function safeDecode(value: string): string {
  try {
    return atob(value.split(".")[0] ?? "");
  } catch {
    return value;
  }
}

describe("counting visits", () => {
  const points: unknown[] = [];
  const counting = { ...env, ANALYTICS: { writeDataPoint: (point: unknown) => void points.push(point) } };
  /** The Worker of a deployment that turned it on. */
  async function ask(path: string, cookie = "", init: RequestInit = {}): Promise<Response> {
    const { default: worker } = await import("~/workers/index");
    return worker.fetch(
      new Request(new URL(path, origin), { ...init, headers: { ...init.headers, Cookie: cookie } }) as never,
      counting as never,
      {} as never,
    );
  }

  it("[E-09] [P-27] asks first with two equal buttons, remembers either answer for 13 months at most, counts nobody who did not agree, and no more than which page", async () => {
    const first = await (await ask("/prices")).text();
    expect(first.match(/<button[^>]*name="choice"[^>]*>/g)?.map((button) => button.replace(/value="\w+"/, ""))).toEqual(
      expect.arrayContaining([expect.any(String)]),
    );
    const buttons = first.match(/<button[^>]*name="choice"[^>]*>/g)?.map((button) => button.replace(/value="\w+"/, "")) ?? [];
    expect([buttons.length, new Set(buttons).size]).toEqual([2, 1]);
    expect(points).toEqual([]);
    for (const choice of ["yes", "no"]) {
      const headers = { Origin: origin, "Sec-Fetch-Site": "same-origin" };
      const answer = await ask("/analytics", "", { method: "POST", body: new URLSearchParams({ choice, to: "/prices" }), headers });
      const [cookie = ""] = answer.headers.getSetCookie();
      expect(Number(/Max-Age=(\d+)/.exec(cookie)?.[1])).toBeLessThanOrEqual(396 * 24 * 3600);
      const page = await (await ask("/prices?secret=1", cookie.split(";")[0])).text();
      expect(page).not.toContain('name="choice"');
      expect(points).toHaveLength(1);
    }
    expect(points).toEqual([{ indexes: ["/prices"], doubles: [1] }]);
    expect(await (await ask("/policies/cookies", "analytics=bm8%3D")).text()).toContain("Do not count");
  });

  it("asks nobody where nothing is counted, and says so", async () => {
    expect(await textOf("/prices")).not.toContain('name="choice"');
    expect(await textOf("/policies/cookies")).toContain("This deployment counts nothing.");
  });
});

describe("security", () => {
  it("[P-18] [E-14] plain http is led to https, which browsers are told to remember; scripts, frames and forms are held to our own host", async () => {
    const { default: worker } = await import("~/workers/index");
    const plain = await worker.fetch(new Request("http://farthing.test/prices?a=1") as never, env as never, {} as never);
    expect([plain.status, plain.headers.get("Location")]).toEqual([301, "https://farthing.test/prices?a=1"]);
    for (const path of ["/", "/sign-in", "/policies/security"]) {
      const { headers } = await new Browser().ask(path);
      expect(headers.get("Strict-Transport-Security")).toMatch(/max-age=\d{8}/);
      expect(headers.get("Content-Security-Policy")).toMatch(/default-src 'self'.*frame-ancestors 'none'.*base-uri 'none'/);
      expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    }
    const page = await textOf("/policies/security");
    for (const words of ["AES-256-GCM", "scrypt", "nonce"]) expect(page).toContain(words);
  });

  it("[M-15] tries to sign in and up are limited, and there are no credits before an address is confirmed", async () => {
    const person = await newPerson();
    expect((await (await again(person)).ledger(person.teamId).balance()).free).toBe(0);
    const statuses: number[] = [];
    for (let n = 0; n < 10; n++)
      statuses.push((await new Browser().post("/sign-in", { email: person.email, password: "wrong password" })).status);
    expect([statuses[0], statuses.at(-1)]).toEqual([401, 429]);
    const verified = await newPerson({ verified: true });
    expect((await (await again(verified)).ledger(verified.teamId).balance()).free).toBe(25);
  });
});

describe("promises", () => {
  it("each is on the page in our own words; what no test proves says so", async () => {
    expect(new Set(promises.map(({ id }) => id)).size).toBe(123);
    const page = await textOf("/promises");
    for (const { id } of promises) expect(page, id).toContain(`id="${id}"`);
    expect(page).toContain("no test yet");
    expect(page).toContain("on day 30, and not before");
    const paths = promises.flatMap(({ path }) => path ?? []);
    const person = await newPerson();
    for (const path of new Set(paths)) expect((await person.browser.ask(path)).status, path).toBeLessThan(400);
  });

  it("[P-17] where data lives is a setting, fixed for a team by its id, and the page says whether it is a guarantee or a wish", async () => {
    const { jurisdictionOf, newTeamId } = await import("~/app/domain/teams");
    const made = (jurisdiction: "" | "eu" | "fedramp") => newTeamId({ now: Date.now(), location: { jurisdiction } });
    expect([jurisdictionOf(made("")), jurisdictionOf(made("eu")), jurisdictionOf(made("fedramp"))]).toEqual(["", "eu", "fedramp"]);
    expect(await textOf("/policies/security")).toContain("That is no guarantee of any country.");
    const { default: worker } = await import("~/workers/index");
    expect(typeof worker.fetch).toBe("function");
    const { openContext } = await import("~/workers/context");
    expect((await openContext(env as never)).location).toMatchObject({
      jurisdiction: "",
      hint: "",
      database: { jurisdiction: "", hint: "" },
    });
  });
});
