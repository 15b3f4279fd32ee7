// A record that somebody doesn't see answers as one that is not there, at every address that has its id in it, read and posted to. The addresses come
// from the routes.
import { ulid } from "ulidx";
import { beforeAll, describe, expect, it } from "vitest";
import { contactRef } from "~/app/domain/contacts/card";
import { addContact, readContact } from "~/app/domain/contacts/contacts";
import { allPermissions } from "~/app/domain/core/permissions";
import { cards, nouns } from "~/app/domain/modules";
import { setPrivate } from "~/app/domain/records/owners";
import { addRole } from "~/app/domain/teams/roles";
// @ts-expect-error The build has no types; it is made by `npm run build`.
import * as build from "../../build/server/index.js";
import { again, contactInput, newPerson, type Person } from "../support/app";
import { joinedAs, memberIdOf } from "../support/members";
import { addExample, newMark } from "../support/records";
import { addressOf, type Params, patternsOf } from "../support/routes";

let owner: Person;
/** Who may do all that a role can allow, and sees only their own. */
let narrow: Person;
/** A manager sees all but what is private. */
let manager: Person;

beforeAll(async () => {
  owner = await newPerson({ verified: true, credits: 50 });
  const sees = Object.fromEntries(nouns.map(({ plural }) => [plural, "own" as const]));
  const role = await addRole(await again(owner), { name: "Narrow", acts: allPermissions.map(({ act }) => act), sees });
  narrow = await joinedAs("own", owner, role.kind === "done" ? role.id : "");
  manager = await joinedAs("manager", owner);
});

/** A record of each noun, the owner's, as addresses name it. */
async function plant(): Promise<Params> {
  const ctx = await again(owner);
  const ownerId = await memberIdOf(owner);
  const contactId = ulid();
  await addContact(ctx, contactInput({ firstName: newMark(), ownerId }), contactId, 1);
  const others = cards.map(async (card) => [`${card.plural} id`, (await addExample(ctx, card, newMark(), { ownerId })).id]);
  return { contactId, ...Object.fromEntries(await Promise.all(others)) };
}

const absent: Params = { contactId: ulid(), ...Object.fromEntries(cards.map(({ plural }) => [`${plural} id`, ulid()])) };
const patterns = patternsOf(build.routes).filter((pattern) => addressOf(pattern, absent) !== addressOf(pattern, {}));

const posted: Record<string, string>[] = [
  ...["none", "trash", "restore", "restrict", "release", "call", "hide", "show", "remove-note"].map((intent) => ({
    intent,
    noteId: ulid(),
  })),
  { text: "A note", key: ulid(), price: "1" },
  { firstName: "Other", name: "Other", changedAt: "0" },
  { agreed: "yes", confirm: "yes", name: "Other" },
];

/** What somebody is told about a record at an address: status, where it leads, and how much was said. */
async function told({ browser }: Person, pattern: string, params: Params): Promise<string[]> {
  const path = addressOf(pattern, params);
  const said = async (response: Response) =>
    `${response.status} ${(response.headers.get("Location") ?? "").replaceAll(/[0-9A-Z]{26}/g, "id")}`;
  const read = await browser.ask(path);
  const text = read.headers.get("Content-Type")?.includes("html") ? "" : (await read.text()).replaceAll(/[0-9A-Z]{26}/g, "id");
  const answers = [`${await said(read)} ${text}`];
  for (const fields of posted) answers.push(await said(await browser.post(path, fields)));
  return answers;
}

describe("a record that somebody doesn't see", () => {
  it("has addresses of every noun", () => {
    for (const { plural } of nouns) expect(patterns.filter((pattern) => pattern.startsWith(`/${plural}/`)).length).toBeGreaterThan(2);
  });

  it.each(patterns)(
    "at %s is as one that is not there, for whoever sees only their own, and for a manager where it is private",
    async (pattern) => {
      const [open, hidden] = [await plant(), await plant()];
      const refs = [contactRef(hidden.contactId ?? ""), ...cards.map((card) => ({ of: card, id: hidden[`${card.plural} id`] ?? "" }))];
      for (const ref of refs) expect((await setPrivate(await again(owner), ref, true)).kind).toBe("done");
      expect(await told(narrow, pattern, open)).toEqual(await told(narrow, pattern, absent));
      expect(await told(manager, pattern, hidden)).toEqual(await told(manager, pattern, absent));
      // Nothing that was tried came to anything.
      const contact = await readContact(await again(owner), open.contactId ?? "");
      expect([contact?.changedAt, contact?.trashedAt, contact?.restrictedAt]).toEqual([contact?.createdAt, 0, 0]);
    },
  );
});
