import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { exportContacts } from "../domain/exports";
import { requireMember } from "../web/guard.server";

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const sensitive = new URL(args.request.url).searchParams.get("with") === "sensitive";
  const headers = { "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": 'attachment; filename="contacts.csv"' };
  return new Response(await exportContacts(member, sensitive), { headers });
}
