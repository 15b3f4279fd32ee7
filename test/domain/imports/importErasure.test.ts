// Somebody who is erased while imports wait, run or have ended: their rows go, everybody else's stay.
import { ulid } from "ulidx";
import { expect, it } from "vitest";
import { addContact, readContacts } from "~/app/domain/contacts/contacts";
import { toPhone } from "~/app/domain/core/phones";
import { isAbout, mentions } from "~/app/domain/imports/importErasure";
import { runImport } from "~/app/domain/imports/importRun";
import {
  checkImport,
  readImport,
  readImportSamples,
  readKnownRows,
  readRefusedRows,
  startImport,
  uploadImport,
} from "~/app/domain/imports/imports";
import { eraseContact } from "~/app/domain/privacy/contactRights";
import { again, contactInput, newContext, newPerson, type Person } from "../../support/app";
import { bring } from "../../support/importing";
import { ledgerOf } from "../../support/ledgers";
import { everything } from "../../support/planted";

const file = [
  "First name,Last name,Email,Phone,Note",
  "Ann,One,ann@one.example,+49 30 5550101,likes tea",
  "Pat,Gone,pat@gone.example,+49 30 5550199,asked to go",
  "Bob,Two,not an address,,",
  "Pat,Gone,also not one,,second row of Pat",
  "",
].join("\n");

const add = async (person: Person, over = {}) => {
  const id = ulid();
  const input = contactInput({ firstName: "Pat", lastName: "Gone", emails: [{ label: "", value: "pat@gone.example" }], ...over });
  await addContact(await again(person), input, id, 1);
  return id;
};
const names = async (person: Person) =>
  (await readContacts(await again(person), everything)).contacts.map(({ firstName }) => firstName).sort();

/** Uploads and checks; nothing is imported yet. */
async function checked(person: Person): Promise<string> {
  const uploaded = await uploadImport(await again(person), "people.csv", new TextEncoder().encode(file));
  const importId = uploaded.kind === "staged" ? uploaded.importId : "";
  const mapping = (await readImport(await again(person), importId))?.mapping ?? [];
  await checkImport(await again(person), importId, { mapping: mapping as never, tag: "", lenient: false });
  await runImport(await newContext(), person.teamId, importId);
  return importId;
}

it("takes their rows out of a file that waits, and out of its report; the others come in, and are charged alone", async () => {
  const person = await newPerson({ credits: 9, verified: true });
  const importId = await checked(person);
  expect(await readImport(await again(person), importId)).toMatchObject({ state: "checked", newTotal: 2, refusedTotal: 2 });
  // They are typed in by hand meanwhile, and ask to go.
  expect((await eraseContact(await again(person), await add(person))).kind).toBe("done");
  const found = await readImport(await again(person), importId);
  expect(found?.state).toBe("checked");
  const left = JSON.stringify([
    await readRefusedRows(await again(person), importId),
    await readKnownRows(await again(person), importId),
    found && (await readImportSamples(await again(person), found)),
  ]);
  expect([left.includes("Pat"), left.includes("5550199"), left.includes("Bob")]).toEqual([false, false, true]);
  const free = (await ledgerOf(person.teamId).balance()).free;
  await startImport(await again(person), importId, 10, 10);
  await runImport(await again(person), person.teamId, importId);
  expect([await names(person), (await readImport(await again(person), importId))?.state]).toEqual([["Ann"], "done"]);
  expect((await ledgerOf(person.teamId).balance()).free).toBe(free - 1);
  // Checked once more, the file has nobody of that name.
  expect(JSON.stringify(await readRefusedRows(await again(person), importId))).not.toContain("Pat");
});

it("lets nothing land that an import had read before: it begins its piece anew, without them, by itself", async () => {
  const person = await newPerson({ credits: 9, verified: true });
  const importId = await checked(person);
  await startImport(await again(person), importId, 10, 10);
  const ctx = await newContext();
  let erased = "";
  // Between what the run has read and what it writes they are typed in by hand, and ask to go.
  const ledger: typeof ctx.ledger = (teamId) => {
    const real = ctx.ledger(teamId);
    return new Proxy(real, {
      get: (target, name) => {
        if (name !== "perform") return Reflect.get(target, name);
        return async (request: never) => {
          if (erased === "") erased = (await eraseContact(await again(person), await add(person))).kind;
          return target.perform(request);
        };
      },
    });
  };
  await runImport({ ...ctx, ledger }, person.teamId, importId);
  expect(erased).toBe("done");
  expect([await names(person), (await readImport(await again(person), importId))?.state]).toEqual([["Ann"], "done"]);
  expect((await ledgerOf(person.teamId).audit()).findings).toEqual([]);
});

it("keeps the report of an import that has ended, but for their rows", async () => {
  const person = await newPerson({ credits: 9, verified: true });
  const importId = await bring(person, file);
  const [pat] = (await readContacts(await again(person), { ...everything, search: "pat" })).contacts;
  await eraseContact(await again(person), pat?.id ?? "");
  const refused = JSON.stringify(await readRefusedRows(await again(person), importId));
  expect([refused.includes("Bob"), refused.includes("Pat")]).toEqual([true, false]);
  expect(await names(person)).toEqual(["Ann"]);
});

const pat = {
  ...{ firstName: "Pât", lastName: "Gone", company: "" },
  emails: [{ label: "", value: "Al@Gone.example" }],
  phones: [toPhone("", "030 5550199", "DE")],
};

it("knows a row of a file by a whole e-mail, or a number beside the name; by the name alone only where there is nothing else, or the row could not be read", () => {
  const isTheirs = mentions(pat, "DE", false);
  for (const cells of [
    ["Pat <AL@gone.example>"],
    ["x", "al@gone.example; b@c.example"],
    ["Pat", "Gone", "(030) 555-0199"],
    ["Pat Gone", "+4930 5550199"],
  ])
    expect([cells, isTheirs(cells)]).toEqual([cells, true]);
  for (const cells of [
    ["pascal@gone.example"],
    ["al@gone.example.org"],
    ["Ann", "One", "+49 30 5550199"],
    ["Pat", "Gone"],
    ["Pat", "Goner", "030 5550199"],
    [],
  ])
    expect([cells, isTheirs(cells)]).toEqual([cells, false]);
  expect(mentions(pat, "DE", true)(["x", "Pat", "Gone"])).toBe(true);
  const only = { ...pat, emails: [], phones: [] };
  expect([mentions(only, "DE", false)(["Pat Gone"]), mentions(only, "DE", false)(["Patty Gone"])]).toEqual([true, false]);
  expect(mentions({ ...only, firstName: "", lastName: "", company: "Cedar" }, "DE", false)(["Cedar"])).toBe(true);
});

it("takes nobody else's ready row along: not who shares the office's number, nor who names them in a note", () => {
  const row = (over: object) => ({ input: contactInput({ firstName: "Ann", lastName: "One", ...over }) });
  const phones = [{ label: "", value: "+49 30 5550199" }];
  expect(isAbout(pat, row({ firstName: "Pat", lastName: "Gone", phones }), "DE")).toBe(true);
  expect(isAbout(pat, row({ emails: [{ label: "", value: "al@gone.example" }] }), "DE")).toBe(true);
  for (const over of [{ phones }, { emails: [{ label: "", value: "pascal@gone.example" }] }, { company: "referred by al@gone.example" }])
    expect([over, isAbout(pat, row(over), "DE")]).toEqual([over, false]);
});
