import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { Paper } from "../../components/frame/Paper";
import { dayWords } from "../../domain/core/dates";
import { currentPolicies, type PolicyName, policyNames, policyVersions } from "../../domain/core/policies";
import { policyTexts } from "../../legal/texts/texts";
import { findAsking, notFound } from "../../web/guard.server";
import { paths } from "../../web/paths";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.name ?? "Policy"} - Farthing` }];

export async function loader(args: LoaderFunctionArgs) {
  const { now } = args.context.ctx;
  const policy = (Object.keys(policyNames) as PolicyName[]).find((name) => name === args.params.policy);
  const posted = policyVersions.filter((one) => one.policy === policy && one.from <= now).reverse();
  const current = currentPolicies(now).find((one) => one.policy === policy);
  const shown = args.params.version ? posted.find(({ version }) => version === args.params.version) : current;
  if (!policy || !shown) throw notFound("No such policy");
  const line = ({ version, from, material, change }: (typeof posted)[number]) => ({
    version,
    date: version.slice(0, 10),
    from,
    material,
    change,
  });
  return json({
    policy,
    name: policyNames[policy],
    shown: line(shown),
    isCurrent: shown === current,
    versions: posted.map(line),
    others: (Object.keys(policyNames) as PolicyName[]).filter((name) => name !== policy),
    signedIn: (await findAsking(args)) !== null,
  });
}

const day = (date: string) => dayWords(Date.parse(date));

export default function Policy() {
  const { policy, name, shown, isCurrent, versions, others, signedIn } = useLoaderData<typeof loader>();
  const Text = policyTexts[policy][shown.version];
  return (
    <Paper signedIn={signedIn}>
      <article className="prose py-8">
        <h1>{name}</h1>
        <p className="text-ink-3">Last updated {day(shown.date)}</p>
        {isCurrent ? null : (
          <p className="rounded-lg border border-warn bg-warn-wash px-3 py-2">
            This is an older version. <Link to={paths.policy(policy)}>Read the current one</Link>.
          </p>
        )}
        {Text ? <Text /> : null}
        <h2>Versions</h2>
        <ul className="list-none p-0">
          {versions.map(({ version, date, change }) => (
            <li key={version}>
              <Link to={paths.policy(policy, version)}>{day(date)}</Link>
              {change ? `: ${change}` : ": the first version."}
            </li>
          ))}
        </ul>
        <h2>See also</h2>
        <p className="flex flex-wrap gap-x-4">
          {others.map((other) => (
            <Link key={other} to={paths.policy(other)}>
              {policyNames[other]}
            </Link>
          ))}
          <Link to={paths.retention()}>How long we keep data</Link>
          <Link to={paths.subprocessors()}>Sub-processors</Link>
        </p>
      </article>
    </Paper>
  );
}
