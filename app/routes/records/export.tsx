import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { exportRecords } from "../../domain/records/export";
import { isOutdated } from "../../domain/records/listing";
import { requireMember } from "../../web/guard.server";
import { askedOf, outdated, readState } from "../../web/records/lists.server";
import { requireCard } from "../../web/records/records.server";

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args, "record.export");
  const card = requireCard(args.request);
  const asked = askedOf(readState(card, new URL(args.request.url), null));
  if (await isOutdated(member, card, asked)) throw outdated();
  const headers = { "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": `attachment; filename="${card.plural}.csv"` };
  return new Response(await exportRecords(member, card, { ...asked, from: "lists" }), { headers });
}
