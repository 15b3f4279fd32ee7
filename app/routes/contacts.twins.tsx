import { json, type LoaderFunctionArgs } from "@remix-run/cloudflare";
import { findTwins } from "../domain/contacts";
import { requireMember } from "../web/guard.server";
import { nameOf } from "../web/views";

/** Contacts that have an e-mail or phone being typed, trashed ones included. */
export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const query = new URL(args.request.url).searchParams;
  const twins = await findTwins(member, { emails: query.getAll("email"), phones: query.getAll("tel") }, query.get("except"));
  return json({
    twins: twins.map(({ contact, kind }) => ({
      contactId: contact.id,
      name: contact.restrictedAt > 0 ? "Somebody who is restricted" : nameOf(contact),
      what: kind === "email" ? "e-mail" : "phone",
      trashed: contact.trashedAt > 0,
    })),
  });
}
