import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { CreditSummary, type SummaryView } from "../components/CreditSummary";
import { PriceTable } from "../components/PriceTable";
import { StatementTable } from "../components/StatementTable";
import { ButtonLink } from "../components/ui/Button";
import { Alert, Card, CardHead, PageHead } from "../components/ui/parts";
import { readBalance, readSpending, readStatement, type StatementLine } from "../domain/credits";
import { actionWords, priceVersionAt } from "../domain/prices";
import { requireMember } from "../web/guard.server";
import { paths } from "../web/paths";

export const meta: MetaFunction = () => [{ title: "Credits - Farthing" }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await requireMember(args);
  const balance = await readBalance(member);
  const prices = Object.entries(priceVersionAt(member.now).prices).map(([action, credits]) => ({
    name: actionWords[action as keyof typeof actionWords].name,
    credits,
  }));
  const timeZone = member.team.timeZone;
  const none: StatementLine[] = [];
  if (!balance) return json({ summary: null, lines: none, prices, timeZone });
  const [spending, statement] = await Promise.all([readSpending(member, balance.free), readStatement(member, null, 8)]);
  const expiring = balance.lots
    .filter((lot) => lot.expiresAt !== null && lot.left > 0)
    .sort((a, b) => (a.expiresAt ?? 0) - (b.expiresAt ?? 0))[0];
  const summary: SummaryView = {
    free: balance.free,
    held: balance.held,
    expiring: expiring ? { credits: expiring.left, at: expiring.expiresAt ?? 0 } : null,
    ...spending,
  };
  return json({ summary, lines: statement.lines, prices, timeZone });
}

export default function Credits() {
  const { summary, lines, prices, timeZone } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead title="Credits">
        <ButtonLink to={paths.statement()}>Statement</ButtonLink>
        <ButtonLink to={paths.purchases()}>Purchases</ButtonLink>
        <ButtonLink to={paths.buy()} kind="go">
          Buy credits
        </ButtonLink>
      </PageHead>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_320px]">
        <div className="grid min-w-0 gap-3">
          {summary ? (
            <CreditSummary view={summary} timeZone={timeZone} />
          ) : (
            <Alert title="Credits cannot be reached just now">
              Nothing is lost. Until they can, nothing that costs a credit is done. Try again in a moment.
            </Alert>
          )}
          <Card className="overflow-hidden">
            <CardHead title="Lately" />
            <StatementTable lines={lines} timeZone={timeZone} />
          </Card>
        </div>
        <aside className="grid gap-3">
          <Card>
            <CardHead title="What things cost" />
            <PriceTable prices={prices} />
          </Card>
        </aside>
      </div>
    </>
  );
}
