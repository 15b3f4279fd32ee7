// After a purge: forty planted values, looked for in every table, every file, every ledger and every job.

import { env, runInDurableObject } from "cloudflare:test";
import { ulid } from "ulidx";
import { expect, it } from "vitest";
import { runArchive, startArchive } from "~/app/domain/archives/archives";
import { contactRef, contacts } from "~/app/domain/contacts/card";
import { addContact } from "~/app/domain/contacts/contacts";
import { keepDraft } from "~/app/domain/contacts/drafts";
import { openVault } from "~/app/domain/core/encryption";
import { HISTORY_DAYS } from "~/app/domain/core/periods";
import { addCustomField, readCustomFields } from "~/app/domain/fields/customFields";
import { uploadImport } from "~/app/domain/imports/imports";
import { deactivate } from "~/app/domain/leaving/deactivation";
import { recheckPurges, sweepPurges } from "~/app/domain/leaving/purge";
import { sendMail } from "~/app/domain/mail/mails";
import { setNominee } from "~/app/domain/privacy/memberRights";
import { confirmRequest, openRequest } from "~/app/domain/privacy/rights";
import { addNote } from "~/app/domain/records/notes";
import { again, Browser, contactInput, linkTo, newContext, newPerson, type Person } from "../../support/app";
import { ledgerOf } from "../../support/ledgers";
import { buy, tell } from "../../support/payments";
import { placesOf } from "../../support/planted";

const DAY = 86_400_000;

/** Everything that a ledger keeps, as text. */
function ledgerText(teamId: string): Promise<string> {
  const stub = env.LEDGER.get(env.LEDGER.idFromName(teamId));
  return runInDurableObject(stub, (_object, state) => {
    const names = state.storage.sql
      .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%cf_%'")
      .toArray();
    return names.map(({ name }) => JSON.stringify(state.storage.sql.exec(`SELECT * FROM "${name}"`).toArray())).join("\n");
  });
}

/** Where a value is found: tables, files, the ledger of a team, jobs. */
async function whereIs(value: string, teamId: string, jobs: object[]): Promise<string[]> {
  const places = await placesOf(value);
  if ((await ledgerText(teamId)).includes(value)) places.push("ledger");
  if (JSON.stringify(jobs).includes(value)) places.push("jobs");
  return places.sort();
}

/** A team with a value of its own in everything that can hold one. Returns them all, by what they are. */
async function plant(mark: string, jobs: object[]): Promise<{ person: Person; canaries: Record<string, string> }> {
  const email = `${mark}@example.org`;
  const person = await newPerson({ verified: true, address: email });
  await buy(person);
  const canaries: Record<string, string> = {
    email,
    userName: `User${mark}`,
    phone: `+00${mark}`,
    team: `Team${mark}`,
    business: `Business${mark}`,
  };
  await person.browser.post("/settings", { intent: "you", name: canaries.userName ?? "", phone: canaries.phone ?? "" });
  await person.browser.post("/settings/team", {
    name: canaries.team ?? "",
    businessName: canaries.business ?? "",
    defaultCountry: "DE",
    timeZone: "UTC",
  });
  const ctx = await again(person, jobs);
  canaries.field = `Field${mark}`;
  await addCustomField(ctx, contacts, { name: canaries.field, sensitive: false });
  await addCustomField(ctx, contacts, { name: "Allergies", sensitive: true });
  const fields = await readCustomFields(ctx, contacts.noun);
  for (let n = 0; n < 3; n++) {
    const id = ulid();
    const of = (what: string) => (canaries[`${what}${n}`] = `${what}${n}${mark}`);
    const address = { label: of("label"), street: of("street"), city: of("city"), region: of("region"), postcode: "1", country: "DE" };
    const input = contactInput({
      ...{
        firstName: of("first"),
        lastName: of("last"),
        company: of("company"),
        title: of("title"),
        website: of("website"),
        tags: of("tag"),
      },
      ...{
        emails: [{ label: "", value: `${of("mail")}@example.org` }],
        phones: [{ label: "", value: of("number") }],
        addresses: [address],
        custom: Object.fromEntries(fields.map(({ id, sensitive }) => [id, of(sensitive ? "secret" : "own")])),
      },
    });
    await addContact(await again(person, jobs), input, id, 1);
    await addNote(await again(person, jobs), contactRef(id), { text: of("note"), key: ulid(), shownCredits: 1 });
    if (n === 0) canaries.contactId = id;
  }
  canaries.nominee = `Nominee${mark}`;
  await setNominee(ctx, person.userId, { name: canaries.nominee, email: `nominee.${mark}@example.org`, relation: "" });
  canaries.draft = `Draft${mark}`;
  await keepDraft(ctx, "/contacts/new", [["firstName", canaries.draft]]);
  canaries.row = `Row${mark}`;
  await uploadImport(ctx, `File${mark}.csv`, new TextEncoder().encode(`Name,Email\n${canaries.row},r${mark}@example.org\n`));
  canaries.file = `File${mark}`;
  const started = await startArchive(ctx);
  if ("archiveId" in started) await runArchive(await newContext(), person.teamId, started.archiveId);
  canaries.requester = `requester.${ulid().toLowerCase()}@example.org`;
  await addContact(await again(person, jobs), contactInput({ emails: [{ label: "", value: canaries.requester }] }), ulid(), 1);
  const request = await openRequest(await newContext(), {
    kind: "copy",
    name: "Asks",
    email: canaries.requester,
    about: null,
    details: "",
  });
  const key = new URL(await linkTo(canaries.requester, "rights-received")).searchParams.get("key") ?? "";
  await confirmRequest(await newContext(), request, key);
  canaries.session = (await env.DB.prepare("SELECT id FROM sessions WHERE user_id = ?").bind(person.userId).first<string>("id")) ?? "";
  canaries.password =
    (await env.DB.prepare("SELECT password_hash AS hash FROM users WHERE id = ?").bind(person.userId).first<string>("hash")) ?? "";
  canaries.memberId = person.ctx.member.id;
  return { person, canaries };
}

