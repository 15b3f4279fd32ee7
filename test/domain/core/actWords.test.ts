// The audit log in sentences: what the database has as names and numbers, a person reads as what was done.
import { expect, it } from "vitest";
import { tellActs } from "~/app/domain/core/actWords";
import { again, newPerson } from "../../support/app";

const acts = import.meta.glob<string>("/app/domain/core/acts.ts", { query: "?raw", import: "default", eager: true });
const names = Array.from((Object.values(acts)[0] ?? "").matchAll(/\| \x22([a-z]+\.[a-z-]+)\x22/g), ([, name = ""]) => name);

it("every act there is reads as a sentence: no code, no id, no JSON, and the numbers that belong to it", () => {
  expect(names.length).toBeGreaterThan(30);
  const detail = JSON.stringify({ credits: 1, amountCents: 750, reason: "A good one", with: "Firefox on Linux", fields: "sensitive" });
  for (const { act, done, reason, device } of tellActs(names.map((act) => ({ act, detail })))) {
    expect(done, act).toMatch(/^[A-Z][^{}"_]+$/);
    expect(done, act).not.toContain(act);
    expect(done, act).not.toMatch(/\b1 credits\b/);
    expect([reason, device]).toEqual(["A good one", "Firefox on Linux"]);
  }
  const told = (act: string, over: object) => tellActs([{ act, detail: JSON.stringify(over) }])[0]?.done;
  expect(told("goodwill.given", { credits: 1 })).toBe("Gave the team 1 credit");
  expect(told("goodwill.given", { credits: 1_200 })).toBe("Gave the team 1,200 credits");
  expect(told("purchase.refunded", { amountCents: 750 })).toBe("Refunded $7.50 of a purchase");
});

it("an act of another version, or with an odd detail, is shown by its name and breaks no page", () => {
  expect(tellActs([{ act: "constructor", detail: "[]" }])[0]).toMatchObject({ done: "constructor", reason: "" });
});

it("the owner's page says who did what, when and with what", async () => {
  const person = await newPerson({ verified: true });
  await person.browser.ask("/settings", { method: "GET" });
  await person.browser.post("/settings/requests", { intent: "allow" });
  const page = (await (await person.browser.ask("/settings/audit")).text()).replace(/<(script|details)\b.*?<\/\1>/gs, "");
  for (const words of ["Let support look at the team’s contacts", "Asha Rao"]) expect(page).toContain(words);
  expect(page).not.toContain("consent.given");
  expect((await again(person)).team.id).toBe(person.teamId);
});
