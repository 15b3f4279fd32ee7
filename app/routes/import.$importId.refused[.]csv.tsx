import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import Papa from "papaparse";
import { readImport, readRefusedRows, seesRows } from "../domain/imports";
import { notFound, requireMember } from "../web/guard.server";

/** The refused rows as they were, with row number and reason in front. Cells that a sheet would run as a formula are kept from it. */
export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const found = await readImport(member, args.params.importId ?? "");
  if (!found) throw notFound("No such import");
  if (!seesRows(member, found)) throw notFound("Only who brought it, an owner or a manager looks into a file");
  const rows = (await readRefusedRows(member, found.id)).map(({ number, reason, cells }) => [String(number), reason, ...cells]);
  const csv = Papa.unparse({ fields: ["Row", "Reason", ...found.columns], data: rows }, { escapeFormulae: true });
  const headers = { "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": 'attachment; filename="refused.csv"' };
  return new Response(`\uFEFF${csv}`, { headers });
}
