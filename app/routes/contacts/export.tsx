import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { exportContacts } from "../../domain/contacts/exports";
import { isOutdated } from "../../domain/records/listing";
import { requireMember } from "../../web/guard.server";
import { askedOf, outdated, readState, requireNoun } from "../../web/records/lists.server";

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args, "record.export");
  const url = new URL(args.request.url);
  const sensitive = url.searchParams.get("with") === "sensitive";
  const noun = requireNoun(args.request);
  const asked = askedOf(readState(noun, url, null));
  if (await isOutdated(member, noun, asked)) throw outdated();
  const headers = { "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": 'attachment; filename="contacts.csv"' };
  return new Response(await exportContacts(member, sensitive, { ...asked, from: "lists" }), { headers });
}
