// Requests that are odd in every way, at every route: none is answered with a failure of ours, none costs a credit. `npm run test:fuzz` sends more of
// them, over HTTP, and watches time and memory.
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
// @ts-expect-error The build has no types; it is made by `npm run build`.
import * as build from "../../build/server/index.js";
import { ask, newPerson, origin } from "../support/app";
import { ledgerOf } from "../support/ledgers";
import { oddRequest } from "../support/oddRequests";
import { randomFrom } from "../support/random";
import { addressesOf } from "../support/routes";

const REQUESTS = 2_000;
const ROUNDS = 8;

it.each(Array.from({ length: ROUNDS }, (_, n) => n + 1))(
  "2,000 odd requests, part %i of 8: no failure of ours, and every balance as it was",
  async (part) => {
    const seed = Number(env.SEED || Date.now() % 1_000_000) + part;
    const random = randomFrom(seed);
    const person = await newPerson({ credits: 5, verified: part % 2 === 0 });
    const addresses = addressesOf(build.routes).filter((address) => address !== "/sign-out");
    expect(addresses.length).toBeGreaterThan(60);
    const before = (await ledgerOf(person.teamId).balance()).free;
    const failed: string[] = [];
    for (let n = 0; n < REQUESTS / ROUNDS; n++) {
      const { method, path, headers, body } = oddRequest(random, addresses, person.browser.cookieHeader);
      if (headers.Origin === "") headers.Origin = origin;
      const response = await ask(new Request(`${origin}${path}`, { method, headers, body, redirect: "manual" }));
      await response.arrayBuffer();
      if (response.status >= 500)
        failed.push(`${response.status} ${method} ${path} ${headers["Content-Type"] ?? ""} ${String(body).slice(0, 200)}`);
    }
    expect(failed, `seed ${seed}`).toEqual([]);
    expect((await ledgerOf(person.teamId).balance()).free, `seed ${seed}`).toBe(before);
  },
);
