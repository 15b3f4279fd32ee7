import { json, type LoaderFunctionArgs } from "@remix-run/cloudflare";
import { findTwins } from "../../domain/contacts/contacts";
import { requireMember } from "../../web/guard.server";
import { nameOf } from "../../web/views";

/** As many as a contact may have, each as long as one may be. */
const few = (typed: string[]) => typed.slice(0, 20).map((value) => value.slice(0, 254));

/** Contacts that have an e-mail or phone being typed, trashed ones included. */
export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const query = new URL(args.request.url).searchParams;
  const twins = await findTwins(member, { emails: few(query.getAll("email")), phones: few(query.getAll("tel")) }, query.get("except"));
  return json({
    twins: twins.map(({ contact, kind }) => ({
      contactId: contact.id,
      name: contact.restrictedAt > 0 ? "A restricted contact" : nameOf(contact),
      what: kind === "email" ? "e-mail" : "phone",
      trashed: contact.trashedAt > 0,
    })),
  });
}
