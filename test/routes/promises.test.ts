// What the public pages say, held against what the software does: policies, cookies, headers, sub-processors, promises, consent.
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { signUp } from "~/app/domain/accounts/accounts";
import { limits } from "~/app/domain/core/limits";
import { currentPolicies, policyVersions } from "~/app/domain/core/policies";
import { enterTeam } from "~/app/domain/teams/members";
import { jurisdictionOf } from "~/app/domain/teams/teams";
import { promises } from "~/app/legal/promises";
import { subprocessors } from "~/app/legal/subprocessors";
import packageJson from "../../package.json";
import wranglerToml from "../../wrangler.toml?raw";
import { again, Browser, newContext, newPerson, origin, PASSWORD } from "../support/app";
import { openPages } from "../support/pages";

const textOf = async (path: string, browser = new Browser()) => (await browser.ask(path)).text();

const sources = Object.entries(
  import.meta.glob<string>(
    ["/app/**/*.{ts,tsx}", "!/app/legal/texts/*", "/db/**/*.ts", "/workers/*.ts", "/workers/{queue,cron,ledger}/*.ts"],
    {
      query: "?raw",
      import: "default",
      eager: true,
    },
  ),
);

describe("policies", () => {
  it("[P-38] [E-26] each shows at its top the date of the version that is read, and every posted version stays readable, with its own text", async () => {
    const day = (version: string) =>
      new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" }).format(Date.parse(version.slice(0, 10)));
    const dated = (version: string) => new RegExp(`<h1[^>]*>[^<]+</h1>\\s*<p[^>]*>Last updated (<!-- -->)?${day(version)}</p>`);
    for (const { policy, version } of currentPolicies(Date.now()))
      expect(await textOf(`/policies/${policy}`), policy).toMatch(dated(version));
    const bodies = new Map<string, string>();
    for (const { policy, version } of policyVersions) {
      const page = await textOf(`/policies/${policy}/${version}`);
      expect(page, version).toMatch(dated(version));
      // The text itself, without what frames it: each version's own, and not empty.
      const body = /Last updated.*?<\/p>(.*?)<h2>Versions/s.exec(page)?.[1]?.replace(/<p class=\x22rounded-lg.*?<\/p>/s, "") ?? "";
      expect(body.replace(/<[^>]+>/g, "").length, `${policy} ${version}`).toBeGreaterThan(600);
      bodies.set(`${policy} ${version}`, body);
    }
    expect(new Set(bodies.values()).size).toBe(policyVersions.length);
    expect(await textOf("/policies/privacy/2026-11-22")).toContain("This is an older version");
    expect((await new Browser().ask("/policies/privacy/2020-01-01")).status).toBe(404);
    for (const old of ["/privacy", "/terms"]) expect((await new Browser().ask(old)).headers.get("Location")).toBe(`/policies${old}`);
  });

  it("[A-14] [E-27] the version in force at sign-up is the one that is recorded as accepted, with its time", async () => {
    const person = await newPerson();
    const { results } = await env.DB.prepare("SELECT policy, version, accepted_at AS at FROM acceptances WHERE user_id = ?")
      .bind(person.userId)
      .all<{ policy: string; version: string; at: number }>();
    const posted = policyVersions.filter(({ from }) => from <= Date.now()).sort((a, b) => a.from - b.from);
    const current = new Map(posted.map(({ policy, version }) => [policy as string, version]));
    expect(results.map(({ policy }) => policy).sort()).toEqual(["data-processing", "privacy", "terms"]);
    for (const { policy, version, at } of results) {
      expect(version).toBe(current.get(policy));
      expect(Math.abs(at - Date.now())).toBeLessThan(60_000);
    }
    // Before a version was posted, the one before it was in force.
    const privacyAt = (at: number) => currentPolicies(at).find(({ policy }) => policy === "privacy")?.version;
    const versions = policyVersions.filter(({ policy }) => policy === "privacy");
    expect(versions.map(({ from }) => privacyAt(from))).toEqual(versions.map(({ version }) => version));
    expect(versions.slice(1).map(({ from }) => privacyAt(from - 1))).toEqual(versions.slice(0, -1).map(({ version }) => version));
  });

  it("[M-21] [E-28] name who answers and where to reach them, from configuration; the support address is at the foot of every page", async () => {
    const person = await newPerson({ verified: true });
    const { sender } = await newContext();
    for (const path of openPages) expect(await textOf(path), path).toContain(`mailto:${sender.supportEmail}`);
    for (const path of ["/contacts", "/contacts/new", "/import", "/credits", "/settings", "/settings/privacy"])
      expect(await textOf(path, person.browser), path).toContain(`mailto:${sender.supportEmail}`);
    // In the text itself, and not in the foot alone.
    const textIn = async (policy: string) => /<article.*?<\/article>/s.exec(await textOf(`/policies/${policy}`))?.[0] ?? "";
    for (const policy of ["terms", "privacy"])
      for (const words of [sender.name, sender.address]) expect(await textIn(policy)).toContain(words);
    for (const policy of ["privacy", "data-processing"]) expect(await textIn(policy)).toContain(sender.privacyEmail);
    expect(await textOf("/.well-known/security.txt")).toContain(sender.supportEmail);
  });
});

