import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { Card, CardHead, Chip, PageHead } from "../../components/ui/parts";
import { When } from "../../components/ui/Time";
import { countWords } from "../../components/ui/words";
import { readUsageTotals } from "../../domain/credits/usageTotals";
import { readTeams } from "../../domain/operations/operator";
import { requireOperator } from "../../web/guard.server";
import { paths } from "../../web/paths";

export const meta: MetaFunction = () => [{ title: "Teams - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireOperator(args);
  const { teams, next } = await readTeams(member, new URL(args.request.url).searchParams.get("before"));
  const lines = teams.map(({ id, name, createdAt, deactivatedAt, balance }) => ({
    id,
    name,
    createdAt,
    active: deactivatedAt === null,
    free: balance?.free ?? null,
    debt: balance?.debt ?? 0,
  }));
  return json({ lines, next, usage: await readUsageTotals(member), timeZone: member.team.timeZone });
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

/** Totals that are about nobody: all teams together, and only what at least five of them did. */
function Usage({ usage }: Pick<Data, "usage">) {
  return (
    <Card className="mt-5">
      <CardHead title="Usage" />
      {usage.length === 0 ? (
        <p className="px-4 py-6 text-center text-ink-2">
          No totals yet. We show an action only when at least five teams did it on the same day: fewer could be identified.
        </p>
      ) : null}
      <ul>
        {usage.map(({ day, action, actions, credits, teams }) => (
          <li key={day + action} className="flex flex-wrap gap-x-4 border-b border-line px-4 py-2 tabular-nums last:border-0">
            <span className="mr-auto">
              {day}, {action}
            </span>
            <span className="text-ink-2">
              {actions.toLocaleString("en")} actions, {credits.toLocaleString("en")} credits, {teams} teams
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export default function Teams() {
  const { lines, next, usage, timeZone } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead title="Teams" />
      <Card>
        <ul>
          {lines.map(({ id, name, createdAt, active, free, debt }) => (
            <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 last:border-0">
              <Link to={paths.operatorTeam(id)} className="mr-auto min-w-0 truncate font-[550] hover:underline">
                {name}
              </Link>
              {active ? null : <Chip>Deactivated</Chip>}
              {debt > 0 ? <Chip tone="warn">{debt} owed</Chip> : null}
              <span className="tabular-nums">{free === null ? "No answer" : countWords(free, "credit")}</span>
              <span className="w-28 text-right text-xs text-ink-2">
                <When at={createdAt} timeZone={timeZone} />
              </span>
            </li>
          ))}
        </ul>
      </Card>
      {next ? (
        <Link to={paths.operator({ before: next })} className="mt-3 inline-block py-1 underline underline-offset-3">
          Older
        </Link>
      ) : null}
      <Usage usage={usage} />
    </>
  );
}
