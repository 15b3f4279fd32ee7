import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { exportActs } from "../../domain/core/auditLog";
import { notFound, requireMember } from "../../web/guard.server";

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  if (member.member.role !== "owner") throw notFound("Only the owner can read the audit log");
  const headers = { "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": 'attachment; filename="audit-log.csv"' };
  return new Response(await exportActs(member), { headers });
}
