import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { Card, CardHead, PageHead } from "../../components/ui/parts";
import { When } from "../../components/ui/Time";
import { readDesk } from "../../domain/support/support";
import { requireOperator } from "../../web/guard.server";
import { paths } from "../../web/paths";

export const meta: MetaFunction = () => [{ title: "Support desk - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireOperator(args);
  const { open, settled } = await readDesk(member);
  const line = ({ id, name, topic, state, changedAt }: (typeof open)[number]) => ({ id, name, topic, state, changedAt });
  return json({
    lists: [
      { title: "Waiting for an answer", lines: open.map(line) },
      { title: "Settled", lines: settled.map(line) },
    ],
    timeZone: member.team.timeZone,
  });
}

export default function Desk() {
  const { lists, timeZone } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead title="Support desk" />
      <div className="grid items-start gap-3 lg:grid-cols-2">
        {lists.map(({ title, lines }) => (
          <Card key={title}>
            <CardHead title={title} />
            {lines.length === 0 ? <p className="px-4 py-6 text-center text-ink-2">Nothing here.</p> : null}
            <ul>
              {lines.map(({ id, name, topic, state, changedAt }) => (
                <li key={id} className="flex flex-wrap gap-3 border-b border-line px-4 py-2 last:border-0">
                  <Link to={paths.operatorTicket(id)} className="mr-auto font-[550] hover:underline">
                    {name}: {topic}
                  </Link>
                  <span className="text-xs text-ink-2">{state}</span>
                  <span className="text-xs text-ink-3">
                    <When at={changedAt} timeZone={timeZone} />
                  </span>
                </li>
              ))}
            </ul>
          </Card>
        ))}
      </div>
    </>
  );
}
