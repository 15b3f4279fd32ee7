import { json, type LoaderFunctionArgs } from "@remix-run/cloudflare";
import { readContacts } from "../../domain/contacts/contacts";
import { requireMember } from "../../web/guard.server";
import { nameOf } from "../../web/views";

/** The palette's search: the eight newest contacts that match. */
export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const search = new URL(args.request.url).searchParams.get("search")?.slice(0, 100) ?? "";
  const page = await readContacts(member, { search, status: null, tagId: null, sort: "arrival", trashed: false, after: null, pageSize: 8 });
  return json({
    found: page.contacts.map((contact) => ({ id: contact.id, name: nameOf(contact), detail: contact.emails[0]?.value ?? contact.company })),
  });
}
