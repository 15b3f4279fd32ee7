// Rows of an uploaded file to take away again: the refused ones, and those that were here already.
import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import type { TeamContext } from "../domain/core/context";
import { toCsv } from "../domain/core/csv";
import { readImport, seesRows } from "../domain/imports/imports";
import { notFound, requireMember } from "./guard.server";

type Rows = { number: number; reason: string; cells: string[] }[];

/** Rows as CSV, with their number and the reason in front. Throws 404 for whoever may not look into the file. */
export async function fileRows(
  args: LoaderFunctionArgs,
  name: string,
  read: (ctx: TeamContext, importId: string) => Promise<Rows>,
): Promise<Response> {
  const member = await requireMember(args);
  const found = await readImport(member, args.params.importId ?? "");
  if (!found) throw notFound("No such import");
  if (!seesRows(member, found)) throw notFound("Only the person who uploaded this file, an owner or a manager can see its rows");
  const rows = (await read(member, found.id)).map(({ number, reason, cells }) => [String(number), reason, ...cells]);
  const csv = toCsv({ fields: ["Row", "Reason", ...found.columns], data: rows });
  const headers = { "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": `attachment; filename="${name}"` };
  return new Response(`\uFEFF${csv}`, { headers });
}
