// What is looked at of usage: totals that are about nobody.

import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { expect, it } from "vitest";
import { contactRef } from "~/app/domain/contacts/card";
import { addContact } from "~/app/domain/contacts/contacts";
import { readUsageTotals } from "~/app/domain/credits/usageTotals";
import { checkLedgers } from "~/app/domain/operations/checks";
import { addNote } from "~/app/domain/records/notes";
import { again, contactInput, newContext, newPerson } from "../../support/app";

const DAY = 86_400_000;

it("[P-13] usage is looked at only as totals of all teams together: counted once though the night runs twice, with nobody's id, and only what at least five teams did", async () => {
  const people = await Promise.all(Array.from({ length: 6 }, () => newPerson({ credits: 5 })));
  for (const [n, person] of people.entries()) {
    const id = ulid();
    await addContact(await again(person), contactInput(), id, 1);
    // Four of them: too few to be shown.
    if (n < 4) await addNote(await again(person), contactRef(id), { text: "a note", key: ulid(), shownCredits: 1 });
  }
  const tomorrow = { ...(await newContext()), now: Date.now() + DAY };
  for (let n = 0; n < 2; n++) await checkLedgers(tomorrow);
  const day = new Date().toISOString().slice(0, 10);
  const { results } = await env.DB.prepare("SELECT * FROM usage_days WHERE day = ? ORDER BY action").bind(day).all();
  expect(results).toEqual([
    { day, action: "contact.add", actions: 6, credits: 6, teams: 6 },
    { day, action: "note.add", actions: 4, credits: 4, teams: 4 },
  ]);
  expect((await readUsageTotals(tomorrow)).map(({ action }) => action)).toEqual(["contact.add"]);
  for (const { teamId, userId, ctx } of people)
    for (const one of [teamId, userId, ctx.member.id]) expect(JSON.stringify(results)).not.toContain(one);
});
