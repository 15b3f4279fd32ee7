// The cron's own book: how each job ended, and that each may run twice.
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { readRuns } from "~/app/domain/core/runs";
import { runSchedule, schedule } from "~/workers/cron/schedule";
import { Browser, newContext, origin } from "../support/app";

describe("the cron", () => {
  it("[E-13] notes how every job ended, with failures in a row; each may run twice; the status page says what works", async () => {
    const ctx = await newContext();
    for (const cron of Object.keys(schedule).filter((one) => !one.startsWith("audit") && !one.startsWith("keys"))) {
      await runSchedule(cron, ctx);
      await runSchedule(cron, ctx);
    }
    const runs = await readRuns(ctx);
    for (const [cron, jobs] of Object.entries(schedule))
      if (!cron.startsWith("audit") && !cron.startsWith("keys"))
        for (const name of Object.keys(jobs))
          expect(
            runs.find((run) => run.name === name),
            name,
          ).toMatchObject({ problem: null, failures: 0 });
    schedule["test only"] = { "always-fails": () => Promise.reject(new Error("away")) };
    for (let n = 0; n < 2; n++) await runSchedule("test only", ctx);
    expect((await readRuns(ctx)).find(({ name }) => name === "always-fails")).toMatchObject({ problem: "Error: away", failures: 2 });
    schedule["test only"] = { "always-fails": async () => 1 };
    await runSchedule("test only", ctx);
    delete schedule["test only"];
    expect((await readRuns(ctx)).find(({ name }) => name === "always-fails")).toMatchObject({ problem: null, failures: 0, done: 1 });
    expect(await (await new Browser().ask("/status")).text()).toContain("Everything works");
  });

  it("[E-13] the status page says which part does not answer while the others do, and when a job keeps failing", async () => {
    const fail = () => {
      throw new Error("away");
    };
    const away = { prepare: fail, batch: fail, get: fail, getByName: () => ({ balance: () => Promise.reject(new Error("away")) }) };
    let minutes = 1;
    const shown = async (broken: object) => {
      vi.setSystemTime(Date.now() + minutes++ * 60_000);
      const { default: worker } = await import("~/workers/index");
      const answer = await worker.fetch(new Request(`${origin}/status`) as never, { ...env, ...broken } as never, {} as never);
      const page = (await answer.text()).replaceAll("<!-- -->", "");
      const parts = Array.from(
        page.matchAll(/<span class=\x22mr-auto\x22>([^<]+)<\/span>.*?>(works|not responding)</gs),
        ([, name, word]) => [name, word],
      );
      return { all: page.includes("Everything works"), down: parts.flatMap(([name, word]) => (word === "works" ? [] : [name])), parts };
    };
    expect((await shown({})).parts.map(([name]) => name)).toEqual(["Contacts", "Credits", "Files", "Daily checks and cleanup"]);
    expect(await shown({ DB: away })).toMatchObject({ all: false, down: ["Contacts", "Daily checks and cleanup"] });
    expect(await shown({ LEDGER: away })).toMatchObject({ all: false, down: ["Credits"] });
    expect(await shown({ FILES: away })).toMatchObject({ all: false, down: ["Files"] });
    schedule["test only"] = { "always-fails": () => Promise.reject(new Error("away")) };
    for (let n = 0; n < 4; n++) await runSchedule("test only", await newContext());
    delete schedule["test only"];
    expect(await shown({})).toMatchObject({ all: false, down: ["Daily checks and cleanup"] });
    await env.DB.prepare("DELETE FROM cron_runs WHERE name = 'always-fails'").run();
    expect(await shown({})).toMatchObject({ all: true, down: [] });
  });
});
