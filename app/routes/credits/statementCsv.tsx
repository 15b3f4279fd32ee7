import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { exportStatementCsv } from "../../domain/credits/statement";
import { requireMember } from "../../web/guard.server";
import { readStatementQuery } from "../../web/statementQuery.server";

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const { filter } = readStatementQuery(member, new URL(args.request.url));
  const headers = { "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": 'attachment; filename="statement.csv"' };
  return new Response(exportStatementCsv(member, filter), { headers });
}
