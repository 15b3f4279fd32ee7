import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { exportActs } from "../../domain/core/auditLog";
import { can, notAllowedWords } from "../../domain/core/permissions";
import { notFound, requireMember } from "../../web/guard.server";

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  if (!can(member, "audit.read")) throw notFound(notAllowedWords({ act: "audit.read" }));
  const headers = { "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": 'attachment; filename="audit-log.csv"' };
  return new Response(await exportActs(member), { headers });
}
