import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { capital } from "../../components/records/cardView";
import { ButtonLink } from "../../components/ui/Button";
import { Card, CardHead, Empty, PageHead } from "../../components/ui/parts";
import { can, notAllowedWords } from "../../domain/core/permissions";
import { readShared } from "../../domain/records/list";
import { requireMember } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { requireCard, viewCard } from "../../web/records/records.server";

export const meta: MetaFunction = () => [{ title: "Duplicates - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const card = requireCard(args.request);
  if (!can(member, card.merge)) throw new Response(notAllowedWords({ act: card.merge }), { status: 403 });
  const { groups, next } = await readShared(member, card, new URL(args.request.url).searchParams.get("after"));
  const shown = groups.map(({ kind, value, rows }) => ({
    kind,
    value,
    records: rows.map((row) => ({ id: row.id, title: card.title(row), trashed: row.trashedAt > 0 })),
  }));
  return json({ card: viewCard(card), groups: shown, next });
}

export default function Duplicates() {
  const { card, groups, next } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead title={`Duplicate ${card.words.many}`}>
        <ButtonLink to={paths.records(card.plural)}>Back to {card.words.many}</ButtonLink>
      </PageHead>
      {groups.length === 0 && next === null ? (
        <Card>
          <Empty
            title="No duplicates"
            words={`${capital(card.words.many)} that share what tells them apart, such as a name, appear here to be merged.`}
          />
        </Card>
      ) : null}
      <div className="grid max-w-2xl gap-3">
        {groups.map(({ kind, value, records }) => (
          <Card key={`${kind}:${value}`}>
            <CardHead title={`Same ${kind}: ${value}`} />
            <ul>
              {records.map((record, n) => (
                <li key={record.id} className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-2 last:border-0">
                  <Link to={paths.record(card.plural, record.id)} className="mr-auto min-w-0 truncate font-[550] hover:underline">
                    {record.title}
                  </Link>
                  {n > 0 && records[0] ? (
                    <ButtonLink to={paths.mergeRecord(card.plural, records[0].id, { with: record.id })}>Merge into the first</ButtonLink>
                  ) : null}
                </li>
              ))}
            </ul>
          </Card>
        ))}
      </div>
      {next ? (
        <p className="mt-3">
          <Link to={paths.sharedRecords(card.plural, { after: next })} className="py-1 underline underline-offset-3">
            More
          </Link>
        </p>
      ) : null}
    </>
  );
}
