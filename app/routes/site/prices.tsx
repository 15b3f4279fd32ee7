import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { PriceTable } from "../../components/credits/PriceTable";
import { Paper } from "../../components/frame/Paper";
import { ButtonLink } from "../../components/ui/Button";
import { Card, CardHead } from "../../components/ui/parts";
import { actionWords, priceBook, priceVersionAt } from "../../domain/core/prices";
import { findAsking } from "../../web/guard.server";
import { paths } from "../../web/paths";
import { packViews } from "../../web/views";

export const meta: MetaFunction = () => [{ title: "Prices - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const current = priceVersionAt(args.context.ctx.now);
  const prices = Object.entries(current.prices).map(([action, credits]) => ({
    name: actionWords[action as keyof typeof actionWords].name,
    credits,
  }));
  const versions = priceBook.map(({ version, from, change }) => ({ version, from: new Date(from).toISOString().slice(0, 10), change }));
  return json({
    signedIn: (await findAsking(args)) !== null,
    version: current.version,
    prices,
    versions: versions.reverse(),
    packs: packViews().packs,
  });
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function PackTable({ packs }: Pick<Data, "packs">) {
  return (
    <Card>
      <CardHead title="Packs" />
      <table className="w-full">
        <caption className="sr-only">Packs of credits</caption>
        <tbody>
          {packs.map((pack) => (
            <tr key={pack.credits} className="border-b border-line last:border-0">
              <th scope="row" className="px-4 py-2 text-left font-normal tabular-nums">
                {pack.credits} credits
              </th>
              <td className="px-4 py-2 text-right text-xs text-ink-2 tabular-nums">{pack.each}</td>
              <td className="px-4 py-2 text-right font-semibold tabular-nums">{pack.price}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function Changes({ versions }: Pick<Data, "versions">) {
  return (
    <Card>
      <CardHead title="What changed, and when" />
      <ul>
        {versions.map((one) => (
          <li key={one.version} className="flex gap-4 border-b border-line px-4 py-2 last:border-0">
            <span className="text-ink-3 tabular-nums">{one.from}</span>
            <span>
              Version {one.version}: {one.change}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export default function Prices() {
  const { signedIn, version, prices, versions, packs } = useLoaderData<typeof loader>();
  return (
    <Paper signedIn={signedIn}>
      <div className="grid gap-6 py-8">
        <div>
          <h1>Prices</h1>
          <p className="mt-1 max-w-[60ch] text-ink-2">
            No seats, no subscription. A credit is spent when something is created or sent. The price is on each button, and you never pay
            more than it says.
          </p>
        </div>
        <div className="grid items-start gap-4 md:grid-cols-2">
          <Card>
            <CardHead title="What things cost, in credits">
              <span className="text-xs text-ink-3">price book, version {version}</span>
            </CardHead>
            <PriceTable prices={prices} />
          </Card>
          <div className="grid gap-4">
            <PackTable packs={packs} />
            <p className="text-ink-2">
              Credits you buy never expire. A new team gets 25 welcome credits for 90 days, once the owner’s address is confirmed. Unspent
              packs are refunded on request.
            </p>
            <div>
              <ButtonLink to={signedIn ? paths.buy() : paths.signUp()} kind="go">
                {signedIn ? "Buy credits" : "Start free"}
              </ButtonLink>
            </div>
          </div>
        </div>
        <Changes versions={versions} />
      </div>
    </Paper>
  );
}