/** The request was the asker's, not the team's: it stays in the register until it is answered, and its mail in the log. */
const askersOwn = ["mails", "rights_requests"];

it("[P-28] after the purge none of forty values is in any table, file, ledger or job but what outlives it by name; all of another team's are; an old copy opens no more", async () => {
  const jobs: object[] = [];
  const [gone, stays] = [await plant(`g${ulid().slice(-8)}`, jobs), await plant(`s${ulid().slice(-8)}`, jobs)];
  expect(Object.keys(gone.canaries).length).toBeGreaterThanOrEqual(40);
  const { teamId } = gone.person;
  const before = await Promise.all(Object.values(stays.canaries).map((value) => whereIs(value, stays.person.teamId, jobs)));
  // What lies sealed is found by nobody; everything else is somewhere.
  const sealed = new Set(["note0", "note1", "note2", "secret0", "secret1", "secret2", "draft", "row"]);
  for (const [what, value] of Object.entries(gone.canaries))
    expect((await whereIs(value, teamId, jobs)).length > 0, what).toBe(!sealed.has(what));
  // A copy of the database and of the ledger, as the platform could bring it back.
  const { results: copy } = await env.DB.prepare(
    `SELECT id, body FROM timeline WHERE team_id = ?1 AND body <> ''
     UNION ALL SELECT 'custom/' || c.id || '/' || j.key, j.value ->> 'sealed' FROM contacts AS c, json_each(c.custom_values) AS j
     WHERE c.team_id = ?1 AND j.type = 'object'`,
  )
    .bind(teamId)
    .all<{ id: string; body: string }>();
  const drafts = await env.DB.prepare("SELECT id, body FROM drafts WHERE team_id = ?").bind(teamId).all<{ id: string; body: string }>();
  const vault = await openVault(await newContext(), teamId);
  for (const { id, body } of copy) expect(await vault.open(id, body)).toContain(gone.canaries.email?.split("@")[0]);

  await deactivate(await again(gone.person), "correct horse battery");
  const later = { ...(await newContext()), now: Date.now() + 31 * DAY, clock: async () => Date.now() + 31 * DAY };
  for (let n = 0; n < 3; n++) await sweepPurges(later);
  await recheckPurges(later);
  await tell("charge.refunded", { paymentId: "pi_unknown" });
  const { results: farewells } = await env.DB.prepare("SELECT id FROM mails WHERE template = 'team-purged'").all<{ id: string }>();
  for (const { id } of farewells) await sendMail({ ...later, mail: { ...later.mail, send: async () => ({ kind: "sent" }) } }, id);

  for (const [what, value] of Object.entries(gone.canaries)) {
    const places = await whereIs(value, teamId, []);
    // Jobs hold ids alone, and are over.
    expect(what === "requester" ? places.filter((place) => !askersOwn.includes(place)) : places, what).toEqual([]);
  }
  expect(await ledgerText(teamId)).not.toMatch(new RegExp(`${gone.person.userId}|${gone.canaries.contactId}|${gone.canaries.memberId}`));
  expect(await Promise.all(Object.values(stays.canaries).map((value) => whereIs(value, stays.person.teamId, jobs)))).toEqual(before);
  expect((await ledgerOf(stays.person.teamId).audit()).findings).toEqual([]);

  // The old copy, with the secrets of today: no key, so nothing opens.
  expect(copy.length + drafts.results.length).toBeGreaterThanOrEqual(7);
  await expect(openVault(await newContext(), teamId)).rejects.toThrow(/is gone/);
  const another = await openVault(await newContext(), stays.person.teamId);
  for (const { id, body } of [...copy, ...drafts.results]) await expect(another.open(id, body)).rejects.toThrow();
});

it("[P-28] the pages say how long the platform's own history reaches back, and what does not open even there", async () => {
  const said = async (path: string) => (await (await new Browser().ask(path)).text()).replaceAll("<!-- -->", "");
  const page = await said("/retention");
  expect(page).toContain(`history goes back ${HISTORY_DAYS} days`);
  expect(page).toContain("Even there, notes can’t be opened: their key is gone.");
});
