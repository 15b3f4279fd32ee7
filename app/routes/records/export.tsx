import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { exportRecords } from "../../domain/records/export";
import { requireMember } from "../../web/guard.server";
import { readRecordQuery, requireCard } from "../../web/records.server";

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const card = requireCard(args.request);
  const { search } = readRecordQuery(new URL(args.request.url));
  const headers = { "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": `attachment; filename="${card.plural}.csv"` };
  return new Response(await exportRecords(member, card, search), { headers });
}
