// What is wrong is put right: by a team in its contacts, and at the asking of whom it is about; and how long an answer may take.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { beforeAll, describe, expect, it } from "vitest";
import { contacts } from "~/app/domain/contacts/card";
import { ContactInput } from "~/app/domain/contacts/contactInput";
import { addContact, readContact, readContacts } from "~/app/domain/contacts/contacts";
import { addCustomField, readCustomFields } from "~/app/domain/fields/customFields";
import { sweepRights } from "~/app/domain/privacy/rights";
import { readMemberNames } from "~/app/domain/teams/members";
import { again, Browser, contactInput, newAddress, newContext, newPerson } from "../../support/app";
import { ledgerOf } from "../../support/ledgers";
import { joinedAs, memberIdOf } from "../../support/members";
import { mailsTo } from "../../support/payments";
import { everything, settled } from "../../support/planted";
import { askConfirmed } from "../../support/requests";

const DAY = 86_400_000;
const later = async (days: number) => ({ ...(await newContext()), now: Date.now() + days * DAY });

/** Every field of the form of a contact, each with a word in it. */
const fieldsWith = (word: string, own: string, status: string): Record<string, string> => ({
  ...{ firstName: `First${word}`, lastName: `Last${word}`, company: `Company${word}`, title: `Title${word}`, status },
  ...{ "emails[0].label": `Mail${word}`, "emails[0].value": `one-${word}@example.org` },
  ...{ "emails[1].label": `Other${word}`, "emails[1].value": `two-${word}@example.org` },
  ...{ "phones[0].label": `Phone${word}`, "phones[0].value": word === "Old" ? "+49 30 5550101" : "+49 30 5550202" },
  ...{ "addresses[0].label": `Home${word}`, "addresses[0].street": `Street${word}`, "addresses[0].city": `City${word}` },
  ...{ "addresses[0].region": `Region${word}`, "addresses[0].postcode": `P${word}`, "addresses[0].country": `Land${word}` },
  ...{ tags: `Tag${word}`, birthday: word === "Old" ? "1984-02-29" : "1990-07-01", website: `https://${word.toLowerCase()}.example` },
  [`custom.${own}`]: `Own${word}`,
});

