// What a contact can ask of the team that keeps them. Planted words are looked for everywhere afterwards.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { describe, expect, it } from "vitest";
import { copyContact, eraseContact } from "~/app/domain/contactRights";
import { addContact, readContacts } from "~/app/domain/contacts";
import { runImport } from "~/app/domain/importRun";
import { checkImport, readImport, uploadImport } from "~/app/domain/imports";
import { again, contactInput, newContext, newPerson } from "../support/app";
import { ledgerOf } from "../support/ledgers";
import { everything, placesOf, settled } from "../support/planted";

describe("a contact who asks", () => {
  it("[E-22] is erased at once from every table and file, and no import brings them back; nobody else is touched", async () => {
    const [mark, other] = [`e${ulid().slice(-8)}`, `o${ulid().slice(-8)}`];
    const person = await settled(mark);
    const kept = ulid();
    await addContact(
      await again(person),
      contactInput({ firstName: `Kept${other}`, emails: [{ label: "", value: `${other}@example.org` }] }),
      kept,
      1,
    );
    const [erased] = (await readContacts(await again(person), { ...everything, search: `first${mark}` })).contacts;
    const id = erased?.id ?? "";
    expect(JSON.stringify(await copyContact(await again(person), id))).toContain(`Note${mark}`);
    expect(await eraseContact(await again(await newPerson()), id)).toEqual({ kind: "missing" });
    expect(await eraseContact(await again(person), id)).toMatchObject({ kind: "done" });
    for (const word of [`First${mark}`, `Company${mark}`, `contact-${mark}@`, `call ${mark}`, `row-${mark}`])
      expect(await placesOf(word), word).toEqual([]);
    expect(await placesOf(`Kept${other}`)).toEqual(["contacts"]);
    const uploaded = await uploadImport(
      await again(person),
      "again.csv",
      new TextEncoder().encode(`Name,Email\nBack,contact-${mark}@example.org\nNew,new-${mark}@example.org\n`),
    );
    const importId = uploaded.kind === "staged" ? uploaded.importId : "";
    await checkImport(await again(person), importId, { mapping: ["fullName", "email"], tag: "", lenient: false });
    await runImport(await newContext(), person.teamId, importId);
    expect(await readImport(await again(person), importId)).toMatchObject({ newTotal: 1, refusedTotal: 1, knownTotal: 0 });
    const log = await env.DB.prepare("SELECT act, subject_id, detail FROM audit_log WHERE team_id = ? ORDER BY id")
      .bind(person.teamId)
      .all();
    expect(log.results).toEqual(["contact.copied", "contact.erased"].map((act) => ({ act, subject_id: id, detail: "{}" })));
    expect((await ledgerOf(person.teamId).audit()).findings).toEqual([]);
  });
});
