// A team's own fields in files: brought in by imports and archives, and taken along, with nothing lost or shown on the way.
import { env } from "cloudflare:workers";
import { unzipSync } from "fflate";
import { ulid } from "ulidx";
import { describe, expect, it } from "vitest";
import { runArchive, startArchive, takeArchive } from "~/app/domain/archives/archives";
import { contacts } from "~/app/domain/contacts/card";
import { readContacts } from "~/app/domain/contacts/contacts";
import { addCustomField, CUSTOM_FIELDS_MAX, dropCustomField, readCustomFields } from "~/app/domain/fields/customFields";
import { uploadArchive } from "~/app/domain/imports/archiveImport";
import type { Target } from "~/app/domain/imports/importColumns";
import { runImport } from "~/app/domain/imports/importRun";
import { checkImport, readImport, readImportSamples, startImport, uploadImport } from "~/app/domain/imports/imports";
import { again, newContext, newPerson } from "../../support/app";
import { asAgent, search, valuesOf, withFields } from "../../support/customFields";
import { taken } from "../../support/importing";
import { everything, placesOf } from "../../support/planted";

describe("a sensitive field", () => {
  it("comes in from a file sealed, by the name of its column; no sample of it lies open, and an agent neither fills nor reads it", async () => {
    const { person, mark } = await withFields();
    const ctx = await again(person);
    const text = `Name,Allergies,Shoe size\nMilo,Milk${mark},41\nLong,${"x".repeat(501)},40\n`;
    const uploaded = await uploadImport(ctx, "book.csv", new TextEncoder().encode(text));
    if (uploaded.kind !== "staged") throw new Error(uploaded.reason);
    const staged = await readImport(ctx, uploaded.importId);
    expect(staged && (await readImportSamples(ctx, staged))[1]?.[0]).toBe(`Milk${mark}`);
    expect(staged && (await readImportSamples(asAgent({ ...ctx, member: { ...ctx.member, id: "other" } }), staged))).toEqual([]);
    expect(await placesOf(`Milk${mark}`)).toEqual([]);
    await checkImport(ctx, uploaded.importId, { mapping: (staged?.mapping ?? []) as Target[], tag: "", lenient: false });
    await runImport(await newContext(), person.teamId, uploaded.importId);
    const page = await (await person.browser.ask(`/import/${uploaded.importId}`)).text();
    expect(page).toContain("Allergies: At most 500 characters");
    await startImport(ctx, uploaded.importId, 10, 10);
    await runImport(await newContext(), person.teamId, uploaded.importId);
    const [milo] = await search(ctx, "milo");
    expect(await valuesOf(ctx, milo ?? "")).toEqual({ "Shoe size": "41", Allergies: `Milk${mark}` });
    expect(await placesOf(`Milk${mark}`)).toEqual([]);
    const agent = asAgent(ctx);
    // Who may not look into a file can neither map it anew nor start it, nor read in a reason what a cell says.
    const colleague = await newPerson({ verified: true });
    const join = "UPDATE members SET team_id = ?, role = 'agent' WHERE user_id = ?";
    await env.DB.prepare(join).bind(person.teamId, colleague.userId).run();
    const second = await uploadImport(ctx, "b.csv", new TextEncoder().encode(`Name,Email,Allergies\nOdd,Secret${mark},Oats${mark}\n`));
    const theirs = second.kind === "staged" ? second.importId : "";
    await checkImport(ctx, theirs, { mapping: ((await readImport(ctx, theirs))?.mapping ?? []) as Target[], tag: "", lenient: false });
    await runImport(await newContext(), person.teamId, theirs);
    for (const fields of [
      { intent: "remap" },
      { intent: "check", "column-2": "email" },
      { intent: "start", most: "1", price: "1" },
    ] as Record<string, string>[]) {
      await colleague.browser.post(`/import/${theirs}`, fields);
      expect((await readImport(ctx, theirs))?.state).toBe("checked");
    }
    expect(await (await person.browser.ask(`/import/${theirs}`)).text()).toContain(`Secret${mark}`);
    expect(await (await colleague.browser.ask(`/import/${theirs}`)).text()).not.toContain(`Secret${mark}`);
    const again_ = await uploadImport(agent, "book.csv", new TextEncoder().encode(text));
    const importId = again_.kind === "staged" ? again_.importId : "";
    expect((await readImport(agent, importId))?.mapping[1]).not.toMatch(/^custom:/);
    await checkImport(agent, importId, { mapping: (staged?.mapping ?? []) as Target[], tag: "", lenient: false });
    expect((await readImport(agent, importId))?.mapping.map((target) => target.startsWith("custom:"))).toEqual([false, false, true]);
  });

  it("from a file that an agent brought and a manager mapped are kept; a run that would lose one stops, and charges nothing for it", async () => {
    const { person, sensitive, mark } = await withFields();
    const ctx = await again(person);
    const bring = async () => {
      const agent = { ...asAgent(ctx), member: { ...ctx.member, id: "agent", role: "agent" as const } };
      const uploaded = await uploadImport(agent, "b.csv", new TextEncoder().encode(`Name,Allergies\nTove${ulid()},Soy${mark}\n`));
      const importId = uploaded.kind === "staged" ? uploaded.importId : "";
      await checkImport(ctx, importId, { mapping: ["fullName", `custom:${sensitive}`], tag: "", lenient: false });
      await runImport(await newContext(), person.teamId, importId);
      return importId;
    };
    const [kept, lost] = [await bring(), await bring()];
    await startImport(ctx, kept, 10, 10);
    await runImport(await newContext(), person.teamId, kept);
    const [tove] = await search(ctx, "tove");
    expect((await valuesOf(ctx, tove ?? "")).Allergies).toBe(`Soy${mark}`);
    await dropCustomField(ctx, sensitive);
    await startImport(ctx, lost, 10, 10);
    await runImport(await newContext(), person.teamId, lost);
    expect(await readImport(ctx, lost)).toMatchObject({
      state: "failed",
      imported: 0,
      problem: expect.stringContaining("Upload the file again"),
    });
  });

  it("goes along in an archive where it is asked for, and is sealed again where it arrives", async () => {
    const { person, mark } = await withFields();
    const archive = async (sensitive: boolean) => {
      const started = await startArchive(await again(person), sensitive);
      const id = "archiveId" in started ? started.archiveId : "";
      for (let n = 0; n < 2; n++) await runArchive(await newContext(), person.teamId, id);
      const bytes = new Uint8Array(await new Response(await taken(takeArchive(await again(person), id))).arrayBuffer());
      const text = Object.entries(unzipSync(bytes)).map(([name, body]): [string, string] => [name, new TextDecoder().decode(body)]);
      return { bytes, text: Object.fromEntries(text) };
    };
    const without = await archive(false);
    expect(JSON.stringify(without.text)).not.toContain(`Nuts${mark}`);
    expect(without.text["custom-fields.csv"]).toContain(`Shoe size,Size${mark}`);
    const whole = await archive(true);
    expect(whole.text["custom-fields.csv"]).toContain(`Allergies,Nuts${mark}`);
    const next = await newPerson({ credits: 5 });
    const uploaded = await uploadArchive(asAgent(await again(next)), "a.zip", whole.bytes);
    expect(uploaded.kind).toBe("unreadable");
    const staged = await uploadArchive(await again(next), "a.zip", whole.bytes);
    if (staged.kind !== "staged") throw new Error(staged.reason);
    await startImport(await again(next), staged.importId, 10, 10);
    await runImport(await newContext(), next.teamId, staged.importId);
    const ctx = await again(next);
    const [id] = (await readContacts(ctx, everything)).contacts.map((contact) => contact.id);
    expect(await valuesOf(ctx, id ?? "")).toEqual({ "Shoe size": `Size${mark}`, Allergies: `Nuts${mark}` });
    expect((await readCustomFields(ctx, contacts.noun)).map(({ sensitive }) => sensitive)).toEqual([false, true]);
    expect(await placesOf(`Nuts${mark}`)).toEqual([]);
    expect(without.text["README.txt"]).toContain("except what is in its sensitive fields");
    expect(whole.text["README.txt"]).not.toContain("except what is in its sensitive fields");
  });

  it("loses nothing where an archive's fields meet others: another spelling takes it, an open one of the name or too many refuse it", async () => {
    const { person, mark } = await withFields();
    expect(
      await addCustomField({ ...(await again(person)), now: Date.now() + 2 }, contacts, { name: "constructor", sensitive: false }),
    ).toEqual({ kind: "done" });
    const started = await startArchive(await again(person), true);
    const id = "archiveId" in started ? started.archiveId : "";
    for (let n = 0; n < 2; n++) await runArchive(await newContext(), person.teamId, id);
    const bytes = new Uint8Array(await new Response(await taken(takeArchive(await again(person), id))).arrayBuffer());
    const next = await newPerson({ credits: 5 });
    const ctx = await again(next);
    const reasonOf = async () => {
      const outcome = await uploadArchive(ctx, "a.zip", bytes);
      return outcome.kind === "unreadable" ? outcome.reason : outcome.kind;
    };
    await addCustomField(ctx, contacts, { name: "ALLERGIES", sensitive: false });
    expect(await reasonOf()).toContain("isn’t sensitive");
    await dropCustomField(ctx, (await readCustomFields(ctx, contacts.noun))[0]?.id ?? "");
    for (let n = 0; n < CUSTOM_FIELDS_MAX - 2; n++)
      await addCustomField({ ...ctx, now: ctx.now + n }, contacts, { name: `Field ${n}`, sensitive: false });
    expect(await reasonOf()).toContain(`the limit is ${CUSTOM_FIELDS_MAX}`);
    for (const field of (await readCustomFields(ctx, contacts.noun)).slice(0, 5)) await dropCustomField(ctx, field.id);
    await addCustomField(ctx, contacts, { name: "SHOE size", sensitive: false });
    const staged = await uploadArchive(ctx, "a.zip", bytes);
    if (staged.kind !== "staged") throw new Error(staged.reason);
    // Made between the upload and the start: looked at once more.
    await addCustomField({ ...ctx, now: ctx.now + 50 }, contacts, { name: "allergies", sensitive: false });
    const run = async () => {
      await startImport(await again(next), staged.importId, 10, 10);
      await runImport(await newContext(), next.teamId, staged.importId);
      return readImport(ctx, staged.importId);
    };
    expect(await run()).toMatchObject({ state: "failed", imported: 0, problem: expect.stringContaining("isn’t sensitive") });
    await dropCustomField(ctx, (await readCustomFields(ctx, contacts.noun)).find(({ name }) => name === "allergies")?.id ?? "");
    expect(await run()).toMatchObject({ state: "done", imported: 1 });
    const [contact] = (await readContacts(ctx, everything)).contacts;
    expect(await valuesOf(ctx, contact?.id ?? "")).toMatchObject({ "SHOE size": `Size${mark}`, Allergies: `Nuts${mark}`, constructor: "" });
  });
});
