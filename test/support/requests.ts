// Requests about personal data, as tests make them: asked by a form, confirmed by the link in the mail, about somebody whom a team keeps.
import { ulid } from "ulidx";
import { addContact } from "~/app/domain/contacts/contacts";
import { confirmRequest, openRequest } from "~/app/domain/privacy/rights";
import type { RightsKind } from "~/app/domain/privacy/rightsWords";
import { again, contactInput, linkTo, newContext, newPerson, type Person } from "./app";

/** Asks as the form does; returns where the mail's link leads. */
export async function ask(
  kind: RightsKind,
  email: string,
  about: string | null = null,
  { name = "Pat Subject", details = `Please, ${email}` } = {},
): Promise<{ id: string; key: string; path: string }> {
  const id = await openRequest(await newContext(), { kind, name, email, about, details });
  const url = new URL(await linkTo(email, "rights-received"));
  return { id, key: url.searchParams.get("key") ?? "", path: url.pathname + url.search };
}

/** A team that keeps the address as a contact's. */
export async function keeping(email: string): Promise<Person> {
  const person = await newPerson({ credits: 3, verified: true });
  await addContact(await again(person), contactInput({ firstName: "Pat", emails: [{ label: "", value: email }] }), ulid(), 1);
  return person;
}

/** Asks, and confirms the address by the link. */
export async function askConfirmed(kind: RightsKind, email: string, words: { name?: string; details?: string } = {}) {
  const asked = await ask(kind, email, null, words);
  await confirmRequest(await newContext(), asked.id, asked.key);
  return asked;
}
