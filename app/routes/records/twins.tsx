import { json, type LoaderFunctionArgs } from "@remix-run/cloudflare";
import { findTwinRecords } from "../../domain/records/list";
import { requireMember } from "../../web/guard.server";
import { requireCard } from "../../web/records/records.server";

/** Records that may be the same as what is being typed, those in the trash too. */
export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const card = requireCard(args.request);
  const query = new URL(args.request.url).searchParams;
  // What is typed may not be whole yet: each field is taken that is sound by itself.
  const sound = card.fields.filter(
    ({ name, kind }) => kind === "text" && card.input.shape[name]?.safeParse(query.get(name) ?? undefined).success,
  );
  const typed = card.input.safeParse(Object.fromEntries(sound.map(({ name }) => [name, query.get(name) ?? undefined])));
  const twins = typed.success ? await findTwinRecords(member, card, typed.data, query.get("except")) : [];
  return json({ twins: twins.map((row) => ({ id: row.id, title: card.title(row), trashed: row.trashedAt > 0 })) });
}
