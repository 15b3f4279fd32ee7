import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { copyContact } from "../domain/contactRights";
import { notFound, requireMember } from "../web/guard.server";

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const copy = await copyContact(member, args.params.contactId ?? "");
  if (!copy) throw notFound("No such contact");
  const headers = { "Content-Type": "application/json; charset=utf-8", "Content-Disposition": 'attachment; filename="copy.json"' };
  return new Response(JSON.stringify(copy, null, 2), { headers });
}
