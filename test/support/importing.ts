// Bringing a file all the way in, as tests do it, and looking at what came of it.

import type { TakeOutcome } from "~/app/domain/archives/archives";
import { runImport } from "~/app/domain/imports/importRun";
import { checkImport, readImport, startImport, uploadImport } from "~/app/domain/imports/imports";
import { readWholeTimelines } from "~/app/domain/records/notes";
import { listWholeContacts } from "~/db/queries/contactLists";
import { again, type Person } from "./app";

/** Brings a file all the way in, as recognised. */
export async function bring(person: Person, text: string, noun = "contact"): Promise<string> {
  const ctx = await again(person);
  const uploaded = await uploadImport(ctx, "people.csv", new TextEncoder().encode(text), noun);
  if (uploaded.kind !== "staged") throw new Error(uploaded.reason);
  const { importId } = uploaded;
  const found = await readImport(ctx, importId);
  await checkImport(ctx, importId, { mapping: (found?.mapping ?? []) as never, tag: "", lenient: false });
  await runImport(ctx, person.teamId, importId);
  await startImport(await again(person), importId, 10_000, 10_000);
  await runImport(await again(person), person.teamId, importId);
  return importId;
}

export async function contactsOf(person: Person) {
  const ctx = await again(person);
  const contacts = await listWholeContacts(ctx.teamDb, 0, 500);
  const timelines = await readWholeTimelines(
    ctx,
    contacts.map(({ id }) => id),
  );
  return contacts.map((contact) => ({
    ...contact,
    notes: (timelines.get(contact.id) ?? []).flatMap(({ kind, body }) => (kind === "note" ? [body] : [])),
  }));
}

/** What was taken of an archive; null where it was not. */
export async function taken(taking: Promise<TakeOutcome>): Promise<ReadableStream<Uint8Array> | null> {
  const outcome = await taking;
  return outcome.kind === "taken" ? outcome.stream : null;
}
