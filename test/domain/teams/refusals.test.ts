// What was refused stands in the team's audit log, as far as one member can fill it.
import { describe, expect, it } from "vitest";
import { readActs } from "~/app/domain/core/auditLog";
import { again, newPerson } from "../../support/app";
import { joinedAs } from "../../support/members";
import { mailsTo } from "../../support/payments";

describe("a page that somebody’s role doesn’t open", () => {
  it("[P-21] is noted in the team’s audit log with who asked and for what, at most twenty times a day for one member, and with no mail", async () => {
    const [owner, stranger] = [await newPerson({ verified: true }), await newPerson({ verified: true })];
    const viewer = await joinedAs("viewer", owner);
    const log = async (person: typeof owner) => (await readActs(await again(person), 100)).acts.map(({ done }) => done);
    expect((await viewer.browser.ask("/import")).status).toBe(403);
    await expect.poll(() => log(owner)).toContain("Was refused: may not import files");
    expect((await viewer.browser.ask("/contacts")).status).toBe(200);
    for (let n = 0; n < 25; n++) await viewer.browser.post("/contacts/new", {});
    await expect.poll(async () => (await log(owner)).length).toBe(20);
    expect((await log(owner)).every((line) => line.startsWith("Was refused"))).toBe(true);
    expect(await log(stranger)).toEqual([]);
    expect(await mailsTo(owner.email, "security-notice")).toBe(0);
  });
});
