import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { exportStatementJson } from "../../domain/credits/statement";
import { requireMember } from "../../web/guard.server";

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const headers = { "Content-Type": "application/json; charset=utf-8", "Content-Disposition": 'attachment; filename="statement.json"' };
  return new Response(exportStatementJson(member), { headers });
}
