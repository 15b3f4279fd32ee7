import { expect, it } from "vitest";
import { exportContacts } from "~/app/domain/exports";
import type { Target } from "~/app/domain/importColumns";
import { parseFile } from "~/app/domain/importParse";
import { runImport } from "~/app/domain/importRun";
import { checkImport, readImport, startImport, uploadImport } from "~/app/domain/imports";
import google from "../inputs/google-contacts.csv?raw";
import { again, newPerson, type Person } from "../support/app";

async function bring(person: Person, text: string) {
  const ctx = await again(person);
  const uploaded = await uploadImport(ctx, "people.csv", new TextEncoder().encode(text));
  if (uploaded.kind !== "staged") throw new Error(uploaded.reason);
  const { importId } = uploaded;
  await checkImport(ctx, importId, { mapping: ((await readImport(ctx, importId))?.mapping ?? []) as Target[], tag: "", lenient: false });
  await runImport(ctx, person.teamId, importId);
  await startImport(ctx, importId, 1_000, 1_000);
  await runImport(ctx, person.teamId, importId);
}

it("what is exported from one team and imported into another exports the same again, and costs nothing to take away", async () => {
  const [first, second] = [await newPerson({ credits: 20, country: "US" }), await newPerson({ credits: 20, country: "DE" })];
  await bring(first, google);
  const taken = await new Response(await exportContacts(await again(first))).text();
  await bring(second, taken);
  expect(await new Response(await exportContacts(await again(second))).text()).toBe(taken);
  const parsed = parseFile(new TextEncoder().encode(taken));
  expect(parsed.kind === "parsed" && parsed.file.rows).toHaveLength(9);
  expect((await (await again(first)).ledger(first.teamId).balance()).free).toBe(11);
});
