// The cron's own book: how each job ended, and that each may run twice.
import { describe, expect, it } from "vitest";
import { readRuns } from "~/app/domain/runs";
import { runSchedule, schedule } from "~/workers/cron/schedule";
import { Browser, newContext } from "../support/app";

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
});