describe("the controller", () => {
  it("[E-21] corrects every field of a contact, free, and what was there before is gone", async () => {
    const person = await newPerson({ credits: 5, verified: true });
    await addCustomField(await again(person), contacts, { name: "Allergies", sensitive: false });
    const own = (await readCustomFields(await again(person), contacts.noun))[0]?.id ?? "";
    const key = ulid();
    // Whose it is goes by id in the form, and by name in the copy.
    const colleague = await joinedAs("agent", person);
    const [me, other] = [await memberIdOf(person), await memberIdOf(colleague)];
    const names = await readMemberNames(await again(person));
    const made = { ...fieldsWith("Old", own, "prospect"), ownerId: me, key, price: "1" };
    expect((await person.browser.post("/contacts/new", made)).headers.get("Location")).toBe(`/contacts/${key}`);
    const fresh = fieldsWith("New", own, "customer");
    const filled = { ...fresh, ownerId: other };
    // A field that is added to the form is corrected here too, or this fails.
    const named = new Set(Object.keys(filled).map((name) => name.split(/[.[]/)[0]));
    expect(named).toEqual(new Set(Object.keys(ContactInput.shape)));
    const free = (await ledgerOf(person.teamId).balance()).free;
    const form = await (await person.browser.ask(`/contacts/${key}/edit`)).text();
    const changedAt = /name=\x22changedAt\x22 value=\x22(\d+)/.exec(form)?.[1] ?? "";
    for (const value of Object.values(fieldsWith("Old", own, "prospect"))) expect(form).toContain(value.replaceAll("&", "&amp;"));
    expect((await person.browser.post(`/contacts/${key}/edit`, { ...filled, changedAt })).status).toBe(302);
    const copy = await (await person.browser.ask(`/contacts/${key}/copy.json`)).text();
    const page = await (await person.browser.ask(`/contacts/${key}/edit`)).text();
    expect(JSON.parse(copy)).toMatchObject({ lookedAfterBy: names[other] });
    expect(page).toContain(`<option value="${other}" selected="">`);
    for (const value of Object.values(fresh)) expect([value, copy.includes(value), page.includes(value)]).toEqual([value, true, true]);
    for (const value of Object.values(fieldsWith("Old", own, "prospect"))) expect([value, copy.includes(value)]).toEqual([value, false]);
    expect((await ledgerOf(person.teamId).balance()).free).toBe(free);
  });

  it("[M-11] exports, corrects, restricts and erases one contact from its page, free, under terms that can be read; the certificate names the record and not the person", async () => {
    const mark = `c${ulid().slice(-8)}`;
    const person = await settled(mark);
    const free = (await ledgerOf(person.teamId).balance()).free;
    const [contact] = (await readContacts(await again(person), { ...everything, search: `first${mark}` })).contacts;
    const here = `/contacts/${contact?.id}`;
    const page = await (await person.browser.ask(here)).text();
    // Each is one press away from the contact's own page.
    for (const one of [`href="${here}/copy.json"`, `href="${here}/edit"`, `href="${here}/erase"`, 'value="restrict"'])
      expect(page).toContain(one);
    expect(await (await person.browser.ask(`${here}/copy.json`)).text()).toContain(`Note${mark}`);
    const { changedAt } = (await readContact(await again(person), contact?.id ?? "")) ?? {};
    const corrected = {
      firstName: `Right${mark}`,
      changedAt: String(changedAt),
      "emails[0].value": `contact-${mark}@example.org`,
    };
    expect((await person.browser.post(`${here}/edit`, corrected)).status).toBe(302);
    expect(await (await person.browser.ask(here)).text()).toContain(`Right${mark}`);
    expect((await person.browser.post(here, { intent: "restrict" })).status).toBe(302);
    expect(await (await person.browser.ask(here)).text()).toContain("Restricted: kept, not used.");
    const erased = await person.browser.post(`${here}/erase`, {});
    const certificate = erased.headers.get("Location") ?? "";
    expect(certificate).toMatch(/^\/settings\/audit\/[0-9A-Z]{26}$/);
    const shown = await (await person.browser.ask(certificate)).text();
    expect([shown.includes(contact?.id ?? "none"), shown.includes(mark)]).toEqual([true, false]);
    expect((await person.browser.ask(here)).status).toBe(404);
    expect((await (await newPerson()).browser.ask(certificate)).status).toBe(404);
    expect((await ledgerOf(person.teamId).balance()).free).toBe(free);
    const terms = await (await new Browser().ask("/policies/data-processing")).text();
    for (const words of ["processor", "controller", "instructions"]) expect(terms).toContain(words);
  });
});

describe("a request for a correction", () => {
  it("[P-30] is told to the team in the words of who asked, is open until it is answered, and its end is told and shown", async () => {
    const email = newAddress();
    const team = await newPerson({ credits: 3, verified: true });
    await addContact(await again(team), contactInput({ firstName: "Patt", emails: [{ label: "", value: email }] }), ulid(), 1);
    const { path } = await askConfirmed("correction", email, { details: "My name is spelled Pat." });
    const shown = async () => (await new Browser().ask(path)).text();
    const register = await (await team.browser.ask("/settings/requests")).text();
    for (const words of ["My name is spelled Pat.", "Correct my data", email]) expect(register).toContain(words);
    expect(await shown()).not.toContain("What was wrong has been corrected.");
    const part = await env.DB.prepare("SELECT id FROM rights_requests WHERE team_id = ?").bind(team.teamId).first<string>("id");
    await team.browser.post("/settings/requests", { intent: "end", id: part ?? "", how: "corrected" });
    expect(await mailsTo(email, "rights-ended")).toBe(1);
    expect(await shown()).toContain("What was wrong has been corrected.");
    expect(await (await team.browser.ask("/settings/requests")).text()).not.toContain("My name is spelled Pat.");
  });
});

describe("a request that no team can answer", () => {
  beforeAll(async () => {
    if (!(await env.DB.prepare("SELECT id FROM users WHERE email = 'operator@farthing.test'").first()))
      await newPerson({ verified: true, address: "operator@farthing.test" });
  });

  it("[P-33] stands on the operators' page with its days, and they are reminded a week and a day before, and once when it is late", async () => {
    const email = newAddress();
    const { id } = await askConfirmed("copy", email, { details: "Everything, please" });
    const told = () =>
      env.DB.prepare("SELECT COUNT(*) AS n FROM mails WHERE recipient = 'operator@farthing.test' AND id LIKE ?").bind(`%${id}%`).first("n");
    const reminded: unknown[] = [];
    for (const days of [1, 21.9, 22.1, 25, 28.1, 29.9, 30.1, 33]) {
      await sweepRights(await later(days));
      reminded.push(await told());
    }
    expect(reminded).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
    const props = await env.DB.prepare(
      "SELECT props FROM mails WHERE recipient = 'operator@farthing.test' AND id LIKE ? ORDER BY id LIMIT 1",
    )
      .bind(`%${id}%`)
      .first<string>("props");
    expect(props).toContain(`/operator/rights#${id}`);
  });
});
