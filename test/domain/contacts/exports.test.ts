import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { expect, it } from "vitest";
import { toNewContact } from "~/app/domain/contacts/contactInput";
import { exportContacts } from "~/app/domain/contacts/exports";
import type { Target } from "~/app/domain/imports/importColumns";
import { parseFile } from "~/app/domain/imports/importParse";
import { runImport } from "~/app/domain/imports/importRun";
import { checkImport, readImport, startImport, uploadImport } from "~/app/domain/imports/imports";
import { sweepTrash } from "~/app/domain/leaving/cleanup";
import { insertContacts } from "~/db/queries/contacts";
import { writeAll } from "~/db/statements";
import google from "../../inputs/google-contacts.csv?raw";
import { again, contactInput, newContext, newPerson, type Person } from "../../support/app";

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

it("the trash is emptied of all that is over in one night, however much it is", async () => {
  const ctx = await again(await newPerson());
  const made = Array.from({ length: 1_020 }, () =>
    toNewContact(contactInput(), { id: ulid(), tagIds: [], defaultCountry: "DE", timeline: [] }),
  );
  await writeAll(ctx.db, insertContacts(ctx.teamDb, made, ctx.member.id, ctx.now));
  await env.DB.prepare("UPDATE contacts SET trashed_at = 1 WHERE team_id = ?").bind(ctx.team.id).run();
  expect(await sweepTrash(await newContext())).toBe(1_020);
});

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
