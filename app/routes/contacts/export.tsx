import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { exportContacts } from "../../domain/contacts/exports";
import { requireMember } from "../../web/guard.server";
import { readListQuery } from "../../web/listQuery.server";

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const url = new URL(args.request.url);
  const sensitive = url.searchParams.get("with") === "sensitive";
  const { search, status, tagId, companyId } = readListQuery(url);
  const headers = { "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": 'attachment; filename="contacts.csv"' };
  return new Response(await exportContacts(member, sensitive, { search, status, tagId, companyId }), { headers });
}