describe("sub-processors", () => {
  it("[P-15] [M-22] each stands on the page with name, purpose, location, and the contract that binds it", async () => {
    const page = await textOf("/subprocessors");
    for (const { name, purpose, location, contract } of subprocessors)
      for (const words of [name, purpose, location, contract.name, contract.url]) expect(page).toContain(words.replaceAll("’", "’"));
  });

  it("are those that the data processing terms in force name: a new one comes with a new version, which is mailed to every owner", () => {
    const terms = currentPolicies(Date.now()).find(({ policy }) => policy === "data-processing");
    expect(terms?.material).toBe(true);
    expect(terms?.subprocessors).toEqual(subprocessors.map(({ name }) => name));
  });

  /** The host in a literal address, without `www.` and the like: `checkout.stripe.com` is Stripe's. */
  const ownerOf = (host: string) => host.split(".").slice(-2).join(".");

  it("[P-16] none is an AI service, in the list, the packages or the bindings; every host that our code names, and every vendor whose SDK it uses, is on the list", () => {
    const ai = /openai|anthropic|gemini|mistral|cohere|llama|gpt|hugging|workers-ai|bedrock|langchain|replicate/i;
    expect([...Object.keys(packageJson.dependencies), ...subprocessors.map(({ name }) => name)].filter((name) => ai.test(name))).toEqual(
      [],
    );
    // What the platform lends us stands in wrangler.toml: storage, queues, objects and our own Workers, and no model.
    const bindings = Array.from(wranglerToml.matchAll(/^\[+(?:env\.production\.)?([\w.]+)\]/gm), ([, kind = ""]) => kind);
    const storing = ["vars", "assets", "alias", "d1_databases", "r2_buckets", "queues.producers", "queues.consumers", "durable_objects"];
    const running = ["migrations", "services", "triggers", "limits", "env.production", "observability", "observability.logs", "build"];
    expect(bindings.filter((kind) => ![...storing, ...running, "analytics_engine_datasets"].includes(kind))).toEqual([]);
    const owners = new Set(subprocessors.map(({ contract }) => ownerOf(new URL(contract.url).host)));
    const hosts = sources.flatMap(([path, text]) =>
      Array.from(text.replace(/^\s*(\/\/|\*).*$/gm, "").matchAll(/https?:\/\/([\w-]+(?:\.[\w-]+)+)/g), ([, host = ""]) => ({ path, host })),
    );
    expect(hosts.length).toBeGreaterThan(2);
    expect(hosts.filter(({ host }) => !owners.has(ownerOf(host)))).toEqual([]);
    // Calls of the network: our own Worker's entry, the local clock, and a page that reads its own statement.
    const calls = sources.flatMap(([path, text]) => Array.from(text.matchAll(/(?<![\w.])fetch\((?!request\b)/g), () => path));
    expect(calls).toEqual(["/app/routes/credits/proof.tsx"]);
    const imported = sources.flatMap(([, text]) => Array.from(text.matchAll(/from \x22((?:@[\w-]+\/)?[\w-]+)/g), ([, name = ""]) => name));
    const speaking = new Set(imported.filter((name) => /^(stripe|resend|@sentry|posthog|twilio|mixpanel|@aws-sdk)/.test(name)));
    expect([...speaking].sort()).toEqual(
      subprocessors
        .map(({ module }) => module)
        .filter((module) => module !== "workers")
        .sort(),
    );
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

  it("[M-15] tries to sign in, to sign up and to pay are limited, and there are no credits before an address is confirmed", async () => {
    const person = await newPerson();
    expect((await (await again(person)).ledger(person.teamId).balance()).free).toBe(0);
    const ask = (path: string, fields: Record<string, string>) => {
      const from = { Origin: origin, "Sec-Fetch-Site": "same-origin", "CF-Connecting-IP": "203.0.113.15" };
      return new Browser().ask(path, { method: "POST", body: new URLSearchParams(fields), headers: from });
    };
    const statuses = async (tries: number, post: (n: number) => Promise<Response>) => {
      const all: number[] = [];
      for (let n = 0; n < tries; n++) all.push((await post(n)).status);
      return [all[0], all.at(-1)];
    };
    expect(await statuses(10, () => ask("/sign-in", { email: person.email, password: "wrong password" }))).toEqual([401, 429]);
    const fresh = (n: number) => ({
      name: "A",
      email: `many${n}.${person.teamId.toLowerCase()}@example.org`,
      password: PASSWORD,
      adult: "on",
    });
    expect(await statuses(limits["sign-up"].network + 1, (n) => ask("/sign-up", fresh(n)))).toEqual([302, 429]);
    const last = fresh(limits["sign-up"].network).email;
    expect(await env.DB.prepare("SELECT id FROM users WHERE email = ?").bind(last).first()).toBeNull();
    const verified = await newPerson({ verified: true });
    expect((await (await again(verified)).ledger(verified.teamId).balance()).free).toBe(25);
    // Who is not confirmed buys nothing; who is begins only so many payments.
    expect((await person.browser.post("/credits/buy", { pack: "100" })).status).toBe(403);
    const bought = await statuses(limits.checkout.from + 1, () => verified.browser.post("/credits/buy", { pack: "100" }));
    expect(bought).toEqual([302, 429]);
    const begun = await env.DB.prepare("SELECT COUNT(*) AS n FROM purchases WHERE team_id = ?").bind(verified.teamId).first("n");
    expect(begun).toBe(limits.checkout.from);
  }, 60_000);
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

  it("[P-17] where data lives is a setting, fixed for a team by its id, and every call of its ledger stays there", async () => {
    const asked: [jurisdiction: string, name: string][] = [];
    const within = (jurisdiction: string) => ({ getByName: (name: string) => void asked.push([jurisdiction, name]) });
    const { openContext } = await import("~/workers/context");
    const ctx = await openContext({ ...env, LEDGER: { ...within(""), jurisdiction: within } } as never);
    for (const jurisdiction of ["", "eu", "fedramp"] as const) {
      const email = `lives${jurisdiction}.${Date.now()}@example.org`;
      const made = await signUp(
        { ...ctx, location: { ...ctx.location, jurisdiction } },
        { name: "A", email, password: PASSWORD, adult: "on" },
      );
      const userId = made.kind === "done" ? made.userId : "";
      const teamId = (await enterTeam(ctx, userId))?.team.id ?? "";
      expect(jurisdictionOf(teamId)).toBe(jurisdiction);
      // Moved to another setting later, the team stays where it was.
      ctx.ledger(teamId);
      expect(asked.pop()).toEqual([jurisdiction, teamId]);
    }
  });

  it.each([
    [{}, "wherever the platform chooses. No country is guaranteed."],
    [
      { LEDGER_LOCATION: "weur", DATABASE_LOCATION: "weur" },
      "in western Europe, as far as the platform can. That is a preference, not a guarantee.",
    ],
    [{ DATA_JURISDICTION: "eu", DATABASE_JURISDICTION: "eu" }, "in the European Union. The platform guarantees this."],
  ])("[P-17] with the settings %j the security page says of database and ledgers: %s", async (settings, words) => {
    vi.resetModules();
    const { default: worker } = await import("~/workers/index");
    const answer = await worker.fetch(new Request(`${origin}/policies/security`) as never, { ...env, ...settings } as never, {} as never);
    const page = (await answer.text()).replaceAll("<!-- -->", "");
    expect(page.split(words)).toHaveLength(3);
    vi.resetModules();
  });
});
