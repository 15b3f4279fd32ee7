import { json, type LoaderFunctionArgs } from "@remix-run/cloudflare";
import { readRecords } from "../../domain/records/list";
import { requireMember } from "../../web/guard.server";
import { columnsOf, viewLine } from "../../web/records/lists.server";
import { requireCard } from "../../web/records/records.server";

const FOUND_MAX = 8;

/** What a field proposes while one types: the newest records that match. */
export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const card = requireCard(args.request);
  const search = new URL(args.request.url).searchParams.get("search")?.slice(0, 100) ?? "";
  const page = await readRecords(member, card, { search, sort: "arrival", trashed: false, after: null, pageSize: FOUND_MAX });
  const columns = columnsOf(card.lists, null);
  const found = page.rows.map((row) => viewLine(card, columns, row, { tags: [], members: {} }));
  return json({ found: found.map(({ id, title, detail }) => ({ id, name: title, detail })) });
}
