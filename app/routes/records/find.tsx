import { json, type LoaderFunctionArgs } from "@remix-run/cloudflare";
import { readRecords } from "../../domain/records/list";
import { requireMember } from "../../web/guard.server";
import { lineOf, requireCard } from "../../web/records.server";

const FOUND_MAX = 8;

/** What a field proposes while one types: the newest records that match. */
export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const card = requireCard(args.request);
  const search = new URL(args.request.url).searchParams.get("search")?.slice(0, 100) ?? "";
  const page = await readRecords(member, card, { search, sort: "arrival", trashed: false, after: null, pageSize: FOUND_MAX });
  const found = page.rows.map((row) => lineOf(card, row, {}));
  return json({ found: found.map(({ id, title, cells }) => ({ id, name: title, detail: cells.find(Boolean) ?? "" })) });
}
